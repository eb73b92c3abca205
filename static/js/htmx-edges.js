// What htmx leaves to the page: say in the live region when a request fails, and show pages that an error answer brings.
(() => {
  "use strict";
  const say = (text) => {
    const region = document.getElementById("usp-messages");
    const alert = document.createElement("div");
    alert.className = "usp-alert usp-alert-danger";
    const body = document.createElement("div");
    body.className = "usp-alert-body";
    body.textContent = text;
    alert.append(body);
    region?.replaceChildren(alert);
  };
  const words = () => document.getElementById("usp-words").dataset;

  document.addEventListener("htmx:sendError", () => say(words().offline));
  document.addEventListener("htmx:timeout", () => say(words().offline));
  document.addEventListener("htmx:responseError", () => say(words().failed));
  // A form sent by htmx that does not validate answers 422 with the form again: show it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
