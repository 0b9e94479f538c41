//! Writes a mail from the rows that its job names: Vietnamese first, English below, as text and as HTML. Never content;
//! a subject only for an office that allows it.

use askama::Template;

use crate::channel::mail::Letter;
use crate::domain::deadline::{self, Due};
use crate::domain::ids::{Micros, OrganId};
use crate::exchange::{MailNotice, NoticeKind};
use crate::i18n::{self, Lang};
use crate::store::change::AgencyFacts;
use crate::store::deliveries::InboxLine;
use crate::store::jobs::Job;
use crate::store::{self, Store};

/// The letter of `job`, or why there can be none.
pub(super) fn write(store: &Store, job: &Job, hub: &str, now: Micros) -> Result<Result<Letter, String>, store::Error> {
    let Ok(notice) = serde_json::from_str::<MailNotice>(&job.payload_json) else {
        return Ok(Err("the job's text cannot be read".to_owned()));
    };
    let Some(office) = store.agency(&job.agency)? else {
        return Ok(Err(format!("agency {} is not in the directory", job.agency)));
    };
    let line = match job.delivery {
        Some(delivery) => store.delivery_for_worker(delivery)?,
        None => None,
    };
    let rendered = match (&notice.kind, line) {
        (NoticeKind::Arrived, Some(line)) => arrived(&office.facts, &line, &names(store, &line)?, hub, now),
        (NoticeKind::Returned { reason, .. }, Some(line)) => {
            returned(&office.facts, &line, &names(store, &line)?, reason, hub)
        }
        (NoticeKind::Refused { .. }, _) => refused(&notice.kind, hub),
        (NoticeKind::Arrived | NoticeKind::Returned { .. }, None) => return Ok(Err("the delivery is gone".to_owned())),
    };
    Ok(rendered.map_err(|error| error.to_string()).map(|(subject, text, html)| Letter {
        to: office.facts.mail,
        subject,
        text,
        html,
        id: job.id.to_string(),
    }))
}

type Rendered = Result<(String, String, String), askama::Error>;

fn arrived(office: &AgencyFacts, line: &InboxLine, names: &Names, hub: &str, now: Micros) -> Rendered {
    let (from, code) = (names.issuer.as_str(), code(line));
    let subject = format!("Văn bản mới {code} từ {from}");
    let due = line.listing.due.as_deref().and_then(|day| day.parse().ok());
    let to = names.receiver.as_str();
    let link = format!("{hub}/d/{}", line.delivery.id);
    let title = title(office, line);
    let (received_vi, received_en) = (i18n::date_time(Lang::Vi, line.received), i18n::date_time(Lang::En, line.received));
    let (due_vi, due_en) = (due_words(Lang::Vi, due, now), due_words(Lang::En, due, now));
    let (urgency_vi, urgency_en) = (urgency(Lang::Vi, line.listing.urgency), urgency(Lang::En, line.listing.urgency));
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
    let subject = format!("{by} trả lại văn bản {code}");
    let link = format!("{hub}/d/{}", line.delivery.id);
    let title = title(office, line);
    let text = ReturnedText { hub, by, code: &code, reason, title, link: &link }.render()?;
    let html = ReturnedHtml { subject: &subject, hub, by, code: &code, reason, title, link: &link }.render()?;
    Ok((subject, text, html))
}

fn refused(notice: &NoticeKind, hub: &str) -> Rendered {
    let NoticeKind::Refused { code, package, received, document_id } = notice else {
        return Err(askama::Error::Custom("not a refusal".into()));
    };
    let [title_vi, title_en] = [Lang::Vi, Lang::En].map(|lang| i18n::title(lang, *code));
    let [remedy_vi, remedy_en] = [Lang::Vi, Lang::En].map(|lang| i18n::remedy(lang, *code));
    let [received_vi, received_en] = [Lang::Vi, Lang::En].map(|lang| i18n::date_time(lang, *received));
    let (code, package) = (code.name(), package.to_string());
    let document_id = document_id.as_deref();
    let subject = format!("Gói tin không được nhận: {title_vi}");
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

/// The parties as the directory calls them.
struct Names {
    issuer: String,
    receiver: String,
}

fn names(store: &Store, line: &InboxLine) -> Result<Names, store::Error> {
    let name = |id: &OrganId| -> Result<String, store::Error> {
        Ok(store.agency(id)?.map_or_else(|| id.0.clone(), |agency| agency.facts.name))
    };
    Ok(Names { issuer: name(&line.issuer)?, receiver: name(&line.delivery.agency)? })
}

fn code(line: &InboxLine) -> String {
    format!("{}/{}", line.listing.number, line.listing.notation)
}

/// The subject (trích yếu), where the office's entry allows it in mails.
fn title<'a>(office: &AgencyFacts, line: &'a InboxLine) -> Option<&'a str> {
    office.mail_subject.then_some(line.listing.subject.as_str())
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

/// The word for OtherInfo/Priority. The list is not uniform in the field (DOMAIN §1.3): this is the one in which it
/// rises from 0; other tables come with the peers' settings.
fn urgency(lang: Lang, priority: Option<i16>) -> Option<String> {
    let key = match priority? {
        1 => "urgency-urgent",
        2 => "urgency-very-urgent",
        3 => "urgency-immediate",
        _ => return None,
    };
    Some(i18n::text(lang, key, None, &[]))
}

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
    hub: &'a str, by: &'a str, code: &'a str, reason: &'a str, title: Option<&'a str>, link: &'a str,
});
letter!(RefusedText "mail/refused.txt", RefusedHtml "mail/refused.html", {
    hub: &'a str, title_vi: &'a str, title_en: &'a str, remedy_vi: &'a str, remedy_en: &'a str, received_vi: &'a str,
    received_en: &'a str, code: &'a str, package: &'a str, document_id: Option<&'a str>,
});
