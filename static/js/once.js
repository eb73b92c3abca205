// <button data-usp-once>: a second click while the first request runs does nothing. The verb on the server is safe anyway;
// this only spares people the «already done» answer.
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter?.closest("[data-usp-once]") ?? form.querySelector("[data-usp-once]");
    if (!button) return;
    if (button.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    button.setAttribute("aria-busy", "true");
    setTimeout(() => button.removeAttribute("aria-busy"), 10000);
  });
  // The back button may bring the page back as it was left.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-usp-once][aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
})();
