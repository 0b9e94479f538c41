//! What is about to be signed, in words, for the terminal. A stranger's text never steers it: what cannot be seen, or would turn the
//! direction of what can, is written out.

use super::ask::Understood;
use crate::domain::ids::Micros;
use crate::edxml::{BusinessType, Document, Party};
use crate::i18n::{self, Lang, Value};
use crate::package::is_invisible;
use crate::report::layout;
use crate::signature::sign::Identity;

/// The screen of one question. What matters most stands last, so that nothing scrolls it away.
pub(super) fn question(lang: Lang, origin: &str, identity: &Identity, asked: &Understood) -> String {
    let mut page = Page { lang, out: String::new() };
    let document = &asked.document;
    page.rule();
    page.field("agent-from-page", origin);
    page.field("agent-certificate", &identity.certificate().subject());
    page.field("agent-signing-time", &i18n::date_time(lang, asked.signing_time));
    page.list("agent-receivers", document.to.iter().map(party));
    let file = |(name, bytes, digest): &(String, u64, _)| {
        let size = i18n::number(lang, i64::try_from(*bytes).unwrap_or(i64::MAX));
        format!("{}  ·  {size} B  ·  SHA-256 {digest}", visible(name))
    };
    page.list("agent-files", asked.files.iter().map(file));
    page.others(document);
    page.rule();
    page.field("agent-agency", &party(&document.from));
    page.field("agent-number", &document.code());
    page.field("agent-date", &document.promulgation.date);
    page.field("agent-type", &document.document_type.name);
    page.field("agent-subject", &document.subject);
    let counts = [("receivers", document.to.len().into()), ("files", asked.files.len().into())];
    page.line(&i18n::text(lang, "agent-counts", None, &counts));
    page.out
}

/// Text with everything that a person does not see, or that turns what she sees, written out as `⟨U+202E⟩`.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}') {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn party(party: &Party) -> String {
    match &party.organ_name {
        Some(name) => format!("{} ({})", visible(name), visible(&party.organ_id.0)),
        None => visible(&party.organ_id.0),
    }
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
        let mut label = format!("{label}:");
        label.push_str(&" ".repeat(LABEL.saturating_sub(layout::width(&label))));
        for line in layout::wrap(&visible(value), layout::WIDTH - LABEL) {
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

    /// What it does to other documents, and what it answers.
    fn others(&mut self, document: &Document) {
        let what = match document.business_type() {
            BusinessType::New => None,
            BusinessType::Recall => Some("agent-recall"),
            BusinessType::Update => Some("agent-update"),
            BusinessType::Replacement => Some("agent-replace"),
            BusinessType::Unknown(_) => Some("agent-unknown-business"),
        };
        if let Some(key) = what {
            let business = document.business.as_ref();
            let mut named: Vec<&str> = business.and_then(|one| one.document_id.as_deref()).into_iter().collect();
            named
                .extend(business.iter().flat_map(|one| &one.replacements).filter_map(|one| one.document_id.as_deref()));
            self.field(key, &named.join("; "));
            let changed =
                business.and_then(|one| one.document_info.as_ref()).into_iter().flat_map(|info| &info.receivers);
            let word = |text: &Option<String>| text.clone().unwrap_or_default();
            for one in changed {
                let words = format!("{} ({})", word(&one.organ_id), word(&one.receiver_type));
                self.field("agent-receiver-changed", &words);
            }
        }
        let answered = document.response_for.iter().filter(|one| !one.is_empty());
        for one in answered {
            let words = [&one.code, &one.document_id].into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ");
            self.field("agent-response-for", &words);
        }
        let words = [&document.signer.competence, &document.signer.position, &document.signer.full_name];
        let signer: Vec<&str> = words.into_iter().filter_map(|word| word.as_deref()).collect();
        for (key, value) in [
            ("agent-due", document.due_date.as_deref()),
            ("agent-priority", document.other.priority.as_deref()),
            ("agent-signer", Some(signer.join(", ").as_str()).filter(|words| !words.is_empty())),
            ("agent-content", document.content.as_deref()),
        ] {
            if let Some(value) = value {
                self.field(key, value);
            }
        }
    }
}

/// A line of the log on the terminal: what happened, and when.
pub(super) fn noted(lang: Lang, now: Micros, key: &str, values: &[(&str, Value<'_>)]) -> String {
    format!("{}  {}\n", i18n::time(now), i18n::text(lang, key, None, values))
}

/// Columns of a label.
const LABEL: usize = 19;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_invisible_reaches_the_terminal() {
        assert_eq!(visible("V/v báo cáo"), "V/v báo cáo");
        assert_eq!(visible("a\u{202e}fdp.exe"), "a⟨U+202E⟩fdp.exe");
        assert_eq!(visible("x\u{1b}[2Jy\r\n\u{9b}z"), "x⟨U+001B⟩[2Jy⟨U+000D⟩⟨U+000A⟩⟨U+009B⟩z");
        assert_eq!(visible("\u{200b}\u{2066}\u{2028}\u{feff}"), "⟨U+200B⟩⟨U+2066⟩⟨U+2028⟩⟨U+FEFF⟩");
    }
}
