// <form data-usp-choosing>: boxes [data-usp-choose] to act on several rows at once. The box in the head chooses all of the
// page, and the line beside the buttons says how many are chosen. Without script the boxes and buttons work as they are.
(() => {
  "use strict";
  const update = (form) => {
    const boxes = [...form.querySelectorAll("[data-usp-choose]")];
    const chosen = boxes.filter((box) => box.checked).length;
    const all = form.querySelector("[data-usp-choose-all]");
    if (all) {
      all.hidden = boxes.length < 2;
      all.checked = boxes.length > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    const count = form.querySelector("[data-usp-chosen-count]");
    if (count) {
      count.dataset.uspAsWas ??= count.textContent;
      count.textContent = chosen ? `${chosen} / ${boxes.length}` : count.dataset.uspAsWas;
    }
  };
  const all = () => document.querySelectorAll("form[data-usp-choosing]");
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-usp-choosing]");
    if (!form) return;
    if (event.target.matches("[data-usp-choose-all]")) {
      form.querySelectorAll("[data-usp-choose]").forEach((box) => { box.checked = event.target.checked; });
    }
    update(form);
  });
  all().forEach(update);
  // A tab swapped by htmx brings a new form; the back button brings the boxes back as they were left.
  document.addEventListener("htmx:load", () => all().forEach(update));
  window.addEventListener("pageshow", () => all().forEach(update));
})();
