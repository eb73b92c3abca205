// Keeps «6 saat 12 dakika kaldı» true while a page stays open. The page says what the server's clock showed (data-usp-now),
// so a wrong clock on the device, or the demo's shifted season clock, changes nothing.
(() => {
  "use strict";
  const words = document.getElementById("usp-words");
  if (!words) return;
  const loaded = performance.now();

  const count = (number, unit) => words.dataset[number === 1 ? unit : `${unit}s`].replace("%d", String(number));

  const sentence = (seconds) => {
    if (seconds <= 0) return words.dataset.over;
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor((seconds % 86400) / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    const parts = [[days, "day"], [hours, "hour"], [minutes, "minute"]].filter(([number]) => number).slice(0, 2);
    if (!parts.length) return words.dataset.soon;
    return words.dataset.left.replace("%s", parts.map(([number, unit]) => count(number, unit)).join(" "));
  };

  const show = () => {
    document.querySelectorAll("time[data-usp-deadline][data-usp-now]").forEach((time) => {
      time.uspStart ??= loaded;
      const passed = performance.now() - time.uspStart;
      const left = (Date.parse(time.dateTime) - Date.parse(time.dataset.uspNow) - passed) / 1000;
      const text = sentence(left);
      if (time.textContent.trim() !== text) time.textContent = text;
    });
  };

  // A fragment that htmx brought carries its own data-usp-now: count from its arrival.
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("time[data-usp-deadline]").forEach((time) => {
      time.uspStart = performance.now();
    });
  });
  setInterval(show, 15000);
})();
