// <button data-usp-wait="28">: not before so many seconds. The server refuses an earlier one anyway, with a sentence.
(() => {
  "use strict";
  const words = document.getElementById("usp-words");
  const loaded = performance.now();
  const texts = document.querySelectorAll("[data-usp-wait-text]");

  const show = () => {
    let waiting = false;
    document.querySelectorAll("[data-usp-wait]").forEach((button) => {
      const left = Math.ceil(Number(button.dataset.uspWait) - (performance.now() - loaded) / 1000);
      button.disabled = left > 0;
      waiting ||= left > 0;
      if (left > 0) texts.forEach((text) => {
        text.textContent = words.dataset.after.replace("%d", String(left));
      });
    });
    if (waiting) return;
    clearInterval(timer);
    texts.forEach((text) => text.remove());
  };

  const timer = setInterval(show, 500);
  show();
})();
