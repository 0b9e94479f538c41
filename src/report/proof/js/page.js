// The page: takes files, asks the judge, and says step by step what came out. It sends nothing, and stores one word: the
// language. Everything that a file says is put in as text.
const MOST_BYTES = 1024 * 1024 * 1024;
const state = { receipt: null, package: null, note: null, typed: [], own: false, paper: null, signatures: true, crypto: true, run: 0, found: null };
const at = (id) => document.getElementById(id);

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
};
const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
};
const mono = (text) => make("span", { class: "mono" }, text);

// ── keys ────────────────────────────────────────────────────────────────
// Typed keys take the place of those that the page brought, also where none of them can be read: whoever types a key wants no other.
const trusted = async () => {
  const lines = state.own ? state.typed : told.keys;
  return (await Promise.all(lines.map(parseVkey))).filter((key) => key !== null);
};

const typedKeys = async () => {
  const lines = at("keys").value.split("\n").map((line) => line.trim());
  const wrong = [];
  const good = [];
  for (const [place, line] of lines.entries()) {
    if (line === "") continue;
    if ((await parseVkey(line)) === null) wrong.push(say("proof-keys-bad", { line: place + 1 }));
    else good.push(line);
  }
  state.typed = good;
  state.own = lines.some((line) => line !== "");
  at("keys-wrong").textContent = wrong.join(" ");
  if (wrong.length > 0) at("keys").setAttribute("aria-invalid", "true");
  else at("keys").removeAttribute("aria-invalid");
  await check(false);
};

// ── files ───────────────────────────────────────────────────────────────
const looksLikeReceipt = async (file) => {
  if (file.size > MAX_RECEIPT_BYTES) return /\.(json|tlog-proof)$/i.test(file.name);
  const head = decode(new Uint8Array(await file.slice(0, 64).arrayBuffer()).filter((byte) => byte < 128)) ?? "";
  return /\.(json|tlog-proof)$/i.test(file.name) || head.trimStart().startsWith("{") || head.startsWith("c2sp.org/");
};

// The paper and the sealed container have the receipt in them; neither is a package.
const isPaper = (bytes) => startsWith(bytes, 0, encode("%PDF-"));
const MOST_PAPER_BYTES = 16 * 1024 * 1024;

const take = async (files) => {
  const run = (state.run += 1);
  state.note = null;
  at("told-files").textContent = say("proof-busy");
  try {
    let receipts = 0;
    let [receipt, other, note] = [null, null, null];
    for (const file of files) {
      if (await looksLikeReceipt(file)) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        if (receipt === null || hex(receipt.bytes) !== hex(bytes)) receipts += 1;
        receipt = { name: file.name, size: file.size, bytes, from: null };
      } else if (file.size > MOST_BYTES) {
        note = "proof-too-large";
      } else {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const inside = bytes.length > MOST_PAPER_BYTES ? null : await receiptInside(bytes);
        if (inside !== null) {
          // The receipt beside the paper that holds it is one receipt.
          if (receipt === null || hex(receipt.bytes) !== hex(inside)) receipts += 1;
          receipt = { name: file.name, size: file.size, bytes: inside, from: isPaper(bytes) ? "proof-from-paper" : "proof-from-container" };
          continue;
        }
        if (isPaper(bytes)) {
          note = "proof-is-paper";
          continue;
        }
        const digest = state.crypto ? await sha256(bytes) : null;
        if (other !== null) note = "proof-one-package";
        other = { name: file.name, size: file.size, digest };
      }
    }
    if (receipts > 1) note = "proof-one";
    // Files that were dropped later, or taken away, are not overtaken by a slow one.
    if (run !== state.run) return;
    // What cannot be read takes away what was said of the files before it.
    if (receipt === null && other === null && note !== null) Object.assign(state, { receipt: null, package: null });
    if (receipt !== null) state.receipt = receipt;
    if (other !== null) state.package = other;
    state.note = note;
  } catch {
    if (run === state.run) state.note = "proof-unreadable";
  }
  if (run === state.run) await check(true);
};

