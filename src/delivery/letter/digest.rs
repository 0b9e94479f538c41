//! One mail about all that arrived since the last: a line for each document, the longest waiting first.

use askama::Template;

use super::{DigestHtml, DigestText, Rendered, both, code, due_words, layout, names, title};
use crate::config::Urgency;
use crate::delivery::notify::Mailing;
use crate::domain::delivery;
use crate::domain::ids::{Micros, OrganId};
use crate::i18n;
use crate::store::change::AgencyFacts;
use crate::store::deliveries::InboxLine;
use crate::store::{self, Page, Store};

/// So many documents stand in one mail; of more it says that there are.
pub(super) const LINES: u32 = 40;

/// The priorities that mean urgency, which no digest tells of.
pub(super) fn urgent(list: &[Urgency]) -> Vec<i16> {
    (0..).zip(list).filter(|(_, urgency)| **urgency != Urgency::Normal).map(|(priority, _)| priority).collect()
}

/// A document's line.
pub(super) struct Line {
    pub(super) from: String,
    pub(super) code: String,
    pub(super) title: Option<String>,
    pub(super) received: [String; 2],
    pub(super) due: [String; 2],
    /// The receiver's software has it.
    pub(super) fetched: bool,
    pub(super) link: String,
}

/// The mail about `page`, which is not empty: what arrived under the code `agency`, for the office that answers for it.
pub(super) fn digest(
    store: &Store,
    agency: &OrganId,
    office: &AgencyFacts,
    page: &Page<InboxLine>,
    mailing: &Mailing,
    now: Micros,
) -> Result<Rendered, store::Error> {
    let lines = page.rows.iter().map(|line| of(store, office, line, mailing, now)).collect::<Result<Vec<_>, _>>()?;
    let more = page.next.is_some();
    let new = lines.iter().filter(|line| !line.fetched).count();
    let lying = if more { 0 } else { store.inbox_open_count(agency)? - i64::try_from(new).unwrap_or(i64::MAX) };
    Ok(render(&lines, more, lying, &mailing.public_url))
}

fn of(
    store: &Store,
    office: &AgencyFacts,
    line: &InboxLine,
    mailing: &Mailing,
    now: Micros,
) -> Result<Line, store::Error> {
    let due = line.listing.due.as_deref().and_then(|day| day.parse().ok());
    Ok(Line {
        from: names(store, line)?.issuer,
        code: code(line),
        title: title(office, line),
        received: both(|lang| i18n::date_time(lang, line.received)),
        due: both(|lang| due_words(lang, due, now)),
        fetched: line.delivery.state != delivery::Name::Delivered,
        link: format!("{}/d/{}", mailing.public_url, line.delivery.id),
    })
}

/// `lying`: so many came before and are still unfetched.
fn render(lines: &[Line], more: bool, lying: i64, hub: &str) -> Rendered {
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let key = if more { "mail-digest-many" } else { "mail-digest" };
    let say = |part: Option<&'static str>| both(|lang| i18n::text(lang, key, part, &[("count", count.into())]));
    let ([heading_vi, heading_en], [remedy_vi, remedy_en]) = (&say(None), &say(Some("remedy")));
    let lying =
        (lying > 0).then(|| both(|lang| i18n::text(lang, "mail-digest-lying", None, &[("count", lying.into())])));
    let [lying_vi, lying_en] = [0, 1].map(|lang| lying.as_ref().map(|words| words[lang].as_str()));
    let text = DigestText { hub, heading_vi, heading_en, remedy_vi, remedy_en, lines, lying_vi, lying_en }.render()?;
    let subject = heading_vi;
    let html = DigestHtml { subject, hub, heading_vi, heading_en, remedy_vi, remedy_en, lines, lying_vi, lying_en }
        .render()?;
    Ok((layout::line(subject), text, html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_urgent_is_no_part_of_a_digest() {
        use Urgency::{Immediate, Normal, Urgent};
        assert_eq!(urgent(&[Normal, Urgent, Normal, Immediate]), [1, 3]);
        assert_eq!(urgent(&[]), [0_i16; 0]);
    }
}
