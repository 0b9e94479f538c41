//! Writes a mail from the rows that its job names: Vietnamese first, English below, as text and as HTML. Never content;
//! a subject, and a receiver's own words about a return, only for an office that allows it: both are free text that every
//! relay on the way can read.

mod digest;
mod told;

use askama::Template;

use super::layout;
use super::notify::Mailing;
use crate::channel::mail::Letter;
use crate::config::Urgency;
use crate::domain::acknowledgement::Standing;
use crate::domain::deadline::{self, Due};
use crate::domain::delivery;
use crate::domain::desk::Stage as Stand;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::reminder::Stage;
use crate::exchange::{MailNotice, NoticeKind};
use crate::i18n::{self, Lang};
use crate::store::change::AgencyFacts;
use crate::store::deliveries::InboxLine;
use crate::store::jobs::Job;
use crate::store::{self, Store};

/// What a job's letter came to.
pub(super) enum Written {
    /// This.
    Letter(Letter),
    /// It would say what is no longer so.
    NotNeeded,
    /// There can be none, and why.
    None(String),
}

/// The letter of `job`. A document that was withdrawn meanwhile is not announced; one that the
/// receiver's software has fetched is, because no clerk need have seen it.
pub(super) fn write(store: &Store, job: &Job, mailing: &Mailing, now: Micros) -> Result<Written, store::Error> {
    let Ok(notice) = serde_json::from_str::<MailNotice>(&job.payload_json) else {
        return Ok(Written::None("the job's text cannot be read".to_owned()));
    };
    if let NoticeKind::Link { to, name, place, token, until } = &notice.kind {
        if *until <= now {
            return Ok(Written::NotNeeded);
        }
        let rendered = told::link(name, place.as_deref(), token, *until, &mailing.public_url);
        return Ok(letter(rendered, vec![to.clone()], job));
    }
    // Whoever answers for the code now reads its mail.
    let code = store.resolve(&job.agency, now)?.unwrap_or_else(|_| job.agency.clone());
    let Some(office) = store.agency(&code)? else {
        return Ok(Written::None(format!("agency {} is not in the directory", job.agency)));
    };
    if let Some(rule) = notice.kind.rule()
        && !store.wants(&job.agency, rule)?
    {
        return Ok(Written::NotNeeded);
    }
    let line = match job.delivery {
        Some(delivery) => store.delivery_for_worker(delivery)?,
        None => None,
    };
    let rendered = match (&notice.kind, line) {
        (NoticeKind::Arrived, Some(line)) if line.delivery.state == delivery::Name::Cancelled => {
            return Ok(Written::NotNeeded);
        }
        (NoticeKind::Arrived, Some(line)) => arrived(&office.facts, &line, &names(store, &line)?, mailing, now),
        (NoticeKind::Returned { reason, .. }, Some(line)) => {
            returned(&office.facts, &line, &names(store, &line)?, reason, &mailing.public_url)
        }
        (NoticeKind::Changed { what, reason, .. }, Some(line)) => {
            // It is told because it read the bytes; nothing is asked of it.
            let withdrawn = line.delivery.state == delivery::Name::Cancelled;
            let heading = format!("mail-changed-{}", if withdrawn { "withdrawn" } else { what.as_str() });
            told::told(&heading, &office.facts, &line, &names(store, &line)?, reason, &mailing.public_url)
        }
        (NoticeKind::Answered { status, reason, .. }, Some(line)) => {
            let heading = answer_heading(&line, status);
            told::told(heading, &office.facts, &line, &names(store, &line)?, reason, &mailing.public_url)
        }
        // Whoever has it, or will never get it, is reminded of nothing.
        (NoticeKind::Reminder { stage }, Some(line)) if is_moot(*stage, line.delivery.state) => {
            return Ok(Written::NotNeeded);
        }
        (NoticeKind::Reminder { stage }, Some(line)) => {
            let heading = reminder_heading(*stage, job.agency == line.issuer);
            told::told(heading, &office.facts, &line, &names(store, &line)?, "", &mailing.public_url)
        }
        (NoticeKind::Nudged, Some(line)) if !waits(&line) => return Ok(Written::NotNeeded),
        (NoticeKind::Nudged, Some(line)) => {
            told::told("mail-nudged", &office.facts, &line, &names(store, &line)?, "", &mailing.public_url)
        }
        (NoticeKind::Digest { told }, _) => {
            let urgent = digest::urgent(&mailing.urgency);
            let page = store.digest_lines(&job.agency, *told, job.created, &urgent, digest::LINES)?;
            if page.rows.is_empty() {
                return Ok(Written::NotNeeded);
            }
            digest::digest(store, &job.agency, &office.facts, &page, mailing, now)?
        }
        (NoticeKind::Expiring { ends, days, .. }, _) => {
            let name = layout::line(&office.facts.name);
            told::expiring(&name, &office.facts.organ_id, *ends, *days, &mailing.public_url)
        }
        (NoticeKind::AddressFailing { address, reply }, _) => {
            told::address_failing(&layout::line(&office.facts.name), &job.agency, address, reply, &mailing.public_url)
        }
        (NoticeKind::WebhookOff { host, code, operator }, _) => {
            let whose = operator.then(|| layout::line(&office.facts.name));
            told::webhook_off(host, *code, whose, &mailing.public_url)
        }
        (NoticeKind::Stuck { of, code, count }, _) => {
            let name = store.agency_name(of, now)?.unwrap_or_else(|| of.0.clone());
            told::stuck(&layout::line(&name), of, *code, *count, &mailing.public_url)
        }
        // Written above.
        (NoticeKind::Link { .. }, _) => return Ok(Written::NotNeeded),
        (NoticeKind::Refused { .. }, _) => refused(&notice.kind, &mailing.public_url),
        (
            NoticeKind::Arrived
            | NoticeKind::Returned { .. }
            | NoticeKind::Changed { .. }
            | NoticeKind::Answered { .. }
            | NoticeKind::Nudged
            | NoticeKind::Reminder { .. },
            None,
        ) => return Ok(Written::None("the delivery is gone".to_owned())),
    };
    let to = match (notice.kind.is_for_operator(), &mailing.operator) {
        (true, Some(address)) => vec![address.clone()],
        (true, None) => return Ok(Written::NotNeeded),
        (false, _) => office.facts.mail,
    };
    Ok(letter(rendered, to, job))
}

