// The pool by keyboard, and what is chosen in words. Nothing needs it: every key does what a link or button does.
// [data-usp-rows] > li with [data-usp-open] (a link) and a checkbox; [data-usp-add] (a button), [data-usp-picked] (text),
// [data-usp-previous] and [data-usp-next] (links of a profile), [data-usp-keys] (opens the help).
(() => {
  "use strict";
  const place = "usp-pool-row";
  const rows = () => [...document.querySelectorAll("[data-usp-rows] > li")];
  const current = () => document.activeElement?.closest("[data-usp-rows] > li");
  const help = document.getElementById("kisayollar");

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.querySelector("[data-usp-open]").focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const count = () => {
    document.querySelectorAll("[data-usp-picked]").forEach((text) => {
      const number = text.closest("[data-usp-pick]").querySelectorAll("input[name=aday]:checked").length;
      text.dataset.uspLabel ??= text.textContent;
      text.textContent = number ? `${text.dataset.uspLabel} ${number}` : text.dataset.uspLabel;
      text.closest(".usp-pickbar").classList.toggle("usp-pickbar-on", number > 0);
    });
  };

  const add = () => {
    const row = current();
    const button = document.querySelector("[data-usp-add]");
    if (!button) return;
    if (row) {
      row.querySelector("input[name=aday]").checked = true;
      try {
        sessionStorage.setItem(place, row.querySelector("[data-usp-open]").pathname);
      } catch {
        // the row is found again by hand
      }
    }
    button.click();
  };

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: () => current()?.querySelector("input[name=aday]").click(),
    s: add,
    "?": () => help?.showModal(),
    n: () => document.querySelector("[data-usp-next]")?.click(),
    p: () => document.querySelector("[data-usp-previous]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || help?.open) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const down = event.key === "ArrowDown" && current();
    const up = event.key === "ArrowUp" && current();
    const act = down ? keys.j : up ? keys.k : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "aday") count();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-usp-keys]")) help?.showModal();
  });
  const ready = () => {
    document.querySelectorAll("[data-usp-keys]").forEach((button) => {
      button.hidden = false;
    });
    count();
  };
  document.addEventListener("htmx:afterSettle", ready);
  window.addEventListener("pageshow", ready);
  ready();
  try {
    const back = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    if (back) rows().find((row) => row.querySelector("[data-usp-open]").pathname === back)?.querySelector("[data-usp-open]").focus();
  } catch {
    // without storage the page begins at its top
  }
})();
