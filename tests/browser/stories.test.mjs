// People at work, in a real Chromium, on the demo's province. Words are those of the screen in Vietnamese.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { axe, close, fresh, person, signIn, signedIn, sound, stage } from "./lib.mjs";

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
  const [year, quarter] = (await page.locator("select[name=period]").inputValue()).split("-Q").map(Number);
  const month = (number) => `${year}-${String(number).padStart(2, "0")}`;
  const asked = `${stage.url}/api/v1/rates?from=${month(3 * quarter - 2)}&to=${month(3 * quarter)}&by=agency`;
  const api = await (await fetch(asked, { headers: { authorization: `Bearer ${stage.auditor}` } })).json();
  const kinds = ["exchange", "signed", "sent_in_time", "received", "acknowledged", "accepted_in_time", "returned", "completed"];
  // Numerator and denominator of every rate, row by row.
  const shares = (row) => kinds.flatMap((kind) => [row[kind].numerator, row[kind].denominator]);
  const rows = [...api.rows, api.total];
  const shown = (await page.locator(".kpi .frac").first().textContent()).match(/[\d.]+/g).map((text) => Number(text.replaceAll(".", "")));
  assert.deepEqual(shown.slice(0, 2), shares(api.total).slice(0, 2), "the screen says what the API says");
  for (const form of ["csv", "xlsx", "pdf"]) {
    const link = page.locator(`a[href*='/rates/file/${form}']`).first();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const path = await download.path();
    if (form === "csv") {
      const lines = readFileSync(path, "utf8").trim().split(/\r?\n/).slice(1).map((line) => line.split(";"));
      const told = lines.map((cells) => kinds.flatMap((_, at) => [Number(cells[3 + 5 * at]), Number(cells[4 + 5 * at])]));
      assert.deepEqual(told, rows.map(shares), "CSV");
      assert.deepEqual(lines.slice(0, -1).map((cells) => cells[0]), api.rows.map((row) => row.key));
    }
    if (form === "xlsx") {
      const read = "import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml').decode())";
      const sheet = execFileSync("python3", ["-c", read, path], { encoding: "utf8" });
      const lines = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].slice(-rows.length);
      const column = (at) => (at < 26 ? "" : String.fromCharCode(64 + Math.floor(at / 26))) + String.fromCharCode(65 + (at % 26));
      const value = (line, at) => Number(new RegExp(`<c r="${column(at)}\\d+"[^>]*><v>([^<]*)</v>`).exec(line)?.[1]);
      const told = lines.map(([, line]) => kinds.flatMap((_, at) => [value(line, 3 + 5 * at), value(line, 4 + 5 * at)]));
      assert.deepEqual(told, rows.map(shares), "XLSX");
    }
    if (form === "pdf") {
      const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
      const told = /^Tổng (.*)$/m.exec(text)[1].match(/\d+,\d\d%/g);
      assert.deepEqual(told, kinds.map((kind) => `${api.total[kind].percent.toFixed(2).replace(".", ",")}%`), "PDF");
    }
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

