//! What is about to be signed, in words, for the terminal. A stranger's text never steers it: what cannot be seen, or would turn the
//! direction of what can, is written out.

use super::ask::Understood;
use crate::domain::ids::{Micros, Urgency};
use crate::edxml::{self, BusinessType, Document, Party};
use crate::i18n::{self, Lang, Value};
use crate::report::layout;
use crate::report::verdict::common_name;
use crate::signature::sign::Identity;
use crate::xml::is_invisible;

/// The screen of one question. What matters most stands last, so that nothing scrolls it away.
pub(super) fn question(lang: Lang, origin: &str, identity: &Identity, asked: &Understood) -> String {
    let mut page = Page { lang, out: String::new() };
    let document = &asked.document;
    page.rule();
    page.field("agent-from-page", origin);
    page.field("agent-certificate", &owner(lang, identity));
    page.field("agent-signing-time", &i18n::date_time(lang, asked.signing_time));
    page.list("agent-receivers", document.to.iter().map(party));
    let file = |(name, bytes, digest): &(String, u64, _)| {
        let size = i18n::number(lang, i64::try_from(*bytes).unwrap_or(i64::MAX));
        format!("SHA-256 {digest} · {size} B · {}", visible(name))
    };
    page.list("agent-files", asked.files.iter().map(file));
    page.others(asked);
    page.rule();
    page.field("agent-subject", &document.subject);
    page.field("agent-agency", &party(&document.from));
    page.field("agent-number", &document.code());
    page.field("agent-date", &day(lang, document.issued_on(), &document.promulgation.date));
    page.field("agent-type", &kind_of(document));
    page.business(document);
    let counts = [("receivers", document.to.len().into()), ("files", asked.files.len().into())];
    page.line(&i18n::text(lang, "agent-counts", None, &counts));
    page.out
}

/// Text with everything that a person does not see, or that turns what she sees, written out as `⟨U+202E⟩`; the same a second time
/// after it by its number. Letters are those of Vietnamese and its neighbours in Latin script, one column each: whatever else there is
/// is written out too, because nobody could tell it from another, or how wide it stands.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut marks, mut letters) = (0, text.chars().peekable());
    while let Some(c) = letters.next() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        // A letter of Vietnamese bears two marks at most. A blank at an end, or after a blank, is not seen.
        let blank = c == ' ' && (out.is_empty() || out.ends_with(' ') || letters.peek().is_none());
        if !blank && marks <= 2 && is_plain(c) {
            out.push(c);
            continue;
        }
        let mut times = 1;
        while letters.next_if_eq(&c).is_some() {
            times += 1;
        }
        out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        if times > 1 {
            out.push_str(&format!("×{times}"));
        }
    }
    out
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Seen, one column wide, and not to be taken for what this program writes itself.
fn is_plain(c: char) -> bool {
    let letter = matches!(c, ' '..='~' | '\u{a1}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') || is_mark(c);
    let sign = matches!(c, '‐'..='—' | '‘'..='„' | '†' | '•' | '…' | '‰' | '′' | '″' | '₫' | '€' | '№' | '≤' | '≥');
    (letter || sign) && !is_invisible(c)
}

/// The code before the name: a name may hold what it likes.
fn party(party: &Party) -> String {
    match &party.organ_name {
        Some(name) => format!("{} · {}", visible(&party.organ_id.0), visible(name)),
        None => visible(&party.organ_id.0),
    }
}

/// Whose key it is, as people name it, and until when.
fn owner(lang: Lang, identity: &Identity) -> String {
    let until = i18n::date(lang, identity.certificate().not_after());
    let values = [("subject", called(identity).into()), ("until", until.into())];
    i18n::text(lang, "agent-until", None, &values)
}

/// Its common name; the whole name where there is none.
pub(super) fn called(identity: &Identity) -> String {
    let subject = identity.certificate().subject();
    visible(&common_name(&subject).unwrap_or(subject))
}

/// TypeName, and the numbers beside it where they are not the usual one.
fn kind_of(document: &Document) -> String {
    let kind = &document.document_type;
    let numbers: Vec<&str> =
        [Some(kind.code.as_str()).filter(|code| *code != "1"), kind.detail.as_deref()].into_iter().flatten().collect();
    if numbers.is_empty() { kind.name.clone() } else { format!("{} ({})", kind.name, numbers.join(", ")) }
}

/// A day as people of that language write it. What is no day stays as it was written.
fn day(lang: Lang, read: Option<jiff::civil::Date>, written: &str) -> String {
    read.map_or_else(|| written.to_owned(), |day| i18n::day(lang, day))
}

struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    fn rule(&mut self) {
        self.out.push_str(&"─".repeat(layout::WIDTH));
        self.out.push('\n');
    }

    fn line(&mut self, text: &str) {
        for line in layout::wrap(text, layout::WIDTH) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// A label and what stands behind it, wrapped under itself.
    fn field(&mut self, key: &str, value: &str) {
        let label = i18n::text(self.lang, key, None, &[]);
        self.named(&label, &visible(value));
    }

    /// Likewise, with words that were looked at.
    fn named(&mut self, label: &str, value: &str) {
        let mut label = format!("{label}:");
        if layout::width(&label) >= LABEL {
            self.line(&label);
            label.clear();
        }
        label.push_str(&" ".repeat(LABEL.saturating_sub(layout::width(&label))));
        for line in layout::wrap(value, layout::WIDTH - LABEL) {
            self.out.push_str(&format!("{label}{line}\n"));
            label = " ".repeat(LABEL);
        }
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let items: Vec<String> = items.collect();
        let count: Value<'_> = items.len().into();
        let head = i18n::text(self.lang, key, None, &[("count", count)]);
        self.line(&head);
        for item in items {
            let mut mark = "  • ";
            for line in layout::wrap(&item, layout::WIDTH - 4) {
                self.out.push_str(&format!("{mark}{line}\n"));
                mark = "    ";
            }
        }
    }

    /// The number, which is what is signed, and how it is read as a rule: whose table counts is the receiver's word.
    fn priority(&self, text: &str) -> Option<String> {
        let usual = [Urgency::Normal, Urgency::Urgent, Urgency::VeryUrgent, Urgency::Immediate];
        let number: i16 = text.parse().ok().filter(|number: &i16| number.to_string() == text)?;
        let key = match Urgency::of(Some(number), &usual) {
            Urgency::Urgent => "urgency-urgent",
            Urgency::VeryUrgent => "urgency-very-urgent",
            Urgency::Immediate => "urgency-immediate",
            Urgency::Normal if number == 0 => "urgency-normal",
            Urgency::Normal => return None,
        };
        let word = i18n::text(self.lang, key, None, &[]);
        Some(i18n::text(self.lang, "agent-priority-word", None, &[("number", text.into()), ("word", word.into())]))
    }

    /// What it does to other documents: said last, because it is most.
    fn business(&mut self, document: &Document) {
        let key = match document.business_type() {
            BusinessType::New => return,
            BusinessType::Recall => "agent-recall",
            BusinessType::Update => "agent-update",
            BusinessType::Replacement => "agent-replace",
            BusinessType::Unknown(_) => "agent-unknown-business",
        };
        let business = document.business.as_ref();
        let mut named: Vec<String> = business.and_then(|one| one.document_id.clone()).into_iter().collect();
        named.extend(business.iter().flat_map(|one| &one.replacements).filter_map(|one| one.document_id.clone()));
        if document.business_type() == BusinessType::Recall {
            named.extend(document.response_for.iter().filter_map(|one| one.document_id.clone().or(one.code.clone())));
        }
        let named: Vec<String> = named.into_iter().filter(|id| !id.is_empty()).collect();
        let more = named.len().saturating_sub(MOST_NAMED);
        let mut words = named.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
        if more > 0 {
            words.push_str(&format!(" … +{more}"));
        }
        self.field(key, &words);
    }

    /// Every other text of the document, in its order: what is not known by a name in words bears the name of its element.
    fn others(&mut self, asked: &Understood) {
        let document = &asked.document;
        let own_id = format!("{},{},{}", document.from.organ_id, document.promulgation.date, document.code());
        for (path, text) in &asked.texts {
            let usual = match path.as_str() {
                "MessageHeader/DocumentId" => *text == own_id,
                "TraceHeaderList/TraceHeader/OrganId" => *text == document.from.organ_id.0,
                "TraceHeaderList/TraceHeader/Timestamp" => *text == edxml::timestamp(asked.signing_time),
                // The last lines say these three in words; any other stands here as it is.
                "TraceHeaderList/Bussiness/BussinessDocType" => {
                    matches!(
                        document.business_type(),
                        BusinessType::Recall | BusinessType::Update | BusinessType::Replacement
                    )
                }
                path => ELSEWHERE.contains(&path) || path.starts_with("edXMLManifest/Reference/"),
            };
            if usual {
                continue;
            }
            let read = path.ends_with("Date").then(|| edxml::read_date(text)).flatten().map(|(day, _)| day);
            let label = LABELS.iter().find(|(of, _)| of == path).map(|(_, key)| i18n::text(self.lang, key, None, &[]));
            let label = label.unwrap_or_else(|| visible(path.trim_start_matches("MessageHeader/")));
            let words = (path == "MessageHeader/OtherInfo/Priority").then(|| self.priority(text)).flatten();
            self.named(&label, &words.unwrap_or_else(|| visible(&day(self.lang, read, text))));
        }
    }
}

/// Fields that have a line of their own.
const ELSEWHERE: [&str; 11] = [
    "MessageHeader/From/OrganId",
    "MessageHeader/From/OrganName",
    "MessageHeader/To/OrganId",
    "MessageHeader/To/OrganName",
    "MessageHeader/Code/CodeNumber",
    "MessageHeader/Code/CodeNotation",
    "MessageHeader/PromulgationInfo/PromulgationDate",
    "MessageHeader/DocumentType/Type",
    "MessageHeader/DocumentType/TypeDetail",
    "MessageHeader/DocumentType/TypeName",
    "MessageHeader/Subject",
];