fn letter(rendered: Rendered, to: Vec<String>, job: &Job) -> Written {
    match rendered {
        Ok((subject, text, html)) => {
            Written::Letter(Letter { to, subject, text: layout::wrap(&text), html, id: job.id.to_string() })
        }
        Err(error) => Written::None(error.to_string()),
    }
}

type Rendered = Result<(String, String, String), askama::Error>;

fn arrived(office: &AgencyFacts, line: &InboxLine, names: &Names, mailing: &Mailing, now: Micros) -> Rendered {
    let (from, code) = (names.issuer.as_str(), code(line));
    let subject = subject("mail-arrived-subject", &[("code", &code), ("from", from)]);
    let due = line.listing.due.as_deref().and_then(|day| day.parse().ok());
    let (hub, to) = (mailing.public_url.as_str(), names.receiver.as_str());
    let link = format!("{hub}/d/{}", line.delivery.id);
    let title = title(office, line);
    let title = title.as_deref();
    let [received_vi, received_en] = both(|lang| i18n::date_time(lang, line.received));
    let [due_vi, due_en] = both(|lang| due_words(lang, due, now));
    let [urgency_vi, urgency_en] = both(|lang| urgency(lang, line.listing.urgency, &mailing.urgency));
    let text = ArrivedText {
        hub,
        from,
        to,
        code: &code,
        title,
        received_vi: &received_vi,
        received_en: &received_en,
        due_vi: &due_vi,
        due_en: &due_en,
        urgency_vi: urgency_vi.as_deref(),
        urgency_en: urgency_en.as_deref(),
        link: &link,
    };
    let html = ArrivedHtml {
        subject: &subject,
        hub,
        from,
        to,
        code: &code,
        title,
        received_vi: &received_vi,
        received_en: &received_en,
        due_vi: &due_vi,
        due_en: &due_en,
        urgency_vi: urgency_vi.as_deref(),
        urgency_en: urgency_en.as_deref(),
        link: &link,
    };
    let (text, html) = (text.render()?, html.render()?);
    Ok((subject, text, html))
}

fn returned(office: &AgencyFacts, line: &InboxLine, names: &Names, reason: &str, hub: &str) -> Rendered {
    let code = code(line);
    let by = names.receiver.as_str();
    let subject = subject("mail-returned-subject", &[("code", &code), ("by", by)]);
    let link = format!("{hub}/d/{}", line.delivery.id);
    let title = title(office, line);
    let title = title.as_deref();
    let reason = office.mail_subject.then(|| layout::line(reason));
    let reason = reason.as_deref();
    let text = ReturnedText { hub, by, code: &code, reason, title, link: &link }.render()?;
    let html = ReturnedHtml { subject: &subject, hub, by, code: &code, reason, title, link: &link }.render()?;
    Ok((subject, text, html))
}

