// A letter from the first field to the proof. What happens beside the browser (the signing program's terminal, the token, the
// hub's end) is asked of the test that started this script: a line `@what` out, one line back.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { axe, close, fresh, person, signedIn, sound, stage } from "./lib.mjs";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const beside = async (what) => {
  process.stdout.write(`\n@${what}\n`);
  return (await lines.next()).value;
};
after(async () => {
  await close();
  process.stdin.destroy();
});

/** Kept where docs/sending.md shows it, when pictures are wanted. */
async function picture(page, name) {
  if (!stage.pictures) return;
  mkdirSync(stage.pictures, { recursive: true });
  await page.evaluate(() => { document.querySelectorAll("details[data-list]").forEach((one) => { one.open = false; }); scrollTo(0, 0); });
  await page.screenshot({ path: join(stage.pictures, `sending-${name}.png`) });
}

/** What the signing program showed, as its terminal had it. */
async function typed(terminal) {
  if (!stage.pictures) return;
  const page = await fresh();
  await page.setViewportSize({ width: 820, height: 640 });
  await page.setContent("<pre style='margin:0;padding:16px;background:#1e1e1e;color:#eee;font:15px/1.35 monospace'></pre>");
  await page.evaluate((text) => { document.querySelector("pre").textContent = text; }, terminal.replaceAll("␤", "\n").replace(/ +\n/g, "\n").trim());
  await page.locator("pre").screenshot({ path: join(stage.pictures, "sending-terminal.png") });
  await page.context().close();
}

/** One page of a paper. */
const paper = Buffer.from([
  "%PDF-1.4", "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj", "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj", "trailer<</Root 1 0 R>>", "%%EOF", "",
].join("\n"));

const subject = (number) => `V/v rà soát phương án phòng, chống hạn mặn số ${number}`;
const office = person("office").agency;
let clerk;

/** A letter to the office, filled in as a clerk does, up to the page that signs. */
async function composed(page, number) {
  await page.goto("/out/compose");
  await page.getByRole("button", { name: "Soạn văn bản" }).first().click();
  await page.waitForURL(/\/out\/compose\/[0-9a-f-]{36}/);
  await page.fill("#number", String(number));
  await page.fill("#notation", "SNNMT-TL");
  await page.selectOption("#type", { label: "Công văn" });
  await page.fill("#subject", subject(number));
  await page.fill("#signer", "Trần Thị Ngọc Huệ");
  await page.evaluate(() => document.querySelectorAll("details[data-list], details[data-list] details").forEach((one) => { one.open = true; }));
  await page.locator(`input[name=add][value="${office}"]`).last().check();
  await page.locator(`#chosen input[name=to][value="${office}"]`).waitFor({ state: "attached" });
  await page.setInputFiles("#file", { name: `${number}_SNNMT-TL.pdf`, mimeType: "application/pdf", buffer: Buffer.concat([paper, Buffer.from(`% ${number}\n`)]) });
  await page.locator("[data-piece=files] li", { hasText: `${number}_SNNMT-TL.pdf` }).waitFor();
  return page.url();
}

async function toSign(page) {
  await page.getByRole("button", { name: "Ký và gửi…" }).click();
  await page.waitForURL(/\/sign$/);
}

const step = (page, name) => page.locator(`[data-step=${name}]`);
const problem = (page) => page.locator("[data-problem]");

