// Choosing a row: its form appears beside the tree.
import { showDetail } from "./sending.js";
import { rows, tree } from "./tree.js";

let choosing = 0;

function show(row) {
  const list = tree();
  list.querySelectorAll("li").forEach((one) => {
    one.classList.toggle("lt-on", one === row);
    one.tabIndex = one === row ? 0 : -1;
    const link = one.querySelector("a.lt-tree-n");
    if (link) {
      if (one === row) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
  list.dataset.item = row.dataset.id;
  row.scrollIntoView({ block: "nearest" });
}

/** Show the form of a row; `field` is the address of what the person is led to in it. */
export function choose(row, wait = 0, field = "") {
  show(row);
  window.clearTimeout(choosing);
  choosing = window.setTimeout(() => {
    const list = tree();
    const address = `${list.dataset.here}?group=${encodeURIComponent(list.dataset.group)}&item=${encodeURIComponent(row.dataset.id)}`;
    window.history.replaceState({}, "", address);
    showDetail(field ? `${address}&at=${encodeURIComponent(field)}` : address);
  }, wait);
}

export function step(from, by) {
  const all = rows();
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(from) + by))];
  if (!next || next === from) return;
  next.focus();
  choose(next, 160);
}
