// The tree of a draft on the page: <ul data-scheme-tree>, one <li> a row.

export const tree = () => document.querySelector("[data-scheme-tree]");
export const rows = () => Array.from(tree().querySelectorAll("li")).filter((row) => row.offsetParent !== null);
export const rowOf = (id) => Array.from(tree().querySelectorAll("li")).find((row) => row.dataset.id === id);

const folded = new Set();

function fold() {
  const hidden = new Set();
  tree().querySelectorAll("li").forEach((row) => {
    const out = hidden.has(row.dataset.parent) || folded.has(row.dataset.parent);
    row.classList.toggle("lt-hide-row", out && row.dataset.parent !== "");
    if (out && row.dataset.parent !== "") hidden.add(row.dataset.id);
    const button = row.querySelector("[data-fold]");
    if (button) button.setAttribute("aria-expanded", folded.has(row.dataset.id) ? "false" : "true");
  });
}

/** Make the tree one stop of Tab, on the chosen row; arrows go on from there. */
export function rove() {
  const chosen = rowOf(tree().dataset.item) || tree().querySelector("li");
  tree().querySelectorAll("li").forEach((row) => {
    row.tabIndex = row === chosen ? 0 : -1;
    row.querySelectorAll("a, button, input").forEach((one) => (one.tabIndex = -1));
  });
  fold();
}

/** Close or open a heading; without `closed` the other way round. */
export function toggle(row, closed = !folded.has(row.dataset.id)) {
  if (closed) folded.add(row.dataset.id);
  else folded.delete(row.dataset.id);
  fold();
}

/** The address of the list below a heading, a part or the group itself. */
export function listAt(parent) {
  const group = tree().dataset.group;
  if (!parent) return ["groups", group, "tree"];
  if (parent === "bonus" || parent === "penalty") return ["groups", group, parent, "items"];
  return ["groups", group, "@", parent, "items"];
}

/** Whether a row is, or stands below, the row with this id. */
export function within(row, id) {
  for (let here = row; here; here = here.dataset.parent ? rowOf(here.dataset.parent) : null) if (here.dataset.id === id) return true;
  return false;
}