test("a package goes on after a cut, is judged before it is sent, and what came back is seen by its sender", async () => {
  const admin = await signedIn("admin");
  await admin.goto("/agency/webhooks/new");
  await admin.fill("#f-url", "http://127.0.0.1:9/hook");
  await admin.locator("main .btn-row button").click();
  await admin.waitForURL("**/agency/webhooks/secret**");
  await admin.context().close();

  const office = await signedIn("office");
  await office.goto("/out/upload");
  let pieces = 0;
  await office.route("**/out/upload/*?offset=*", (route) => ((pieces += 1) === 2 ? route.abort() : route.continue()));
  await office.setInputFiles("#package", stage.package);
  await office.locator("form[data-upload] button.btn-primary").click();
  await office.locator("[data-told]", { hasText: /Mất kết nối ở [1-9]\d?%/ }).waitFor();
  await office.unroute("**/out/upload/*?offset=*");
  await office.locator("[data-again]").click();
  await office.waitForURL(/\/out\/upload\/[0-9a-f-]+\?/, { timeout: 120_000 });
  assert.match(await office.locator(".verdict .lead-in").textContent(), /^Hợp lệ/);
  assert.match(await office.locator("h1").textContent(), /kiểm tra đê bao/);
  await sound(office, "review");
  // The receiver's list lies open meanwhile.
  const clerk = await signedIn("clerk");
  await clerk.goto("/in?view=all");
  await office.locator("form[action$='/send'] button").dblclick();
  await office.waitForURL(/\/out\/[0-9a-f-]+\?told=/);
  const sent = new URL(office.url()).pathname;
  await clerk.locator("#newer .note", { hasText: "văn bản mới" }).waitFor({ timeout: 120_000 });
  await clerk.locator("#newer a").click();
  await clerk.locator("main table.rows a.subject", { hasText: "kiểm tra đê bao" }).first().waitFor();

  await clerk.goto("/in?view=all&q=kiem+tra+de+bao");
  await clerk.locator("main table.rows a.subject").first().click();
  await clerk.getByRole("link", { name: "Trả lại, kèm lý do" }).click();
  await clerk.check("#r-file-missing");
  await clerk.fill("#words", "Thiếu phụ lục 2");
  await clerk.locator("main button.btn-danger").click();
  await clerk.locator(".st.bad", { hasText: "Bị trả lại" }).first().waitFor();
  await clerk.context().close();

  await office.goto(sent);
  await office.locator(".st.bad", { hasText: "Bị trả lại" }).first().waitFor();
  assert.match(await office.locator("main").innerText(), /Thiếu phụ lục 2/);
  assert.deepEqual(office.faults, []);
  await office.context().close();
});

test("a sender recalls, with the reason that has to be given", async () => {
  const page = await signedIn("office");
  await page.goto("/out?q=giay+moi");
  await page.locator("main table.rows a.subject").first().click();
  await page.locator("button[name=what][value=recall]").click();
  await page.waitForURL(/\/out\/act\?/);
  assert.match(await page.locator("h1").textContent(), /^Thu hồi/);
  await page.fill("#reason", "Hoãn cuộc họp");
  await page.locator("main form button.btn-danger").click();
  await page.waitForURL((url) => url.pathname !== "/out/act" || url.search === "");
  await page.goto("/out?q=giay+moi");
  await page.locator("main table.rows a.subject").first().click();
  await page.locator(".st", { hasText: /Đã hủy gửi|Bị thu hồi/ }).first().waitFor();
  await page.context().close();
});