/// Fields that a clerk knows by a name.
const LABELS: [(&str, &str); 27] = [
    ("MessageHeader/DocumentId", "agent-document-id"),
    ("MessageHeader/PromulgationInfo/Place", "agent-place"),
    ("MessageHeader/Content", "agent-content"),
    ("MessageHeader/SignerInfo/Competence", "agent-competence"),
    ("MessageHeader/SignerInfo/Position", "agent-position"),
    ("MessageHeader/SignerInfo/FullName", "agent-signer"),
    ("MessageHeader/DueDate", "agent-due"),
    ("MessageHeader/ToPlaces/Place", "agent-to-place"),
    ("MessageHeader/OtherInfo/Priority", "agent-priority"),
    ("MessageHeader/OtherInfo/SphereOfPromulgation", "agent-sphere"),
    ("MessageHeader/OtherInfo/TyperNotation", "agent-typer"),
    ("MessageHeader/OtherInfo/PromulgationAmount", "agent-copies"),
    ("MessageHeader/OtherInfo/PageAmount", "agent-pages"),
    ("MessageHeader/OtherInfo/Direction", "agent-direction"),
    ("MessageHeader/OtherInfo/Appendixes/Appendix", "agent-appendix"),
    ("MessageHeader/ResponseFor/OrganId", "agent-response-of"),
    ("MessageHeader/ResponseFor/Code", "agent-response-for"),
    ("MessageHeader/ResponseFor/PromulgationDate", "agent-response-date"),
    ("MessageHeader/ResponseFor/DocumentId", "agent-response-id"),
    ("TraceHeaderList/Bussiness/BussinessDocType", "agent-business"),
    ("TraceHeaderList/Bussiness/DocumentId", "agent-document-changed"),
    ("TraceHeaderList/Bussiness/BussinessDocReason", "agent-reason"),
    ("TraceHeaderList/Bussiness/BussinessDocumentInfo/DocumentInfo", "agent-content-changed"),
    ("TraceHeaderList/Bussiness/BussinessDocumentInfo/DocumentReceiver", "agent-receivers-changed"),
    ("TraceHeaderList/Bussiness/BussinessDocumentInfo/ReceiverList/Receiver/ReceiverType", "agent-receiver-type"),
    ("TraceHeaderList/Bussiness/BussinessDocumentInfo/ReceiverList/Receiver/OrganId", "agent-receiver-changed"),
    ("TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo/DocumentId", "agent-replace"),
];

/// A line of the log on the terminal: what happened, and when.
pub(super) fn noted(lang: Lang, now: Micros, key: &str, values: &[(&str, Value<'_>)]) -> String {
    let mut mark = format!("{}  ", i18n::time(now));
    let mut out = String::new();
    let (words, room) = (i18n::text(lang, key, None, values), layout::WIDTH - layout::width(&mark));
    for line in words.lines().flat_map(|line| layout::wrap(line, room)) {
        out.push_str(&format!("{mark}{line}\n"));
        mark = " ".repeat(layout::width(&mark));
    }
    out
}

/// Words of several lines, each wrapped.
pub(super) fn said(words: &str) -> String {
    let lines = words.lines().flat_map(|line| layout::wrap(line, layout::WIDTH));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Documents that the last lines name; the others stand above, each in its field.
const MOST_NAMED: usize = 4;
/// Columns of a label.
const LABEL: usize = 19;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_invisible_reaches_the_terminal() {
        assert_eq!(visible("V/v báo cáo"), "V/v báo cáo");
        assert_eq!(visible("U\u{309}y ban “nhân dân” – 1.000 ₫"), "U\u{309}y ban “nhân dân” – 1.000 ₫");
        assert_eq!(visible("a\u{202e}fdp.exe"), "a⟨U+202E⟩fdp.exe");
        assert_eq!(visible("x\u{1b}[2Jy\r\n\u{9b}z"), "x⟨U+001B⟩[2Jy⟨U+000D⟩⟨U+000A⟩⟨U+009B⟩z");
        assert_eq!(visible("\u{200b}\u{2066}\u{2028}\u{feff}"), "⟨U+200B⟩⟨U+2066⟩⟨U+2028⟩⟨U+FEFF⟩");
        for blank in ['\u{a0}', '\u{2007}', '\u{202f}', '\u{205f}', '\u{2800}', '\u{3000}', '\u{3164}', '\u{ad}'] {
            assert_eq!(visible(&format!("a{blank}b")), format!("a⟨U+{:04X}⟩b", u32::from(blank)));
        }
        assert_eq!(visible("to  trình "), "to ⟨U+0020⟩trình⟨U+0020⟩");
        assert_eq!(visible(&"\u{200b}".repeat(490)), "⟨U+200B⟩×490");
        assert_eq!(visible("a\u{301}\u{301}\u{301}\u{301}b"), "a\u{301}\u{301}⟨U+0301⟩×2b");
        assert_eq!(
            visible("аbc א 文"),
            "⟨U+0430⟩bc ⟨U+05D0⟩ ⟨U+6587⟩",
            "a letter that only looks like one, or is wider"
        );
    }
}
