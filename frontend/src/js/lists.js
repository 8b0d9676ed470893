// Lists with a moving row: J K and the arrows, Enter opens, letters press the row's own buttons.
// <tbody data-list> or <ul data-list>; a row's main link carries data-open, its letter buttons
// data-key="KeyU".
import { bare, composing, inField, lettersOn } from "./pressed.js";

function rowsOf(list) {
  return Array.from(list.children).filter(
    (row) => !row.matches(".lt-band, .lt-part, .lt-hide-row, [hidden]") && row.offsetParent !== null,
  );
}

function prepare(root) {
  const lists = root.matches && root.matches("[data-list]") ? [root] : root.querySelectorAll("[data-list]");
  lists.forEach((list) => {
    rowsOf(list).forEach((row, at) => {
      if (!row.hasAttribute("tabindex")) row.tabIndex = at === 0 ? 0 : -1;
    });
  });
}

export function step(list, from, by) {
  const rows = rowsOf(list);
  if (!rows.length) return null;
  const at = rows.indexOf(from);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at === -1 ? 0 : at + by))];
  rows.forEach((row) => (row.tabIndex = row === next ? 0 : -1));
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return next;
}

/** The list that a key is meant for; with nothing focused J begins the first one of the page. */
function listOf(event) {
  if (event.target !== document.body) return event.target.closest("[data-list]");
  return event.code === "KeyJ" && lettersOn() ? document.querySelector("main [data-list]") : null;
}

export function setUpLists() {
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || !bare(event) || inField(event.target)) return;
    const list = listOf(event);
    if (!list) return;
    const row = rowsOf(list).find((one) => one.contains(event.target));
    const down = event.key === "ArrowDown" || (event.code === "KeyJ" && lettersOn());
    const up = event.key === "ArrowUp" || (event.code === "KeyK" && lettersOn());
    if (down || up) {
      event.preventDefault();
      step(list, row, down ? 1 : -1);
      return;
    }
    if (!row || event.target !== row) return;
    if (event.key === "Enter") {
      const link = row.querySelector("[data-open], a[data-trace], a[href]");
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const rows = rowsOf(list);
      step(list, event.key === "Home" ? rows[1] : rows[rows.length - 2], event.key === "Home" ? -1 : 1);
    } else if (lettersOn()) {
      const button = row.querySelector(`[data-key="${event.shiftKey ? "Shift+" : ""}${event.code}"]`);
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });
}
