//! What an issuer does to a document that it sent: recall (thu hồi), update (cập nhật), replacement (thay thế), which come
//! as packages of business types 1–3, and take-back (lấy lại, status 13). NĐ 30/2020 Đ18.3, Đ18.4b; QĐ 28/2018 Đ8.2, Đ9.2.
//! Only the issuing agency may.
//!
//! A change meets one delivery after the other, and each by what it finds there: what the receiver has not fetched is
//! withdrawn by the hub alone, and its content never goes out; what it has is the receiver's matter, asked or laid down.
//! [`change`] joins the two machines for that; the table state × change is the snapshot at the end.

use std::fmt;

use super::acknowledgement::{self, Question, Refused, RequestNumber, Standing};
use super::delivery;
use super::ids::Micros;

/// The business type of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BusinessType {
    /// 0, văn bản mới.
    New,
    /// 1, thu hồi.
    Recall,
    /// 2, cập nhật.
    Update,
    /// 3, thay thế.
    Replace,
}

/// What is done to one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Laid down; no refusal.
    Recall,
    /// A newer version: asked of whoever has the old one.
    Update,
    /// Laid down: another document takes its place.
    Replace,
    /// Asked of whoever has it; also what an update asks of a receiver that it removes.
    TakeBack,
}

/// What became of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Withdrawn by the hub before the receiver took it: the receiver is asked nothing.
    Withdrawn,
    /// The receiver has it and is asked.
    Asked(RequestNumber),
    /// The receiver has it, and it is no longer in force.
    Bound,
    /// There was nothing to be done: withdrawn, expired or ended before, or returned.
    Nothing,
}

/// Both machines after a change, and what became of the delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The hub's duty.
    pub hub: delivery::State,
    /// The receiver's word.
    pub receiver: acknowledgement::State,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether an open question was closed by it.
    pub closed: bool,
}

/// What `what` does to a delivery whose machines stand thus.
///
/// # Errors
/// [`Refused`] when the receiver has it and cannot be asked: another question is open, or the document has ended.
pub fn change(
    what: Change,
    hub: delivery::State,
    receiver: acknowledgement::State,
    now: Micros,
) -> Result<Changed, Refused> {
    let nothing = Changed { hub, receiver, outcome: Outcome::Nothing, closed: false };
    match hub.name() {
        delivery::Name::Cancelled | delivery::Name::Expired => return Ok(nothing),
        delivery::Name::Queued
        | delivery::Name::Sending
        | delivery::Name::Delivered
        | delivery::Name::Fetched
        | delivery::Name::Failed => {}
    }
    // None of these states refuses a recall.
    let Ok((hub, effects)) = hub.on(delivery::Event::Recall, now) else { return Ok(nothing) };
    if !effects.contains(&delivery::Effect::RecallOfFetched) {
        // A push under way settles it: as withdrawn, or as a change of a fetched document.
        return Ok(Changed { hub, outcome: Outcome::Withdrawn, ..nothing });
    }
    let (receiver, effects) = match receiver.on(what.event()) {
        // A returned document is updated by sending the new version; there is nothing to ask.
        Err(Refused::Returned) if what == Change::Update => return Ok(nothing),
        outcome => outcome?,
    };
    let closed = effects.contains(&acknowledgement::Effect::Closed);
    let outcome = match receiver.open_request() {
        _ if !effects.contains(&acknowledgement::Effect::Moved) => Outcome::Nothing,
        Some(request) => Outcome::Asked(request.number),
        None => Outcome::Bound,
    };
    Ok(Changed { hub, receiver, outcome, closed })
}

/// Why content does not go out: [`Standing::Live`] is what the hub withdrew before the receiver took it. Whoever may keep
/// an `archive` still reads what it had taken.
pub fn withheld(hub: &delivery::State, receiver: &acknowledgement::State, archive: bool) -> Option<Standing> {
    match (hub.name(), receiver.standing()) {
        (delivery::Name::Cancelled, _) => Some(Standing::Live),
        (_, standing @ (Standing::Recalled | Standing::TakenBack)) if !archive => Some(standing),
        (_, Standing::Live | Standing::Updated | Standing::Replaced | Standing::Recalled | Standing::TakenBack) => None,
    }
}

