// Keeps «6 saat 12 dakika kaldı» true while a page stays open. The page says what the server's clock showed (data-usp-now),
// so a wrong clock on the device, or the demo's shifted season clock, changes nothing.
(() => {
  "use strict";
  const words = document.getElementById("usp-words");
  if (!words) return;
  const loaded = performance.now();

  const count = (number, unit) => words.dataset[number === 1 ? unit : `${unit}s`].replace("%d", String(number));

  const sentence = (seconds, inSeconds) => {
    if (seconds <= 0) return words.dataset.over;
    if (inSeconds) return words.dataset.left.replace("%s", count(Math.ceil(seconds), "second"));
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor((seconds % 86400) / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    const parts = [[days, "day"], [hours, "hour"], [minutes, "minute"]].filter(([number]) => number).slice(0, 2);
    if (!parts.length) return words.dataset.soon;
    return words.dataset.left.replace("%s", parts.map(([number, unit]) => count(number, unit)).join(" "));
  };

  const show = (which = "time[data-usp-deadline][data-usp-now]") => {
    document.querySelectorAll(which).forEach((time) => {
      time.uspStart ??= loaded;
      const passed = performance.now() - time.uspStart;
      const left = (Date.parse(time.dateTime) - Date.parse(time.dataset.uspNow) - passed) / 1000;
      const text = sentence(left, "uspSeconds" in time.dataset);
      if (time.textContent.trim() !== text) time.textContent = text;
      // What the page says once the moment has passed.
      if (left <= 0 && time.dataset.uspOver) document.getElementById(time.dataset.uspOver).hidden = false;
    });
  };

  // A fragment that htmx brought carries its own data-usp-now: count from its arrival.
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("time[data-usp-deadline]").forEach((time) => {
      time.uspStart = performance.now();
    });
  });
  setInterval(() => show(), 15000);
  // A code's 90 seconds are counted one by one.
  if (document.querySelector("[data-usp-seconds]")) setInterval(() => show("time[data-usp-seconds]"), 500);
})();
