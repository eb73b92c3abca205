// A language's form: only that language's exams, and only the field (points or letter) that the chosen exam has.
(() => {
  "use strict";
  const fit = () => {
    const exam = document.getElementById("id_exam");
    const language = document.getElementById("id_language");
    if (!exam || !language) return;
    for (const option of exam.options) {
      const other = option.dataset.uspLanguage && language.value && option.dataset.uspLanguage !== language.value;
      option.hidden = option.disabled = Boolean(other);
    }
    if (exam.selectedOptions[0]?.disabled) exam.value = "";
    const result = exam.selectedOptions[0]?.dataset.uspResult;
    const show = (id, shown) => {
      const box = document.getElementById(id)?.closest(".usp-field");
      if (box) box.hidden = !shown;
    };
    show("id_amount", result !== "letter");
    show("id_exam_grade", result === "letter");
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("#id_exam, #id_language")) fit();
  });
  document.addEventListener("htmx:afterSwap", fit);
  fit();
})();