const forget = () => {
  state.run += 1;
  Object.assign(state, { receipt: null, package: null, note: null, found: null });
  at("files").value = "";
  show(false);
  at("files").focus();
};

// ── the check ───────────────────────────────────────────────────────────
const check = async (focus) => {
  const run = state.run;
  const digest = state.package === null ? null : state.package.digest;
  const found = state.receipt === null || !state.crypto
    ? null
    : await judge(state.receipt.bytes, await trusted(), digest, state.signatures);
  if (run !== state.run) return;
  if (found !== null) found.leafHash = found.leaf === null ? null : hex(await leafHash(encode(canonical(found.leaf))));
  state.found = found;
  show(focus);
};

// Each step: its name, how it stands ("good", "bad", "open", "skipped"), what is said of it, and the failures under it.
const stepsOf = (found) => {
  const failures = (name) => found.failures.filter((one) => one.step === name);
  const readable = failures("form").length === 0;
  const step = (name, stands, values = {}) => {
    const wrong = failures(name);
    const how = wrong.some((one) => one.code !== "evidence.no_key") ? "bad" : stands;
    const words = how === "bad" || how === "skipped" ? null : say(`proof-step-${name}.${how}`, values);
    return { name, how, words, failures: how === "bad" ? wrong : [], more: null };
  };
  const opened = Object.values(found.openings).some((one) => one !== null);
  const head = found.checkpoint;
  const steps = [
    step("form", "good"),
    step("leaf", found.leaf === null ? "skipped" : "good"),
    step("openings", readable ? (opened ? "good" : "open") : "skipped"),
    step("package", found.package === "matches" ? "good" : readable || found.package === "not_given" ? "open" : "skipped"),
    step("log", head === null ? "skipped" : "good", head === null ? {} : {
      index: grouped(found.index), size: grouped(head.size), origin: head.origin,
    }),
    signatureStep(found, step),
  ];
  if (found.previous !== null || failures("previous").length > 0) {
    const size = found.previous === null ? "" : grouped(found.previous.size);
    steps.splice(5, 0, step("previous", "good", { size }));
  }
  if (state.paper !== null && found.leafHash !== null) {
    const same = found.leafHash === state.paper;
    steps.push({ name: "paper", how: same ? "good" : "bad", words: say(`proof-step-paper.${same ? "good" : "bad"}`), failures: [], more: null });
  }
  if (found.anchors > 0) steps.push({ name: "anchors", how: "open", words: say("proof-step-anchors.open"), failures: [], more: null });
  steps.push({ name: "witness", how: "open", words: say("proof-step-witness.open"), failures: [], more: null });
  return steps;
};

const signatureStep = (found, step) => {
  const noKey = found.failures.some((one) => one.code === "evidence.no_key");
  const stands = noKey ? "open" : found.unchecked || found.signers.length === 0 ? "skipped" : "good";
  const made = step("signature", stands, { keys: found.signers.join(", ") });
  if (made.how === "good") {
    made.more = state.typed.length > 0
      ? say("proof-step-signature.typed")
      : say(`proof-step-signature.${told.hub === null ? "made" : "page"}`, { hub: told.hub, time: moment(told.made) });
  }
  if (made.how === "skipped" && found.unchecked) made.words = say("proof-no-ed25519");
  if (made.how !== "good" && found.vkey !== null) made.more = say("proof-hint", { vkey: found.vkey });
  return made;
};

const OUTCOMES = {
  proven: ["ok", "shield-check", "cli-audit-proven"],
  disproven: ["bad", "shield-x", "cli-audit-disproven"],
  indeterminate: ["warn", "shield-question", "cli-audit-no-key"],
};
const STANDS = {
  good: ["circle-check", "txt-ok"], bad: ["x", "txt-bad"], open: ["circle-dashed", "txt-warn"], skipped: ["minus", "muted"],
};

