// Draws the SPA's charts with Chart.js: of it only what is used here. Bundled into one file that is fetched by the pages that show
// charts, when they show one. Colours are the tokens of the theme in force; numbers and words come from the program.
import { BarController, BarElement, CategoryScale, Chart, Filler, LineController, LineElement, LinearScale, PointElement, Tooltip } from "chart.js";
import { hatch } from "./paint.js";
import { notes } from "./notes.js";

Chart.register(BarController, BarElement, CategoryScale, Filler, LineController, LineElement, LinearScale, PointElement, Tooltip);

const GAP = 2;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** The value of a token of the theme in force. */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--eb-${name}`).trim();

/** How a number reads. */
function formatter(locale) {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (value) => format.format(value);
}

function bars(series) {
  const colour = token(series.tone);
  return {
    type: "bar",
    backgroundColor: series.hatched ? hatch(colour, token("surface")) : colour,
    // A gap in the colour of the ground keeps stacked parts apart.
    borderColor: token("surface"),
    borderWidth: { top: GAP },
    borderSkipped: false,
    maxBarThickness: 28,
    categoryPercentage: 0.72,
    barPercentage: 1,
    stack: "volume",
    order: 2,
  };
}

function line(series) {
  const colour = token(series.tone);
  return {
    type: "line",
    borderColor: colour,
    backgroundColor: series.shape === "area" ? token("chart-main-area") : colour,
    fill: series.shape === "area" ? "origin" : false,
    borderWidth: series.dashed ? 1.5 : 2,
    borderDash: series.dashed ? [5, 4] : [],
    pointRadius: series.dotted ? 2.5 : 0,
    pointHoverRadius: 4,
    pointBackgroundColor: colour,
    tension: 0,
    // Days without a value: a dotted link across the gap.
    spanGaps: true,
    segment: { borderDash: (at) => (at.p0.skip || at.p1.skip || at.p1.$context?.index - at.p0.$context?.index > 1 ? [1, 4] : undefined) },
    order: 1,
  };
}

function dataset(series) {
  const values = series.values.map((value) => value ?? null);
  const shared = { label: series.name, data: values, yAxisID: series.place, note: series.note };
  return Object.assign(shared, series.shape === "bar" ? bars(series) : line(series));
}

/** A scale of values: horizontal lines only, four to six of them, the first one darker. */
function values(spec, place, font) {
  const own = spec.series.filter((series) => series.place === place);
  const format = formatter(spec.locale);
  return {
    // Reactions stand above volumes on one shared axis of time: never two vertical axes side by side.
    stack: "all",
    stackWeight: place === "above" ? 2 : 5,
    offset: place === "above",
    position: "left",
    weight: place === "above" ? 2 : 1,
    beginAtZero: true,
    stacked: own.some((series) => series.shape === "bar"),
    border: { display: false },
    grid: { color: (at) => token(at.tick?.value === 0 ? "chart-ref" : "chart-grid"), tickLength: 0 },
    ticks: { maxTicksLimit: place === "above" ? 4 : 6, color: token("chart-axis"), font, padding: 8, precision: 0, callback: (value) => format(value) },
  };
}

function scales(spec, font) {
  const time = { grid: { display: false }, border: { color: token("chart-ref") }, ticks: { color: token("chart-axis"), font, maxRotation: 0, autoSkipPadding: 24 } };
  const places = [...new Set(spec.series.map((series) => series.place))];
  return { x: { ...time, stacked: true }, ...Object.fromEntries(places.map((place) => [place, values(spec, place, font)])) };
}

function tooltip(spec) {
  const lines = (item) => `${item.dataset.label}${spec.colon}${formatter(spec.locale)(item.raw)}`;
  return {
    backgroundColor: token("ink"), titleColor: token("surface"), bodyColor: token("surface"),
    padding: 10, cornerRadius: 6, boxPadding: 4, usePointStyle: true,
    filter: (item) => item.raw !== null, callbacks: { label: lines },
  };
}

function options(spec) {
  const family = getComputedStyle(document.body).fontFamily;
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: STILL.matches ? false : { duration: 240 },
    interaction: { mode: "index", intersect: false },
    layout: { padding: { top: 18, right: 8 } },
    font: { family },
    scales: scales(spec, { family, size: 11 }),
    plugins: { tooltip: tooltip(spec), notes: { family, ink: token("ink"), ground: token("surface") } },
  };
}

/** A chart on a canvas, as the JSON text says; it follows the theme until it is ended. */
export function draw(canvas, text) {
  let spec = JSON.parse(text);
  const data = () => ({ labels: spec.labels, datasets: spec.series.map(dataset) });
  const chart = new Chart(canvas, { data: data(), options: options(spec), plugins: [notes] });
  const redraw = () => {
    chart.data = data();
    chart.options = options(spec);
    chart.update("none");
  };
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  return {
    show(next) {
      spec = JSON.parse(next);
      redraw();
    },
    end() {
      theme.disconnect();
      chart.destroy();
    },
  };
}
