// The way from the program to the charts: fetched when a page first shows one. The path leads from where wasm-bindgen puts this file.
export async function draw(canvas, spec) {
  const chart = await import("../../../chart.js");
  return chart.draw(canvas, spec);
}
