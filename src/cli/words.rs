//! States, sizes and times in the chosen language.

use super::client::{Delivery, Document};
use super::run::Context;
use super::screen::safe;
use crate::domain::acknowledgement::Name;
use crate::domain::ids::Micros;
use crate::i18n;

/// A delivery's pill: the receiver's word where there is one, else the hub's duty; the receiver reads `New`.
pub fn pill(context: &Context, delivery: &Delivery, receiver: bool) -> String {
    // What its sender laid down or asks stands over all else.
    match (&delivery.standing, delivery.recall_answer.as_deref(), &delivery.request) {
        (Some(standing), Some("confirmed"), _) if standing == "recalled" => {
            return known(context, "state-standing-", "recalled-confirmed");
        }
        (Some(standing), _, _) => return known(context, "state-standing-", standing),
        (None, _, Some(asked)) => return known(context, "state-question-", &asked.question),
        (None, _, None) => {}
    }
    match delivery.acknowledgement.as_str() {
        "" | "none" => match (delivery.state.as_str(), receiver) {
            ("delivered", true) => i18n::text(context.lang, "state-delivery-delivered", Some("receiver"), &[]),
            (state, _) => known(context, "state-delivery-", state),
        },
        word => acknowledgement(context, word),
    }
}

/// What a change did at one receiver: `withdrawn` → Đã hủy gửi.
pub fn outcome_of_change(context: &Context, word: &str) -> String {
    known(context, "cli-change-", word)
}

/// The receiver's word: `accepted` → Đã tiếp nhận (03).
pub fn acknowledgement(context: &Context, word: &str) -> String {
    let Some(name) = Name::parse(word) else { return safe(word) };
    let code = match name {
        Name::None => return known(context, "state-acknowledgement-", "none"),
        Name::Arrived => "01",
        Name::Returned => "02",
        Name::Accepted => "03",
        Name::Assigned => "04",
        Name::InProgress => "05",
        Name::Completed => "06",
    };
    format!("{} ({code})", known(context, "state-acknowledgement-", code))
}

/// A string of a family; a word that this version does not know stays as it is.
fn known(context: &Context, family: &str, word: &str) -> String {
    let id = format!("{family}{word}");
    let text = context.say(&id);
    if text == id { safe(word) } else { text }
}

/// The evidence's name in words.
pub fn event(context: &Context, name: &str) -> String {
    known(context, "event-", name)
}

/// `15/2026/QĐ-UBND`, or the DocumentId where number and notation are empty.
pub fn number(document: &Document) -> String {
    let parts: Vec<&str> =
        [document.number.as_str(), document.notation.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { safe(&document.document_id) } else { safe(&parts.join("/")) }
}

/// Who issued it, with the code.
pub fn from(document: &Document) -> String {
    agency(&document.from)
}

/// A name with its code.
pub fn agency(agency: &super::client::AgencyRef) -> String {
    match &agency.name {
        Some(name) => safe(&format!("{name} ({})", agency.organ_id)),
        None => safe(&agency.organ_id),
    }
}

/// An ISO time of the hub, as people write it.
pub fn time(context: &Context, iso: &str) -> String {
    match iso.parse::<jiff::Timestamp>() {
        Ok(at) => i18n::date_time(context.lang, Micros(at.as_microsecond())),
        Err(_) => safe(iso),
    }
}

/// Bytes in words: `1,2 MB`.
pub fn size(context: &Context, bytes: u64) -> String {
    let mark = match context.lang {
        i18n::Lang::Vi => ',',
        i18n::Lang::En => '.',
    };
    let mut unit = 1_u64;
    for name in ["B", "kB", "MB", "GB"] {
        if bytes < unit.saturating_mul(1000) || name == "GB" {
            return match unit {
                1 => format!("{bytes} B"),
                _ => format!("{}{mark}{} {name}", bytes / unit, bytes % unit * 10 / unit),
            };
        }
        unit = unit.saturating_mul(1000);
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Format;
    use crate::i18n::Lang;

    #[test]
    fn sizes_and_states_in_words() {
        let (vi, en) =
            (Context { format: Format::Text, lang: Lang::Vi }, Context { format: Format::Text, lang: Lang::En });
        for (bytes, expected) in
            [(0, "0 B"), (999, "999 B"), (1_000, "1,0 kB"), (1_250_000, "1,2 MB"), (7_500_000_000, "7,5 GB")]
        {
            assert_eq!(size(&vi, bytes), expected);
        }
        assert_eq!(size(&en, 1_000), "1.0 kB");
        let delivery = |state: &str, word: &str| Delivery {
            state: state.into(),
            acknowledgement: word.into(),
            ..Delivery::default()
        };
        assert_eq!(pill(&vi, &delivery("delivered", "none"), true), "Mới đến");
        assert_eq!(pill(&vi, &delivery("delivered", "none"), false), "Chưa lấy về");
        assert_eq!(pill(&en, &delivery("fetched", "accepted"), false), "Accepted (03)");
        assert_eq!(pill(&en, &delivery("from-the-future", "none"), false), "from-the-future");
        let recalled = |answer: Option<&str>| Delivery {
            standing: Some("recalled".into()),
            recall_answer: answer.map(str::to_owned),
            ..delivery("fetched", "accepted")
        };
        assert_eq!(pill(&vi, &recalled(None), false), "Bị thu hồi");
        assert_eq!(pill(&vi, &recalled(Some("protested")), false), "Bị thu hồi");
        assert_eq!(pill(&vi, &recalled(Some("confirmed")), false), "Đã hủy");
        let asked = Some(super::super::client::Asked { number: 1, question: "take_back".into() });
        let asked = Delivery { request: asked, ..delivery("fetched", "accepted") };
        assert_eq!(pill(&en, &asked, true), "Take-back asked");
    }
}
