// The phone's menu and the small drop-downs. Without this file both work by link and <details>; here: Escape, focus, click outside.
(() => {
  "use strict";
  const menu = document.getElementById("menu");
  let opener = null;

  const setOpen = (open) => {
    document.body.classList.toggle("usp-menu-open", open);
    // What lies behind the full-screen menu is not to be reached by keyboard or screen reader.
    document.querySelectorAll(".usp-main, .usp-bottom, .usp-clockbar").forEach((part) => {
      part.inert = open;
    });
    if (open) {
      menu.querySelector("[data-usp-menu-close]").focus();
    } else if (opener) {
      opener.focus();
      opener = null;
    }
  };

  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-usp-menu-open]");
    if (menu && open) {
      event.preventDefault();
      opener = open;
      setOpen(true);
    } else if (menu && event.target.closest("[data-usp-menu-close]")) {
      event.preventDefault();
      if (location.hash === "#menu") {
        history.replaceState(null, "", location.pathname + location.search);
        location.hash = "#icerik";
      }
      setOpen(false);
    }
    document.querySelectorAll("[data-usp-dropdown][open]").forEach((dropdown) => {
      if (!dropdown.contains(event.target)) dropdown.open = false;
    });
  });

  // A phone turned to landscape, or a window made wide, shows the menu beside the page again.
  matchMedia("(min-width: 992px)").addEventListener("change", (wide) => {
    if (wide.matches && document.body.classList.contains("usp-menu-open")) setOpen(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.body.classList.contains("usp-menu-open")) setOpen(false);
    document.querySelectorAll("[data-usp-dropdown][open]").forEach((dropdown) => {
      dropdown.open = false;
      dropdown.querySelector("summary").focus();
    });
  });
})();
