// <form data-usp-upload> sent by htmx: shows how much of a file has gone, and says before sending when a file is too large or of
// a wrong type (data-usp-file holds the most bytes). The server judges anyway.
(() => {
  "use strict";
  const TYPES = ["application/pdf", "image/jpeg", "image/png"];

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-usp-file]")) return;
    const note = input.closest("form").querySelector("[data-usp-file-note]");
    const file = input.files[0];
    const wrong = !file ? "" : file.size > Number(input.dataset.uspFile) ? "large" : TYPES.includes(file.type) ? "" : "type";
    note.hidden = !wrong;
    note.textContent = wrong ? note.dataset[wrong] : "";
    if (wrong) input.value = "";
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest?.("form[data-usp-upload]");
    const box = form?.querySelector("[data-usp-upload-progress]");
    const { loaded, total } = event.detail;
    if (!box || !total || !form.querySelector("input[type=file]")?.files.length) return;
    const percent = Math.round((100 * loaded) / total);
    box.hidden = false;
    box.querySelector("progress").value = percent;
    box.querySelector("[data-usp-upload-percent]").textContent = `%${percent}`;
  });
})();
