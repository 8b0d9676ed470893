// The meeting-room screen: <body class="lt-dark" data-screen data-earlier data-later data-leave>.
// ← → change the period, ↑ ↓ choose a row, Enter opens its origin, PageDown turns a long board by
// hand, F toggles the browser's full screen, Esc leaves.
import { bare, composing, inField } from "./pressed.js";
import { closeTrace } from "./drawer.js";

const PAGE = 12;

function leave(address) {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  if (address) window.location.assign(address);
}

function turn(rows, page) {
  rows.forEach((row, at) => {
    row.setAttribute("data-turn", String(Math.floor(at / PAGE)));
    row.classList.toggle("lt-turned", Math.floor(at / PAGE) === page);
  });
}

export function setUpScreen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fullscreen]");
    if (!button) return;
    const root = document.documentElement;
    if (document.fullscreenElement) document.exitFullscreen();
    else if (root.requestFullscreen) root.requestFullscreen().catch(() => {});
  });

  const body = document.body;
  if (body.dataset.screen === undefined) return;
  const rows = Array.from(document.querySelectorAll(".lt-screen-tb tbody tr"));
  const pages = Math.ceil(rows.length / PAGE);
  let page = 0;
  let at = -1;
  if (pages > 1) turn(rows, page);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || inField(event.target) || !bare(event)) return;
    const traced = body.classList.contains("lt-traced");
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight": {
        const address = event.key === "ArrowLeft" ? body.dataset.earlier : body.dataset.later;
        if (address) window.location.assign(address);
        break;
      }
      case "ArrowDown":
      case "ArrowUp":
        if (traced) return;
        at = Math.min(rows.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
        if (pages > 1 && Math.floor(at / PAGE) !== page) turn(rows, (page = Math.floor(at / PAGE)));
        rows.forEach((row, index) => row.classList.toggle("lt-on", index === at));
        break;
      case "PageDown":
      case "PageUp":
        if (pages < 2 || traced) return;
        page = Math.min(pages - 1, Math.max(0, page + (event.key === "PageDown" ? 1 : -1)));
        turn(rows, page);
        break;
      case "Enter": {
        if (event.target.closest("a, button")) return;
        const link = rows[Math.max(0, at)] && rows[Math.max(0, at)].querySelector("a[data-trace], a[href]");
        if (link) link.click();
        break;
      }
      case "Escape":
        if (!closeTrace()) leave(body.dataset.leave);
        break;
      default:
        if (event.code === "KeyF") {
          if (document.fullscreenElement) document.exitFullscreen();
          else document.documentElement.requestFullscreen().catch(() => {});
          break;
        }
        return;
    }
    event.preventDefault();
  });
}
