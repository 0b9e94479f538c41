//! Letters that say one thing: what, why, and what to do about it.

use askama::Template;

use super::{Names, Rendered, ToldHtml, ToldText, both, code, layout, title};
use crate::codes::Code;
use crate::domain::ids::{Micros, OrganId};
use crate::i18n::{self, Lang, Value};
use crate::store::change::AgencyFacts;
use crate::store::deliveries::InboxLine;

/// A letter that says one thing: what, why, and where to see it; each in Vietnamese and English.
struct Told<'a> {
    /// Also the subject, in Vietnamese.
    heading: [String; 2],
    /// What to do.
    remedy: [String; 2],
    reason: Option<[String; 2]>,
    title: Option<String>,
    link: &'a str,
}

impl<'a> Told<'a> {
    /// With the heading of that key, and what to do in its `.remedy`.
    fn of(key: &str, args: impl Fn(Lang) -> Vec<(&'static str, Value<'static>)>, link: &'a str) -> Self {
        let say = |part: Option<&str>| both(|lang| i18n::text(lang, key, part, &args(lang)));
        Self { heading: say(None), remedy: say(Some("remedy")), reason: None, title: None, link }
    }

    fn render(&self, hub: &str) -> Rendered {
        let ([heading_vi, heading_en], [remedy_vi, remedy_en]) = (&self.heading, &self.remedy);
        let [reason_vi, reason_en] = [0, 1].map(|lang| self.reason.as_ref().map(|words| words[lang].as_str()));
        let (title, link) = (self.title.as_deref(), self.link);
        let text = ToldText { hub, heading_vi, heading_en, remedy_vi, remedy_en, reason_vi, reason_en, title, link };
        let subject = heading_vi;
        let html =
            ToldHtml { subject, hub, heading_vi, heading_en, remedy_vi, remedy_en, reason_vi, reason_en, title, link };
        Ok((subject.clone(), text.render()?, html.render()?))
    }
}

/// What one party told the other about a document.
pub(super) fn told(
    heading: &str,
    office: &AgencyFacts,
    line: &InboxLine,
    names: &Names,
    reason: &str,
    hub: &str,
) -> Rendered {
    let args = |_| {
        vec![("code", code(line).into()), ("from", names.issuer.clone().into()), ("by", names.receiver.clone().into())]
    };
    let link = format!("{hub}/d/{}", line.delivery.id);
    let reason = (!reason.is_empty()).then(|| match office.mail_subject {
        true => both(|_| layout::line(reason)),
        false => both(|lang| i18n::text(lang, "mail-reason-elsewhere", None, &[])),
    });
    Told { reason, title: title(office, line), ..Told::of(heading, args, &link) }.render(hub)
}

/// A seal that ends soon: whose, when, and what to do.
pub(super) fn expiring(name: &str, organ_id: &OrganId, ends: Micros, days: i16, hub: &str) -> Rendered {
    let args = |lang| {
        vec![
            ("agency", name.to_owned().into()),
            ("code", organ_id.0.clone().into()),
            ("days", i64::from(days).into()),
            ("ends", i18n::date_time(lang, ends).into()),
        ]
    };
    Told::of("mail-expiring", args, hub).render(hub)
}

/// An address of an office takes no mail: whose, which, and what the relay said.
pub(super) fn address_failing(name: &str, organ_id: &OrganId, address: &str, reply: &str, hub: &str) -> Rendered {
    let args = |_| {
        vec![
            ("agency", name.to_owned().into()),
            ("code", organ_id.0.clone().into()),
            ("address", layout::line(address).into()),
        ]
    };
    let told = Told::of("mail-address-failing", args, hub);
    Told { reason: Some(both(|_| layout::line(reply))), ..told }.render(hub)
}

/// What the hub wanted to send to an office does not get there: whose, why, how often.
pub(super) fn stuck(name: &str, organ_id: &OrganId, code: Code, count: u64, hub: &str) -> Rendered {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let args =
        |_| vec![("agency", name.to_owned().into()), ("code", organ_id.0.clone().into()), ("count", count.into())];
    let told = Told::of("mail-stuck", args, hub);
    Told { reason: Some(both(|lang| i18n::title(lang, code))), ..told }.render(hub)
}

/// An office's own software does not take what it wished to be told; `whose` says it to the hub's operator.
pub(super) fn webhook_off(host: &str, code: Code, whose: Option<String>, hub: &str) -> Rendered {
    let link = format!("{hub}/api/docs/");
    let key = if whose.is_some() { "mail-webhook-off-operator" } else { "mail-webhook-off" };
    let agency = whose.unwrap_or_default();
    let told = Told::of(key, |_| vec![("host", host.to_owned().into()), ("agency", agency.clone().into())], &link);
    Told { reason: Some(both(|lang| i18n::title(lang, code))), ..told }.render(hub)
}

/// A link for one person: where it leads, and until when.
pub(super) fn link(name: &str, place: Option<&str>, token: &str, until: Micros, hub: &str) -> Rendered {
    let args = |lang| {
        vec![
            ("name", layout::line(name).into()),
            ("place", layout::line(place.unwrap_or_default()).into()),
            ("until", i18n::date_time(lang, until).into()),
        ]
    };
    let link = crate::exchange::link(hub, token);
    Told::of(if place.is_some() { "mail-invited" } else { "mail-reset" }, args, &link).render(hub)
}
