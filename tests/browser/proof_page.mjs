// The proof page in Chromium, opened as a file with the network gone, over the table that Rust judged already (CASES): what the
// page shows has to be the same verdict, for every receipt.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { folder, cases } = JSON.parse(readFileSync(process.env.CASES, "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
const context = await browser.newContext({ locale: "vi-VN", viewport: { width: 1440, height: 900 } });
await context.setOffline(true);
const page = await context.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) faults.push(`asks for ${request.url()}`); });

const unlike = [];
try {
  await page.goto(pathToFileURL(join(folder, "proof.html")).href);
  await page.locator("body[data-ready=yes]").waitFor();
  assert.equal(await page.locator("#trouble").isVisible(), false, "this Chromium has no Ed25519");
  for (const one of cases) {
    await page.fill("#keys", one.keys.join("\n"));
    const name = one.receipt.startsWith("YzJzcC5vcmcv") ? "receipt.tlog-proof" : "receipt.json";
    const files = [{ name, mimeType: "application/json", buffer: Buffer.from(one.receipt, "base64") }];
    if (one.bytes !== null) files.push({ name: "goi-tin.asice", mimeType: "application/zip", buffer: Buffer.from(one.bytes, "base64") });
    await page.setInputFiles("#files", files);
    await page.locator("#outcome").waitFor();
    const found = await page.evaluate(() => ({ outcome: document.body.dataset.outcome, codes: document.body.dataset.codes.split(" ").filter(Boolean) }));
    const wanted = { outcome: one.verdict.outcome, codes: one.verdict.codes };
    if (JSON.stringify(found) !== JSON.stringify(wanted)) unlike.push(`${one.name}: the page ${JSON.stringify(found)}, the command ${JSON.stringify(wanted)}`);
    const said = await page.locator("#result").innerText();
    for (const code of wanted.codes.filter((code) => code !== "evidence.no_key")) assert.ok(said.includes(code), `${one.name}: ${code} is not said`);
    if (wanted.outcome === "disproven") assert.ok(!said.includes("Bằng chứng nói gì"), `${one.name}: shows what is not proven`);
    else assert.match(said, /Chưa có chứng nhân/);
    await page.click("#clear");
  }
} finally {
  await browser.close();
}
assert.deepEqual(faults, []);
assert.deepEqual(unlike, [], unlike.join("\n"));
console.log(`${cases.length} verdicts are equal in Chromium`);
