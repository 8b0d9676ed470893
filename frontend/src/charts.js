// Charts: <figure data-chart> holds <template data-json> with {kind: …} and a .lt-chart.
// Canvas, because the SVG painter writes style attributes that the content security policy refuses.
import * as echarts from "echarts/core";
import { BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { light, dark, theme } from "./charts/theme.js";
import { kinds } from "./charts/kinds.js";

echarts.use([
  BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, ScatterChart,
  GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  LabelLayout, CanvasRenderer,
]);
echarts.registerTheme("leitai", theme(light));
echarts.registerTheme("leitai-dark", theme(dark));

const drawn = new Map();

function draw(figure) {
  const place = figure.querySelector(".lt-chart");
  const source = figure.querySelector("template[data-json]");
  if (!place || !source || drawn.has(place) || !place.clientWidth) return;
  const data = JSON.parse(source.content.textContent);
  const make = kinds[data.kind];
  if (!make) return;
  const onDark = Boolean(figure.closest(".lt-dark"));
  const tokens = onDark ? dark : light;
  const chart = echarts.init(place, onDark ? "leitai-dark" : "leitai", {
    renderer: "canvas",
    devicePixelRatio: Math.max(2, window.devicePixelRatio || 1), // sharp when printed
  });
  const put = () => chart.setOption({ ...make(data, tokens, place.clientWidth, place.clientHeight), animation: false }, true);
  put();
  chart.on("click", (event) => {
    const url = event.data && event.data.url;
    if (url) window.location.assign(url);
  });
  drawn.set(place, { chart, put });
}

function refit() {
  for (const [place, { chart, put }] of drawn) {
    if (!document.contains(place)) {
      chart.dispose();
      drawn.delete(place);
    } else if (place.clientWidth && place.clientWidth !== chart.getWidth()) {
      chart.resize();
      put();
    }
  }
}

const watcher = "ResizeObserver" in window ? new ResizeObserver(() => { mountAll(document); refit(); }) : null;

function mountAll(root) {
  root.querySelectorAll("[data-chart]").forEach((figure) => {
    const place = figure.querySelector(".lt-chart");
    if (place && watcher && !place.ltWatched) {
      place.ltWatched = true;
      watcher.observe(place);
    }
    draw(figure);
  });
}

window.leitaiCharts = { mountAll };
window.addEventListener("beforeprint", refit);
mountAll(document);