test("an operator tries a dead letter again, and merges two agencies after a look", async () => {
  const page = await signedIn("operator");
  const told = page.locator("form[action='/hub/dead-letters/act'] button[value=retry]");
  const until = Date.now() + 40_000;
  for (;;) {
    await page.goto("/hub/dead-letters");
    if ((await told.count()) > 0) break;
    assert.ok(Date.now() < until, "no dead letter came");
    await page.waitForFunction((at) => Date.now() >= at, Date.now() + 500, { polling: 100 });
  }
  assert.match(await page.locator("main").innerText(), /webhook\.given_up/);
  await told.first().click();
  await page.fill("#f-reason", "Đơn vị đã sửa phần mềm");
  await page.locator("main .btn-row button").click();
  await page.waitForURL(/\/hub\/dead-letters\?.*done=/);

  const taken = new Set(stage.people.map((one) => one.agency));
  const [old, into] = stage.agencies.filter((one) => one.id.startsWith("H53.") && !taken.has(one.id)).slice(-2);
  await page.goto("/hub/merge");
  await page.selectOption("#f-old", old.id);
  await page.fill("#f-into", into.id);
  await page.locator("main .btn-row button").click();
  await page.waitForURL(/\/hub\/merge\?/);
  assert.match(await page.locator("main").innerText(), new RegExp(old.id.replaceAll(".", "\\.")));
  await sound(page, "merge");
  await page.fill("[name=reason]", "Sắp xếp đơn vị hành chính");
  await page.locator("main form button").first().click();
  await page.waitForURL(/done=merged/);
  await page.goto(`/hub/agencies/${old.id}`);
  assert.match(await page.locator("main").innerText(), new RegExp(into.id.replaceAll(".", "\\.")));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a document whose every text wants to be a page is text on every page", async () => {
  for (const [who, list] of [["clerk", "/in?view=all&q=meo"], ["office", "/out?q=meo"]]) {
    const page = await signedIn(who);
    await page.goto(list);
    const link = page.locator("main table.rows a.subject", { hasText: "<script>window.hit=1</script>" }).first();
    const href = await link.getAttribute("href");
    const paths = [list, href, `${href}?print=1`, `/lang/en?next=${encodeURIComponent(href)}`, "/book", "/book?book=out"];
    if (who === "clerk") paths.push(`${href}/reason?act=return`);
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.evaluate(() => window.hit), undefined, path);
      assert.equal(await page.locator("img[src=x]").count(), 0, path);
      assert.deepEqual(page.faults, [], path);
    }
    if (who === "clerk") {
      await page.goto(href);
      assert.match(await page.locator("ul.files").innerText(), /<img src=x onerror=window\.hit=1>\.txt/);
    }
    await page.context().close();
  }
});

