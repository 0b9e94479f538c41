// The leaf: one statement in its only form (src/evidence/leaf.rs, statement.rs). A member is read as it is written
// (FINE), read alike but written otherwise (ALIKE), or is none (WRONG).
const FINE = "fine";
const ALIKE = "alike";
const WRONG = "wrong";

const verdictOf = (holds) => (holds ? FINE : WRONG);
const text = (most) => (value) =>
  verdictOf(typeof value === "string" && value.length <= most && /^[!#-[\]-~]+$/.test(value));
const code = text(64);
const whole = (value) => verdictOf(isWhole(value) && value.value <= MAX_NUMBER);
const small = (value) => verdictOf(isWhole(value) && value.value <= 255n);
const time = (value) =>
  verdictOf(isNumber(value) && value.kind !== "float" && value.value <= MAX_NUMBER && value.value >= -MAX_NUMBER);
const digest = (value) => {
  if (unhex(value) === null) return WRONG;
  return value === value.toLowerCase() ? FINE : ALIKE;
};
const nonce = (value) => {
  if (typeof value !== "string" || !/^[0-9a-fA-F]{32}$/.test(value)) return WRONG;
  return value === value.toLowerCase() ? FINE : ALIKE;
};
// The four ways in which a UUID is written; one of them is ours.
const uuid = (value) => {
  if (typeof value !== "string") return WRONG;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return FINE;
  const dashed = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  return new RegExp(`^(?:${dashed}|\\{${dashed}\\}|urn:uuid:${dashed}|[0-9a-fA-F]{32})$`).test(value) ? ALIKE : WRONG;
};
const date = (value) => {
  const found = typeof value === "string" && /^(\d{4}|-00\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (!found || found[1] === "-000000") return WRONG;
  const [year, month, day] = found.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return verdictOf(days !== undefined && day >= 1 && day <= days);
};
const month = (value) => verdictOf(typeof value === "string" && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(value));
const oneOf = (names) => (value) => {
  if (typeof value === "string") return verdictOf(names.includes(value));
  // Read alike by the command: a variant as an object of its own.
  const alone = value instanceof Map && value.size === 1 ? Array.from(value.entries())[0] : null;
  return alone && names.includes(alone[0]) && alone[1] === null ? ALIKE : WRONG;
};
const parts = (members, optional = {}) => (value) => {
  if (!(value instanceof Map)) return WRONG;
  return worst(judgeMembers(value, members, optional));
};

// Every member by its rule: those that must stand there, and those that may; a null where one may be absent reads alike.
const judgeMembers = (object, members, optional) => {
  const found = [];
  for (const name of object.keys()) if (!Object.hasOwn(members, name) && !Object.hasOwn(optional, name)) found.push(WRONG);
  for (const [name, rule] of Object.entries(members)) found.push(object.has(name) ? rule(object.get(name)) : WRONG);
  for (const [name, rule] of Object.entries(optional)) {
    if (object.has(name)) found.push(object.get(name) === null ? ALIKE : rule(object.get(name)));
  }
  return found;
};

const worst = (verdicts) => [WRONG, ALIKE].find((one) => verdicts.includes(one)) ?? FINE;

const MAX_LEAF_BYTES = 4096;
const MAX_NUMBER = (1n << 53n) - 1n;
const version = parts({ version: whole, sha256: digest });
const STAMP = {
  v: (value) => verdictOf(isWhole(value) && value.value === 1n),
  time, hub: code, epoch: whole, nonce,
};
// Absent, or a number: here null is none.
const COUNTERS = { seq: whole, prev: whole };
const BODY = {
  received: time, doc: digest, pkg: digest, content: digest, submitter: code, from: code, to: code,
  receivers: parts({ count: whole, sha256: digest }), delivery: uuid, code, reason: code, request: whole,
  signed: oneOf(["none", "legacy", "dsig", "B", "T", "LT"]), pdf: oneOf(["none", "some", "all"]),
  verdict: parts({ code, sha256: digest }), binding: parts({ rule: code, version: whole }), issued: date, urgency: code,
  due: date, accept_by: time, send_by: time, stamped: time, policy: version, directory: version, calendar: version,
  agency_level: small, paper: parts({ agency: code, period: month, count: whole }, { supersedes: whole }),
  key: parts({ vkey: text(192), valid_from: time }), before: parts({ origin: text(192), size: whole, root: digest }),
  act: code, subject: digest, count: whole,
};

// The leaf as a Map, or throws Refused: "large", "syntax", "twice", "form" (not canonical), "shape".
const parseLeaf = (bytes) => {
  if (bytes.length > MAX_LEAF_BYTES) throw new Refused("large", `the leaf has ${bytes.length} bytes`);
  const leaf = parseCanonical(bytes);
  if (!(leaf instanceof Map)) throw new Refused("shape", "no object");
  const counters = Object.entries(COUNTERS).map(([name, rule]) => (leaf.has(name) ? rule(leaf.get(name)) : FINE));
  const body = new Map(Array.from(leaf).filter(([name]) => !Object.hasOwn(COUNTERS, name)));
  const found = worst([...counters, ...judgeMembers(body, { ...STAMP, event: oneOf(EVENTS) }, BODY)]);
  if (found === WRONG) throw new Refused("shape", "a member of the leaf is none, or one is missing");
  if (isCounted(leaf) !== leaf.has("seq")) {
    throw new Refused("shape", "a running number belongs to a counted agency and to nothing else");
  }
  if (found === ALIKE) throw new Refused("form", "not in canonical form (RFC 8785)");
  return leaf;
};

// Whose running number it takes: whoever acted, else towards whom the hub acted, else who declares.
const isCounted = (leaf) => {
  const there = (name) => leaf.has(name) && leaf.get(name) !== null;
  return there("submitter") || there("to") || there("paper");
};

const originOf = (leaf) => `${leaf.get("hub")}/log/${leaf.get("epoch").value}`;
