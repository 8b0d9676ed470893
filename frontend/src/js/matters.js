// The desk of matters. <main data-matters>: J K move and open the row, X ticks it, letters take the
// steps that the open matter offers ([data-step-key]). In every form of a step (<form data-step>), on
// the desk or not, Ctrl+Enter sends it and Esc leaves it.
import { bare, composing, inField, lettersOn } from "./pressed.js";
import { step } from "./lists.js";

let opening = 0;

function desk() {
  return document.querySelector("[data-matters]");
}

function list() {
  return document.querySelector(".lt-mlist");
}

function rowOf(id) {
  return id && document.querySelector(`.lt-mlist > [data-matter="${CSS.escape(id)}"]`);
}

function current() {
  return document.querySelector(".lt-mlist > .lt-on");
}

function shown() {
  const top = document.querySelector("#matter-detail [data-detail]");
  return top ? top.dataset.detail : "";
}

/** The row of the matter that stands open is the marked one. */
function mark() {
  const row = rowOf(shown());
  document.querySelectorAll(".lt-mlist > [data-matter]").forEach((one) => {
    one.classList.toggle("lt-on", one === row);
    if (row) one.tabIndex = one === row ? 0 : -1;
  });
}

/** Opens the row a moment later, so that going down a list quickly fetches only the last. */
function openSoon(row) {
  window.clearTimeout(opening);
  opening = window.setTimeout(() => {
    if (row.dataset.matter === shown()) return;
    const link = row.querySelector("[data-open]");
    if (link) link.click();
  }, 140);
}

function tick(row) {
  const box = row && row.querySelector("[data-tick]");
  if (!box) return false;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function countTicks() {
  const bar = document.querySelector("[data-ticked]");
  if (!bar) return;
  const ticked = document.querySelectorAll("[data-tick]:checked").length;
  bar.hidden = ticked === 0;
  const place = bar.querySelector("[data-ticked-n]");
  if (place) place.textContent = String(ticked);
}

function press(event) {
  const key = `${event.shiftKey ? "Shift+" : ""}${event.code}`;
  const bulk = document.querySelector("[data-ticked]:not([hidden])");
  const button =
    (bulk && bulk.querySelector(`[data-step-key="${key}"]`)) ||
    document.querySelector(`#matter-do [data-step-key="${key}"]`) ||
    document.querySelector(`.lt-sub [data-step-key="${key}"]`);
  if (!button) return false;
  button.click();
  return true;
}

function whileWriting(event) {
  const form = event.target.closest ? event.target.closest("[data-step]") : null;
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    // The button and not the form: which one was pressed says what is to be done.
    (form.querySelector("button.lt-btn-pri") || form.querySelector("button")).click();
  } else if (event.key === "Escape" && form.querySelector("[data-cancel]")) {
    event.preventDefault();
    form.querySelector("[data-cancel]").click();
  }
}

function afterSwap(event) {
  if (!desk() || !event.target.id || !event.target.id.startsWith("matter-")) return;
  mark();
  countTicks();
  if (event.target.id !== "matter-detail") return;
  const form = document.querySelector("#matter-do [data-step]");
  if (form) {
    const field =
      form.querySelector('[aria-invalid="true"]') ||
      form.querySelector("textarea, select, input:not([type=hidden])") ||
      form.querySelector("button");
    field.focus();
    if (field.matches("textarea")) field.select();
    return;
  }
  const lost = !document.activeElement || document.activeElement === document.body;
  const row = current();
  if (lost && row && window.matchMedia("(min-width: 761px)").matches) row.focus({ preventScroll: true });
}

export function setUpMatters() {
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && !composing(event)) whileWriting(event);
  });
  if (!desk()) return;
  mark();
  countTicks();
  document.addEventListener("htmx:afterSettle", afterSwap);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick]")) countTicks();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.matches && event.target.matches(".lt-mlist > [data-matter]") ? event.target : null;
    if (row) openSoon(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || !bare(event) || inField(event.target)) return;
    if (document.querySelector("dialog[open], details[data-menu][open]")) return;
    if (!lettersOn()) return;
    const down = event.code === "KeyJ" || event.code === "ArrowDown";
    const up = event.code === "KeyK" || event.code === "ArrowUp";
    if ((event.code === "KeyJ" || event.code === "KeyK" || (event.target === document.body && (down || up))) && list()) {
      if (event.target.closest && event.target.closest("[data-list]")) return;
      event.preventDefault();
      step(list(), current(), document.activeElement === document.body && !current() ? 0 : down ? 1 : -1);
    } else if (event.code === "KeyX" && !event.shiftKey) {
      const row = event.target.closest(".lt-mlist > [data-matter]") || current();
      if (tick(row)) event.preventDefault();
    } else if (/^Key[A-Z]$/.test(event.code) && press(event)) {
      event.preventDefault();
    }
  });
}
