// Parts of a target: while they are typed, what is left to give is counted beside the whole.
// Numbers are added as whole steps of a millionth, so that 0.1 + 0.2 leaves nothing of 0.3.

const STEP = 1e6;

function steps(text) {
  const number = Number(text.trim().replace(/[,，]/g, ""));
  return Number.isFinite(number) ? Math.round(number * STEP) : 0;
}

export function setUpParts() {
  const table = document.querySelector("[data-parts]");
  if (!table) return;
  const decimals = Number(table.dataset.decimals);
  function count() {
    for (const kind of ["floor", "stretch"]) {
      const whole = table.dataset[kind === "floor" ? "wholeFloor" : "wholeStretch"];
      const out = table.querySelector(`[data-left="${kind}"]`);
      if (whole === undefined || !out) continue;
      let left = steps(whole);
      for (const input of table.querySelectorAll(`[data-part="${kind}"]`)) left -= steps(input.value);
      out.textContent = (left / STEP).toFixed(decimals);
    }
  }
  table.addEventListener("input", count);
  count();
}
