// The editor of a scheme's draft. The tree is <ul data-scheme-tree>; every change is an operation
// sent to its data-edit with the state it was made on; the server answers with the page's parts.
//   data-at        a field: its address; sent when it changes
//   data-op        a button: its value is the operation
//   data-live      a field whose curve follows the typing
import { bare, composing, inField } from "./pressed.js";
import { choose } from "./scheme/choosing.js";
import { setUpDragging } from "./scheme/dragging.js";
import { setUpLive } from "./scheme/live.js";
import { send, setUpSending } from "./scheme/sending.js";
import { rove, rowOf, rows, toggle, tree } from "./scheme/tree.js";
import { add, onTreeKey } from "./scheme/tree-keys.js";

function onClick(event) {
  const button = event.target.closest("button, a");
  if (!button) {
    const row = event.target.closest("[data-scheme-tree] li");
    if (row && !event.target.closest("input")) {
      row.focus();
      choose(row);
    }
    return;
  }
  // Buttons of the page's form send it where there is no script; here each is an edit of its own.
  if (button.matches('button[form="draft-form"]')) event.preventDefault();
  if (button.dataset.op !== undefined) {
    const menu = button.closest("details[data-menu]");
    if (menu) menu.open = false;
    send(JSON.parse(button.value));
  } else if (button.dataset.put) {
    const from = document.getElementById(button.dataset.put);
    const { at, value } = JSON.parse(button.value);
    const name = from.value.trim();
    if (name) send({ do: "set", at: [...at, name], value: value === null ? name : value });
    else from.focus();
  } else if (button.dataset.add) add(button.dataset.add);
  else if (button.dataset.addGroup !== undefined) {
    const name = document.getElementById("group_name");
    const like = document.getElementById("group_like");
    if (name.value.trim()) send({ do: "add_group", name: name.value.trim(), like: like.value });
  } else if (button.dataset.fold !== undefined) {
    const row = button.closest("li");
    toggle(row);
  } else if (button.dataset.choose !== undefined && !event.ctrlKey && !event.metaKey) {
    const row = (!button.dataset.group || button.dataset.group === tree().dataset.group) && rowOf(button.dataset.choose);
    if (!row) return;
    event.preventDefault();
    row.focus();
    choose(row, 0, button.dataset.field);
  }
}

/** Enter in a field of the page's form: the field is sent, or the button beside it pressed. */
function onEnter(event) {
  const field = event.target;
  event.preventDefault();
  if (field.dataset.entry) document.getElementById(field.dataset.entry).click();
  else if (field.dataset.at) field.blur();
}

function onKey(event) {
  if (event.defaultPrevented || composing(event)) return;
  if (event.key === "Enter" && event.target.matches('input[form="draft-form"]:not([data-weight])')) {
    onEnter(event);
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest("[data-scheme-tree]")) onTreeKey(event);
  else if (event.target === document.body && bare(event) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const row = rowOf(tree().dataset.item) || rows()[0];
    if (row) row.focus();
  }
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !inField(event.target)) {
    const button = document.getElementById("undo");
    if (button) {
      event.preventDefault();
      button.click();
    }
  }
}

export function setUpScheme(htmx) {
  if (!tree()) return;
  rove();
  setUpSending(htmx);
  setUpLive(htmx);
  setUpDragging();
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}
