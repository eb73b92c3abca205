// <form data-usp-keep="key">: what is typed stays in this tab (sessionStorage) until it is saved, so that an expired session,
// a closed page or a lost connection costs nothing. Never files, never hidden fields. The page after a save says which key is
// done (data-usp-keep-done); the key begins with the account, so that nobody reads another one's words.
(() => {
  "use strict";
  const NAME = "usp-keep:";
  const form = () => document.querySelector("form[data-usp-keep]");
  const fields = (from) =>
    [...from.elements].filter((one) => one.name && !["hidden", "file", "submit", "button", "password"].includes(one.type));
  const state = (from) =>
    fields(from).map((one) => [one.name, one.type === "radio" || one.type === "checkbox" ? `${one.value}=${one.checked}` : one.value]);

  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(NAME + key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      sessionStorage.setItem(NAME + key, JSON.stringify(value));
    } catch {
      // A full or forbidden store: the form works as it would without.
    }
  };
  const forget = (key) => sessionStorage.removeItem(NAME + key);

  const restore = (into) => {
    const kept = read(into.dataset.uspKeep);
    if (!kept || JSON.stringify(kept) === JSON.stringify(state(into))) return;
    const inputs = fields(into);
    if (kept.length !== inputs.length) return forget(into.dataset.uspKeep);
    inputs.forEach((one, index) => {
      const [name, value] = kept[index];
      if (name !== one.name) return;
      if (one.type === "radio" || one.type === "checkbox") one.checked = value === `${one.value}=true`;
      else one.value = value;
      one.dispatchEvent(new Event("change", { bubbles: true }));
    });
    into.querySelector("[data-usp-keep-note]")?.removeAttribute("hidden");
  };

  document.querySelectorAll("[data-usp-keep-done]").forEach((done) => forget(done.dataset.uspKeepDone));
  // An answer of the server to what was just sent holds it already.
  if (form() && !form().hasAttribute("data-usp-keep-fresh")) restore(form());

  for (const event of ["input", "change"]) {
    document.addEventListener(event, (typed) => {
      const from = typed.target.closest?.("form[data-usp-keep]");
      if (from) write(from.dataset.uspKeep, state(from));
    });
  }
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-usp-keep-drop]");
    if (!drop) return;
    forget(drop.closest("form").dataset.uspKeep);
    location.reload();
  });
})();
