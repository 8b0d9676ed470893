// Keys that work everywhere: / search, ? all keys, G then a letter.
import { bare, composing, inField, isQuestionMark, isSlash, lettersOn } from "./pressed.js";

let waitingForPlace = 0;

function search() {
  // The page's own search comes before the house's.
  const boxes = [".lt-sub [data-search]", "[data-search]"].map((where) => [...document.querySelectorAll(where)]);
  for (const box of boxes.flat()) {
    if (box.offsetParent !== null) {
      box.focus();
      box.select();
      return true;
    }
  }
  return false;
}

function help() {
  const dialog = document.getElementById("lt-keyhelp");
  if (!dialog || !dialog.showModal) return false;
  if (!dialog.open) dialog.showModal();
  return true;
}

/** After G, the letter of an entry: links carry data-go="KeyB". */
function go(code) {
  const link = document.querySelector(`a[data-go="${code}"]`);
  if (!link) return false;
  link.click();
  return true;
}

export function setUpKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || inField(event.target) || !bare(event)) return;
    if (document.querySelector("dialog[open]")) return;
    if (!lettersOn()) return;
    if (waitingForPlace && event.timeStamp - waitingForPlace < 1500) {
      waitingForPlace = 0;
      if (go(event.code)) event.preventDefault();
      return;
    }
    waitingForPlace = 0;
    if (isQuestionMark(event)) {
      if (help()) event.preventDefault();
    } else if (isSlash(event)) {
      if (search()) event.preventDefault();
    } else if (event.code === "KeyG" && !event.shiftKey) {
      waitingForPlace = event.timeStamp;
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (dialog) dialog.close();
    }
  });
}
