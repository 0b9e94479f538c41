//! The fields of a leaf, opened in words: name and value of each, in an order for people. One table for the page in the
//! browser and for the receipt on paper.

use serde_json::Value;

use crate::domain::ids::Micros;
use crate::i18n::{self, Lang};

/// One field, and what kind of thing it holds.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its place in the leaf, `receivers.count`.
    pub path: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// Kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A point in time.
    Time,
    /// A day.
    Date,
    /// A whole number.
    Number,
    /// A digest or another random-looking text.
    Digest,
    /// A code or a name that only machines give.
    Code,
    /// An identifier that people know.
    Text,
    /// A word of a family of strings.
    Word(&'static str),
}

/// A row for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The field's name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What it holds.
    pub kind: Kind,
}

impl Kind {
    /// As the page's script reads it.
    pub fn wire(self) -> String {
        let plain = match self {
            Self::Time => "time",
            Self::Date => "date",
            Self::Number => "number",
            Self::Digest => "digest",
            Self::Code => "code",
            Self::Text => "text",
            Self::Word(family) => return format!("word:{family}"),
        };
        plain.to_owned()
    }
}

impl Field {
    /// The key of its name.
    pub fn key(&self) -> String {
        format!("proof-field-{}", self.path.replace('.', "-"))
    }
}

/// The rows of a leaf, given as its own JSON: what is absent has none.
pub fn rows(lang: Lang, leaf: &Value) -> Vec<Row> {
    let row = |field: &Field| {
        let value = leaf.pointer(&format!("/{}", field.path.replace('.', "/")))?;
        Some(Row {
            name: i18n::text(lang, &field.key(), None, &[]),
            value: said(lang, field.kind, value),
            kind: field.kind,
        })
    };
    FIELDS.iter().filter_map(row).collect()
}

fn said(lang: Lang, kind: Kind, value: &Value) -> String {
    let plain = || value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match kind {
        Kind::Time => value.as_i64().map_or_else(plain, |at| i18n::exact(lang, Micros(at))),
        Kind::Date => {
            value.as_str().and_then(|date| date.parse().ok()).map_or_else(plain, |date| i18n::day(lang, date))
        }
        Kind::Number => value.as_i64().map_or_else(plain, |number| i18n::number(lang, number)),
        Kind::Digest | Kind::Code | Kind::Text => plain(),
        Kind::Word(family) => {
            let key = format!("{family}-{}", plain());
            let word = i18n::text(lang, &key, None, &[]);
            if word == key { plain() } else { word }
        }
    }
}

const EVENT: &str = "event";
const SIGNED: &str = "proof-signed";
const PDF: &str = "proof-pdf";
const VERDICT: &str = "proof-verdict";
const URGENCY: &str = "urgency";

const fn field(path: &'static str, kind: Kind) -> Field {
    Field { path, kind }
}

/// Every field that a leaf can have: what people ask for first, then what machines need.
pub const FIELDS: &[Field] = &[
    field("event", Kind::Word(EVENT)),
    field("received", Kind::Time),
    field("time", Kind::Time),
    field("from", Kind::Text),
    field("submitter", Kind::Text),
    field("to", Kind::Text),
    field("receivers.count", Kind::Number),
    field("issued", Kind::Date),
    field("urgency", Kind::Word(URGENCY)),
    field("due", Kind::Date),
    field("accept_by", Kind::Time),
    field("send_by", Kind::Time),
    field("stamped", Kind::Time),
    field("signed", Kind::Word(SIGNED)),
    field("pdf", Kind::Word(PDF)),
    field("verdict.code", Kind::Word(VERDICT)),
    field("code", Kind::Code),
    field("reason", Kind::Code),
    field("request", Kind::Number),
    field("paper.agency", Kind::Text),
    field("paper.period", Kind::Text),
    field("paper.count", Kind::Number),
    field("paper.supersedes", Kind::Number),
    field("act", Kind::Code),
    field("count", Kind::Number),
    field("agency_level", Kind::Number),
    field("hub", Kind::Text),
    field("epoch", Kind::Number),
    field("seq", Kind::Number),
    field("prev", Kind::Number),
    field("delivery", Kind::Digest),
    field("doc", Kind::Digest),
    field("pkg", Kind::Digest),
    field("content", Kind::Digest),
    field("receivers.sha256", Kind::Digest),
    field("verdict.sha256", Kind::Digest),
    field("binding.rule", Kind::Code),
    field("binding.version", Kind::Number),
    field("policy.version", Kind::Number),
    field("policy.sha256", Kind::Digest),
    field("directory.version", Kind::Number),
    field("directory.sha256", Kind::Digest),
    field("calendar.version", Kind::Number),
    field("calendar.sha256", Kind::Digest),
    field("key.vkey", Kind::Digest),
    field("key.valid_from", Kind::Time),
    field("before.origin", Kind::Text),
    field("before.size", Kind::Number),
    field("before.root", Kind::Digest),
    field("subject", Kind::Digest),
    field("nonce", Kind::Digest),
    field("v", Kind::Number),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_leaf_is_opened_in_words() {
        let leaf = json!({
            "event": "StatusReturned", "time": 1_795_000_000_000_000_i64, "to": "000.00.01.H53", "issued": "2026-11-02",
            "receivers": { "count": 1_200 }, "signed": "LT", "urgency": "very-urgent", "pdf": "some", "code": "02",
            "verdict": { "code": "valid" },
        });
        let of = |lang| rows(lang, &leaf).into_iter().map(|row| (row.name, row.value)).collect::<Vec<_>>();
        let vi = of(Lang::Vi);
        for (name, value) in [
            ("Sự kiện", "Bị trả lại (02)"),
            ("Ghi vào nhật ký lúc", "18:06:40 18/11/2026 (UTC+7)"),
            ("Ngày ban hành", "02/11/2026"),
            ("Số nơi nhận", "1.200"),
            ("Chữ ký của gói tin", "XAdES-LT"),
            ("Độ khẩn", "Thượng khẩn"),
            ("Kết luận về chữ ký", "hợp lệ"),
        ] {
            assert!(vi.contains(&(name.to_owned(), value.to_owned())), "{name}: {vi:?}");
        }
        assert!(of(Lang::En).contains(&("Logged at".to_owned(), "18:06:40, 18 Nov 2026 (UTC+7)".to_owned())));
        assert_eq!(vi.len(), 10);
    }
}
