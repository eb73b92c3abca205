// <details data-usp-fold>: open on a wide screen, closed on a phone, so that filters do not push the results away.
// <form data-usp-autosubmit>: a changed choice is sent at once; without script its button does it.
(() => {
  "use strict";
  if (matchMedia("(max-width: 991.98px)").matches) {
    document.querySelectorAll("details[data-usp-fold][open]").forEach((details) => {
      details.open = false;
    });
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-usp-autosubmit]");
    if (form && !form.hasAttribute("hx-get")) form.requestSubmit();
  });
})();