test("who reads in another zone is told the time there, and the exact one; a deadline stays Việt Nam's", async () => {
  const page = await signedIn("clerk", { timezoneId: "Asia/Tokyo" });
  await opened(page, "all");
  const event = page.locator("ol.time time").first();
  assert.match(await event.textContent(), /GMT\+9/);
  assert.match(await event.getAttribute("title"), /\(UTC\+7\)/);
  await page.goto("/in?view=all");
  assert.match(await page.locator("td.c-in time").first().textContent(), /GMT\+9/);
  const due = page.locator("td.c-due time").first();
  if (await due.count()) {
    assert.doesNotMatch(await due.textContent(), /GMT/);
    assert.match(await due.getAttribute("title"), /\(UTC\+7\)/);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what was typed outlives the end of the session, and is saved once one is back", async () => {
  const clerk = await signedIn("clerk");
  await clerk.goto("/out/compose");
  await clerk.getByRole("button", { name: "Soạn văn bản" }).first().click();
  await clerk.waitForURL(/\/out\/compose\/[0-9a-f-]{36}/);
  const cookies = await clerk.context().cookies();
  await clerk.context().clearCookies();
  await clerk.fill("#signer", "Nguyễn Văn An");
  await clerk.locator("#ended").waitFor();
  assert.match(await clerk.locator("#ended").innerText(), /Phiên đã hết hạn/);
  assert.match(await clerk.locator("#ended a").getAttribute("href"), /^\/sign-in\?next=\/out\/compose\/[0-9a-f-]{36}$/);
  await clerk.context().addCookies(cookies);
  await clerk.reload();
  await clerk.locator("#saved", { hasText: /Đã lưu lúc/ }).waitFor();
  assert.equal(await clerk.inputValue("#signer"), "Nguyễn Văn An");
  await clerk.reload();
  assert.equal(await clerk.inputValue("#signer"), "Nguyễn Văn An", "the hub has it");
  await clerk.context().close();
});

test("the keys of the help page do what it says, not while one types, and not when they are switched off", async () => {
  const page = await signedIn("clerk");
  const keys = async (...all) => { for (const key of all) await page.keyboard.press(key); };
  const here = () => page.evaluate(() => [...document.querySelectorAll("table.rows tbody tr")].findIndex((row) => row.classList.contains("here")));
  await page.goto("/in?view=all");
  await keys("j", "j");
  assert.equal(await here(), 1);
  await keys("k");
  assert.equal(await here(), 0);
  await keys("x");
  assert.ok(await page.locator("table.rows tbody tr").first().locator("input[data-pick]").isChecked());
  const href = await page.locator("main table.rows a.subject").first().getAttribute("href");
  await keys("o");
  await page.waitForURL(`**${href}`);
  await Promise.all([page.waitForURL("**/out"), keys("g", "g")]);
  await Promise.all([page.waitForURL("**/in"), keys("g", "d")]);
  await keys("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await keys("j", "?");
  assert.equal(await page.inputValue("#q"), "j?");
  assert.equal(await here(), -1);
  await keys("Escape");
  await Promise.all([page.waitForURL("**/help"), keys("?")]);

  await page.goto("/account");
  await page.uncheck("#shortcuts");
  await Promise.all([page.waitForURL(/\/account/), page.locator("form[action='/account/look'] button").click()]);
  await page.goto("/in?view=all");
  await keys("j");
  assert.equal(await here(), -1);
  await page.goto("/account");
  await page.check("#shortcuts");
  await Promise.all([page.waitForURL(/\/account/), page.locator("form[action='/account/look'] button").click()]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a receiver that was forgotten is added to what was sent, and a newer version is begun with what stood in it", async () => {
  const page = await signedIn("clerk");
  await page.goto("/out");
  const sent = await page.locator("main table.rows a.subject").evaluateAll((links) => links.map((link) => link.getAttribute("href").split("/").pop()));
  for (const [what, fixed] of [["add", true], ["update", false]]) {
    for (const id of sent) {
      await page.goto(`/out/act?what=update&d=${id}`);
      if (await page.locator(`button[value=${what}]`).count()) break;
    }
    await page.locator(`button[value=${what}]`).first().click();
    await page.waitForURL(/\/out\/compose\//);
    await sound(page, what);
    assert.deepEqual(await axe(page), [], what);
    assert.equal(await page.locator("#subject").isDisabled(), fixed);
    assert.equal(await page.locator("input[type=file]").count(), fixed ? 0 : 1);
    // Typed text and a ticked receiver are kept while one types.
    await page.fill("#reason", "Sót nơi nhận");
    const chosen = page.locator("#chosen input[name=to]");
    const before = await chosen.count();
    await page.locator("details.pick > summary").last().click();
    await page.locator("details.pick").last().locator("input[name=add]:not([disabled])").first().check();
    await page.waitForFunction((count) => document.querySelectorAll("#chosen input[name=to]").length > count, before);
    await page.reload();
    assert.equal(await page.inputValue("#reason"), "Sót nơi nhận");
    assert.equal(await chosen.count(), before + 1);
    await page.locator("details.away summary").click();
    await page.locator("details.away button").click();
    await page.waitForURL(/told=discarded/);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a document on paper has its details open and none of the screen's tools", async () => {
  const page = await signedIn("clerk");
  const { href } = await opened(page, "all");
  await page.goto(`${href}?print=1`);
  assert.equal(await page.locator("main details:not([open])").filter({ has: page.locator(".steps") }).count(), 0);
  await page.emulateMedia({ media: "print" });
  for (const tool of [".rail", ".top", ".todo", "main .btn"]) assert.equal(await page.locator(tool).first().isVisible(), false, tool);
  assert.ok(await page.locator("main h1").isVisible() && await page.locator(".verdict .steps").first().isVisible());
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
  await page.context().close();
});

test("a file dropped on the page is uploaded, and what is no package is not offered to be sent", async () => {
  const page = await signedIn("clerk");
  await page.goto("/out/upload");
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["không phải gói tin"], "thư.txt"));
    document.querySelector("form[data-upload]").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
  await page.waitForURL(/\/out\/upload\/[0-9a-f-]+\?/);
  assert.match(await page.locator("main").innerText(), /thư\.txt/);
  assert.equal(await page.locator("form[action$='/send'] button").count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
