//! What happened for an agency, as it is told: by `GET /api/v1/events` and by its webhooks, in the same words. No content; a
//! subject only where the agency's entry allows it, as in mails.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Exchange, Refusal};
use crate::domain::deadline::iso;
use crate::domain::ids::OrganId;
use crate::store::events::{Event, EventKind};

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Happened {
    /// Names it: a repeat bears the same.
    pub id: String,
    /// `arrived`, `fetched`, `acknowledged`, `returned`, `answered`, `asked`, `withdrawn`, `recalled`, `replaced`, `expired`,
    /// `refused`.
    #[schema(value_type = String)]
    pub event: EventKind,
    /// Its place in the log: for `after`.
    pub cursor: String,
    /// When the hub got the word.
    pub time: String,
    /// About which delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Uuid>,
    /// About which document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<HappenedTo>,
    /// Its issuer's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The receiver's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The edXML status code of a receiver's word; the code of the registry for a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the issuer does: `recall`, `update`, `replace`, `take_back`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// The number of the question, for the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<i64>,
    /// The place as a number.
    #[serde(skip)]
    pub place: i64,
}

/// The document of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HappenedTo {
    /// The hub's name for it; absent for a refused package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<Uuid>,
    /// The issuer's.
    pub document_id: String,
    /// Trích yếu, where the agency's entry allows it to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// Some events, and where to go on.
#[derive(Clone, Debug)]
pub struct Happenings {
    /// In the order of the log.
    pub items: Vec<Happened>,
    /// Everything up to here was looked at.
    pub place: i64,
    /// Whether there is more already.
    pub more: bool,
}

impl Exchange {
    /// What happened for `agency` after `after`. Blocks.
    ///
    /// # Errors
    /// `store.*`
    pub fn events(&self, agency: &OrganId, after: i64, limit: u32) -> Result<Happenings, Refusal> {
        let found = self.store.events(agency, after, limit)?;
        let directory = self.directory()?;
        let subjects = directory.facts(agency).is_some_and(|facts| facts.mail_subject);
        let items = found.rows.into_iter().map(|event| told(event, subjects)).collect();
        Ok(Happenings { items, place: found.place, more: found.more })
    }
}

fn told(event: Event, subjects: bool) -> Happened {
    let subject = event.subject.filter(|_| subjects);
    let uuid = event.document.map(|id| id.0);
    Happened {
        id: format!("evt_{}", event.pos),
        event: event.kind,
        cursor: event.pos.to_string(),
        time: iso(event.at),
        delivery: event.delivery.map(|id| id.0),
        document: event.document_id.map(|id| HappenedTo { uuid, document_id: id.0, subject }),
        from: event.from.map(|id| id.0),
        to: event.to.map(|id| id.0),
        code: event.code,
        change: event.change,
        request: event.request,
        place: event.pos,
    }
}
