// Keyboard for the verification desk: [data-usp-key="a"] is pressed by A; 1–9 chooses a reason inside [data-usp-verdict].
// Nothing happens while somebody types, or with Ctrl, Alt or Meta held.
(() => {
  "use strict";
  const typing = (element) => element.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    const reasons = document.querySelectorAll("[data-usp-verdict] input[type=radio][name=reason]");
    if (/^[1-9]$/.test(event.key) && reasons.length >= Number(event.key)) {
      reasons[Number(event.key) - 1].click();
      reasons[Number(event.key) - 1].focus();
      event.preventDefault();
      return;
    }
    // Turkish keyboards: I and İ are one key each, and both mean «I» here.
    const key = event.key.toLocaleLowerCase("en").replace("ı", "i").replace("i̇", "i");
    const target = document.querySelector(`[data-usp-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
})();