fn is_moot(stage: Stage, state: delivery::Name) -> bool {
    match stage {
        Stage::Expiry => state != delivery::Name::Expired,
        Stage::Before | Stage::Overdue | Stage::Escalation | Stage::ExpiryWarning => state != delivery::Name::Delivered,
    }
}

/// Nobody has accepted it, and it is in force.
fn waits(line: &InboxLine) -> bool {
    let copy = &line.delivery;
    Stand::of(copy.state, copy.ack, copy.standing) == Stand::ToAccept
}

fn reminder_heading(stage: Stage, to_issuer: bool) -> &'static str {
    match (stage, to_issuer) {
        (Stage::Before, _) => "mail-reminder-before",
        (Stage::Overdue, _) => "mail-reminder-overdue",
        (Stage::Escalation, _) => "mail-reminder-escalation",
        (Stage::ExpiryWarning, false) => "mail-reminder-warning",
        (Stage::ExpiryWarning, true) => "mail-reminder-warning-sender",
        (Stage::Expiry, false) => "mail-reminder-expiry",
        (Stage::Expiry, true) => "mail-reminder-expiry-sender",
    }
}

/// What the answer means by how the delivery stands now.
fn answer_heading(line: &InboxLine, status: &str) -> &'static str {
    match (status, line.delivery.standing) {
        ("15", Standing::Recalled) => "mail-answered-confirmed",
        ("15", _) => "mail-answered-agreed",
        (_, Standing::Recalled) => "mail-answered-protested",
        _ => "mail-answered-declined",
    }
}

fn refused(notice: &NoticeKind, hub: &str) -> Rendered {
    let NoticeKind::Refused { code, package, received, document_id } = notice else {
        return Err(askama::Error::Custom("not a refusal".into()));
    };
    let [title_vi, title_en] = both(|lang| i18n::title(lang, *code));
    let [remedy_vi, remedy_en] = both(|lang| i18n::remedy(lang, *code));
    let [received_vi, received_en] = both(|lang| i18n::date_time(lang, *received));
    let (code, package) = (code.name(), package.to_string());
    let document_id = document_id.as_deref().map(layout::line);
    let document_id = document_id.as_deref();
    let subject = subject("mail-refused-subject", &[("title", &title_vi)]);
    let text = RefusedText {
        hub,
        title_vi: &title_vi,
        title_en: &title_en,
        remedy_vi: &remedy_vi,
        remedy_en: &remedy_en,
        received_vi: &received_vi,
        received_en: &received_en,
        code,
        package: &package,
        document_id,
    };
    let html = RefusedHtml {
        subject: &subject,
        hub,
        title_vi: &title_vi,
        title_en: &title_en,
        remedy_vi: &remedy_vi,
        remedy_en: &remedy_en,
        received_vi: &received_vi,
        received_en: &received_en,
        code,
        package: &package,
        document_id,
    };
    let (text, html) = (text.render()?, html.render()?);
    Ok((subject, text, html))
}

fn both<T>(say: impl Fn(Lang) -> T) -> [T; 2] {
    [Lang::Vi, Lang::En].map(say)
}

/// The subject line: Vietnamese alone, because a list of mails shows its first words only.
fn subject(key: &str, parts: &[(&str, &str)]) -> String {
    let args: Vec<_> = parts.iter().map(|(name, value)| (*name, (*value).into())).collect();
    i18n::text(Lang::Vi, key, None, &args)
}

/// The parties as they were called when the document came in.
struct Names {
    issuer: String,
    receiver: String,
}

fn names(store: &Store, line: &InboxLine) -> Result<Names, store::Error> {
    let name = |id: &OrganId| -> Result<String, store::Error> {
        Ok(layout::line(&store.agency_name(id, line.received)?.unwrap_or_else(|| id.0.clone())))
    };
    Ok(Names { issuer: name(&line.issuer)?, receiver: name(&line.delivery.agency)? })
}

fn code(line: &InboxLine) -> String {
    layout::line(&format!("{}/{}", line.listing.number, line.listing.notation))
}

