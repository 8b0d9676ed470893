// charts.js is large, so it comes only to pages that hold a chart, also to one that arrives later.

let asked = false;

function load() {
  if (window.leitaiCharts) {
    window.leitaiCharts.mountAll(document);
    return;
  }
  const src = document.body.dataset.charts;
  if (asked || !src) return;
  asked = true;
  const script = document.createElement("script");
  script.src = src;
  script.async = true;
  document.head.append(script);
}

export function setUpCharts() {
  if (document.querySelector("[data-chart]")) load();
  document.addEventListener("htmx:load", (event) => {
    const { target } = event;
    if (target.matches("[data-chart]") || target.querySelector("[data-chart]")) load();
  });
}