impl BusinessType {
    /// Every type.
    pub const ALL: [Self; 4] = [Self::New, Self::Recall, Self::Update, Self::Replace];

    /// The number of edXML.
    pub fn number(self) -> u8 {
        match self {
            Self::New => 0,
            Self::Recall => 1,
            Self::Update => 2,
            Self::Replace => 3,
        }
    }

    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Recall => "recall",
            Self::Update => "update",
            Self::Replace => "replace",
        }
    }

    /// The type of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Change {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Recall, Self::Update, Self::Replace, Self::TakeBack];

    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Update => "update",
            Self::Replace => "replace",
            Self::TakeBack => "take_back",
        }
    }

    /// The change of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.as_str() == text)
    }

    /// What it asks of a receiver, if it asks.
    pub fn question(self) -> Option<Question> {
        match self {
            Self::Update => Some(Question::Update),
            Self::TakeBack => Some(Question::TakeBack),
            Self::Recall | Self::Replace => None,
        }
    }

    fn event(self) -> acknowledgement::Event {
        match self {
            Self::Recall => acknowledgement::Event::Recall,
            Self::Update => acknowledgement::Event::Update,
            Self::Replace => acknowledgement::Event::Replace,
            Self::TakeBack => acknowledgement::Event::TakeBack,
        }
    }
}

impl Outcome {
    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Asked(_) => "asked",
            Self::Bound => "bound",
            Self::Nothing => "nothing",
        }
    }
}

impl fmt::Display for BusinessType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::acknowledgement::{Name, RecallAnswer, Request, State, Stored};
    use super::*;

    fn receiver(name: Name, standing: Standing, open: Option<Question>) -> State {
        let open = open.map(|question| Request { number: RequestNumber(1), question });
        let requests = u32::from(open.is_some());
        State::restore(Stored { name, standing, recall: RecallAnswer::None, open, requests })
    }

    /// Each change against each delivery it can meet: what becomes of it.
    #[test]
    fn table() {
        let at = |name| delivery::State::restore(name, Micros(1), false);
        let mut rows: Vec<_> = delivery::Name::ALL
            .into_iter()
            .filter(|name| *name != delivery::Name::Fetched)
            .map(|name| (name.to_string(), at(name), State::none()))
            .collect();
        let held = [
            ("fetched", receiver(Name::None, Standing::Live, None)),
            ("fetched, 03", receiver(Name::Accepted, Standing::Live, None)),
            ("fetched, 02", receiver(Name::Returned, Standing::Live, None)),
            ("fetched, take back?", receiver(Name::Arrived, Standing::Live, Some(Question::TakeBack))),
            ("fetched, update?", receiver(Name::Arrived, Standing::Live, Some(Question::Update))),
            ("fetched, updated", receiver(Name::Accepted, Standing::Updated, None)),
            ("fetched, replaced", receiver(Name::Accepted, Standing::Replaced, None)),
            ("fetched, taken back", receiver(Name::Accepted, Standing::TakenBack, None)),
            ("fetched, recalled", receiver(Name::Accepted, Standing::Recalled, None)),
        ];
        rows.extend(held.map(|(name, state)| (name.to_owned(), at(delivery::Name::Fetched), state)));
        let mut table = format!("{:<21}", "");
        for what in Change::ALL {
            table += &format!("{:<30}", what.to_string());
        }
        for (name, hub, receiver) in rows {
            table = format!("{}\n{name:<21}", table.trim_end());
            for what in Change::ALL {
                let cell = match change(what, hub, receiver, Micros(2)) {
                    Err(refused) => format!("! {}", refused.code()),
                    Ok(changed) if changed.closed => format!("{}, question closed", changed.outcome.as_str()),
                    Ok(changed) => changed.outcome.as_str().to_owned(),
                };
                table += &format!("{cell:<30}");
            }
        }
        insta::assert_snapshot!(table.trim_end());
    }

    #[test]
    fn types_are_read_as_they_are_written() {
        for kind in BusinessType::ALL {
            assert_eq!(BusinessType::parse(kind.as_str()), Some(kind));
        }
        for what in Change::ALL {
            assert_eq!(Change::parse(what.as_str()), Some(what));
        }
    }
}
