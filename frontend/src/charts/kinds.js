// One function a kind: plain data in, an ECharts option out. Shapes are documented beside each.
import { hatch } from "./theme.js";

const MINUS = "\u2212";
/** What stands between the ends of a span, in the page's language. */
const TO = document.documentElement.lang.startsWith("zh") ? "至" : " – ";

/** A number as the pages print it: fixed decimals, U+2212 for minus. */
export function figure(value, decimals = 2, sign = false) {
  if (value === null || value === undefined) return "—";
  const text = Math.abs(value).toFixed(decimals);
  if (value < 0 && Number(text) !== 0) return MINUS + text;
  return sign && value > 0 ? `+${text}` : text;
}

/** Pixels that a text of 12 px needs: Chinese characters are square, others a little over half. */
function widthOf(text) {
  let width = 0;
  for (const letter of String(text)) width += letter.charCodeAt(0) > 0x2e7f ? 12 : 7;
  return width;
}

/** Relative luminance of #rrggbb (WCAG 2). */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((from) => {
    const part = parseInt(hex.slice(from, from + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ticksOfRanks(size) {
  if (size <= 6) return Array.from({ length: size }, (_, at) => at + 1);
  const wish = [1, Math.round(size / 3), Math.round((size * 2) / 3), size];
  return [...new Set(wish)];
}

/**
 * rank: {periods: [text], ranks: [int|null], size, leading, lagging, zone: text,
 *        notes: [{at, text, strong}]}: the axis is turned, 1 on top, and shows the whole group.
 */
function rank(data, tokens) {
  const last = data.ranks.reduce((at, value, index) => (value === null ? at : index), -1);
  const notes = new Map((data.notes || []).map((note) => [note.at, note]));
  const ticks = ticksOfRanks(data.size);
  // The word of the zone stands at the end where the line is out of its way.
  const first = data.ranks.find((value) => value !== null);
  const zoneSide = first > (data.leading || 0) || first > data.ranks[last] ? "insideTopLeft" : "insideTopRight";
  return {
    grid: { left: 30, right: 16, top: 16, bottom: 26 },
    tooltip: { trigger: "axis", formatter: (points) => `${points[0].name}\u2003${data.rankWord || ""}${points[0].value === undefined ? "—" : points[0].value}` },
    xAxis: { type: "category", data: data.periods, boundaryGap: false, axisLine: { show: false }, axisLabel: { interval: data.periods.length <= 13 ? 0 : "auto", hideOverlap: true, margin: 12 } },
    yAxis: {
      type: "value", inverse: true, min: 0.5, max: data.size + 0.5, interval: 1,
      splitLine: { show: false },
      axisLabel: { formatter: (value) => "", show: false },
    },
    series: [
      {
        type: "line", data: data.ranks, connectNulls: false, symbol: "circle", showAllSymbol: true,
        symbolSize: (value, point) => (point.dataIndex === last ? 10 : 7),
        lineStyle: { color: tokens.own, width: 2 },
        itemStyle: { color: (point) => (point.dataIndex === last ? tokens.own : tokens.ground), borderColor: tokens.own, borderWidth: 1.8 },
        label: {
          show: true, color: tokens.ink, fontSize: 12, distance: 8,
          formatter: (point) => (notes.has(point.dataIndex) ? `{${notes.get(point.dataIndex).strong ? "b" : "a"}|${notes.get(point.dataIndex).text}}` : ""),
          rich: { a: { color: tokens.ink, fontSize: 12 }, b: { color: tokens.ink, fontSize: 12, fontWeight: 600 } },
        },
        labelLayout: (label) => label.dataIndex === last
          ? { align: "right", x: label.rect.x + label.rect.width, y: label.rect.y + label.rect.height + 18 }
          : { hideOverlap: true },
        markLine: {
          silent: true, symbol: "none", animation: false, z: 1,
          lineStyle: { color: tokens.line, type: "solid", width: 1 },
          label: { show: true, position: "start", color: tokens.help, fontSize: 12, formatter: (line) => String(line.value), distance: 6 },
          data: ticks.map((tick) => ({ yAxis: tick })),
        },
        markArea: data.leading
          ? {
              silent: true, itemStyle: { color: tokens.band },
              label: { show: Boolean(data.zone), position: zoneSide, color: tokens.bandText, fontSize: 12, distance: 4 },
              data: [[{ name: data.zone || "", yAxis: 0.5 }, { yAxis: data.leading + 0.5 }]],
            }
          : undefined,
      },
    ],
  };
}

/** How far to shift the names at the ends of lines so that they do not lie on each other. */
function keepApart(series, zero, height) {
  const known = series.flatMap((one) => one.values).filter((value) => value !== null);
  const low = zero ? Math.min(0, ...known) : Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const ends = series
    .map((one, at) => ({ at, value: one.values.reduce((found, value) => (value === null ? found : value), null) }))
    .filter((end) => end.value !== null)
    .map((end) => ({ ...end, y: height * (1 - (end.value - low) / span) }))
    .sort((a, b) => a.y - b.y);
  const shifts = new Map();
  ends.forEach((end, index) => {
    const before = ends[index - 1];
    end.place = before ? Math.max(end.y, before.place + 15) : end.y;
    shifts.set(end.at, end.place - end.y);
  });
  return shifts;
}

/**
 * trend: {periods, series: [{name, values: [number|null], own, dashed}], unit, decimals,
 *         band: {low, high}, zero: bool}
 */
function trend(data, tokens, width, height) {
  const decimals = data.decimals === undefined ? 2 : data.decimals;
  const names = Math.max(...data.series.map((one) => widthOf(one.name)), 0);
  const apart = keepApart(data.series, Boolean(data.zero), (height || 220) - 56);
  return {
    grid: { left: 8, right: data.series.length > 1 ? names + 20 : 24, top: 22, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "axis",
      formatter: (points) => [points[0].name, ...points.filter((p) => !p.seriesName.startsWith("\u0000")).map((p) => `${p.seriesName}\u2003${figure(p.value, decimals)}`)].join("\n"),
    },
    xAxis: { type: "category", data: data.periods, boundaryGap: false, axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", name: data.unit || "", nameLocation: "end", nameTextStyle: { align: "left" }, scale: !data.zero, splitNumber: 4, axisLabel: { formatter: (value) => figure(value, Number.isInteger(value) ? 0 : decimals) } },
    series: [
      ...(data.band
        ? [
            { name: "\u0000low", type: "line", data: data.band.low, stack: "band", symbol: "none", lineStyle: { opacity: 0 }, silent: true },
            { name: "\u0000band", type: "line", data: data.band.high.map((high, at) => high - data.band.low[at]), stack: "band", symbol: "none", lineStyle: { opacity: 0 }, areaStyle: { color: tokens.band, opacity: 1 }, silent: true },
          ]
        : []),
      ...data.series.map((one, at) => {
        const colour = one.own ? tokens.own : one.dashed ? tokens.reference : tokens.series[at % 8];
        const last = one.values.reduce((found, value, index) => (value === null ? found : index), -1);
        return {
          name: one.name, type: "line", data: one.values, connectNulls: false, symbol: one.dashed ? "none" : "circle", showAllSymbol: true,
          symbolSize: (value, point) => (point.dataIndex === last ? 9 : 6),
          lineStyle: { color: colour, width: 2, type: one.dashed ? "dashed" : "solid" },
          itemStyle: { color: (point) => (point.dataIndex === last ? colour : tokens.ground), borderColor: colour, borderWidth: 1.6 },
          endLabel: { show: data.series.length > 1, formatter: one.name, color: tokens.second, fontSize: 12, fontWeight: one.own ? 600 : 400, offset: [0, apart.get(at) || 0] },
        };
      }),
    ],
  };
}

/** distribution: {values: [{name, value, own, url}], unit, decimals, marks: [{name, value}]}: a strip. */
function distribution(data, tokens, width) {
  const decimals = data.decimals === undefined ? 2 : data.decimals;
  // Points that would lie on each other are stacked upwards.
  const numbers = data.values.filter((one) => one.value !== null);
  const low = Math.min(...numbers.map((one) => one.value));
  const high = Math.max(...numbers.map((one) => one.value));
  const span = high - low || 1;
  const slots = Math.max(10, Math.floor(width / 13));
  const heights = new Map();
  const points = numbers
    .slice()
    .sort((a, b) => Boolean(a.own) - Boolean(b.own) || a.value - b.value)
    .map((one) => {
      const slot = Math.round(((one.value - low) / span) * slots);
      const at = heights.get(slot) || 0;
      heights.set(slot, at + 1);
      return { value: [one.value, at], name: one.name, own: one.own, url: one.url };
    });
  const tallest = Math.max(...heights.values(), 1);
  return {
    grid: { left: 12, right: 16, top: 34, bottom: 8, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => `${point.name}\u2003${figure(point.value[0], decimals)}${data.unit || ""}` },
    xAxis: { type: "value", scale: true, min: low - span * 0.04, max: high + span * 0.04, splitLine: { show: false }, axisLine: { show: true }, axisLabel: { formatter: (value) => figure(value, Number.isInteger(value) ? 0 : decimals) + (data.unit || ""), hideOverlap: true, showMinLabel: false, showMaxLabel: false } },
    yAxis: { type: "value", min: -0.6, max: Math.max(tallest, 4), show: false },
    series: [
      {
        type: "scatter", data: points, symbolSize: (value, point) => (point.data.own ? 13 : 9),
        itemStyle: { color: (point) => (point.data.own ? tokens.own : tokens.ground), borderColor: tokens.own, borderWidth: 1.5, opacity: 1 },
        label: { show: true, position: "top", color: tokens.ink, fontSize: 12, fontWeight: 600, formatter: (point) => (point.data.own ? `${point.name} ${figure(point.value[0], decimals)}` : "") },
        markLine: {
          silent: true, symbol: "none", lineStyle: { color: tokens.reference, type: "solid", width: 1 },
          label: { color: tokens.help, fontSize: 12, formatter: (line) => `${line.name} ${figure(line.value, decimals)}` },
          data: (data.marks || []).map((mark) => ({ name: mark.name, xAxis: mark.value })),
        },
      },
    ],
  };
}

/** histogram: {edges: [number], counts: [int], own: value, ownName, unit, decimals}. */
function histogram(data, tokens) {
  const decimals = data.decimals === undefined ? 0 : data.decimals;
  const names = data.counts.map((_, at) => `${figure(data.edges[at], decimals)}${TO}${figure(data.edges[at + 1], decimals)}`);
  const inside = data.counts.findIndex((_, at) => data.own >= data.edges[at] && (data.own < data.edges[at + 1] || at === data.counts.length - 1));
  return {
    grid: { left: 8, right: 12, top: 28, bottom: 8, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => `${point.name}\u2003${point.value}` },
    xAxis: { type: "category", data: names, axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", minInterval: 1, splitNumber: 4 },
    series: [{
      type: "bar", barCategoryGap: "4%", data: data.counts,
      itemStyle: { color: (point) => (point.dataIndex === inside ? tokens.own : tokens.quiet) },
      label: { show: true, position: "top", color: tokens.ink, fontWeight: 600, formatter: (point) => (point.dataIndex === inside ? data.ownName || "" : "") },
    }],
  };
}

/**
 * heatmap: {columns, rows: [text], values: [[number|null]], decimals, diverging, middle, low, high,
 *           texts: bool, better: "high"|"low"}: rows top to bottom; null is hatched.
 */
function heatmap(data, tokens, width) {
  const decimals = data.decimals === undefined ? 1 : data.decimals;
  const cells = [];
  const blanks = [];
  data.values.forEach((row, y) => row.forEach((value, x) => (value === null ? blanks : cells).push([x, y, value])));
  const numbers = cells.map((cell) => cell[2]);
  let low = data.low === undefined ? Math.min(...numbers) : data.low;
  let high = data.high === undefined ? Math.max(...numbers) : data.high;
  if (data.diverging) {
    const middle = data.middle || 0;
    const reach = Math.max(Math.abs(high - middle), Math.abs(low - middle)) || 1;
    low = middle - reach;
    high = middle + reach;
  }
  let colours = data.diverging ? tokens.diverging : tokens.sequential;
  if (data.better === "low") colours = colours.slice().reverse();
  const pattern = hatch(tokens);
  const names = Math.min(150, Math.max(...data.rows.map(widthOf)) + 16);
  const room = (width - names - 20) / data.columns.length;
  const texts = data.texts === undefined ? room >= 34 : data.texts;
  // Ink or white, whichever stands out more from the ground.
  const inkOn = (value) => {
    const at = Math.min(colours.length - 1, Math.floor(((value - low) / (high - low || 1)) * colours.length));
    const ground = luminance(colours[Math.max(0, at)]);
    return (ground + 0.05) / (luminance("#141A2B") + 0.05) > 1.05 / (ground + 0.05) ? "#141A2B" : "#FFFFFF";
  };
  return {
    grid: { left: names, right: 8, top: 26, bottom: 4 },
    tooltip: { trigger: "item", formatter: (point) => `${data.rows[point.value[1]]}\u2003${data.columns[point.value[0]]}\u2003${point.seriesIndex === 1 ? data.missing || "—" : figure(point.value[2], decimals)}${point.seriesIndex === 1 ? "" : data.unit || ""}` },
    xAxis: { type: "category", data: data.columns, position: "top", axisLine: { show: false }, axisLabel: { interval: 0, hideOverlap: true } },
    yAxis: { type: "category", data: data.rows, inverse: true, axisLine: { show: false }, axisLabel: { color: tokens.ink, interval: 0, width: names - 8, overflow: "truncate" } },
    visualMap: { show: false, type: "piecewise", seriesIndex: 0, dimension: 2, min: low, max: high, splitNumber: colours.length, pieces: colours.map((color, at) => ({ gte: low + ((high - low) * at) / colours.length, [at === colours.length - 1 ? "lte" : "lt"]: low + ((high - low) * (at + 1)) / colours.length, color })) },
    series: [
      {
        type: "heatmap", itemStyle: { borderColor: tokens.ground, borderWidth: 1 },
        data: cells.map((value) => ({ value, label: { color: inkOn(value[2]) } })),
        label: { show: texts, fontSize: 12, formatter: (point) => figure(point.value[2], decimals) },
        emphasis: { itemStyle: { borderColor: tokens.ink } },
      },
      {
        type: "custom", data: blanks,
        renderItem: (params, api) => {
          const [x, y] = api.coord([api.value(0), api.value(1)]);
          const [w, h] = api.size([1, 1]);
          return { type: "rect", shape: { x: x - w / 2 + 0.5, y: y - h / 2 + 0.5, width: w - 1, height: h - 1 }, style: { fill: pattern } };
        },
      },
    ],
  };
}

/** bar: {names, values, own: index, reference: index, unit, decimals, turned}. Bars start at 0. */
function bar(data, tokens) {
  const decimals = data.decimals === undefined ? 2 : data.decimals;
  const colour = (at) => (at === data.own ? tokens.own : at === data.reference ? tokens.reference : tokens.quiet);
  const names = { type: "category", data: data.names, inverse: Boolean(data.turned), axisLabel: { interval: 0, color: tokens.second } };
  const values = { type: "value", name: data.turned ? "" : data.unit || "", nameTextStyle: { align: "left" }, splitNumber: 4, splitLine: { show: !data.turned }, axisLabel: { show: !data.turned } };
  return {
    grid: { left: 8, right: data.turned ? 96 : 12, top: data.turned ? 8 : 24, bottom: 8, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => `${point.name}\u2003${figure(point.value, decimals)}${data.unit || ""}` },
    xAxis: data.turned ? values : names,
    yAxis: data.turned ? names : values,
    series: [{
      type: "bar", barMaxWidth: 36, data: data.values, itemStyle: { color: (point) => colour(point.dataIndex) },
      label: { show: true, position: data.turned ? "right" : "top", color: tokens.ink, formatter: (point) => figure(point.value, decimals) + (data.turned ? data.unit || "" : "") },
    }],
  };
}

/** waterfall: {steps: [{name, value, total: bool, reference: bool}], unit, decimals}. */
function waterfall(data, tokens) {
  const decimals = data.decimals === undefined ? 2 : data.decimals;
  let level = 0;
  const steps = data.steps.map((step) => {
    const from = step.total ? 0 : level;
    level = step.total ? step.value : level + step.value;
    return { ...step, from, to: level };
  });
  return {
    grid: { left: 8, right: 8, top: 26, bottom: 8, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => `${steps[point.dataIndex].name}\u2003${figure(steps[point.dataIndex].value, decimals, !steps[point.dataIndex].total)}` },
    xAxis: { type: "category", data: steps.map((step) => step.name), axisLabel: { interval: 0, color: tokens.second } },
    yAxis: { type: "value", show: false, min: 0 },
    series: [
      {
        type: "custom", encode: { x: 0, y: [1, 2] },
        data: steps.map((step, at) => [at, step.from, step.to]),
        renderItem: (params, api) => {
          const at = api.value(0);
          const step = steps[at];
          const [x, top] = api.coord([at, Math.max(step.from, step.to)]);
          const [, bottom] = api.coord([at, Math.min(step.from, step.to)]);
          const wide = Math.min(52, api.size([1, 0])[0] * 0.7);
          const [, joint] = api.coord([at, step.to]);
          const children = [
            { type: "rect", shape: { x: x - wide / 2, y: top, width: wide, height: Math.max(1, bottom - top) }, style: { fill: step.reference ? tokens.reference : step.total ? tokens.own : step.value < 0 ? tokens.behind : tokens.series[1] } },
            { type: "text", style: { text: figure(step.value, decimals, !step.total), x, y: top - 6, textAlign: "center", textVerticalAlign: "bottom", fill: tokens.ink, fontSize: 12, fontWeight: 600 } },
          ];
          if (at + 1 < steps.length) {
            const [next] = api.coord([at + 1, 0]);
            children.push({ type: "line", shape: { x1: x + wide / 2, y1: joint, x2: next - wide / 2, y2: joint }, style: { stroke: tokens.help, lineDash: [2, 2], lineWidth: 1 } });
          }
          return { type: "group", children };
        },
      },
    ],
  };
}

/** The points of a line broken where it jumps, and the jumps: a step is no slope. */
function broken(points) {
  const steps = points.slice(1).map((point, at) => Math.abs(point[1] - points[at][1])).sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length * 0.9)] || 0;
  const line = [];
  const jumps = [];
  points.forEach((point, at) => {
    const before = points[at - 1];
    if (before && points.length > 60 && Math.abs(point[1] - before[1]) > Math.max(usual * 6, 1e-6)) {
      line.push([point[0], before[1]], [point[0], null]);
      jumps.push([[point[0], before[1]], [point[0], point[1]]]);
    }
    line.push(point);
  });
  return { line, jumps };
}

/** curve: {points: [[x, y]], marks: [{name, x, y, own}], notes: [{x, y, text, side}], x, y: axis names, low, high}. */
function curve(data, tokens) {
  const { line, jumps } = broken(data.points);
  const notes = (data.notes || []).filter((note) => note.x >= data.low && note.x <= data.high);
  return {
    grid: { left: 8, right: 28, top: 28, bottom: 26, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => `${point.name}\u2003${point.value.map((v) => figure(v, 2)).join("，")}` },
    xAxis: { type: "value", name: data.x || "", nameLocation: "middle", nameGap: 28, min: data.low, max: data.high, splitLine: { show: false }, axisLine: { show: true } },
    yAxis: { type: "value", name: data.y || "", nameTextStyle: { align: "left" }, min: 0 },
    series: [
      { type: "line", data: line, symbol: "none", lineStyle: { color: tokens.own, width: 2.5 }, silent: true },
      ...jumps.map((jump) => ({ type: "line", data: jump, symbol: "none", lineStyle: { color: tokens.own, width: 1.2, type: "dashed" }, silent: true })),
      {
        type: "scatter", silent: true, symbolSize: 0.1, z: 4,
        data: notes.map((note) => ({ name: note.text, value: [note.x, note.y], label: { position: note.side || "top", offset: note.side === "right" ? [0, -12] : [0, 0] } })),
        label: { show: true, color: tokens.ink, fontSize: 12, distance: 8, formatter: (point) => point.name },
      },
      {
        type: "scatter", z: 5,
        data: (data.marks || []).map((mark) => ({ name: mark.name, value: [mark.x, mark.y], own: mark.own, label: { position: mark.y === 0 ? "top" : "bottom" } })),
        symbolSize: (value, point) => (point.data.own ? 11 : 8),
        itemStyle: { color: (point) => (point.data.own ? tokens.own : tokens.ground), borderColor: tokens.own, borderWidth: 1.5, opacity: 1 },
        label: { show: true, color: tokens.ink, fontSize: 12, formatter: (point) => point.name },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

/** box: {rows: [{name, low, q1, median, q3, high, own: number|null}], unit, decimals}: rank or score ranges. */
function box(data, tokens) {
  const decimals = data.decimals === undefined ? 0 : data.decimals;
  return {
    grid: { left: 8, right: 20, top: 12, bottom: 8, containLabel: true },
    tooltip: { trigger: "item", formatter: (point) => {
      const row = data.rows[point.dataIndex];
      return `${row.name}\u2003${figure(row.low, decimals)}${TO}${figure(row.high, decimals)}`;
    } },
    xAxis: { type: "value", inverse: false, min: data.low, max: data.high, minInterval: data.whole ? 1 : undefined },
    yAxis: { type: "category", inverse: true, data: data.rows.map((row) => row.name), axisLabel: { interval: 0, color: tokens.ink } },
    series: [
      { type: "boxplot", boxWidth: [6, 14], data: data.rows.map((row) => [row.low, row.q1, row.median, row.q3, row.high]), itemStyle: { color: tokens.band, borderColor: tokens.own, borderWidth: 1.2 } },
      { type: "scatter", symbolSize: 8, data: data.rows.map((row, at) => [row.own, at]).filter((row) => row[0] !== null && row[0] !== undefined), itemStyle: { color: tokens.own, opacity: 1 } },
    ],
  };
}

export const kinds = { rank, trend, distribution, histogram, heatmap, bar, waterfall, curve, box };
