// An upload in pieces: it goes on where a cut line left it. Without this script the form sends the file as a whole.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form || !window.XMLHttpRequest || !window.FormData) return;
  const field = form.querySelector("input[type=file]");
  const button = form.querySelector("button:not([type])");
  const again = form.querySelector("[data-again]");
  const told = form.querySelector("[data-told]");
  const box = form.querySelector("[data-progress-box]");
  const bar = box.querySelector("progress");
  const PIECE = 4 * 1024 * 1024;
  const SILENCE = 30000;
  let file = null;
  let id = null;
  let have = 0;
  let running = false;
  let said = -1;

  const percent = () => (file && file.size ? Math.min(100, Math.floor((have * 100) / file.size)) : 0);
  const say = (words, number) => { told.textContent = number === undefined ? words : words.replace("0", String(number)); };
  const show = () => {
    box.hidden = false;
    bar.value = percent();
    // Screen readers hear every tenth only.
    const step = Math.floor(percent() / 10);
    if (step !== said) { said = step; say(form.dataset.progress, percent()); }
  };

  // One call. Gives the answer's JSON; fails with { words } when the server said no, with { lost: true } when the line is gone.
  const call = (method, path, body, type, progress) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    let timer = 0;
    const alive = () => { clearTimeout(timer); timer = setTimeout(() => request.abort(), SILENCE); };
    request.open(method, path);
    request.setRequestHeader("X-CSRF-Token", form.dataset.csrf);
    request.setRequestHeader("HX-Request", "true");
    if (type) request.setRequestHeader("Content-Type", type);
    request.upload.onprogress = (event) => { alive(); if (progress) progress(event.loaded); };
    request.onprogress = alive;
    request.onerror = request.onabort = () => { clearTimeout(timer); fail({ lost: true }); };
    request.onload = () => {
      clearTimeout(timer);
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
      if (request.status === 200 && answer) { done(answer); return; }
      // A gateway between that says "later" is as good as a cut line.
      if (request.status === 502 || request.status === 503 || request.status === 504) { fail({ lost: true }); return; }
      if (request.status === 401 || (request.status === 200 && !answer)) { fail({ words: form.dataset.ended }); return; }
      fail({ code: answer && answer.code, words: answer ? `${answer.title}. ${answer.remedy}` : form.dataset.failed });
    };
    alive();
    request.send(body);
  });

  const begin = async () => {
    const fields = new URLSearchParams({ name: file.name, size: String(file.size) });
    const found = await call("POST", "/out/upload/begin", fields.toString(), "application/x-www-form-urlencoded");
    id = found.id;
    have = found.have;
  };

  const pieces = async () => {
    let stumbled = false;
    while (have < file.size) {
      const from = have;
      try {
        const part = file.slice(from, from + PIECE);
        const found = await call("POST", `/out/upload/${id}?offset=${from}`, part, "application/octet-stream", (sent) => {
          have = Math.min(file.size, from + sent);
          show();
        });
        have = found.have;
        stumbled = false;
      } catch (trouble) {
        have = from;
        // The hub has more than we know of: its answer was lost. Ask once, and go on from there.
        if (trouble.code !== "upload.elsewhere" || stumbled) throw trouble;
        stumbled = true;
        have = (await call("GET", `/out/upload/${id}/state`)).have;
      }
      show();
    }
  };

  const stopped = (trouble) => {
    if (trouble.lost) {
      say(form.dataset.lost, percent());
      again.hidden = false;
      again.focus();
    } else {
      say(trouble.words || form.dataset.failed);
      id = null;
      button.hidden = false;
    }
  };

  const run = async () => {
    if (running || !file) return;
    running = true;
    again.hidden = true;
    button.hidden = true;
    said = -1;
    try {
      if (id) have = (await call("GET", `/out/upload/${id}/state`)).have;
      else await begin();
      show();
      await pieces();
      say(form.dataset.checking);
      location.assign(`/out/upload/${id}?attempt=${form.dataset.attempt}`);
    } catch (trouble) {
      stopped(trouble);
    } finally {
      running = false;
    }
  };

  const start = (chosen) => { file = chosen; id = null; have = 0; run(); };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (field.files.length > 0) start(field.files[0]);
  });
  again.addEventListener("click", run);
  window.addEventListener("online", () => { if (!again.hidden) run(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // ── drag and drop ──────────────────────────────────────────────────────
  const over = (is) => form.classList.toggle("over", is);
  ["dragenter", "dragover"].forEach((name) => form.addEventListener(name, (event) => { event.preventDefault(); over(true); }));
  form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) over(false); });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const dropped = event.dataTransfer && event.dataTransfer.files;
    if (!dropped || dropped.length === 0 || running) return;
    field.files = dropped;
    start(dropped[0]);
  });
})();