test("a clerk composes, is told what is missing, and signs with a token through the program on her machine", async () => {
  clerk = await signedIn("clerk");
  await clerk.goto("/out/compose");
  await clerk.getByRole("button", { name: "Soạn văn bản" }).first().click();
  await clerk.waitForURL(/\/out\/compose\/[0-9a-f-]{36}/);
  await clerk.getByRole("button", { name: "Ký và gửi…" }).click();
  await clerk.locator("#summary").waitFor();
  assert.match(await clerk.locator("#number-e").innerText(), /Nhập số văn bản/);
  assert.match(await clerk.locator("#subject-e").innerText(), /Nhập trích yếu/);
  assert.match(await clerk.locator("#to-e").innerText(), /Chọn ít nhất một nơi nhận/);
  await clerk.fill("#number", "12/2026");
  await clerk.locator("#number-e", { hasText: "gạch chéo" }).waitFor();
  await picture(clerk, "wrong");

  await composed(clerk, 9101);
  await sound(clerk, "compose");
  assert.deepEqual(await axe(clerk), []);
  await picture(clerk, "compose");
  await toSign(clerk);
  await step(clerk, "unpaired").locator("[data-do=code]").click();
  await step(clerk, "pair").waitFor();
  await picture(clerk, "pair");
  const code = await beside("code");
  assert.match(code, /^\d{4}-?\d{4}$/);
  await clerk.fill("#code", code);
  await clerk.getByRole("button", { name: "Xác nhận mã", exact: true }).click();
  await step(clerk, "ready").waitFor();
  assert.deepEqual(await axe(clerk), []);
  await picture(clerk, "ready");
  await clerk.locator("[data-do=sign]").click();
  await step(clerk, "wait").waitFor();
  await picture(clerk, "asked");
  const terminal = await beside("yes");
  await typed(terminal);
  const shown = terminal.replaceAll("␤", " ");
  for (const words of ["9101/SNNMT-TL", subject(9101), "9101_SNNMT-TL.pdf", office]) {
    assert.ok(shown.includes(words), `the terminal does not show ${words}: ${shown}`);
  }
  await clerk.waitForURL(/\/out\/[0-9a-f-]{36}/);
  assert.equal(await clerk.locator("h1").innerText(), subject(9101));
  assert.match(await clerk.locator(".verdict .lead-in").innerText(), /^Hợp lệ/);
  await picture(clerk, "sent");
  assert.deepEqual(clerk.faults, []);
});

test("the office finds it, genuine, and accepts it", async () => {
  const page = await signedIn("office");
  await page.goto(`/in?view=to_accept&q=${encodeURIComponent("9101")}`);
  await page.locator("main table.rows a.subject", { hasText: subject(9101) }).click();
  assert.match(await page.locator(".verdict .lead-in").innerText(), /^Hợp lệ/);
  assert.match(await page.locator("ul.files").first().innerText(), /9101_SNNMT-TL\.pdf/);
  await page.getByRole("button", { name: "Tiếp nhận, vào sổ" }).click();
  await page.locator(".st.ok", { hasText: "Đã tiếp nhận" }).first().waitFor();
  await page.context().close();
});

