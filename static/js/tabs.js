// Where a row of tabs is wider than the phone, the open one is in sight.
(() => {
  "use strict";
  const show = (part) => {
    for (const open of part.querySelectorAll(".usp-tabs [aria-current], .usp-clockbar [aria-current]")) {
      const row = open.parentElement;
      row.scrollLeft += open.getBoundingClientRect().left - row.getBoundingClientRect().left - 24;
    }
  };
  show(document);
  document.addEventListener("htmx:afterSettle", (event) => show(event.target));
})();
