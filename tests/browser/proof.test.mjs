// Anybody checks a receipt: nobody signed in, the network gone, the file dropped, chosen by keyboard, forged, opened from disk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, close, fresh, person, signedIn, sound, stage } from "./lib.mjs";

after(close);

let held;
/** Receipts as a clerk's page hands them out; and one of a package, with the package, as its sender's software got it. */
async function papers() {
  if (held) return held;
  const page = await signedIn("clerk");
  await page.goto("/in?view=all");
  await page.locator("main table.rows a.subject").first().click();
  const links = page.locator("ol.time a[href*='/receipt/']:not([href*='format='])");
  await links.first().waitFor();
  assert.equal(await page.locator("main a[href^='/proof']").count(), 1, "the page of a document leads to the proof page");
  const receipts = [];
  for (const href of await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))) {
    const answer = await page.request.get(href);
    assert.equal(answer.status(), 200, href);
    receipts.push(await answer.body());
  }
  await page.context().close();
  // Sent a second time, the same package gets its first receipt.
  const token = stage.agencies.find((one) => one.id === person("office").agency).token;
  const bytes = readFileSync(stage.package);
  const sent = await fetch(`${stage.url}/api/v1/packages`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: bytes });
  assert.ok(sent.ok, `${sent.status}`);
  held = { receipts, receipt: Buffer.from(JSON.stringify((await sent.json()).receipt)), package: bytes };
  return held;
}

/** A stranger's browser with the page loaded once, and then no network. */
async function cutOff(options = {}) {
  const page = await fresh(options);
  await page.goto("/proof");
  await page.locator("#kept", { hasText: /.+/ }).waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await page.locator("body[data-ready=yes]").waitFor();
  return page;
}

/** Files dropped on the page as a mouse does. */
async function drop(page, files) {
  const list = files.map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const [name, text] of given) {
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));
    }
    document.getElementById("zone").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, list);
  await page.locator("#outcome").waitFor();
}

const outcome = (page) => page.evaluate(() => document.body.dataset.outcome);
const codes = (page) => page.evaluate(() => document.body.dataset.codes);
const how = (page, step) => page.locator(`[data-step=${step}]`).getAttribute("data-how");

test("from the sign-in a stranger comes to the page, and with the network gone every receipt is proven there", async () => {
  const { receipts } = await papers();
  const door = await fresh();
  await door.goto("/sign-in");
  await door.locator("a[href^='/proof']").click();
  await door.waitForURL("**/proof#lang=vi");
  assert.equal(await door.locator("h1").textContent(), "Kiểm chứng biên nhận");
  await door.context().close();

  const page = await cutOff();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const receipt of receipts) {
    await drop(page, [["bien-nhan.json", receipt]]);
    assert.equal(await outcome(page), "proven", await page.locator("#result").innerText());
    const said = await page.locator("#result").innerText();
    assert.match(said, /Đã chứng minh/);
    assert.match(said, /Chưa có chứng nhân/);
    assert.match(said, /Điều không được chứng minh/);
    assert.match(said, /lấy từ http/, "whose key it is");
    for (const step of ["form", "leaf", "log", "signature"]) assert.equal(await how(page, step), "good", step);
    assert.equal(await how(page, "package"), "open");
    assert.equal(await page.evaluate(() => document.activeElement.id), "outcome");
    await page.click("#clear");
  }
  assert.deepEqual(asked.filter((url) => !url.startsWith("data:")), [], "the page asks nobody");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a receipt with its package, and with another one", async () => {
  const { receipt, package: bytes } = await papers();
  const page = await cutOff();
  await drop(page, [["gói tin.asice", bytes], ["bien-nhan.json", receipt]]);
  assert.equal(await outcome(page), "proven");
  assert.equal(await how(page, "package"), "good");
  assert.match(await page.locator("#result").innerText(), /không khác một byte/);
  await page.click("#clear");
  await drop(page, [["bien-nhan.json", receipt], ["khac.asice", Buffer.concat([bytes, Buffer.from("x")])]]);
  assert.equal(await outcome(page), "disproven");
  assert.equal(await codes(page), "evidence.package");
  assert.equal(await how(page, "package"), "bad");
  await page.context().close();
});

test("forged ones say what is wrong, and nothing of what they claim is shown", async () => {
  const { receipt } = await papers();
  const page = await cutOff();
  const json = JSON.parse(receipt);
  const leaf = Buffer.from(json.leaf, "base64").toString("utf8");
  const moved = Buffer.from(leaf.replace(/"time":1/, '"time":2')).toString("base64");
  for (const [bent, code] of [
    [JSON.stringify({ ...json, leaf: moved }), "evidence.proof"],
    [JSON.stringify({ ...json, proof: { ...json.proof, index: json.proof.index + 1_000_000 } }), "evidence.index"],
    [receipt.toString("utf8").replace('"v":1', '"v":1,"v":1'), "evidence.duplicate_key"],
    ["{}", "evidence.receipt_form"],
    ["không phải JSON", "evidence.receipt_form"],
  ]) {
    await drop(page, [["bien-nhan.json", Buffer.from(bent)]]);
    assert.equal(await outcome(page), "disproven", code);
    assert.match(await codes(page), new RegExp(code.replace(".", "\\.")));
    const said = await page.locator("#result").innerText();
    assert.match(said, /không dựa vào|không đáng tin/);
    assert.doesNotMatch(said, /Bằng chứng nói gì|Điều được chứng minh/);
    await page.click("#clear");
  }
  await page.context().close();
});

