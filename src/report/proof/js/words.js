// Words of the page in both languages, and the evidence's fields opened in words. What the page was told when it was made
// (texts, fields, keys) lies in it as data.
const told = JSON.parse(document.getElementById("told").textContent);
let lang = "vi";

// A word; `{$name}` in it is replaced by the values. A key without words shows itself.
const say = (key, values = {}) => {
  const words = told.texts[lang][key] ?? key;
  return words.replace(/\{\$([a-z_]+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
};
const has = (key) => Object.hasOwn(told.texts[lang], key);

const grouped = (whole) => String(whole).replace(/\B(?=(?:\d{3})+$)/g, lang === "vi" ? "." : ",");

// Microseconds as a time of Việt Nam, to the second.
const moment = (micros) => {
  const at = new Date(Number(BigInt(micros) / 1000n) + 7 * 3_600_000);
  if (Number.isNaN(at.getTime())) return "–";
  const iso = at.toISOString();
  return `${iso.slice(11, 19)}${lang === "vi" ? " " : ", "}${day(iso.slice(0, 10))} (UTC+7)`;
};

const day = (iso) => {
  const [year, month, date] = iso.split("-");
  return lang === "vi" ? `${date}/${month}/${year}` : `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const bytesInWords = (count) => `${grouped(count)} byte${lang === "en" && count !== 1 ? "s" : ""}`;

// [name, value, whether the value is a machine's], in the order of the table in `statement.rs`.
const statementRows = (leaf) => {
  const rows = [];
  for (const [path, kind] of told.fields) {
    const value = path.split(".").reduce((at, name) => (at instanceof Map ? at.get(name) : undefined), leaf);
    if (value === undefined) continue;
    rows.push([say(`proof-field-${path.replace(".", "-")}`), valueInWords(kind, value), MACHINE.includes(kind)]);
  }
  return rows;
};
const MACHINE = ["digest", "code"];

const valueInWords = (kind, value) => {
  const plain = isNumber(value) ? value.value : value;
  if (kind === "time") return moment(plain);
  if (kind === "date") return day(plain);
  if (kind === "number") return grouped(plain);
  if (kind.startsWith("word:")) {
    const key = `${kind.slice(5)}-${plain}`;
    return has(key) ? say(key) : String(plain);
  }
  return String(plain);
};
