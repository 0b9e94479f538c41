// Writes every page × {vi, en} × {390, 1440} × {light, dark} into the folder SCREENSHOTS, and says what axe-core, a sideways
// scroll or the policy find wrong on any of them. Ends with 1 when something was found.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { axe, close, fresh, person, signIn, sound } from "./lib.mjs";
import { pages } from "./pages.mjs";

const folder = process.env.SCREENSHOTS;
if (folder) mkdirSync(folder, { recursive: true });
const only = process.env.ONLY;
const found = [];
let count = 0;
const heaviest = { what: "", weight: 0 };
const people = [...new Set(pages.map((page) => page.who))];
for (const who of people) {
  const state = { cookies: [] };
  const first = await fresh();
  if (who) await signIn(first, person(who));
  Object.assign(state, await first.context().storageState());
  await first.context().close();
  for (const lang of ["vi", "en"]) for (const width of [390, 1440]) for (const theme of ["light", "dark"]) {
    // Without pictures to keep, one theme of each pair is looked at.
    if (!folder && (lang === "vi") === (width === 390) === (theme === "dark")) continue;
    const page = await fresh({ storageState: state, viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: theme, reducedMotion: "reduce" });
    await page.goto(`/lang/${lang}`);
    for (const one of pages.filter((one) => one.who === who && (!only || one.name.includes(only)))) {
      const what = `${one.name}.${lang}.${width}.${theme}`;
      try {
        const answer = await page.goto(one.path);
        if (one.follow) {
          const [list, link] = [one.follow].flat();
          const rows = await page.locator(list).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
          for (const href of rows) {
            const asked = one.act ? `/out/act?what=${one.act}&d=${href.split("/").pop()}` : href + (one.query ?? "");
            await page.goto(asked);
            const there = link && page.locator(link).first();
            if (!link) break;
            // Not each document has one.
            if (await there.count()) { await page.goto(await there.getAttribute("href")); break; }
            if (href === rows.at(-1)) throw new Error(`no row of the list has ${link}`);
          }
          if (rows.length === 0) throw new Error("the list is empty");
        } else if (answer.status() >= 400 && !one.fails) throw new Error(`answered ${answer.status()}`);
        if (one.open) for (const details of await page.locator("details").all()) await details.evaluate((node) => { node.open = true; });
        if (folder) await page.screenshot({ path: join(folder, `${what}.png`), fullPage: true });
        const weight = await sound(page, what);
        if (weight > heaviest.weight) Object.assign(heaviest, { what, weight });
        // The same page in the other width differs by its layout, which `sound` looks at.
        if (folder || (lang === "vi") === (width === 390)) for (const fault of await axe(page)) found.push(`${what}: ${fault}`);
        count += 1;
      } catch (error) {
        found.push(`${what}: ${error.message}`);
      }
      page.faults.length = 0;
    }
    await page.context().close();
  }
}
await close();
console.log(`${count} pages looked at, the heaviest ${heaviest.what} with ${heaviest.weight} bytes${folder ? `, pictures in ${folder}` : ""}`);
for (const line of found) console.log(line);
process.exit(found.length === 0 ? 0 : 1);
