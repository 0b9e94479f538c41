// The receipt, taken apart but not judged, in both forms (src/evidence/receipt.rs).
const TLOG_PROOF = "c2sp.org/tlog-proof@v1";
const MAX_RECEIPT_BYTES = 1024 * 1024;

const shape = (detail) => {
  throw new Refused("shape", `not a receipt of version 1: ${detail}`);
};

const parseReceipt = (bytes) => {
  if (bytes.length > MAX_RECEIPT_BYTES) shape(`it has ${bytes.length} bytes`);
  const mark = encode(TLOG_PROOF);
  return same(bytes.subarray(0, mark.length), mark) ? parseTlogProof(bytes) : parseWire(parseJson(bytes));
};

// An object with these members, all of them or with those that may be absent, and no other.
const membersOf = (value, where, needed, optional = []) => {
  if (!(value instanceof Map)) shape(`${where} is no object`);
  for (const name of needed) if (!value.has(name)) shape(`${where}.${name} is missing`);
  for (const name of value.keys()) if (!needed.includes(name) && !optional.includes(name)) shape(`${where} has another member`);
  return value;
};

const textOf = (value, where) => (typeof value === "string" ? value : shape(`${where} is no text`));
const wholeOf = (value, where) => (isWhole(value) ? value.value : shape(`${where} is no whole number`));
const listOf = (value, where) => (Array.isArray(value) ? value.map((one) => textOf(one, where)) : shape(`${where} is no list`));
const digestOf = (value, where) => unhex(value) ?? shape(`${where} is not 64 hexadecimal digits`);
// Absent, or null, which says the same.
const maybe = (object, name, read) => (object.has(name) && object.get(name) !== null ? read(object.get(name)) : null);

const hashesOf = (lines) =>
  lines.map((line) => {
    const hash = unbase64(line);
    return hash !== null && hash.length === 32 ? hash : shape("a hash is not 32 bytes in base64");
  });

const parseWire = (value) => {
  const wire = membersOf(value, "receipt", ["v", "leaf", "proof"], ["openings", "vkey", "anchors", "previous"]);
  if (wholeOf(wire.get("v"), "v") !== 1n) shape("member v is not 1");
  const proof = membersOf(wire.get("proof"), "proof", ["index", "hashes", "checkpoint"]);
  return {
    index: wholeOf(proof.get("index"), "index"),
    checkpoint: textOf(proof.get("checkpoint"), "checkpoint"),
    openings: openingsOf(wire.has("openings") ? wire.get("openings") : new Map()),
    vkey: maybe(wire, "vkey", (one) => textOf(one, "vkey")),
    anchors: wire.has("anchors") ? listOf(wire.get("anchors"), "anchors") : [],
    hashes: hashesOf(listOf(proof.get("hashes"), "hashes")),
    previous: maybe(wire, "previous", previousOf),
    leaf: unbase64(textOf(wire.get("leaf"), "leaf")) ?? shape("member leaf is not base64"),
  };
};

const openingsOf = (value) => {
  const openings = membersOf(value, "openings", [], ["doc", "pkg", "content"]);
  const digestOpening = (name) => maybe(openings, name, (one) => {
    const opening = membersOf(one, name, ["salt", "sha256", "size"]);
    const [salt, sha256] = ["salt", "sha256"].map((part) => digestOf(opening.get(part), part));
    return { salt, sha256, size: wholeOf(opening.get("size"), "size") };
  });
  const doc = maybe(openings, "doc", (one) => {
    const opening = membersOf(one, "doc", ["salt", "id"]);
    return { salt: digestOf(opening.get("salt"), "salt"), id: textOf(opening.get("id"), "id") };
  });
  return { doc, pkg: digestOpening("pkg"), content: digestOpening("content") };
};

const previousOf = (value) => {
  const previous = membersOf(value, "previous", ["checkpoint", "hashes"]);
  const checkpoint = textOf(previous.get("checkpoint"), "previous.checkpoint");
  return { checkpoint, hashes: hashesOf(listOf(previous.get("hashes"), "previous.hashes")) };
};

const parseTlogProof = (bytes) => {
  const whole = decode(bytes) ?? shape("not UTF-8");
  const gap = whole.indexOf("\n\n");
  if (gap < 0) shape("no empty line");
  const [first, extra = "", place = "", ...rest] = whole.slice(0, gap).split("\n");
  if (first !== TLOG_PROOF) shape("the first line is not tlog-proof@v1");
  const leaf = extra.startsWith("extra ") ? unbase64(extra.slice("extra ".length)) : null;
  const index = place.startsWith("index ") ? decimal(place.slice("index ".length)) : null;
  return {
    leaf: leaf ?? shape("the leaf does not stand in the extra line"),
    index: index ?? shape("no index line"),
    hashes: hashesOf(rest),
    checkpoint: whole.slice(gap + 2),
    openings: { doc: null, pkg: null, content: null },
    vkey: null,
    anchors: [],
    previous: null,
  };
};
