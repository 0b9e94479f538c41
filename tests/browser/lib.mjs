// What every story in the browser shares: the stage (a hub that the test started, named in STAGE), a real Chromium, signing
// in, and axe-core. Nothing here sleeps: Playwright waits on conditions.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const stage = JSON.parse(readFileSync(process.env.STAGE, "utf8"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
/** The one browser of this file. */
export async function open() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  return browser;
}

export async function close() {
  await browser?.close();
  browser = undefined;
}

/** A browser of its own for one person: cookies and all. Whatever breaks the policy or throws is kept in `page.faults`. */
export async function fresh(options = {}) {
  const context = await (await open()).newContext({
    baseURL: stage.url, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", viewport: { width: 1440, height: 900 },
    ignoreHTTPSErrors: true, ...options,
  });
  // A deadline for what has to come, and no measure: a machine may be busy with other tests.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text())) {
      page.faults.push(`policy: ${message.text()}`);
    }
  });
  return page;
}

/** The person of that name on the stage: clerk, office, reader, admin, auditor, operator. */
export function person(who) {
  const found = stage.people.find((one) => one.key === who);
  assert.ok(found, `nobody is called ${who} on this stage`);
  return found;
}

/** Signs in; a page of a person who is inside. */
export async function signedIn(who, options = {}) {
  const page = await fresh(options);
  await signIn(page, person(who));
  return page;
}

const taken = new Map();
export async function signIn(page, one) {
  await page.goto("/sign-in");
  for (let tries = 0; tries < 5; tries += 1) {
    await page.fill("input[name=mail]", one.mail);
    await page.fill("input[name=password]", one.password);
    await Promise.all([page.waitForNavigation(), page.click("main button.btn-primary")]);
    if (!new URL(page.url()).pathname.endsWith("/sign-in")) break;
    // Whoever failed before has to wait a little: the page says how long, at first a second.
    const until = Date.now() + 1_500;
    if (page.context()._options?.javaScriptEnabled !== false) {
      await page.waitForFunction((at) => Date.now() >= at, until, { polling: 100 });
    }
  }
  if (one.totp) {
    await page.waitForURL(/sign-in\/code/);
    // A step is taken once: whoever signs in twice within it waits for the next.
    let step = Math.floor(Date.now() / 30_000);
    while (taken.get(one.mail) >= step) {
      const next = (taken.get(one.mail) + 1) * 30_000;
      if (next - Date.now() > 0) await page.waitForFunction((at) => Date.now() >= at, next, { timeout: 35_000, polling: 200 });
      step = Math.floor(Date.now() / 30_000);
    }
    taken.set(one.mail, step);
    await page.fill("input[name=code]", totp(one.totp, step));
    await page.click("main button.btn-primary");
  }
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** RFC 6238 with SHA-1, six digits, 30 seconds: what an authenticator shows. */
export function totp(secret, step = Math.floor(Date.now() / 30_000)) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const letter of secret.replace(/[=\s]/g, "").toUpperCase()) bits += alphabet.indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(count).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** What axe-core finds wrong (WCAG 2.2 AA and its own good practice), as lines. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim() ?? one.help}`));
}

/** The same page holds no sideways scroll, no bare key, and nothing that the policy refused. */
export async function sound(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${what}: scrolls sideways by ${wide} px`);
  const text = await page.evaluate(() => document.body.innerText);
  const bare = text.match(/\b(?:console|proof|compose|rail|inbox|document|sent|rates|people|agency|operator|in|out|door|help|failure|account)-[a-z]+(?:-[a-z]+)+\b/g) ?? [];
  assert.deepEqual(bare.filter((word) => !/^(?:in|out)-/.test(word)), [], `${what}: a key without words`);
  assert.deepEqual(page.faults, [], `${what}: faults`);
  // What came over the wire for this page: its files lie in the browser since the first one.
  const weight = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0));
  assert.ok(weight < 100_000, `${what}: ${weight} bytes over the wire`);
  return weight;
}
