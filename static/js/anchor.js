// An address that ends in #question opens that <details>, and printing opens all of them. Without script, links carry ?soru=….
(() => {
  "use strict";
  const openNamed = () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named instanceof HTMLDetailsElement) {
      named.open = true;
      named.scrollIntoView();
    }
  };
  window.addEventListener("hashchange", openNamed);
  openNamed();
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("main details:not([open])").forEach((details) => {
      details.open = true;
      details.dataset.uspForPrint = "";
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-usp-for-print]").forEach((details) => {
      details.open = false;
      delete details.dataset.uspForPrint;
    });
  });
})();
