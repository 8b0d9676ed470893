// One theme, from the design's tokens. Red and the status green are not chart colours.

export const light = {
  series: ["#2C4291", "#6C90E6", "#237A72", "#7E76B8", "#7A5C33", "#8D8C4B", "#51535F", "#C27AA2"],
  ink: "#141A2B", second: "#333B4F", help: "#596176", line: "#E6E7E2", axis: "#141A2B",
  ground: "#FFFFFF", own: "#2C4291", reference: "#66718A", behind: "#7A5C33", ahead: "#2C4291",
  band: "#F3F5FB", bandText: "#1F2F6B", quiet: "#9FAFD8", hatch: ["#F6F6F2", "#CFD2D2"],
  sequential: ["#EEF1F8", "#CBD4EA", "#9FAFD8", "#6F86C0", "#4860A6", "#2B3F84", "#182557"],
  diverging: ["#6B4706", "#A9772A", "#DCC7A0", "#F2F1EC", "#CBD4EA", "#6F86C0", "#2B3F84"],
};

export const dark = {
  ...light,
  series: ["#7F97E8", "#B9CBFF", "#5CB8AC", "#B6AEE6", "#D0A974", "#C9C789", "#B5B8C6", "#E0A6C5"],
  ink: "#F1F3F9", second: "#C9D0E4", help: "#A9B3CC", line: "#2A3350", axis: "#A9B3CC",
  ground: "#10162A", own: "#7F97E8", reference: "#A9B3CC", behind: "#D0A974", ahead: "#7F97E8",
  band: "#1C2542", bandText: "#B9CBFF", quiet: "#5C678A", hatch: ["#161D33", "#2A3350"],
};

export const FONT =
  '"PingFang SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","Source Han Sans CN","WenQuanYi Micro Hei",system-ui,sans-serif';

export function theme(tokens) {
  const axis = {
    axisLine: { lineStyle: { color: tokens.axis } },
    axisTick: { show: false },
    axisLabel: { color: tokens.help, fontSize: 12 },
    splitLine: { lineStyle: { color: tokens.line } },
    nameTextStyle: { color: tokens.help, fontSize: 12 },
  };
  return {
    color: tokens.series,
    backgroundColor: "transparent",
    textStyle: { fontFamily: FONT, fontSize: 12, color: tokens.ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    line: { symbol: "circle", symbolSize: 7, smooth: false, lineStyle: { width: 2 } },
    tooltip: {
      renderMode: "richText",
      backgroundColor: tokens.ink,
      borderWidth: 0,
      padding: [5, 8],
      textStyle: { color: tokens.ground, fontSize: 12, fontFamily: FONT },
    },
  };
}

/** A diagonal hatch always means "not usable": missing, masked, switched off. */
export function hatch(tokens) {
  const tile = document.createElement("canvas");
  const size = 16;
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext("2d");
  const [ground, stroke] = tokens.hatch;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = stroke;
  pen.lineWidth = 3;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift - 2, size + 2);
    pen.lineTo(shift + size + 2, -2);
    pen.stroke();
  }
  return { image: tile, repeat: "repeat", scaleX: 0.5, scaleY: 0.5 };
}
