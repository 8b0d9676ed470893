// <details data-menu>: closes on Escape, on a click elsewhere and when another opens.

function open() {
  return Array.from(document.querySelectorAll("details[data-menu][open]"));
}

export function setUpMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const menus = open();
    if (!menus.length) return;
    if (event.key === "Escape") {
      event.preventDefault();
      for (const menu of menus) {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const menu = menus.find((one) => one.contains(event.target));
    if (!menu) return;
    const stops = Array.from(menu.querySelectorAll("summary, .lt-menu-panel a, .lt-menu-panel button"));
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}
