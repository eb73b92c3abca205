// <form data-usp-preview>: when somebody stops typing, the form's own preview button is pressed, which loads the frame beside it.
// Without this the button does the same by hand.
(() => {
  "use strict";
  const form = document.querySelector("form[data-usp-preview]");
  if (!form) return;
  const PAUSE = 1200;
  if (navigator.pdfViewerEnabled === false) {
    // Phones show no PDF inside a page: the button opens the paper beside it, when it is pressed.
    form.querySelector("[data-usp-preview-button]").formTarget = "_blank";
    document.querySelector('iframe[name="usp-preview"]')?.remove();
    return;
  }
  let timer = 0;
  const show = () => {
    const button = form.querySelector("[data-usp-preview-button]");
    if (button.getClientRects().length) form.requestSubmit(button);
  };
  const soon = (event) => {
    if (event?.target?.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("htmx:afterSwap", soon);
})();
