// <form data-usp-hash="…">: compares the chosen file's SHA-256 here, so that the file need not leave the device. Where the browser
// cannot (no secure context), the form is sent and the server compares.
(() => {
  "use strict";
  const form = document.querySelector("form[data-usp-hash]");
  if (!form || !window.crypto?.subtle) return;
  const page = form.parentElement;
  const same = page.querySelector("[data-usp-hash-same]");
  const other = page.querySelector("[data-usp-hash-other]");
  const input = form.querySelector("input[type=file]");

  input.addEventListener("change", () => {
    same.hidden = other.hidden = true;
  });

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    same.hidden = hex !== form.dataset.uspHash;
    other.hidden = !same.hidden;
  });
})();