test("by keyboard alone: a file is chosen, another key entered, the language changed", async () => {
  const { receipt } = await papers();
  const page = await cutOff();
  // Listened for well before: choosers are caught from some moment on, and a key is faster than that.
  const chosen = page.waitForEvent("filechooser");
  await page.locator("#other").focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "files");
  await page.keyboard.press("Enter");
  const chooser = await chosen;
  await chooser.setFiles([{ name: "bien-nhan.json", mimeType: "application/json", buffer: receipt }]);
  await page.locator("#outcome").waitFor();
  assert.equal(await outcome(page), "proven");

  await page.locator("#keys-card summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("#keys").focus();
  await page.keyboard.type("khong-phai-khoa");
  await page.locator("#keys-wrong", { hasText: "Dòng 1" }).waitFor();
  await page.locator("body[data-outcome=indeterminate]").waitFor();
  assert.match(await page.locator("[data-step=signature]").innerText(), /Chưa có khóa/, "whoever mistypes a key is judged by no other");
  await page.fill("#keys", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  await page.locator("body[data-outcome=disproven]").waitFor();
  assert.equal(await codes(page), "evidence.checkpoint_unsigned");
  assert.match(await page.locator("[data-step=signature]").innerText(), /chỉ là gợi ý/);
  await page.fill("#keys", "");
  await page.locator("body[data-outcome=proven]").waitFor();

  await page.locator("#other").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("h1").textContent(), "Check a receipt");
  assert.match(await page.locator("#result").innerText(), /Proven: the log states this/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.context().close();
});

test("the page as one file opens from disk with the network gone, and leads back from a paper", async () => {
  const { receipt } = await papers();
  const saver = await fresh();
  await saver.goto("/proof");
  const [download] = await Promise.all([saver.waitForEvent("download"), saver.locator("#save a").click()]);
  const path = await download.path();
  const served = await (await saver.request.get("/proof/file")).text();
  assert.equal(readFileSync(path, "utf8").length, served.length, "the file is the page");
  const copy = `${path}.html`;
  const { copyFileSync } = await import("node:fs");
  copyFileSync(path, copy);

  const page = await fresh({ baseURL: undefined });
  await page.context().setOffline(true);
  await page.goto(`${pathToFileURL(copy).href}#leaf=${"ab".repeat(32)}`);
  await page.locator("body[data-ready=yes]").waitFor();
  assert.match(await page.locator("#paper").innerText(), /abab/);
  await drop(page, [["bien-nhan.json", receipt]]);
  assert.equal(await outcome(page), "proven");
  assert.equal(await how(page, "paper"), "bad", "the paper is about other evidence");
  assert.match(await page.locator("#kept").innerText(), /tệp trên máy/);
  assert.equal(await page.locator("#save").isVisible(), false);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  await saver.context().close();
});

test("a browser without Ed25519, or without any cryptography, says so and proves nothing", async () => {
  const { receipt } = await papers();
  const page = await fresh();
  await page.addInitScript(() => {
    crypto.subtle.importKey = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
  });
  await page.goto("/proof");
  await page.locator("#trouble", { hasText: "Ed25519" }).waitFor();
  await drop(page, [["bien-nhan.json", receipt]]);
  assert.equal(await outcome(page), "indeterminate");
  assert.equal(await how(page, "signature"), "skipped");
  assert.match(await page.locator("#result").innerText(), /không kiểm được chữ ký/);
  assert.match(await page.locator("#trouble").innerText(), /lienthong audit receipt/);
  await page.context().close();

  const bare = await fresh();
  await bare.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined }));
  await bare.goto("/proof");
  await bare.locator("#trouble", { hasText: "WebCrypto" }).waitFor();
  await bare.context().close();

  const silent = await fresh({ javaScriptEnabled: false });
  await silent.goto("/proof");
  assert.match(await silent.locator("noscript, main").first().innerText(), /Kiểm chứng biên nhận/);
  await silent.context().close();
});

test("the page is accessible and holds together at every width, in both languages and themes", async () => {
  const { receipt, package: bytes } = await papers();
  for (const lang of ["vi", "en"]) for (const width of [390, 1440]) for (const colorScheme of ["light", "dark"]) {
    const page = await fresh({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" });
    const what = `proof.${lang}.${width}.${colorScheme}`;
    await page.goto(`/proof#lang=${lang}&leaf=${"0f".repeat(32)}`);
    await page.locator("body[data-ready=yes]").waitFor();
    const looked = async (state) => {
      for (const details of await page.locator("details").all()) await details.evaluate((node) => { node.open = true; });
      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${what}.${state}.png`, fullPage: true });
      assert.deepEqual(await axe(page), [], `${what}, ${state}`);
      await sound(page, `${what}, ${state}`);
    };
    await looked("empty");
    await drop(page, [["bien-nhan.json", receipt], ["Gói tin có tên rất dài của Ủy ban nhân dân phường Ninh Thạnh.asice", bytes]]);
    await looked("proven");
    await drop(page, [["bien-nhan.json", Buffer.from(receipt.toString("utf8").replace(/"index":\d+/, '"index":99999999999999'))]]);
    await looked("forged");
    await page.context().close();
  }
  assert.ok(stage.url);
});
