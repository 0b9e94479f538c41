// Checkpoints: C2SP signed notes with Ed25519 (src/evidence/checkpoint.rs, key.rs).

// C2SP signed-note: a key name has no space, no plus, and is not empty. Spaces are those of Unicode.
const isName = (name) => name !== "" && !/[+\u0000-\u001f\u007f-\u009f\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(name);

// `<name>+<8 hexadecimal digits>+<base64 of 0x01 and the key>`; null for any other text.
// A point of small order, or one written in a second way (RFC 8032 §5.1.3): a signature by it shows nothing, and browsers differ.
const isWeak = (key) => {
  const y = Uint8Array.from(key);
  y[31] &= 0x7f;
  const inner = y.subarray(1, 31);
  const second = y[31] === 0x7f && inner.every((byte) => byte === 0xff) && y[0] >= 0xec;
  const small = y[0] <= 1 && y.subarray(1).every((byte) => byte === 0);
  return second || small || EIGHTH.includes(hex(y));
};
const EIGHTH = [
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
];

const parseVkey = async (text) => {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1);
  if (first < 0 || second < 0) return null;
  const [name, id, key] = [text.slice(0, first), text.slice(first + 1, second), unbase64(text.slice(second + 1))];
  if (!isName(name) || key === null || key.length !== 33 || key[0] !== 1 || isWeak(key.subarray(1))) return null;
  const found = (await sha256(encode(`${name}\n`), key)).subarray(0, 4);
  return hex(found) === id ? { name, id: found, key: key.subarray(1), text } : null;
};

// A note taken apart, or a text that says why it is none.
const parseNote = (note) => {
  if (encode(note).length > MAX_NOTE_BYTES) return "it is too long";
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(note)) return "it has control characters";
  // The last empty line parts the text from the signatures.
  const at = note.lastIndexOf("\n\n");
  if (at < 0) return "no empty line";
  const head = parseHead(note.slice(0, at));
  if (typeof head === "string") return head;
  const signatures = note.slice(at + 2);
  if (!signatures.endsWith("\n")) return "no newline at the end";
  const lines = signatures.slice(0, -1).split("\n").map(parseLine);
  if (lines.includes(null)) return "a signature line is a dash, a name and base64";
  if (lines.length > MAX_LINES) return "too many signature lines";
  return { text: encode(note.slice(0, at + 1)), head, lines };
};

const parseHead = (text) => {
  const [origin, size, root, ...rest] = text.split("\n");
  if (root === undefined) return "fewer than three lines";
  if (!isName(origin)) return "the origin is no name";
  const number = decimal(size);
  if (number === null) return "the size is no decimal number";
  const hash = unbase64(root);
  if (hash === null || hash.length !== 32) return "the root is not 32 bytes in base64";
  if (rest.includes("")) return "an empty line in the text";
  return { origin, size: number, root: hash };
};

const parseLine = (line) => {
  if (!line.startsWith("\u2014 ")) return null;
  const gap = line.indexOf(" ", 2);
  if (gap < 0) return null;
  const [name, bytes] = [line.slice(2, gap), unbase64(line.slice(gap + 1))];
  if (!isName(name) || bytes === null || bytes.length < 5) return null;
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
};

// Lines of unknown keys are ignored; a line of a known key that fails refuses the note; and the log's own key must be
// among those that signed.
const verifyNote = async (note, keys) => {
  const signers = [];
  for (const line of note.lines) {
    const key = keys.find((one) => one.name === line.name && same(one.id, line.id));
    if (key === undefined) continue;
    if (!(await isSigned(key.key, line.signature, note.text))) {
      return { kind: "signature", detail: `the signature line of ${line.name} does not verify` };
    }
    if (!signers.includes(line.name)) signers.push(line.name);
  }
  if (signers.includes(note.head.origin)) return { kind: "signed", signers };
  return { kind: "unsigned", detail: `no known key signed the checkpoint of ${note.head.origin}` };
};

const isSigned = async (key, signature, text) => {
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, text);
  } catch {
    return false;
  }
};

// Whether this browser can check signatures at all: the first test of RFC 8032 §7.1, right and wrong.
const knowsEd25519 = async () => {
  const key = unhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = join(
    unhex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"),
    unhex("5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
  );
  return (await isSigned(key, signature, new Uint8Array())) && !(await isSigned(key, signature, Uint8Array.of(0)));
};

const MAX_LINES = 64;
const MAX_NOTE_BYTES = 64 * 1024;
