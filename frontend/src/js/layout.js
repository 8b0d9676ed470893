// Correcting a reading: rows of the sheet are marked by dragging over their numbers or with the
// arrow keys and Shift, and painted with a use (keys 1 to 8, 0 leaves out). The fields beside the
// sheet hold the truth; painting only writes into them, and they can be typed into as well.
import { bare, composing, inField } from "./pressed.js";

const ROWS = /^\s*(\d{1,7})\s*(?:[-–—~至]\s*(\d{1,7})\s*)?$/;

export function readRows(text) {
  const rows = new Set();
  for (const part of text.split(/[、,，;；]/)) {
    const found = ROWS.exec(part);
    if (!found) continue;
    const last = Math.min(Number(found[2] || found[1]), Number(found[1]) + 1048576);
    for (let row = Number(found[1]); row <= last; row += 1) rows.add(row);
  }
  return rows;
}

export function writeRows(rows) {
  const spans = [];
  for (const row of Array.from(rows).sort((a, b) => a - b)) {
    const span = spans[spans.length - 1];
    if (span && row === span[1] + 1) span[1] = row;
    else spans.push([row, row]);
  }
  return spans.map(([first, last]) => (last > first ? `${first}–${last}` : `${first}`)).join("、");
}

let anchor = 0;
let dragging = false;

const grid = () => document.querySelector("[data-layout-grid]");
const rowsShown = () => Array.from(grid() ? grid().querySelectorAll("tr[data-row]") : []);
const marked = () => rowsShown().filter((row) => row.classList.contains("lt-marked"));
const tables = () => Array.from(document.querySelectorAll("[data-layout-table]"));

function active() {
  const chosen = document.querySelector("input[name=active]:checked");
  const at = chosen ? chosen.value : "0";
  return tables().find((one) => one.dataset.layoutTable === at) || tables()[0];
}

function names() {
  const found = {};
  document.querySelectorAll("[data-layout-brush] [data-use]").forEach((button) => {
    found[button.dataset.use] = Array.from(button.childNodes)
      .filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  });
  return found;
}

/** Colour the sheet as the fields say. */
function repaint() {
  if (!grid()) return;
  const uses = new Map();
  tables().forEach((table) => {
    table.querySelectorAll("input[data-rows]").forEach((field) => {
      readRows(field.value).forEach((row) => uses.set(row, field.dataset.rows));
    });
  });
  const words = names();
  rowsShown().forEach((row) => {
    const use = uses.get(Number(row.dataset.row)) || "outside";
    row.className = row.className.replace(/\blt-g-[a-z]+\b/g, "").trim();
    row.classList.add(`lt-g-${use}`);
    row.querySelector("[data-row-use]").textContent = use === "outside" ? "" : words[use] || "";
  });
  document.querySelectorAll("[data-column-use]").forEach((place) => {
    const select = active() && active().querySelector(`[data-use-of="${place.dataset.columnUse}"]`);
    place.textContent = select && select.value ? select.selectedOptions[0].textContent : "";
  });
}

function mark(from, to, add) {
  const [first, last] = from < to ? [from, to] : [to, from];
  rowsShown().forEach((row) => {
    const inside = Number(row.dataset.row) >= first && Number(row.dataset.row) <= last;
    row.classList.toggle("lt-marked", inside || (add && row.classList.contains("lt-marked")));
    row.setAttribute("aria-selected", row.classList.contains("lt-marked") ? "true" : "false");
  });
}

function focusRow(row) {
  rowsShown().forEach((one) => { one.tabIndex = one === row ? 0 : -1; });
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Write the marked rows into the field of a use, and out of all others of the active table. */
function paint(use) {
  const rows = marked().map((row) => Number(row.dataset.row));
  const table = active();
  if (!rows.length || !table) return;
  tables().forEach((one) => {
    one.querySelectorAll("input[data-rows]").forEach((field) => {
      const held = readRows(field.value);
      const before = held.size;
      rows.forEach((row) => held.delete(row));
      if (one === table && field.dataset.rows === use) rows.forEach((row) => held.add(row));
      if (held.size !== before || (one === table && field.dataset.rows === use)) field.value = writeRows(held);
    });
  });
  repaint();
  const button = document.querySelector(`[data-layout-brush] [data-use="${use}"]`);
  const said = document.getElementById("layout-said");
  if (said && button) said.textContent = `${writeRows(new Set(rows))}：${names()[use] || ""}`;
}

/** The row whose number or use is pressed. */
function rowAt(event) {
  const grip = event.target.closest("[data-layout-grid] .lt-grip, [data-layout-grid] .lt-g-use");
  return grip ? grip.closest("tr[data-row]") : null;
}

function onKey(event) {
  if (event.defaultPrevented || composing(event) || !grid() || inField(event.target)) return;
  const row = event.target.closest("tr[data-row]");
  const digit = /^(?:Digit|Numpad)([0-8])$/.exec(event.code);
  if (digit && bare(event) && marked().length) {
    const key = digit[1];
    const button = document.querySelector(`[data-layout-brush] [aria-keyshortcuts="${key}"]`);
    if (button) {
      event.preventDefault();
      paint(button.dataset.use);
    }
    return;
  }
  if (!row || !["ArrowDown", "ArrowUp", " "].includes(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const shown = rowsShown();
  const at = Number(row.dataset.row);
  if (event.key === " ") {
    anchor = at;
    mark(at, at, false);
    return;
  }
  const next = shown[shown.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  if (!event.shiftKey || !anchor) anchor = event.shiftKey ? at : Number(next.dataset.row);
  mark(anchor, Number(next.dataset.row), false);
  focusRow(next);
}

export function setUpLayout() {
  if (!document.querySelector("[data-layout-page]")) return;
  const brush = document.querySelector("[data-layout-brush]");
  if (brush) brush.hidden = false;
  repaint();
  document.addEventListener("htmx:afterSettle", repaint);
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-layout-table]")) repaint();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-layout-table]") || event.target.name === "active") repaint();
  });
  document.addEventListener("pointerdown", (event) => {
    const row = rowAt(event);
    if (!row || event.button) return;
    const at = Number(row.dataset.row);
    if (event.pointerType === "touch") {
      // A finger scrolls; a tap adds a row or takes it away.
      anchor = at;
      row.classList.toggle("lt-marked");
      row.setAttribute("aria-selected", row.classList.contains("lt-marked") ? "true" : "false");
      return;
    }
    if (event.shiftKey && anchor) mark(anchor, at, false);
    else {
      anchor = at;
      mark(at, at, event.ctrlKey || event.metaKey);
    }
    dragging = event.pointerType === "mouse";
    focusRow(row);
    event.preventDefault();
  });
  document.addEventListener("pointerover", (event) => {
    const row = dragging && rowAt(event);
    if (row) mark(anchor, Number(row.dataset.row), false);
  });
  document.addEventListener("pointerup", () => { dragging = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-layout-brush] [data-use]");
    if (button) {
      paint(button.dataset.use);
      return;
    }
    const letter = event.target.closest("[data-column]");
    const select = letter && active() && active().querySelector(`[data-use-of="${letter.dataset.column}"]`);
    if (select) {
      event.preventDefault();
      select.scrollIntoView({ block: "center", inline: "nearest" });
      select.focus();
    }
  });
  document.addEventListener("keydown", onKey);
}
