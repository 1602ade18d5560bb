// Makes what is heavy small, before Trunk takes it up (see Trunk.toml): one style sheet with the fonts, what the views name of
// Bootstrap, and all of ours; Inter in the weights that we use; and the charts, of their library only what they use.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PurgeCSS } from "purgecss";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...parts) => join(here, ...parts);
const out = at("node_modules", "generated");

// Latin letters only; the system's font writes the others. The order of ours counts: Bootstrap, then the tokens that set it, then the parts.
const OURS = ["tokens", "base", "shell", "menu", "list", "form", "states", "dialog", "home", "door", "parts", "chart", "wizard", "report", "accounts", "talk", "studio", "cost"];
const FACES = at("node_modules/@fontsource-variable/inter/wght.css");
const FONT = "inter-latin-wght-normal.woff2";
const WEIGHTS = { min: 430, max: 620 };

async function styleSheet() {
  const [bootstrap] = await new PurgeCSS().purge({
    css: [at("node_modules/bootstrap/dist/css/bootstrap.min.css")],
    content: [at("src/**/*.rs"), at("index.html")],
    safelist: [/^:/, "dialog"],
  });
  const ours = await Promise.all(OURS.map((name) => readFile(at("style", `${name}.css`), "utf8")));
  const faces = (await readFile(FACES, "utf8")).split(/(?=@font-face)/).filter((face) => /inter-latin/.test(face.split("unicode-range")[0])).join("");
  return [faces, bootstrap.css, ...ours].map(tight).join("\n");
}

/** Notes and air are for readers of the source; what starts with an exclamation mark is a licence and stays. */
function tight(css) {
  return css.replace(/\/\*(?!!)[\s\S]*?\*\//g, "").replace(/\s+/g, " ").replace(/ ?([{}]) ?/g, "$1").replace(/([;:,]) /g, "$1").replace(/;}/g, "}").trim();
}

/** The characters of a `unicode-range`. */
function characters(range) {
  const spans = range.split(",").map((part) => part.trim().slice(2).split("-").map((hex) => parseInt(hex, 16)));
  return spans.flatMap(([first, last = first]) => Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))).join("");
}

async function font() {
  const faces = await readFile(FACES, "utf8");
  const range = faces.split("@font-face").find((face) => face.includes(FONT))?.match(/unicode-range: ([^;]+);/)?.[1];
  if (!range) throw new Error(`${FONT} has no unicode-range in wght.css`);
  const whole = await readFile(at("node_modules/@fontsource-variable/inter/files", FONT));
  return subsetFont(whole, characters(range), { targetFormat: "woff2", variationAxes: { wght: WEIGHTS } });
}

/** One module that is fetched when a page first shows a chart. */
async function charts() {
  await build({ entryPoints: [at("js", "chart.js")], outfile: join(out, "chart.js"), bundle: true, format: "esm", minify: true, target: "es2022", legalComments: "eof", logLevel: "warning" });
}

await mkdir(out, { recursive: true });
await writeFile(join(out, "app.css"), await styleSheet());
await writeFile(join(out, FONT), await font());
await charts();
