// A paper in hand and the hub switched off. PHASE=load, while the hub runs: a stranger's browser (PROFILE) opens the proof page
// once, and a party gets a receipt as evidence. PHASE=stopped, afterwards: the receipt is taken out of the paper and dropped
// on the page that the browser kept.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const stage = JSON.parse(readFileSync(process.env.STAGE, "utf8"));
const profile = process.env.PROFILE;
const paper = join(profile, "bien-nhan.pdf");
const context = await chromium.launchPersistentContext(join(profile, "browser"), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", locale: "vi-VN",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
try {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (process.env.PHASE === "load") {
    await page.goto(`${stage.url}/proof`);
    await page.locator("#kept", { hasText: /.+/ }).waitFor();
    const office = stage.people.find((one) => one.key === "office").agency;
    const token = stage.agencies.find((one) => one.id === office).token;
    const ask = (path, more = {}) => fetch(stage.url + path, { ...more, headers: { authorization: `Bearer ${token}` } });
    const sent = await (await ask("/api/v1/packages", { method: "POST", body: readFileSync(stage.package) })).json();
    const answer = await ask(`/api/v1/documents/${sent.document.uuid}/receipt?format=pdf`);
    assert.equal(answer.headers.get("content-type"), "application/pdf");
    writeFileSync(paper, Buffer.from(await answer.arrayBuffer()));
  } else {
    await assert.rejects(fetch(`${stage.url}/proof`), "the hub is not stopped");
    const receipt = join(profile, "receipt.json");
    execFileSync("pdfdetach", ["-save", "1", "-o", receipt, paper], { stdio: "ignore" });
    await page.goto(`${stage.url}/proof`);
    await page.locator("body[data-ready=yes]").waitFor();
    await page.setInputFiles("#files", [receipt, stage.package]);
    await page.locator("body[data-outcome=proven]").waitFor();
    assert.equal(await page.locator("[data-step=package]").getAttribute("data-how"), "good");
    console.log("proven with the hub stopped");
  }
} finally {
  await context.close();
}
