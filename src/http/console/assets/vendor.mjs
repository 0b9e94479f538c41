// Fills target/console with what the console takes from npm: the compiled foundation, the font files, one sprite of the
// icons in icons.txt, and htmx. build.rs gives all of it names with a hash and puts it into the binary.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const modules = join(root, "node_modules");
const out = join(root, "target/console");
mkdirSync(out, { recursive: true });

// What did not change keeps its time, so that nothing is compiled again for it.
const put = (name, bytes) => {
  const path = join(out, name);
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(bytes))) writeFileSync(path, bytes);
};

const { css } = compile(join(here, "foundation.scss"), {
  loadPaths: [modules], style: "compressed", quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions"],
});
put("foundation.css", css);

for (const set of ["latin", "vietnamese"]) {
  put(`source-sans-3-${set}.woff2`,
    readFileSync(join(modules, `@fontsource-variable/source-sans-3/files/source-sans-3-${set}-wght-normal.woff2`)));
}
// A browser takes woff2; a PDF of a report is written with the same typeface as TrueType.
for (const [face, name] of [["400Regular", "regular"], ["600SemiBold", "semibold"]]) {
  put(`report-${name}.ttf`,
    readFileSync(join(modules, `@expo-google-fonts/source-sans-3/${face}/SourceSans3_${face}.ttf`)));
}
put("htmx.js", readFileSync(join(modules, "htmx.org/dist/htmx.min.js")));

const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
const symbols = names.map((name) => {
  const svg = readFileSync(join(modules, `@tabler/icons/icons/outline/${name}.svg`), "utf8");
  const body = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ` +
    `stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`;
});
put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
console.log(`console: foundation.css ${css.length} bytes, ${names.length} icons, 2 font files, htmx`);