test("files are dropped on the letter, and the same file twice is warned of", async () => {
  await clerk.goto("/out/compose");
  await clerk.getByRole("button", { name: "Soạn văn bản" }).first().click();
  await clerk.waitForURL(/\/out\/compose\/[0-9a-f-]{36}/);
  await clerk.evaluate((bytes) => {
    const transfer = new DataTransfer();
    for (const name of ["phụ lục.pdf", "bản sao.pdf"]) transfer.items.add(new File([Uint8Array.from(bytes)], name));
    document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, [...paper]);
  for (const name of ["phụ lục.pdf", "bản sao.pdf"]) await clerk.locator("[data-piece=files]").getByText(name, { exact: true }).waitFor();
  await clerk.locator("[data-piece=files]", { hasText: "Giống hệt tệp" }).waitFor();
  await clerk.locator("[data-piece=checks]", { hasText: "đính kèm hai lần" }).waitFor();
  assert.deepEqual(clerk.faults, []);
});

test("a file whose line is cut is uploaded again by itself", async () => {
  let tries = 0;
  await clerk.route("**/file?*", (route) => ((tries += 1) === 1 ? route.abort() : route.continue()));
  await clerk.setInputFiles("#file", { name: "cat-ngang.txt", mimeType: "text/plain", buffer: Buffer.from("một hai ba") });
  await clerk.locator("[data-bars]", { hasText: "mất kết nối" }).waitFor();
  await clerk.locator("[data-piece=files] li", { hasText: "cat-ngang.txt" }).waitFor();
  await clerk.unroute("**/file?*");
  assert.equal(tries, 2);
  assert.equal(await clerk.locator("[data-bars] li").count(), 0);
});

test("who says no at the terminal has signed nothing, and may sign afterwards", async () => {
  const draft = await composed(clerk, 9102);
  await toSign(clerk);
  await step(clerk, "ready").waitFor();
  await clerk.locator("[data-do=sign]").click();
  await beside("no");
  await problem(clerk).waitFor();
  assert.match(await problem(clerk).innerText(), /từ chối|không ký/i);
  await clerk.goto(draft);
  assert.equal(await clerk.inputValue("#subject"), subject(9102));
  await toSign(clerk);
  await step(clerk, "ready").waitFor();
  await clerk.locator("[data-do=sign]").click();
  await beside("yes");
  await clerk.waitForURL(/\/out\/[0-9a-f-]{36}/);
  assert.equal(await clerk.locator("h1").innerText(), subject(9102));
});

test("a token that is pulled out signs nothing; plugged in again, it does", async () => {
  await composed(clerk, 9103);
  await toSign(clerk);
  await step(clerk, "ready").waitFor();
  await clerk.locator("[data-do=sign]").click();
  await beside("pulled");
  await problem(clerk).waitFor();
  assert.match(await problem(clerk).innerText(), /token|thiết bị/i);
  await beside("plugged");
  await clerk.locator("[data-do=sign]").click();
  await beside("yes");
  await clerk.waitForURL(/\/out\/[0-9a-f-]{36}/);
  assert.equal(await clerk.locator("h1").innerText(), subject(9103));
});

test("a pairing that was revoked opens nothing: the page asks for a code again", async () => {
  await composed(clerk, 9104);
  await toSign(clerk);
  await step(clerk, "ready").waitFor();
  await beside("revoke");
  await clerk.locator("[data-do=sign]").click();
  await step(clerk, "unpaired").locator("[data-do=code]").click();
  await step(clerk, "pair").waitFor();
  await clerk.fill("#code", "0000-0000");
  await clerk.getByRole("button", { name: "Xác nhận mã", exact: true }).click();
  await problem(clerk).waitFor();
  assert.match(clerk.url(), /\/sign$/);
});

test("the receipt is taken along as evidence, and proven while the hub is gone", async () => {
  await clerk.goto(`/out?q=${encodeURIComponent("9101")}`);
  await clerk.locator("main table.rows a.subject", { hasText: subject(9101) }).click();
  const saved = async (selector, name) => {
    const [download] = await Promise.all([clerk.waitForEvent("download"), clerk.locator(selector).last().click()]);
    const path = join(stage.folder, name);
    await download.saveAs(path);
    return path;
  };
  const receipt = await saved(".head a[href*='/receipts/']", "bien-nhan.json");
  const pdf = await saved("ol.time a[href*='format=pdf']", "bien-nhan.pdf");
  assert.equal(readFileSync(pdf).subarray(0, 5).toString(), "%PDF-");
  if (stage.pictures) execFileSync("pdftoppm", ["-png", "-r", "80", "-l", "1", "-singlefile", pdf, join(stage.pictures, "sending-receipt")]);
  const bytes = await saved("a[href$='/package']", "goi-tin.asice");

  const stranger = await fresh();
  await stranger.goto("/proof");
  await stranger.locator("#kept", { hasText: /.+/ }).waitFor();
  await beside("stop");
  await stranger.reload();
  await stranger.locator("body[data-ready=yes]").waitFor();
  // The paper alone is enough, and what of it is not checked is said.
  await stranger.setInputFiles("#files", [pdf]);
  await stranger.locator("body[data-outcome=proven]").waitFor();
  assert.match(await stranger.locator("#file-list").innerText(), /lấy ra từ tệp PDF/);
  await stranger.click("#clear");
  await stranger.setInputFiles("#files", [receipt, bytes]);
  await stranger.locator("body[data-outcome]:not([data-outcome=''])").waitFor();
  assert.equal(await stranger.evaluate(() => document.body.dataset.outcome), "proven", await stranger.locator("#result").innerText());
  assert.match(await stranger.locator("#result").innerText(), /Chưa có chứng nhân/);
  await picture(stranger, "proof");
  await stranger.context().close();
});
