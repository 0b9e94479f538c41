// People at work, in a real Chromium, on the demo's province. Words are those of the screen in Vietnamese.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { close, fresh, person, signIn, signedIn, sound, stage } from "./lib.mjs";

after(close);

/** The first document of a view, opened. */
async function opened(page, view) {
  await page.goto(`/in?view=${view}`);
  const link = page.locator("main table.rows a.subject").first();
  const subject = await link.textContent();
  const href = await link.getAttribute("href");
  await link.click();
  await page.waitForURL(`**${href}`);
  return { href, subject };
}

test("a wrong password says what to check, and the right one opens the inbox", async () => {
  const page = await fresh();
  await page.goto("/in?view=all");
  assert.match(page.url(), /\/sign-in\?next=/);
  const one = person("reader");
  await page.fill("input[name=mail]", one.mail);
  await page.fill("input[name=password]", "khong-phai-mat-khau");
  await page.click("main button.btn-primary");
  await page.locator("[role=alert]").waitFor();
  assert.match(await page.locator("[role=alert]").textContent(), /Caps Lock/);
  await signIn(page, one);
  await page.goto("/in?view=all");
  assert.equal(await page.locator("h1").textContent(), "Văn bản đến");
  assert.equal(await page.locator("button[formaction='/in/accept']").count(), 0, "a reader accepts nothing");
  await page.context().close();
});

test("a document is read, shown, accepted once; a second tab and the back button change nothing", async () => {
  const page = await signedIn("clerk");
  const { href } = await opened(page, "to_accept");
  await sound(page, "document");
  assert.match(await page.locator(".verdict .lead-in").textContent(), /^(Hợp lệ|Chưa kết luận)/);

  const other = await page.context().newPage();
  other.faults = [];
  await other.goto(href);

  const accept = page.getByRole("button", { name: "Tiếp nhận, vào sổ" });
  await accept.dblclick();
  await page.waitForLoadState();
  await page.locator(".st.ok", { hasText: "Đã tiếp nhận" }).first().waitFor();
  assert.equal(await page.locator("ol.time li", { hasText: "tiếp nhận, vào sổ" }).filter({ hasText: person("clerk").name }).count(), 1);

  await other.getByRole("button", { name: "Tiếp nhận, vào sổ" }).click();
  await other.locator("[role=status], [role=alert]").filter({ hasText: "Không có gì thay đổi" }).first().waitFor();

  await page.goBack();
  await page.reload();
  await page.locator(".st.ok", { hasText: "Đã tiếp nhận" }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Tiếp nhận, vào sổ" }).count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an attachment opens on the second origin, in a frame, without a cookie", async () => {
  const page = await signedIn("clerk");
  await page.goto("/in?view=all");
  const hrefs = await page.locator("main table.rows a.subject").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  let shown = false;
  for (const href of hrefs.slice(0, 8)) {
    await page.goto(href);
    const view = page.locator("a[href*='/view/']").first();
    if ((await view.count()) === 0) continue;
    const answers = [];
    page.on("response", (answer) => answers.push(answer));
    await page.goto(await view.getAttribute("href"));
    const source = await page.locator("iframe").getAttribute("src");
    assert.notEqual(new URL(source).origin, new URL(stage.url).origin);
    const again = await page.request.get(source, { headers: { cookie: "" } });
    assert.ok(again.status() >= 400, "a link opens once");
    assert.deepEqual(page.faults, []);
    shown = true;
    break;
  }
  assert.ok(shown, "no document with a PDF?");
  await page.context().close();
});

test("a document goes back with a reason, which has to be given", async () => {
  const page = await signedIn("clerk");
  const { href } = await opened(page, "to_accept");
  await page.getByRole("link", { name: "Trả lại, kèm lý do" }).click();
  await page.waitForURL("**/reason**");
  await page.locator("main button.btn-danger").click();
  await page.locator("[role=alert]").waitFor();
  await page.check("#r-misdirected");
  await page.fill("#words", "Gửi nhầm nơi nhận <b>xem lại</b>");
  await page.locator("main button.btn-danger").click();
  await page.waitForURL(`**${href}**`);
  await page.locator(".st.bad", { hasText: "Bị trả lại" }).first().waitFor();
  assert.match(await page.locator("main").innerText(), /<b>xem lại<\/b>/);
  await page.context().close();
});

test("the same without JavaScript: sign in, read, accept two at once, change the language, sign out", async () => {
  const page = await signedIn("clerk", { javaScriptEnabled: false });
  await page.goto("/in?view=to_accept");
  const before = await page.locator("main table.rows tbody tr").count();
  assert.ok(before >= 2);
  const boxes = page.locator("main table.rows input[name=d]");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.locator("button[formaction='/in/accept']").click();
  await page.goto("/in?view=to_accept");
  assert.equal(await page.locator("main table.rows tbody tr").count(), before - 2);
  await page.locator(".who a[hreflang=en]").click();
  assert.equal(await page.locator("h1").textContent(), "Incoming");
  await page.locator(".who form button").click();
  await page.goto("/in");
  assert.match(page.url(), /\/sign-in/);
  await page.context().close();
});

test("a session that ended leads to the sign-in and back to where one was", async () => {
  const page = await signedIn("clerk");
  await page.goto("/in?view=overdue");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.goto("/out");
  assert.match(page.url(), /\/sign-in\?next=%2Fout/);
  // A stranger's session id opens nothing.
  const session = cookies.find((cookie) => cookie.name.endsWith("lienthong"));
  await page.context().addCookies([{ ...session, value: "0".repeat(43) }]);
  await page.goto("/in");
  assert.match(page.url(), /\/sign-in/);
  await page.context().close();
});

test("an auditor's exports say what the screen and the API say, and no document of an agency opens", async () => {
  const page = await signedIn("auditor");
  await page.goto("/rates");
  await sound(page, "rates");
  for (const form of ["csv", "xlsx", "pdf"]) {
    const link = page.locator(`a[href*='/rates/file/${form}']`).first();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const bytes = readFileSync(await download.path());
    assert.ok(bytes.length > 400, form);
    if (form === "csv") {
      const shown = (await page.locator(".kpi .frac").first().textContent()).match(/[\d.]+/g).map((text) => text.replaceAll(".", ""));
      for (const number of shown) assert.ok(bytes.toString("utf8").includes(number), `${number} is not in the CSV`);
    }
    if (form === "xlsx") assert.equal(bytes.subarray(0, 2).toString(), "PK");
    if (form === "pdf") assert.equal(bytes.subarray(0, 5).toString(), "%PDF-");
  }
  const forbidden = await page.goto("/in");
  assert.equal(forbidden.status(), 403);
  await page.context().close();
});

test("what is sent from another page is refused", async () => {
  const page = await signedIn("clerk");
  const cookies = (await page.context().cookies()).map((one) => `${one.name}=${one.value}`).join("; ");
  for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }, { origin: stage.url }]) {
    const answer = await fetch(`${stage.url}/in/accept`, {
      method: "POST", redirect: "manual",
      headers: { cookie: cookies, "content-type": "application/x-www-form-urlencoded", ...headers }, body: "d=1&csrf=AAAA",
    });
    assert.equal(answer.status, 403, JSON.stringify(headers));
  }
  await page.context().close();
});
