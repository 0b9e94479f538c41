// The little that moves: the keys, and what is told while a form is filled in. Every page works without it.
(() => {
  "use strict";
  const body = document.body;
  const rows = () => Array.from(document.querySelectorAll("table.rows tbody tr"));
  const link = (row) => row && row.querySelector("a.subject");

  // ── what holds only with or only without a script ──────────────────────
  document.querySelectorAll("main > .head [data-live]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("main > .head .no-live").forEach((one) => { one.hidden = true; });

  // ── keys (WCAG 2.1.4: off while typing, and by a setting) ──────────────
  let here = -1;
  let before = "";
  const go = (step) => {
    const all = rows();
    if (all.length === 0) return;
    if (all[here]) all[here].classList.remove("here");
    here = Math.max(0, Math.min(all.length - 1, here + step));
    all[here].classList.add("here");
    const target = link(all[here]);
    if (target) target.focus({ preventScroll: true });
    all[here].scrollIntoView({ block: "nearest" });
  };
  const press = (name) => {
    const button = document.querySelector(`[data-key="${name}"]`);
    if (button) button.click();
  };
  // Where nothing is selected, the row that the keys are on is meant.
  const pick = () => {
    const box = rows()[here] && rows()[here].querySelector("input[data-pick]");
    if (!box || document.querySelector("input[data-pick]:checked")) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => { const target = link(rows()[here]); if (target) target.click(); },
    x: () => {
      const box = rows()[here] && rows()[here].querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
    },
    a: () => { pick(); press("accept"); },
    i: () => { pick(); press("mine"); },
    n: () => press("compose"),
    "/": () => { const field = document.getElementById("q"); if (field) { field.focus(); field.select(); } },
    "?": () => { location.href = "/help"; },
  };
  document.addEventListener("keydown", (event) => {
    if (body.dataset.keys !== "on" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (event.key === "Escape") {
      if (at instanceof HTMLElement && at.matches("input, textarea, select")) { at.blur(); return; }
      const back = document.querySelectorAll(".breadcrumb a");
      if (back.length > 0 && !document.querySelector("dialog[open], [popover]:popover-open")) back[back.length - 1].click();
      return;
    }
    if (at instanceof HTMLElement && (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox]):not([type=radio])"))) return;
    if (before === "g") {
      before = "";
      const to = { d: "/in", g: "/out" }[event.key];
      if (to) { event.preventDefault(); location.href = to; }
      return;
    }
    if (event.key === "g") { before = "g"; setTimeout(() => { before = ""; }, 1500); return; }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // ── times are Việt Nam's; where this machine lives by another zone, they are said in that one, the exact one on hover ──
  const tell = (root) => {
    const form = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : "vi-VN", {
      day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
    });
    for (const one of root.querySelectorAll("time[data-moves]")) {
      const at = new Date(one.dateTime);
      if (Number.isNaN(at.valueOf()) || at.getTimezoneOffset() === -420) continue;
      one.removeAttribute("data-moves");
      one.textContent = form.format(at);
    }
  };
  tell(document);
  body.addEventListener("htmx:afterSettle", () => tell(document));

  // ── how many are selected, in words that the server wrote ──────────────
  const told = document.querySelector("[data-selected]");
  const count = () => {
    const boxes = Array.from(document.querySelectorAll("input[data-pick]"));
    const picked = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => { const row = box.closest("tr"); if (row) row.classList.toggle("picked", box.checked); });
    if (told) told.textContent = picked === 0 ? told.dataset.none : told.dataset.some.replace("0", String(picked));
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if (box.matches("[data-pick-all]")) {
      document.querySelectorAll("input[data-pick]").forEach((one) => { one.checked = box.checked; });
    }
    if (box.matches("[data-pick], [data-pick-all]")) count();
  });
  document.querySelectorAll("[data-pick-all]").forEach((box) => { box.hidden = false; });
  count();

  // ── a form is sent once: a second click while it is on its way does nothing ──
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method.toLowerCase() !== "post") return;
    if (form.dataset.sent === "yes") { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    count();
  });
})();
