// The receipt inside a court paper (PDF) or a sealed container (ASiC-E), as this hub writes them; src/report/inside.rs does the
// same. null where there is none that can be taken out. Neither the seal nor the paper is checked by it: only the receipt counts.
const INSIDE = "receipt.json";

const receiptInside = async (bytes) => {
  if (startsWith(bytes, 0, encode("%PDF-"))) return insidePdf(bytes);
  return startsWith(bytes, 0, [0x50, 0x4b, 3, 4]) ? insideZip(bytes) : null;
};

const startsWith = (bytes, at, wanted) => wanted.every((byte, place) => bytes[at + place] === byte);

// Inflated, no more than a receipt may have.
const inflated = async (bytes, kind) => {
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(kind)).getReader();
    const parts = [];
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MAX_RECEIPT_BYTES) return null;
      parts.push(value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch {
    return null;
  }
};

// ── ZIP: the central directory says where the one entry of that name is (APPNOTE 4.3) ──
const insideZip = async (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at) => (at + 2 <= bytes.length ? view.getUint16(at, true) : -1);
  const u32 = (at) => (at + 4 <= bytes.length ? view.getUint32(at, true) : -1);
  const end = bytes.length - 22;
  if (end < 0 || u32(end) !== 0x06054b50) return null;
  let at = u32(end + 16);
  let found = null;
  for (let left = u16(end + 10); left > 0; left -= 1) {
    if (u32(at) !== 0x02014b50) return null;
    const name = decode(bytes.subarray(at + 46, at + 46 + u16(at + 28)));
    // A document beside it: that is a package, and not about a receipt.
    if (name === "document.xml" || (name === INSIDE && found !== null)) return null;
    if (name === INSIDE) found = at;
    at += 46 + u16(at + 28) + u16(at + 30) + u16(at + 32);
  }
  if (found === null) return null;
  const [method, crc, packed, size, local] = [u16(found + 10), u32(found + 16), u32(found + 20), u32(found + 24), u32(found + 42)];
  if (u32(local) !== 0x04034b50 || size > MAX_RECEIPT_BYTES || (method !== 0 && method !== 8)) return null;
  const from = local + 30 + u16(local + 26) + u16(local + 28);
  if (from + packed > bytes.length) return null;
  const data = bytes.subarray(from, from + packed);
  const receipt = method === 0 ? data : await inflated(data, "deflate-raw");
  return receipt !== null && receipt.length === size && crc32(receipt) === crc ? receipt : null;
};

const crc32 = (bytes) => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};

// ── PDF: the one stream of the type EmbeddedFile, its length in its own dictionary (ISO 32000-1 §7.11.4) ──
const insidePdf = async (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  const named = Array.from(text.matchAll(/\/EmbeddedFile(?![A-Za-z])/g), (match) => match.index);
  if (named.length !== 1) return null;
  const [from, to] = [text.lastIndexOf(" obj", named[0]), text.indexOf("\nstream\n", named[0])];
  if (from < 0 || to < 0) return null;
  const dictionary = text.slice(from, to);
  const length = /\/Length ([0-9]{1,8})(?![0-9]| [0-9]+ R)/.exec(dictionary);
  if (length === null || dictionary.includes("endobj")) return null;
  const filter = /\/Filter ?\/([A-Za-z0-9]+)/.exec(dictionary);
  const data = bytes.subarray(to + 8, to + 8 + Number(length[1]));
  if (data.length !== Number(length[1])) return null;
  if (filter === null) return dictionary.includes("/Filter") || data.length > MAX_RECEIPT_BYTES ? null : data;
  return filter[1] === "FlateDecode" ? inflated(data, "deflate") : null;
};
