// The phone's menu and the small drop-downs. Without this file both work by link and <details>; here: Escape, focus, click outside.
(() => {
  "use strict";
  const menu = document.getElementById("menu");
  let opener = null;

  const setOpen = (open) => {
    document.body.classList.toggle("usp-menu-open", open);
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

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.body.classList.contains("usp-menu-open")) setOpen(false);
    document.querySelectorAll("[data-usp-dropdown][open]").forEach((dropdown) => {
      dropdown.open = false;
      dropdown.querySelector("summary").focus();
    });
  });
})();