const show = (focus) => {
  showFiles();
  const place = at("result");
  place.replaceChildren();
  const found = state.found;
  document.body.dataset.outcome = found === null ? "" : found.outcome;
  document.body.dataset.codes = found === null ? "" : found.failures.map((one) => one.code).join(" ");
  if (found === null) return;
  const [token, picture, key] = OUTCOMES[found.outcome];
  // A good receipt beside the wrong package is no bad receipt.
  const pairing = found.failures.length > 0 && found.failures.every((one) => one.code === "evidence.package");
  const words = pairing ? "proof-other-package" : found.outcome === "indeterminate" && found.unchecked ? "proof-unchecked" : key;
  const lead = make("h2", { class: "lead-in", tabindex: "-1", id: "outcome" }, say(words));
  // A receipt may well be right and yet not be the one that the paper in hand leads to.
  const other = state.paper !== null && found.leafHash !== null && found.leafHash !== state.paper;
  const beside = other ? make("p", { class: "strong" }, say("proof-step-paper.bad")) : null;
  place.append(make("section", { class: `verdict ${token}`, "aria-labelledby": "outcome" }, icon(picture), make("div", {}, ...[lead, beside].filter((one) => one !== null))));
  place.append(card("proof-steps", make("ol", { class: "proof-steps" }, ...stepsOf(found).map(stepShown))));
  if (found.outcome !== "disproven" && found.leaf !== null) {
    if (found.outcome === "proven") place.append(meaning(found));
    place.append(facts(found));
  }
  if (focus) lead.focus();
};

const card = (key, ...content) => {
  const id = `h-${key}`;
  return make("section", { class: "card", "aria-labelledby": id }, make("header", {}, make("h2", { id }, say(key))), make("div", { class: "in" }, ...content));
};

const stepShown = (step) => {
  const [picture, token] = STANDS[step.how];
  const word = make("span", { class: `how ${token}` }, icon(picture), say(`proof-${step.how}`));
  const what = make("div", { class: "what" }, make("strong", {}, say(`proof-step-${step.name}`)));
  if (step.words !== null) what.append(make("p", {}, step.words));
  for (const failure of step.failures) {
    const title = say(`error-evidence-${failure.code.slice("evidence.".length)}.title`);
    const remedy = say(`error-evidence-${failure.code.slice("evidence.".length)}.remedy`);
    what.append(make("p", {}, make("strong", {}, title), " ", mono(failure.code)), make("p", {}, remedy), make("p", { class: "sub", lang: "en" }, mono(failure.detail)));
  }
  if (step.more !== null) what.append(make("p", { class: "sub" }, step.more));
  return make("li", { "data-step": step.name, "data-how": step.how }, word, what);
};

const meaning = (found) => {
  const leaf = found.leaf;
  const event = valueInWords("word:event", leaf.get("event"));
  const yes = [
    say("proof-yes-logged", { hub: leaf.get("hub"), event, time: moment(leaf.get("time").value) }),
    say("proof-yes-fixed"),
  ];
  if (found.openings.doc !== null) yes.push(say("proof-yes-document", { id: found.openings.doc.id }));
  if (found.package === "matches") yes.push(say("proof-yes-package"));
  const no = ["proof-no-content", "proof-no-person", "proof-no-time", "proof-no-witness"].map((key) => say(key));
  if (found.package !== "matches") no.unshift(say("proof-no-package"));
  const list = (lines) => make("ul", {}, ...lines.map((line) => make("li", {}, line)));
  return make("div", { class: "proof-meaning" }, card("proof-yes", list(yes)), card("proof-no", list(no)));
};

const facts = (found) => {
  const rows = statementRows(found.leaf);
  const { doc, pkg, content } = found.openings;
  if (doc !== null) rows.push([say("proof-opened-id"), doc.id, true]);
  if (pkg !== null) rows.push([say("proof-opened-package"), hex(pkg.sha256), true]);
  if (content !== null) rows.push([say("proof-opened-content"), hex(content.sha256), true]);
  if (found.leafHash !== null) rows.push([say("proof-leaf-hash"), found.leafHash, true]);
  if (found.checkpoint !== null) rows.push([say("proof-root"), base64(found.checkpoint.root), true]);
  const list = make("dl", { class: "facts" });
  for (const [name, value, machine] of rows) list.append(make("dt", {}, name), make("dd", {}, machine ? mono(value) : value));
  const undecided = found.outcome === "proven" ? null : make("p", { class: "txt-warn" }, say("proof-facts-undecided"));
  return card("proof-facts", ...[undecided, list].filter((one) => one !== null));
};

