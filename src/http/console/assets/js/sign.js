// Signing with the key on this machine: the hub prepares, the program at 127.0.0.1 shows it again, asks and signs, the hub sends.
// The secret of the pairing lies in this browser alone; the program never sees a cookie of the hub, the hub never a key.
(() => {
  "use strict";
  const box = document.querySelector("[data-sign]");
  if (!box || !window.fetch || !window.AbortController || !window.FileReader) return;
  const { id, csrf, agent } = box.dataset;
  const KEPT = `lienthong-agent ${agent}`;
  const told = box.querySelector("[data-told]");
  const problem = box.querySelector("[data-problem]");
  const steps = Array.from(box.querySelectorAll("[data-step]"));
  box.querySelector("[data-live]").hidden = false;
  box.querySelectorAll(".no-live").forEach((one) => { one.hidden = true; });

  const kept = () => { try { return localStorage.getItem(KEPT); } catch (error) { return null; } };
  const keep = (secret) => { try { if (secret) localStorage.setItem(KEPT, secret); else localStorage.removeItem(KEPT); } catch (error) { /* this page only */ } memory = secret; };
  let memory = kept();
  let status = null;
  let going = null;

  const say = (words) => { told.textContent = words; };
  const step = (name, words) => {
    steps.forEach((one) => { one.hidden = one.dataset.step !== name; });
    told.hidden = !words;
    if (words) say(words);
  };
  const calm = () => { problem.hidden = true; };
  const wrong = (trouble) => {
    const known = trouble.code && box.querySelector(`[data-words] [data-code="${CSS.escape(trouble.code)}"]`);
    problem.querySelector("[data-problem-title]").textContent = known ? known.querySelector("dt").textContent : trouble.title || box.dataset.failed;
    problem.querySelector("[data-problem-remedy]").textContent = known ? known.querySelector("dd").textContent : trouble.remedy || "";
    problem.hidden = false;
  };

  // One call of the program. Fails with { away: true } where it does not answer, else with its problem document.
  const ask = async (path, body, signal) => {
    let answer;
    try {
      const headers = { "Content-Type": "application/json" };
      if (memory) headers.Authorization = `Bearer ${memory}`;
      answer = await fetch(agent + path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body), credentials: "omit", cache: "no-store", signal });
    } catch (error) {
      if (signal && signal.aborted) throw { stopped: true };
      throw { away: true };
    }
    let said = null;
    try { said = await answer.json(); } catch (error) { said = null; }
    if (answer.ok && said) return said;
    throw said || { title: box.dataset.failed };
  };
  // One call of the hub.
  const call = async (path, body, signal) => {
    let answer;
    try {
      answer = await fetch(`/out/compose/${id}/${path}`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "HX-Request": "true" },
        body: JSON.stringify(body), credentials: "same-origin", signal,
      });
    } catch (error) {
      if (signal && signal.aborted) throw { stopped: true };
      throw { title: box.dataset.failed };
    }
    if (answer.status === 401 || answer.redirected) throw { title: box.dataset.ended };
    let said = null;
    try { said = await answer.json(); } catch (error) { said = null; }
    if (answer.ok && said) return said;
    throw said || { title: box.dataset.failed };
  };

  const offer = async () => {
    calm();
    try {
      await ask("/pair/begin", {});
      step("pair");
      document.getElementById("code").focus();
    } catch (trouble) { met(trouble); }
  };
  const met = (trouble) => {
    if (trouble.stopped) { step("ready"); return; }
    if (trouble.away) { step("away"); return; }
    if (trouble.code === "agent.not_paired") { keep(null); step("unpaired"); return; }
    wrong(trouble);
    // A code that is wrong may be typed again; of one that ended a new one is asked for.
    if (/^agent\.pairing/.test(trouble.code || "")) { step("pair"); return; }
    if (status) step("ready"); else step("away");
  };
  const look = async () => {
    calm();
    step("", box.dataset.looking);
    try {
      status = await ask("/status", {});
      // Its common name; all of it on hover (RFC 4514: a backslash before a comma of the name itself).
      const name = /(?:^|,)CN=((?:\\.|[^,\\])*)/.exec(status.subject);
      const holder = box.querySelector("[data-subject]");
      holder.textContent = name ? name[1].replace(/\\(.)/g, "$1") : status.subject;
      holder.title = status.subject;
      step("ready");
    } catch (trouble) { met(trouble); }
  };

  const base64 = (blob) => new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => fail({ title: box.dataset.failed });
    reader.readAsDataURL(blob);
  });
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const sign = async () => {
    if (going) return;
    calm();
    going = new AbortController();
    const { signal } = going;
    try {
      step("wait", box.dataset.reading);
      // The key may have been changed since the page was opened.
      status = await ask("/status", {}, signal);
      const prepared = await call("prepare", { certificate: status.certificate, stands: box.dataset.stands }, signal);
      const files = [];
      for (const file of prepared.files) {
        const answer = await fetch(file.href, { credentials: "same-origin", signal }).catch(() => { throw signal.aborted ? { stopped: true } : { title: box.dataset.failed }; });
        if (!answer.ok) throw { title: box.dataset.failed };
        const bytes = await answer.blob();
        files.push({ name: file.name, content: bytes.size > 0 ? await base64(bytes) : "" });
      }
      say(box.dataset.asked);
      told.focus();
      const { document_xml, signed_properties, signed_info } = prepared;
      const signed = await ask("/sign", { request: name(), document_xml, signed_properties, signed_info, files }, signal);
      say(box.dataset.sending);
      const taken = await call("complete", { prepared: prepared.id, signature: signed.signature });
      location.assign(taken.to);
    } catch (trouble) {
      met(trouble);
    } finally {
      going = null;
    }
  };

  const acts = {
    look, sign, code: offer,
    forget: () => { keep(null); status = null; calm(); step("unpaired"); },
    stop: () => { if (going) going.abort(); },
  };
  box.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (button && acts[button.dataset.do]) acts[button.dataset.do]();
  });
  box.querySelector("form[data-step=pair]").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const field = document.getElementById("code");
    calm();
    try {
      const answer = await ask("/pair", { code: field.value.replace(/\s/g, "") });
      keep(answer.secret);
      field.value = "";
      await look();
    } catch (trouble) { met(trouble); }
  });
  look();
})();
