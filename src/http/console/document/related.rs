//! Documents that belong to one: what changed it or was changed by it, and what it answers.

use crate::domain::ids::{DocumentId, DocumentUuid, OrganId};
use crate::exchange::content::Answers;
use crate::http::console::pill;
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::store::documents::{Document, History};

/// One of them.
#[derive(Clone, Debug)]
pub(in crate::http::console) struct Related {
    /// Where it is, when the agency is a party of it.
    pub href: Option<String>,
    pub code: String,
    /// What it is to the one that is looked at: a key.
    pub key: &'static str,
}

/// What changed this document, and what it changed.
pub(super) fn changed(hub: &Hub, agency: &OrganId, history: &History) -> Result<Vec<Related>, Failure> {
    let own = history.document.uuid;
    let mut related: Vec<(DocumentUuid, &'static str)> = Vec::new();
    for change in &history.changes {
        let one = match change.document {
            Some(by) if by != own => (by, "document-related-changed-by"),
            Some(_) if change.target != own => (change.target, "document-related-changes"),
            _ => continue,
        };
        if !related.contains(&one) {
            related.push(one);
        }
    }
    let store = hub.exchange.store();
    let mut out = Vec::new();
    for (uuid, key) in related {
        if let Some(document) = store.document(agency, uuid)? {
            out.push(Related { href: href(hub, agency, &document)?, code: pill::code(&document.listing), key });
        }
    }
    Ok(out)
}

/// What the header says that it answers.
pub(in crate::http::console) fn answered(
    hub: &Hub,
    agency: &OrganId,
    lang: Lang,
    answers: &[Answers],
) -> Result<Vec<Related>, Failure> {
    let mut out = Vec::new();
    for one in answers.iter().take(ANSWERS_MAX) {
        let found = match &one.document_id {
            Some(id) => hub.exchange.store().documents_by_id(agency, &DocumentId(id.clone()))?.into_iter().next(),
            None => None,
        };
        let href = found.as_ref().map(|document| href(hub, agency, document)).transpose()?.flatten();
        let named = one.code.clone().or_else(|| one.document_id.clone());
        let code = named.unwrap_or_else(|| i18n::text(lang, "document-related-unnamed", None, &[]));
        out.push(Related { href, code, key: "document-related-answers" });
    }
    Ok(out)
}

/// Where an agency sees a document: as one that came, or as one that it sent.
fn href(hub: &Hub, agency: &OrganId, document: &Document) -> Result<Option<String>, Failure> {
    let Some(history) = hub.exchange.store().history(agency, document.uuid)? else { return Ok(None) };
    let own = history.deliveries.iter().find(|one| one.agency == *agency);
    Ok(Some(own.map_or_else(|| format!("/out/{}", document.uuid), |one| format!("/in/{}", one.id))))
}

/// Whoever answers more at once lists them in the document.
const ANSWERS_MAX: usize = 20;
