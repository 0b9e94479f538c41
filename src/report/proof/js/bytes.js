// Bytes: UTF-8, hexadecimal, base64 in its one canonical form, SHA-256. Everything here answers null for what it refuses.
const encode = (text) => new TextEncoder().encode(text);

// A byte order mark is a character like any other: it is never swallowed.
const decode = (bytes) => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// 64 digits, either case, as `Digest::from_hex` reads them.
const unhex = (text) => {
  if (typeof text !== "string" || !/^[0-9a-fA-F]{64}$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
};

const base64 = (bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

// `atob` forgives spaces, missing padding and stray bits; writing the bytes again shows whether this was the one form.
const unbase64 = (text) => {
  try {
    const raw = atob(text);
    return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : null;
  } catch {
    return null;
  }
};

const join = (...parts) => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const same = (a, b) => a !== null && b !== null && a.length === b.length && a.every((byte, at) => byte === b[at]);

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));

// Decimal digits without a leading zero, below 2^64; null for anything else.
const decimal = (text) => {
  if (!/^(?:0|[1-9][0-9]*)$/.test(text) || text.length > 20) return null;
  const number = BigInt(text);
  return number < MAX_U64 ? number : null;
};
const MAX_U64 = 1n << 64n;
