// Tables: sorting what the server rendered, filtering by name or pinyin, folding rows on a phone.

function valueOf(row, column, kind) {
  const cell = row.cells[column];
  if (!cell) return null;
  const raw = cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
  if (kind === "text") return raw === "" ? null : raw;
  if (raw === "") return null;
  const number = Number(raw.replace(/,/g, "").replace("−", "-").replace("%", ""));
  return Number.isNaN(number) ? null : number;
}

/** Rows without a value stay last in both directions; equal ones keep the server's order. */
export function compare(a, b, descending, kind) {
  if (a === null && b === null) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = kind === "text" ? String(a).localeCompare(String(b), "zh-Hans-CN-u-co-pinyin") : a - b;
  return descending ? -order : order;
}

function sortBy(table, header, direction) {
  const column = header.cellIndex;
  const kind = header.dataset.sort === "text" ? "text" : "number";
  const body = table.tBodies[0];
  if (!body.ltOrder) body.ltOrder = Array.from(body.rows);
  table.querySelectorAll("thead th[aria-sort]").forEach((one) => one.setAttribute("aria-sort", "none"));
  header.setAttribute("aria-sort", direction);
  const back = header.dataset.default === direction;
  table.dataset.sorted = back ? "default" : "other";
  if (back) {
    body.append(...body.ltOrder);
    return;
  }
  const rows = body.ltOrder.filter((row) => !row.classList.contains("lt-band") && !row.classList.contains("lt-part"));
  const rest = body.ltOrder.filter((row) => !rows.includes(row));
  const descending = direction === "descending";
  const keyed = rows.map((row) => [valueOf(row, column, kind), row]);
  keyed.sort((x, y) => compare(x[0], y[0], descending, kind));
  body.append(...keyed.map(([, row]) => row), ...rest);
}

function setUpSort(root) {
  root.querySelectorAll("table[data-sortable] thead th[data-sort]").forEach((header) => {
    if (header.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    const now = header.getAttribute("aria-sort");
    if (now === "ascending" || now === "descending") header.dataset.default = now;
    else header.setAttribute("aria-sort", "none");
  });
}

export function matches(row, wanted) {
  const words = (row.dataset.pinyin || "") + " " + (row.dataset.name || row.textContent);
  return words.toLowerCase().includes(wanted);
}

function filter(box) {
  const table = document.getElementById(box.dataset.filter);
  if (!table) return;
  const wanted = box.value.trim().toLowerCase().replace(/\s+/g, "");
  let shown = 0;
  const rows = table.querySelectorAll("tbody tr, li[data-name]");
  rows.forEach((row) => {
    const furniture = row.classList.contains("lt-band") || row.classList.contains("lt-part");
    const hit = !wanted || (!furniture && matches(row, wanted));
    row.classList.toggle("lt-hide-row", !hit);
    if (hit && !furniture) shown += 1;
  });
  const none = document.querySelector(`[data-nohit="${table.id}"]`);
  if (none) none.classList.toggle("lt-on", Boolean(wanted) && shown === 0);
  const live = document.getElementById("lt-live");
  if (live && live.dataset.found) live.textContent = live.dataset.found.replace("0", String(shown));
}

export function setUpTables() {
  setUpSort(document);
  document.addEventListener("htmx:load", (event) => setUpSort(event.target));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("table[data-sortable] thead th[data-sort] button");
    if (button) {
      const header = button.closest("th");
      const first = header.dataset.default || (header.dataset.sort === "text" ? "ascending" : header.dataset.first || "descending");
      const other = first === "ascending" ? "descending" : "ascending";
      sortBy(header.closest("table"), header, header.getAttribute("aria-sort") === first ? other : first);
      return;
    }
    const row = event.target.closest(".lt-tb-rows tbody tr");
    if (row && !event.target.closest("a, button, input, label") && window.matchMedia("(max-width: 760px)").matches) {
      row.classList.toggle("lt-open");
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-filter]") && !event.isComposing) filter(event.target);
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.matches("[data-filter]")) filter(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("[data-filter]") && event.target.value) {
      event.target.value = "";
      filter(event.target);
      event.preventDefault();
    }
  });
}
