// The proof page's script in node, over the table that Rust judged already (CASES): every verdict has to be the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { folder, cases } = JSON.parse(readFileSync(process.env.CASES, "utf8"));
const script = readFileSync(join(folder, "judge.js"), "utf8");
const made = (text) => new Function(`${text}; return { judge, parseVkey, canonical, base64, hex, unhex, knowsEd25519 };`)();
const { judge, parseVkey, canonical, base64, hex, unhex, knowsEd25519 } = made(script);
assert.ok(await knowsEd25519(), "this node has no Ed25519");

const said = (found) => ({
  outcome: found.outcome,
  codes: found.failures.map((one) => one.code),
  index: found.index === null ? null : String(found.index),
  leaf: found.leaf === null ? null : canonical(found.leaf),
  checkpoint: found.checkpoint && [found.checkpoint.origin, String(found.checkpoint.size), base64(found.checkpoint.root)],
  signers: found.signers,
  package: found.package,
  opened: [
    found.openings.doc && found.openings.doc.id,
    found.openings.pkg && hex(found.openings.pkg.sha256),
    found.openings.content && hex(found.openings.content.sha256),
  ],
});

const unlike = [];
for (const one of cases) {
  const keys = await Promise.all(one.keys.map(parseVkey));
  assert.ok(!keys.includes(null), `${one.name}: a key`);
  const bytes = new Uint8Array(Buffer.from(one.receipt, "base64"));
  const found = said(await judge(bytes, keys, one.package && unhex(one.package)));
  try {
    assert.deepEqual(found, one.verdict);
  } catch {
    unlike.push(`${one.name}\n  the script: ${JSON.stringify(found)}\n  the command: ${JSON.stringify(one.verdict)}`);
  }
  // Without Ed25519 nothing is proven, and what is wrong for other reasons stays wrong.
  const blind = await judge(bytes, keys, one.package && unhex(one.package), false);
  assert.notEqual(blind.outcome, "proven", `${one.name}, without Ed25519`);
}
for (const bad of ["", "a", "a+b", "a+b+c", ` ${cases[0].keys[0]}`, `${cases[0].keys[0]} `, cases[0].keys[0].slice(0, -1), cases[0].keys[0].slice(1)]) {
  assert.equal(await parseVkey(bad), null, `a key: ${bad}`);
}
assert.deepEqual(unlike, [], unlike.join("\n"));

// The table sees: a judge that leaves out any one of these checks comes to another verdict somewhere.
const LEFT_OUT = [
  ["if (members.has(name)) throw", "if (false) throw"],
  ["btoa(raw) === text ?", "true ?"],
  ["ignoreBOM: true", "ignoreBOM: false"],
  ["if (this.at < this.bytes.length) this.refuse();", ""],
  ["byte < 0x20", "false"],
  ["if (second < 0xdc00 || second > 0xdfff) this.refuse();", ""],
  ["if (first >= 0xdc00 && first <= 0xdfff) this.refuse();", ""],
  ["if (this.bytes[start] === 0x30 && this.at - start > 1) this.refuse();", ""],
  ["if (!same(encode(canonical(value)), bytes))", "if (false)"],
  ["return Number.isFinite(value) ?", "return true ?"],
  ["return number < MAX_U64 ? number : null;", "return number;"],
  ["if (index >= size) return null;", ""],
  ["return same(node, root) ? null : OTHER_ROOT;", "return null;"],
  ["same(newNode, newerRoot) ? null", "true ? null"],
  ["if (lines.length > MAX_LINES)", "if (false)"],
  ["if (encode(note).length > MAX_NOTE_BYTES)", "if (false)"],
  ["if (signers.includes(note.head.origin))", "if (signers.length > 0)"],
  ["if (!(await isSigned(key.key, line.signature, note.text)))", "if (false)"],
  ["if (rest.includes(\"\"))", "if (false)"],
  ["if (bytes.length > MAX_LEAF_BYTES)", "if (false)"],
  ["if (isCounted(leaf) !== leaf.has(\"seq\"))", "if (false)"],
  ["if (!Object.hasOwn(members, name) && !Object.hasOwn(optional, name))", "if (false)"],
  ["if (found === ALIKE) throw", "if (false) throw"],
  ["isWhole(value) && value.value <= 255n", "isWhole(value)"],
  ["days !== undefined && day >= 1 && day <= days", "true"],
  ["if (wholeOf(wire.get(\"v\"), \"v\") !== 1n)", "if (false)"],
  ["originOf(found.leaf) !== head.origin", "false"],
  ["if (old.origin !== head.origin)", "if (false)"],
  ["if (!same(opened, committed))", "if (false)"],
  ["else if (same(openings.pkg.sha256, packageDigest))", "else if (true)"],
];
const unneeded = [];
for (const [check, instead] of LEFT_OUT) {
  assert.ok(script.includes(check), `the script has no ${check}`);
  const blind = made(script.replace(check, () => instead));
  let differs = false;
  for (const one of cases) {
    const keys = await Promise.all(one.keys.map(blind.parseVkey));
    try {
      const bytes = new Uint8Array(Buffer.from(one.receipt, "base64"));
      assert.deepEqual(said(await blind.judge(bytes, keys, one.package && unhex(one.package))), one.verdict);
    } catch {
      differs = true;
      break;
    }
  }
  if (!differs) unneeded.push(check);
}
assert.deepEqual(unneeded, [], "no receipt of the table needs these");
console.log(`${LEFT_OUT.length} checks are needed by the table`);
console.log(`${cases.length} verdicts are equal in node`);