/// The subject (trích yếu), where the office's entry allows it in mails.
fn title(office: &AgencyFacts, line: &InboxLine) -> Option<String> {
    office.mail_subject.then(|| layout::line(&line.listing.subject))
}

fn due_words(lang: Lang, due: Option<jiff::civil::Date>, now: Micros) -> String {
    let Some(day) = due else { return i18n::text(lang, "deadline-none", None, &[]) };
    let date = match lang {
        Lang::Vi => day.strftime("%d/%m/%Y"),
        Lang::En => day.strftime("%-d %b %Y"),
    };
    let words = match deadline::due(day, now) {
        Due::Today => i18n::text(lang, "mail-due-today", None, &[]),
        Due::Ahead { days } => i18n::text(lang, "mail-due-ahead", None, &[("days", days.into())]),
        Due::Past { days } => i18n::text(lang, "mail-due-past", None, &[("days", days.into())]),
    };
    format!("{date} ({words})")
}

/// The word for OtherInfo/Priority by the operator's list; the usual needs none.
fn urgency(lang: Lang, priority: Option<i16>, list: &[Urgency]) -> Option<String> {
    let key = match Urgency::of(priority, list) {
        Urgency::Normal => return None,
        Urgency::Urgent => "urgency-urgent",
        Urgency::VeryUrgent => "urgency-very-urgent",
        Urgency::Immediate => "urgency-immediate",
    };
    Some(i18n::text(lang, key, None, &[]))
}

/// A letter in both its forms, with the same parts. Used in this file only: askama finds a template by the file that it is named in.
macro_rules! letter {
    ($text:ident $text_path:literal, $html:ident $html_path:literal, { $($field:ident: $type:ty,)* }) => {
        #[derive(Template)]
        #[template(path = $text_path, escape = "none")]
        struct $text<'a> { $($field: $type,)* }

        #[derive(Template)]
        #[template(path = $html_path)]
        struct $html<'a> { subject: &'a str, $($field: $type,)* }
    };
}

letter!(ArrivedText "mail/arrived.txt", ArrivedHtml "mail/arrived.html", {
    hub: &'a str, from: &'a str, to: &'a str, code: &'a str, title: Option<&'a str>, received_vi: &'a str,
    received_en: &'a str, due_vi: &'a str, due_en: &'a str, urgency_vi: Option<&'a str>, urgency_en: Option<&'a str>,
    link: &'a str,
});
letter!(ReturnedText "mail/returned.txt", ReturnedHtml "mail/returned.html", {
    hub: &'a str, by: &'a str, code: &'a str, reason: Option<&'a str>, title: Option<&'a str>, link: &'a str,
});
letter!(ToldText "mail/told.txt", ToldHtml "mail/told.html", {
    hub: &'a str, heading_vi: &'a str, heading_en: &'a str, remedy_vi: &'a str, remedy_en: &'a str,
    reason_vi: Option<&'a str>, reason_en: Option<&'a str>, title: Option<&'a str>, link: &'a str,
});
letter!(DigestText "mail/digest.txt", DigestHtml "mail/digest.html", {
    hub: &'a str, heading_vi: &'a str, heading_en: &'a str, remedy_vi: &'a str, remedy_en: &'a str, lines: &'a [digest::Line],
    lying_vi: Option<&'a str>, lying_en: Option<&'a str>,
});
letter!(RefusedText "mail/refused.txt", RefusedHtml "mail/refused.html", {
    hub: &'a str, title_vi: &'a str, title_en: &'a str, remedy_vi: &'a str, remedy_en: &'a str, received_vi: &'a str,
    received_en: &'a str, code: &'a str, package: &'a str, document_id: Option<&'a str>,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_priority_is_called_what_the_list_calls_it() {
        use Urgency::{Immediate, Normal, Urgent, VeryUrgent};
        let rising = [Normal, Urgent, VeryUrgent, Immediate];
        let words = |list: &[Urgency]| {
            [None, Some(-1), Some(0), Some(1), Some(3), Some(5)].map(|at| urgency(Lang::Vi, at, list))
        };
        let said = |word: &str| Some(word.to_owned());
        assert_eq!(words(&rising), [None, None, None, said("Khẩn"), said("Hỏa tốc"), None]);
        let other = [Normal, Immediate, VeryUrgent, Urgent, Urgent, VeryUrgent];
        assert_eq!(words(&other), [None, None, None, said("Hỏa tốc"), said("Khẩn"), said("Thượng khẩn")]);
    }
}
