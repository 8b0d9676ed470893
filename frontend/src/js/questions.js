// Questions of an upload: <ul data-questions> of <li data-question data-cell="sheet!D7"> with
// answer buttons .lt-opt. ↓ ↑ move, 1 2 3 choose, Enter decides; the cell in the sheet is ringed.
// The way goes on to the next open question after the server has answered.
import { bare, composing, inField } from "./pressed.js";

function all() {
  return Array.from(document.querySelectorAll("[data-questions] > [data-question]"));
}

/** The cell of a name such as "sheet!D7", where the window shows it. */
function cellOf(name) {
  const grid = document.querySelector(".lt-grid");
  const sheet = `${grid ? grid.dataset.sheet : ""}!`;
  return grid && name && name.startsWith(sheet) ? document.getElementById(`cell-${name.slice(sheet.length)}`) : null;
}

function ring(question, scroll) {
  document.querySelectorAll(".lt-grid td.lt-hit").forEach((cell) => cell.classList.remove("lt-hit"));
  const cell = cellOf(question.dataset.cell);
  if (!cell) return;
  cell.classList.add("lt-hit");
  if (scroll) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function focusOn(question, focus = true, scroll = true) {
  if (!question) return;
  all().forEach((one) => {
    one.classList.toggle("lt-on", one === question);
    one.tabIndex = one === question ? 0 : -1;
  });
  if (focus) question.focus({ preventScroll: true });
  if (scroll) question.scrollIntoView({ block: "nearest" });
  ring(question, scroll);
}

function choose(question, at) {
  const options = Array.from(question.querySelectorAll(".lt-opt:not([disabled])"));
  if (!options[at]) return false;
  options.forEach((option, index) => option.classList.toggle("lt-chosen", index === at));
  const typed = options[at].closest("form") && options[at].querySelector("input");
  if (typed) typed.focus();
  return true;
}

/** While an answer is under way its buttons are off, and a key would mean another one. */
function answering() {
  return Boolean(document.querySelector("[data-questions] .htmx-request"));
}

function decide(question) {
  const option = question.querySelector(".lt-opt.lt-chosen");
  if (!option) return false;
  option.click();
  return true;
}

let wasOn = "";

function restore() {
  const questions = all();
  if (!questions.length) return;
  const same = questions.find((one) => one.dataset.question === wasOn);
  const openOnes = questions.filter((one) => one.dataset.state !== "done");
  const from = same ? questions.indexOf(same) : -1;
  const next = same && same.dataset.state !== "done"
    ? same
    : openOnes.find((one) => questions.indexOf(one) > from) || openOnes[0] || same || questions[0];
  // On a phone the panes are one long page, which must not open in its middle.
  focusOn(next, Boolean(wasOn), Boolean(wasOn) || window.matchMedia("(min-width: 761px)").matches);
}

export function setUpQuestions() {
  const led = /^#question-(\d+)$/.exec(window.location.hash); // a link may lead to one of them
  if (led) wasOn = led[1];
  restore();
  document.addEventListener("htmx:beforeRequest", () => {
    const on = document.querySelector("[data-question].lt-on");
    if (on && on.contains(document.activeElement)) wasOn = on.dataset.question || "";
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.closest && (event.target.closest("[data-questions]") || event.target.querySelector("[data-questions]"))) restore();
  });
  document.addEventListener("focusin", (event) => {
    const question = event.target.closest && event.target.closest("[data-question]");
    if (question && !question.classList.contains("lt-on")) focusOn(question, false);
  });
  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".lt-grid td[id]");
    if (cell) {
      const question = all().find((one) => cellOf(one.dataset.cell) === cell);
      if (question && event.target.closest("[data-asks]")) event.preventDefault(); // it is on this page
      if (question) focusOn(question);
      return;
    }
    const question = event.target.closest("[data-question]");
    if (question && !event.target.closest("button, a, input, select, label")) focusOn(question);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || !bare(event) || inField(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const questions = all();
    if (!questions.length) return;
    const on = questions.find((one) => one.classList.contains("lt-on"));
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target.closest(".lt-grid, .lt-side, [data-list]")) return;
      const at = on ? questions.indexOf(on) : -1;
      const next = questions[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) focusOn(next);
      event.preventDefault();
    } else if (answering() && (digit || event.key === "Enter")) {
      event.preventDefault();
    } else if (digit && on) {
      if (choose(on, Number(digit[1]) - 1)) event.preventDefault();
    } else if (event.key === "Enter" && on && !event.target.closest("button, a")) {
      if (decide(on)) event.preventDefault();
    }
  });
}
