// JSON as evidence has to be read (src/evidence/strict_json.rs): a member that stands twice is refused at its place, and so
// is whatever two readers could understand in two ways. And the canonical form of RFC 8785 (JCS).
// An object becomes a Map, a number `{ kind, value }`: "whole" (BigInt), "negative" (BigInt), or "float".
class Refused extends Error {
  constructor(kind, detail) {
    super(detail);
    this.kind = kind;
  }
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.depth = 0;
  }

  whole() {
    const value = this.value();
    this.space();
    if (this.at < this.bytes.length) this.refuse();
    return value;
  }

  refuse() {
    throw new Refused("syntax", `not JSON at byte ${this.at}`);
  }

  space() {
    while ([0x20, 0x0a, 0x0d, 0x09].includes(this.bytes[this.at])) this.at += 1;
  }

  // The next byte that is no space, not taken.
  peek() {
    this.space();
    return this.bytes[this.at];
  }

  expect(byte) {
    if (this.peek() !== byte) this.refuse();
    this.at += 1;
  }

  word(text, value) {
    for (const letter of encode(text)) {
      if (this.bytes[this.at] !== letter) this.refuse();
      this.at += 1;
    }
    return value;
  }

  value() {
    const byte = this.peek();
    if (byte === 0x7b) return this.deeper(() => this.object());
    if (byte === 0x5b) return this.deeper(() => this.list());
    if (byte === 0x22) return this.string();
    if (byte === 0x6e) return this.word("null", null);
    if (byte === 0x74) return this.word("true", true);
    if (byte === 0x66) return this.word("false", false);
    return this.number();
  }

  // The depth at which the command stops reading too.
  deeper(read) {
    this.depth += 1;
    if (this.depth >= MAX_DEPTH) this.refuse();
    this.at += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  object() {
    const members = new Map();
    if (this.peek() === 0x7d) {
      this.at += 1;
      return members;
    }
    for (;;) {
      if (this.peek() !== 0x22) this.refuse();
      const name = this.string();
      if (members.has(name)) throw new Refused("twice", `member ${JSON.stringify(name.slice(0, 40))} stands twice`);
      this.expect(0x3a);
      members.set(name, this.value());
      if (this.peek() === 0x7d) break;
      this.expect(0x2c);
    }
    this.at += 1;
    return members;
  }

  list() {
    const values = [];
    if (this.peek() === 0x5d) {
      this.at += 1;
      return values;
    }
    for (;;) {
      values.push(this.value());
      if (this.peek() === 0x5d) break;
      this.expect(0x2c);
    }
    this.at += 1;
    return values;
  }

  string() {
    this.at += 1;
    let text = "";
    let from = this.at;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined || byte < 0x20) this.refuse();
      if (byte === 0x22 || byte === 0x5c) {
        // What stands between two escapes is whole: no character of UTF-8 has such a byte inside.
        const piece = decode(this.bytes.subarray(from, this.at));
        if (piece === null) this.refuse();
        text += piece;
        this.at += 1;
        if (byte === 0x22) return text;
        text += this.escape();
        from = this.at;
      } else {
        this.at += 1;
      }
    }
  }

  escape() {
    const byte = this.bytes[this.at];
    this.at += 1;
    if (byte === 0x75) return this.unicode();
    const letter = ESCAPES[String.fromCharCode(byte)];
    if (byte === undefined || letter === undefined) this.refuse();
    return letter;
  }

  unicode() {
    const first = this.four();
    if (first >= 0xdc00 && first <= 0xdfff) this.refuse();
    if (first < 0xd800 || first > 0xdbff) return String.fromCharCode(first);
    if (this.bytes[this.at] !== 0x5c || this.bytes[this.at + 1] !== 0x75) this.refuse();
    this.at += 2;
    const second = this.four();
    if (second < 0xdc00 || second > 0xdfff) this.refuse();
    return String.fromCharCode(first, second);
  }

  four() {
    const digits = String.fromCharCode(...this.bytes.subarray(this.at, this.at + 4));
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.refuse();
    this.at += 4;
    return parseInt(digits, 16);
  }

  number() {
    const from = this.at;
    const digits = () => {
      const start = this.at;
      while (this.bytes[this.at] >= 0x30 && this.bytes[this.at] <= 0x39) this.at += 1;
      if (this.at === start) this.refuse();
      return start;
    };
    if (this.bytes[this.at] === 0x2d) this.at += 1;
    const start = digits();
    if (this.bytes[start] === 0x30 && this.at - start > 1) this.refuse();
    let fraction = false;
    if (this.bytes[this.at] === 0x2e) {
      fraction = true;
      this.at += 1;
      digits();
    }
    if (this.bytes[this.at] === 0x65 || this.bytes[this.at] === 0x45) {
      fraction = true;
      this.at += 1;
      if (this.bytes[this.at] === 0x2b || this.bytes[this.at] === 0x2d) this.at += 1;
      digits();
    }
    const text = decode(this.bytes.subarray(from, this.at));
    return numberOf(text, fraction) ?? this.refuse();
  }
}

// What a 64-bit integer holds is one; all else is the nearest double, and none that has no double.
const numberOf = (text, fraction) => {
  if (!fraction && text.length <= 20) {
    const value = BigInt(text);
    if (!text.startsWith("-") && value < MAX_U64) return { kind: "whole", value };
    if (value < 0n && value >= -(1n << 63n)) return { kind: "negative", value };
  }
  const value = Number(text);
  return Number.isFinite(value) ? { kind: "float", value } : null;
};

const parseJson = (bytes) => new Reader(bytes).whole();

// RFC 8785: members by UTF-16 units, numbers as ECMAScript writes doubles, the shortest strings.
const canonical = (value) => {
  if (value instanceof Map) {
    const names = Array.from(value.keys()).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isNumber(value)) return String(Number(value.value));
  return JSON.stringify(value);
};

const parseCanonical = (bytes) => {
  const value = parseJson(bytes);
  if (!same(encode(canonical(value)), bytes)) throw new Refused("form", "not in canonical form (RFC 8785)");
  return value;
};

const isNumber = (value) => value !== null && typeof value === "object" && "kind" in value;
const isWhole = (value) => isNumber(value) && value.kind === "whole";

const MAX_DEPTH = 128;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
