// <div data-usp-find>: a long list of checkboxes is narrowed while somebody types; chosen boxes always stay in sight.
// Without script the search box is hidden and the list is there in full, part by part.
(() => {
  "use strict";
  const FOLD = { ç: "c", ğ: "g", ı: "i", ö: "o", ş: "s", ü: "u", â: "a", î: "i", û: "u" };
  const fold = (text) => text.toLocaleLowerCase("tr").replace(/[çğıöşüâîû]/g, (letter) => FOLD[letter]);
  document.querySelectorAll("[data-usp-find]").forEach((list) => {
    const box = list.querySelector("[data-usp-find-box]");
    const none = list.querySelector("[data-usp-find-none]");
    const parts = [...list.querySelectorAll("[data-usp-find-part]")].map((part) => ({
      part,
      wasOpen: part.open,
      labels: [...part.querySelectorAll("label")].map((label) => ({ label, text: fold(label.textContent), input: label.querySelector("input") })),
    }));
    box.hidden = false;
    box.querySelector("input").addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    box.querySelector("input").addEventListener("input", (event) => {
      const words = fold(event.target.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const one of parts) {
        let shown = 0;
        for (const { label, text, input } of one.labels) {
          const fits = words.every((word) => text.includes(word));
          label.hidden = words.length > 0 && !fits && !input.checked;
          if (!label.hidden) shown += 1;
          if (fits) found += 1;
        }
        one.part.hidden = shown === 0;
        one.part.open = words.length ? shown > 0 : one.wasOpen || one.labels.some(({ input }) => input.checked);
      }
      none.hidden = found > 0;
    });
  });
})();
