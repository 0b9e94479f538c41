// The proof page's script in node, over the table that Rust judged already (CASES): every verdict has to be the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { folder, cases } = JSON.parse(readFileSync(process.env.CASES, "utf8"));
const script = readFileSync(join(folder, "judge.js"), "utf8");
const { judge, parseVkey, canonical, base64, hex, unhex, knowsEd25519 } =
  new Function(`${script}; return { judge, parseVkey, canonical, base64, hex, unhex, knowsEd25519 };`)();
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
console.log(`${cases.length} verdicts are equal in node`);