const showFiles = () => {
  const list = at("file-list");
  list.replaceChildren();
  for (const [key, file, picture] of [["receipt", state.receipt, "certificate"], ["package", state.package, "package"]]) {
    if (file === null) continue;
    const name = make("span", { class: "name" }, make("strong", {}, say(`proof-file-${key}`)), " ", make("span", { lang: "vi" }, file.name));
    name.append(make("span", { class: "sub" }, bytesInWords(file.size)));
    if (file.from) name.append(make("span", { class: "sub txt-warn" }, say(file.from)));
    list.append(make("li", {}, icon(picture), name));
  }
  const some = state.receipt !== null || state.package !== null;
  at("held").hidden = !some;
  const waiting = some && state.receipt === null ? say("proof-waiting") : "";
  at("told-files").textContent = [waiting, state.note === null ? "" : say(state.note)].filter((text) => text !== "").join(" ");
  const trouble = !state.crypto ? "proof-no-crypto" : !state.signatures ? "proof-no-ed25519" : null;
  at("trouble").hidden = trouble === null;
  at("trouble-words").textContent = trouble === null ? "" : say(trouble);
};

// ── language, paper, keeping ────────────────────────────────────────────
const speak = (tag) => {
  lang = tag;
  document.documentElement.lang = tag;
  document.title = say("proof-title");
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t, { hub: told.hub, time: moment(told.made) });
  const other = tag === "vi" ? "en" : "vi";
  const button = at("other");
  button.textContent = say("console-other-language");
  button.lang = other;
  at("paper").hidden = state.paper === null;
  at("paper-words").textContent = state.paper === null ? "" : say("proof-paper", { leaf: state.paper });
  at("kept").textContent = location.protocol === "file:" ? say("proof-from-disk") : at("kept").dataset.kept === "yes" ? say("proof-offline") : "";
  show(false);
};

const remembered = () => {
  try {
    return localStorage.getItem("lienthong-lang");
  } catch {
    return null;
  }
};

// What stands behind the # of the address: a language, and the leaf that a paper leads to. It never reaches a server.
const fromAddress = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  const leaf = given.get("leaf");
  state.paper = leaf !== null && /^[0-9a-f]{64}$/.test(leaf) ? leaf : null;
  const wished = given.get("lang") ?? remembered() ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "vi" || tag === "en");
  return wished === "en" ? "en" : "vi";
};

const keep = async () => {
  if (location.protocol === "file:" || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/proof/worker.js", { scope: "/proof" });
    await navigator.serviceWorker.ready;
    at("kept").dataset.kept = "yes";
    at("kept").textContent = say("proof-offline");
  } catch {
    // A browser that keeps nothing shows no promise either.
  }
};

const begin = async () => {
  state.crypto = globalThis.crypto !== undefined && crypto.subtle !== undefined;
  state.signatures = state.crypto && (await knowsEd25519());
  at("save").hidden = location.protocol === "file:";
  speak(fromAddress());
  at("files").addEventListener("change", (event) => take(Array.from(event.target.files)));
  at("clear").addEventListener("click", forget);
  at("keys").addEventListener("input", typedKeys);
  at("other").addEventListener("click", () => {
    const tag = lang === "vi" ? "en" : "vi";
    try {
      localStorage.setItem("lienthong-lang", tag);
    } catch {
      // Then it is asked anew the next time.
    }
    speak(tag);
  });
  addEventListener("hashchange", () => speak(fromAddress()));
  const zone = at("zone");
  addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  addEventListener("dragleave", () => zone.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer !== null && event.dataTransfer.files.length > 0) take(Array.from(event.dataTransfer.files));
  });
  document.body.dataset.ready = "yes";
  await keep();
};
begin();
