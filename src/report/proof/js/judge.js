// The judge of receipts: the same check as `lienthong audit receipt` (src/evidence/judge.rs), with the same codes. It takes
// no word of anybody but the receipt itself and the keys that its reader trusts.

// `keys` as parseVkey gives them; `packageDigest` is SHA-256 of the package at hand, or null. A browser without Ed25519 is
// told by `signatures: false`: then all else is checked, and nothing is proven.
const judge = async (bytes, keys, packageDigest, signatures = true) => {
  const found = {
    outcome: "disproven", failures: [], leaf: null, index: null, checkpoint: null, signers: [],
    package: packageDigest === null ? "not_given" : "differs",
    openings: { doc: null, pkg: null, content: null }, vkey: null, previous: null, anchors: 0, unchecked: !signatures,
  };
  const fail = (step, code, detail) => found.failures.push({ step, code: `evidence.${code}`, detail });
  try {
    const receipt = parseReceipt(bytes);
    found.openings = receipt.openings;
    found.vkey = receipt.vkey;
    found.anchors = receipt.anchors.length;
    await judgeReceipt(found, receipt, keys, packageDigest, fail);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail("form", error.kind === "twice" ? "duplicate_key" : "receipt_form", error.message);
  }
  const codes = found.failures.map((one) => one.code);
  if (codes.length === 0) found.outcome = signatures ? "proven" : "indeterminate";
  else if (codes.length === 1 && codes[0] === "evidence.no_key") found.outcome = "indeterminate";
  return found;
};

const judgeReceipt = async (found, receipt, keys, packageDigest, fail) => {
  found.index = receipt.index;
  try {
    found.leaf = parseLeaf(receipt.leaf);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail("leaf", LEAF_CODES[error.kind], error.message);
  }
  const note = parseNote(receipt.checkpoint);
  if (typeof note === "string") fail("log", "checkpoint_form", `not a checkpoint: ${note}`);
  else await judgeNote(found, note, receipt, keys, fail);
  await judgeOpenings(found, receipt.openings, packageDigest, fail);
};

const judgeNote = async (found, note, receipt, keys, fail) => {
  const head = note.head;
  await judgeSignatures(found, note, keys, fail);
  if (found.leaf !== null && originOf(found.leaf) !== head.origin) {
    fail("log", "origin", `the leaf is of ${originOf(found.leaf)}, the checkpoint of ${head.origin}`);
  }
  const wrong = await verifyInclusion(await leafHash(receipt.leaf), receipt.index, head.size, receipt.hashes, head.root);
  if (wrong !== null) fail("log", PROOF_CODES[wrong.kind], wrong.detail);
  if (receipt.previous !== null) await judgePrevious(found, head, receipt.previous, keys, fail);
  found.checkpoint = head;
};

const judgePrevious = async (found, head, previous, keys, fail) => {
  const older = parseNote(previous.checkpoint);
  if (typeof older === "string") {
    fail("previous", "checkpoint_form", `not a checkpoint: ${older}`);
    return;
  }
  await judgeSignatures(found, older, keys, fail);
  const old = older.head;
  found.previous = old;
  if (old.origin !== head.origin) {
    fail("previous", "origin", `the previous checkpoint is of ${old.origin}, not of ${head.origin}`);
  }
  const wrong = await verifyConsistency(old.size, old.root, head.size, head.root, previous.hashes);
  if (wrong !== null) fail("previous", "inconsistent", wrong.detail);
};

const judgeSignatures = async (found, note, keys, fail) => {
  if (keys.length === 0) {
    if (found.failures.every((one) => one.code !== "evidence.no_key")) fail("signature", "no_key", "no key was given");
    return;
  }
  if (found.unchecked) return;
  const signed = await verifyNote(note, keys);
  if (signed.kind === "signed") found.signers = signed.signers;
  else fail("signature", `checkpoint_${signed.kind}`, signed.detail);
};

const judgeOpenings = async (found, openings, packageDigest, fail) => {
  const commit = (tag, salt, value) => sha256(encode(`lienthong/${tag}/v1`), Uint8Array.of(0), salt, value);
  for (const name of ["doc", "pkg", "content"]) {
    const opening = openings[name];
    if (opening === null) continue;
    const opened = await commit(name, opening.salt, name === "doc" ? encode(opening.id) : opening.sha256);
    const committed = found.leaf !== null && found.leaf.has(name) ? unhex(found.leaf.get(name)) : null;
    if (!same(opened, committed)) fail("openings", "opening", `the opening of ${name} does not fit the leaf`);
  }
  if (packageDigest === null) return;
  if (openings.pkg === null) fail("package", "package", "the receipt does not open the package's digest");
  else if (same(openings.pkg.sha256, packageDigest)) found.package = "matches";
  else fail("package", "package", `the receipt is about ${hex(openings.pkg.sha256)}, the package at hand is ${hex(packageDigest)}`);
};

const LEAF_CODES = {
  large: "leaf_too_large", twice: "duplicate_key", form: "leaf_not_canonical", syntax: "leaf_form", shape: "leaf_form",
};
const PROOF_CODES = { index: "index", length: "proof_length", root: "proof" };
