// The form saves itself while one types, and the hub's answer is put beside the fields. Without this script the buttons do the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-compose]");
  if (!form || !window.fetch || !window.FormData || !window.URLSearchParams) return;
  const { id, csrf } = form.dataset;
  const here = `/out/compose/${id}`;
  const saved = document.getElementById("saved");
  const stale = document.getElementById("stale");
  const revision = form.elements.namedItem("revision");
  const full = form.elements.namedItem("full");
  const TYPED = ["number", "notation", "type", "subject", "issued", "due", "competence", "position", "signer", "priority", "answer"];
  const QUIET = 900;
  const AGAIN = 10000;
  document.querySelectorAll("[data-live]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll(".no-live").forEach((one) => { one.hidden = true; });

  const say = (words) => { if (saved.textContent !== words) saved.textContent = words; };

  // ── what came back is put in place ─────────────────────────────────────
  const place = (name, html) => {
    const box = form.querySelector(`[data-piece="${name}"]`);
    if (!box || box.dataset.was === html) return;
    const within = box.contains(document.activeElement);
    box.dataset.was = html;
    box.innerHTML = html;
    // The button that was pressed is gone with what it took away.
    if (within) { const next = box.querySelector("button") || document.getElementById(name === "files" ? "file" : "find"); if (next) next.focus(); }
  };
  const beside = (name, words) => {
    const line = document.getElementById(`${name}-e`);
    if (!line) return;
    const text = line.querySelector("span");
    line.hidden = !words;
    if (text.textContent !== (words || "")) text.textContent = words || "";
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLElement)) return;
    if (words) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  };
  const wanted = new Set();
  const show = (live, own, groups) => {
    if (live.reload) { location.replace(here); return; }
    // Only a save of this window has seen what stands there now: a file that came says nothing of the fields.
    if (own) { revision.value = String(live.revision); say(live.saved); }
    Object.entries(live.pieces).forEach(([name, html]) => place(name, html));
    form.querySelectorAll(".err[id$='-e']").forEach((line) => { const name = line.id.slice(0, -2); beside(name, live.wrong[name]); });
    form.querySelectorAll("[data-hint]").forEach((line) => { line.textContent = live.hints[line.dataset.hint] || ""; });
    const chosen = new Set(live.chosen);
    // What was ticked while the answer was on its way stays ticked, and goes with the next save.
    chosen.forEach((code) => wanted.delete(code));
    form.querySelectorAll("input[name=add]").forEach((box) => {
      box.disabled = chosen.has(box.value);
      box.checked = box.disabled || wanted.has(box.value);
    });
    form.querySelectorAll("input[name=group]").forEach((box) => { if (groups && groups.includes(box.value)) box.checked = false; });
  };

  // ── saving, one after the other ────────────────────────────────────────
  let timer = 0;
  let running = false;
  let dirty = false;
  const verbs = [];
  let stopped = false;
  const fields = (verb) => {
    const pairs = new URLSearchParams();
    new FormData(form).forEach((value, name) => { if (typeof value === "string") pairs.append(name, value); });
    if (verb) pairs.append("do", verb);
    return pairs;
  };
  // What was typed outlives the session: it is laid aside in this tab, and put back when the same draft is opened again unchanged.
  const ended = document.getElementById("ended");
  const KEPT = `lienthong-draft ${id}`;
  const aside = () => {
    try { sessionStorage.setItem(KEPT, JSON.stringify({ revision: revision.value, pairs: [...fields()].filter(([name]) => TYPED.includes(name)) })); } catch (error) { /* the tab keeps nothing */ }
  };
  const back = () => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(KEPT)); sessionStorage.removeItem(KEPT); } catch (error) { kept = null; }
    if (!kept || kept.revision !== revision.value) return;
    let changed = false;
    kept.pairs.forEach(([name, value]) => {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLElement && field.value !== value) { field.value = value; changed = true; }
    });
    if (changed) send();
  };
  const failed = async (answer) => {
    let problem = null;
    try { problem = await answer.json(); } catch (error) { problem = null; }
    if (problem && problem.code === "draft.stale") {
      stopped = true;
      const when = stale.querySelector("[data-stale-when]");
      const at = answer.headers.get("X-Draft-Saved");
      if (at) when.textContent = when.dataset.staleWhen.replace("…", at);
      stale.hidden = false;
      stale.scrollIntoView({ block: "center" });
      say("");
    } else if (problem && problem.code === "draft.sent") {
      location.replace(here);
    } else if (answer.status === 401 || answer.redirected) {
      aside();
      say("");
      ended.hidden = false;
    } else {
      say(problem && problem.title ? `${problem.title}. ${problem.remedy}` : form.dataset.offline);
      later(AGAIN);
    }
  };
  const send = async (verb) => {
    if (stopped) return;
    if (running) { dirty = true; if (verb) verbs.push(verb); return; }
    clearTimeout(timer);
    running = true;
    dirty = false;
    say(form.dataset.saving);
    const body = fields(verb);
    try {
      const answer = await fetch(`${here}/live`, {
        method: "POST", body, headers: { "X-CSRF-Token": csrf, "HX-Request": "true" }, credentials: "same-origin",
      });
      if (answer.ok && !answer.redirected) show(await answer.json(), true, body.getAll("group"));
      else await failed(answer);
    } catch (error) {
      say(form.dataset.offline);
      later(AGAIN);
    } finally {
      running = false;
      if (verbs.length > 0) send(verbs.shift());
      else if (dirty) send();
    }
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(() => send(), wait); };

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || field.matches("[type=file], [type=checkbox], [data-filter]")) return;
    later(QUIET);
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)) return;
    if (field.matches("[type=file]")) { attach(Array.from(field.files)); return; }
    if (field.matches("[data-filter]")) return;
    if (field.name === "add") { if (field.checked) wanted.add(field.value); else wanted.delete(field.value); }
    send();
  });
  // What takes something away does so in place; what leads on sends the form.
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[name=do]") : null;
    if (!button || !/^(drop|detach|answers):|^unanswer$/.test(button.value)) return;
    event.preventDefault();
    send(button.value);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; aside(); });
  window.addEventListener("pagehide", () => {
    if (stopped || !timer) return;
    clearTimeout(timer);
    fetch(`${here}/live`, { method: "POST", body: fields(), headers: { "X-CSRF-Token": csrf }, keepalive: true, credentials: "same-origin" }).catch(() => {});
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // ── files: one request each, with its bar ──────────────────────────────
  const bars = form.querySelector("[data-bars]");
  const chooser = form.querySelector("input[type=file]");
  const line = (name) => {
    let list = bars.querySelector("ul");
    if (!list) { list = document.createElement("ul"); list.className = "bars"; bars.append(list); }
    const item = document.createElement("li");
    const words = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    words.textContent = name;
    item.append(words, bar);
    list.append(item);
    const wrong = (text) => { bar.remove(); words.className = "txt-bad"; words.textContent = `${name}: ${text}`; };
    return { item, words, bar, wrong };
  };
  // A line that was cut is tried again by itself, a few times: from the beginning, because the hub keeps no half of a file.
  const WAITS = [1000, 4000, 15000];
  const waited = (wait) => new Promise((go) => { setTimeout(go, wait); window.addEventListener("online", go, { once: true }); });
  const upload = async (file) => {
    const there = line(file.name);
    for (let tries = 0; ; tries += 1) {
      const cut = await once(file, there);
      if (cut === null) return;
      if (tries === WAITS.length) { there.wrong(form.dataset.failed); return; }
      there.words.textContent = `${file.name} · ${form.dataset.lost.replace("0", String(cut))}`;
      await waited(WAITS[tries]);
    }
  };
  // Gives at how many percent it was cut; null when it was answered.
  const once = (file, { item, words, bar, wrong }) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${here}/file?full=${full.value}&name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      const percent = event.total ? Math.floor((event.loaded * 100) / event.total) : 0;
      bar.value = percent;
      words.textContent = `${file.name} · ${form.dataset.uploading.replace("0", String(percent))}`;
    };
    request.onerror = request.onabort = () => done(bar.value);
    request.onload = () => {
      // A gateway between that says "later" is as good as a cut line.
      if ([502, 503, 504].includes(request.status)) { done(bar.value); return; }
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
      if (request.status === 200 && answer && answer.pieces) { item.remove(); show(answer); done(null); return; }
      if (request.status === 401) wrong(form.dataset.ended);
      else wrong(answer && answer.title ? `${answer.title}. ${answer.remedy}` : form.dataset.failed);
      done(null);
    };
    request.send(file);
  });
  let queue = Promise.resolve();
  const attach = (files) => {
    bars.querySelectorAll("li").forEach((item) => { if (!item.querySelector("progress")) item.remove(); });
    files.forEach((file) => { queue = queue.then(() => upload(file)); });
    chooser.value = "";
  };
  const drop = form.querySelector("[data-drop]");
  if (drop) {
    ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    drop.addEventListener("dragleave", (event) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove("over"); });
  }
  // Beside the box is meant for it too: the browser would show the file instead of the letter.
  const carries = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  window.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  window.addEventListener("drop", (event) => {
    if (drop) drop.classList.remove("over");
    if (event.dataTransfer && event.dataTransfer.files.length > 0) {
      event.preventDefault();
      // What is sent as it was takes no files.
      if (drop) attach(Array.from(event.dataTransfer.files));
    }
  });

  // ── receivers are found by name or code, with diacritics or without ────
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const finder = form.querySelector("[data-filter]");
  const lists = Array.from(form.querySelectorAll("[data-list]"));
  const items = lists.flatMap((list) => Array.from(list.querySelectorAll("li[data-name]"))).map((item) => ({ item, name: fold(item.dataset.name) }));
  const were = lists.map((list) => list.open);
  finder.addEventListener("input", () => {
    const words = fold(finder.value).split(/\s+/).filter(Boolean);
    let count = 0;
    items.forEach(({ item, name }) => { item.hidden = words.length > 0 && !words.every((word) => name.includes(word)); });
    items.forEach(({ item }) => {
      if (item.hidden && item.querySelector("li[data-name]:not([hidden])")) item.hidden = false;
      if (!item.hidden) count += 1;
    });
    lists.forEach((list, index) => {
      const some = list.querySelector("li[data-name]:not([hidden])");
      list.hidden = words.length > 0 && !some;
      list.open = words.length > 0 ? Boolean(some) : were[index];
    });
    document.getElementById("found").textContent = words.length > 0 && count === 0 ? form.dataset.none : "";
  });
  finder.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

  back();
  const summary = document.getElementById("summary");
  if (summary) summary.focus();
})();
