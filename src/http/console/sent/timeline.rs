//! What happened to a document that was sent, in the order of the log, each with its receipt.

use actix_web::{HttpResponse, web};

use super::not_yours;
use crate::domain::ids::{DocumentUuid, Micros, OrganId};
use crate::evidence::leaf::Event as Name;
use crate::http::console::document::Wanted;
use crate::http::console::seat::Seat;
use crate::http::court::{self, Form};
use crate::http::{Failure, Hub};
use crate::store::LeafRef;
use crate::store::documents::History;

/// One event.
pub(super) struct Event {
    pub leaf: LeafRef,
    pub at: Micros,
    /// The name of the evidence.
    pub name: Name,
    /// Whose copy it is about.
    pub agency: Option<OrganId>,
    pub reason: Option<String>,
    /// Kept beside an earlier word that says otherwise.
    pub contradiction: bool,
}

impl Event {
    /// Its colour and icon.
    pub(super) fn mark(&self) -> (&'static str, &'static str) {
        match self.name {
            _ if self.contradiction => ("warn", "alert-triangle"),
            Name::SubmissionAcceptance => ("ok", "send"),
            Name::ContentConsignment => ("info", "mail"),
            Name::ContentHandover => ("info", "download"),
            Name::ContentHandoverFailure | Name::ContentConsignmentFailure => ("bad", "alert-octagon"),
            Name::StatusReturned | Name::DocumentRecalled => ("bad", "arrow-back-up"),
            Name::StatusAccepted => ("ok", "circle-check"),
            Name::StatusAssigned => ("info", "users"),
            Name::StatusInProgress => ("info", "progress"),
            Name::StatusCompleted => ("ok", "checks"),
            Name::TakeBackRequested => ("hold", "arrow-back"),
            Name::UpdateRequested => ("hold", "replace"),
            Name::RequestAgreed => ("ok", "check"),
            Name::RequestDeclined => ("warn", "x"),
            Name::DocumentReplaced => ("mute", "switch-horizontal"),
            _ => ("mute", "history"),
        }
    }
}

/// Everything that happened, in the order of the log.
pub(super) fn events(found: &History) -> Vec<Event> {
    let uuid = found.document.uuid;
    let event = |leaf, at, name, agency: Option<&OrganId>| Event {
        leaf,
        at,
        name,
        agency: agency.cloned(),
        reason: None,
        contradiction: false,
    };
    let accepted = event(found.document.leaf, found.document.accepted, Name::SubmissionAcceptance, None);
    let mut out = vec![accepted];
    for copy in &found.deliveries {
        let at = copy.delivered_at.unwrap_or(found.document.accepted);
        out.push(event(copy.leaf, at, Name::ContentConsignment, Some(&copy.agency)));
        if let (Some(leaf), Some(at)) = (copy.fetched_leaf, copy.fetched_at) {
            out.push(event(leaf, at, Name::ContentHandover, Some(&copy.agency)));
        }
    }
    for change in found.changes.iter().filter(|change| change.target == uuid) {
        let name = Name::of_change(change.what, change.outcome == "withdrawn");
        out.push(Event {
            reason: change.reason.clone(),
            ..event(change.leaf, change.received, name, Some(&change.agency))
        });
    }
    for revision in &found.revisions {
        out.push(event(revision.leaf, revision.at, Name::VerdictRevised, None));
    }
    for word in &found.words {
        out.push(Event {
            reason: word.reason.clone(),
            contradiction: word.contradiction,
            ..event(word.leaf, word.received, Name::of_status(word.status), Some(&word.reporter))
        });
    }
    out.sort_by_key(|event| (event.leaf.epoch, event.leaf.index));
    out
}

/// `GET /out/{document}/receipts/{epoch}/{index}`: the receipt of one event, as `lienthong audit` reads it.
pub(in crate::http::console) async fn receipt(
    hub: web::Data<Hub>,
    seat: Seat,
    path: web::Path<(String, i64, i64)>,
    query: web::Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let (document, epoch, index) = path.into_inner();
    let form = Form::of(query.format.as_deref())?;
    let document: DocumentUuid = document.parse().map_err(|_| not_yours())?;
    let (asked, agency) = (hub.get_ref().clone(), seat.agency()?.clone());
    let found = web::block(move || -> Result<_, Failure> {
        let store = asked.exchange.store();
        let history = store.history(&agency, document)?.ok_or_else(not_yours)?;
        // Which leaves there are for this viewer, and no other.
        let events = events(&history);
        let leaf = events.iter().map(|event| event.leaf).find(|leaf| (leaf.epoch, leaf.index) == (epoch, index));
        let leaf = leaf.ok_or_else(not_yours)?;
        Ok(match leaf == history.document.leaf {
            true => store.receipt(&agency, document)?,
            false => store.receipt_about(&agency, document, leaf)?,
        })
    });
    court::answer(&hub, found.await??.ok_or_else(not_yours)?, form).await
}
