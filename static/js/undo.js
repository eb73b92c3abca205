// Counts the ten seconds down in which a sending can be taken back, then puts the button away. The server judges anyway.
(() => {
  "use strict";
  const box = document.querySelector("[data-usp-undo]");
  if (!box) return;
  const ends = performance.now() + Number(box.dataset.uspUndo) * 1000;
  const left = box.querySelector("[data-usp-undo-left]");
  const timer = setInterval(() => {
    const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    left.textContent = String(seconds);
    if (seconds === 0) {
      clearInterval(timer);
      box.remove();
    }
  }, 250);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) box.remove();
  });
})();
