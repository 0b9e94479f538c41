//! The rows of `rows.rs`, column by column; `migrations/` says what each means.

use diesel::prelude::*;

use crate::store::schema::{
    access_log, acknowledgement, binding, business_change, calendar, certificate_chain, declaration, delivery,
    directory, document, idempotency, job, listing, notification, operator_act, rejection, rejection_surplus,
    submission, verdict_revision,
};

#[derive(Insertable)]
#[diesel(table_name = document)]
pub(super) struct DocumentRow {
    pub(super) uuid: Vec<u8>,
    pub(super) issuer: String,
    pub(super) document_id: String,
    pub(super) attempt: i16,
    pub(super) from_named: String,
    pub(super) carrier: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) received: i64,
    pub(super) accepted: i64,
    pub(super) month: i64,
    pub(super) content_sha256: Vec<u8>,
    pub(super) content_size: i64,
    pub(super) signed: String,
    pub(super) pdf: String,
    pub(super) verdict_code: String,
    pub(super) binding_id: Option<Vec<u8>>,
    pub(super) binding_version: Option<i64>,
    pub(super) doc_salt: Vec<u8>,
    pub(super) pkg_salt: Vec<u8>,
    pub(super) content_salt: Vec<u8>,
    pub(super) receivers: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
    pub(super) last_pos: i64,
    pub(super) business: String,
    pub(super) send_by: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = listing)]
pub(super) struct ListingRow {
    pub(super) document: Vec<u8>,
    pub(super) subject: String,
    pub(super) number: String,
    pub(super) notation: String,
    pub(super) issued: Option<String>,
    pub(super) type_name: String,
    pub(super) urgency: Option<i16>,
    pub(super) due: Option<String>,
    pub(super) search: String,
}

#[derive(Insertable)]
#[diesel(table_name = certificate_chain)]
pub(super) struct ChainRow {
    pub(super) sha256: Vec<u8>,
    pub(super) der: Vec<u8>,
}

#[derive(Insertable)]
#[diesel(table_name = submission)]
pub(super) struct SubmissionRow {
    pub(super) document: Vec<u8>,
    pub(super) package_sha256: Vec<u8>,
    pub(super) package_size: i64,
    pub(super) container: String,
    pub(super) payload: Option<Vec<u8>>,
    pub(super) object_key: Option<String>,
    pub(super) verdict_json: String,
    pub(super) verdict_sha256: Vec<u8>,
    pub(super) chain_sha256: Option<Vec<u8>>,
}

#[derive(Insertable)]
#[diesel(table_name = delivery)]
pub(super) struct DeliveryRow {
    pub(super) id: Vec<u8>,
    pub(super) document: Vec<u8>,
    pub(super) agency: String,
    pub(super) named: String,
    pub(super) issuer: String,
    pub(super) month: i64,
    pub(super) state: String,
    pub(super) since: i64,
    pub(super) recall_pending: bool,
    pub(super) ack: String,
    pub(super) open_request: Option<i64>,
    pub(super) requests: i64,
    pub(super) heard: bool,
    pub(super) delivered_at: Option<i64>,
    pub(super) fetched_at: Option<i64>,
    pub(super) fetched_epoch: Option<i64>,
    pub(super) fetched_leaf: Option<i64>,
    pub(super) fetched_size: Option<i64>,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
    pub(super) remind_at: Option<i64>,
    pub(super) accept_by: i64,
    pub(super) accept_known: bool,
    pub(super) answer_by: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = acknowledgement)]
pub(super) struct AcknowledgementRow {
    pub(super) id: Vec<u8>,
    pub(super) delivery: Vec<u8>,
    pub(super) document: Vec<u8>,
    pub(super) reporter: String,
    pub(super) carrier: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) code: i16,
    pub(super) reason: Option<String>,
    pub(super) stated: Option<i64>,
    pub(super) message_sha256: Vec<u8>,
    pub(super) authn: String,
    pub(super) received: i64,
    pub(super) contradiction: bool,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
}

#[derive(Insertable)]
#[diesel(table_name = business_change)]
pub(super) struct BusinessRow {
    pub(super) pos: i64,
    pub(super) kind: String,
    pub(super) document: Option<Vec<u8>>,
    pub(super) target: Vec<u8>,
    pub(super) delivery: Vec<u8>,
    pub(super) agency: String,
    pub(super) issuer: String,
    pub(super) carrier: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) message_sha256: Vec<u8>,
    pub(super) authn: String,
    pub(super) reason: Option<String>,
    pub(super) outcome: String,
    pub(super) request: Option<i64>,
    pub(super) received: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
}

#[derive(Insertable)]
#[diesel(table_name = rejection)]
pub(super) struct RejectionRow {
    pub(super) id: Vec<u8>,
    pub(super) package_sha256: Vec<u8>,
    pub(super) package_size: i64,
    pub(super) received: i64,
    pub(super) carrier: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) from_proven: Option<String>,
    pub(super) document_id: Option<String>,
    pub(super) code: String,
    pub(super) verdict_json: String,
    pub(super) doc_salt: Vec<u8>,
    pub(super) pkg_salt: Vec<u8>,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
}

#[derive(Insertable)]
#[diesel(table_name = rejection_surplus)]
pub(super) struct SurplusRow {
    pub(super) carrier: String,
    pub(super) system: Vec<u8>,
    pub(super) minute: i64,
    pub(super) count: i64,
}

#[derive(Insertable)]
#[diesel(table_name = declaration)]
pub(super) struct DeclarationRow {
    pub(super) id: Vec<u8>,
    pub(super) agency: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) month: i64,
    pub(super) count: i64,
    pub(super) supersedes: Option<Vec<u8>>,
    pub(super) standing: bool,
    pub(super) received: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
}

#[derive(Insertable)]
#[diesel(table_name = job)]
pub(super) struct JobRow {
    pub(super) id: Vec<u8>,
    pub(super) kind: String,
    pub(super) agency: String,
    pub(super) delivery: Option<Vec<u8>>,
    pub(super) document: Option<Vec<u8>>,
    pub(super) payload_json: String,
    pub(super) created: i64,
    pub(super) due: i64,
    pub(super) attempts: i64,
    pub(super) dead: bool,
}

#[derive(Insertable)]
#[diesel(table_name = notification)]
pub(super) struct NotificationRow {
    pub(super) id: Vec<u8>,
    pub(super) kind: String,
    pub(super) agency: String,
    pub(super) delivery: Option<Vec<u8>>,
    pub(super) document: Option<Vec<u8>>,
    pub(super) placed: bool,
    pub(super) reply: String,
    pub(super) at: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
}

#[derive(Insertable)]
#[diesel(table_name = verdict_revision)]
pub(super) struct RevisionRow {
    pub(super) id: Vec<u8>,
    pub(super) document: Vec<u8>,
    pub(super) code: String,
    pub(super) verdict_json: String,
    pub(super) verdict_sha256: Vec<u8>,
    pub(super) at: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
}

#[derive(Insertable)]
#[diesel(table_name = idempotency)]
pub(super) struct IdempotencyRow {
    pub(super) system: Vec<u8>,
    pub(super) key: String,
    pub(super) digest: Vec<u8>,
    pub(super) target: Vec<u8>,
    pub(super) until: i64,
}

#[derive(Insertable)]
#[diesel(table_name = access_log)]
pub(super) struct AccessRow {
    pub(super) id: Vec<u8>,
    pub(super) at: i64,
    pub(super) agency: String,
    pub(super) system: Option<Vec<u8>>,
    pub(super) person: Option<Vec<u8>>,
    pub(super) document: Option<Vec<u8>>,
    pub(super) delivery: Option<Vec<u8>>,
    pub(super) what: String,
    pub(super) detail: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = operator_act)]
pub(super) struct ActRow {
    pub(super) id: Vec<u8>,
    pub(super) at: i64,
    pub(super) actor: String,
    pub(super) reason: String,
    pub(super) act: String,
    pub(super) detail_json: String,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) pos: i64,
}

#[derive(Insertable)]
#[diesel(table_name = directory)]
pub(super) struct DirectoryRow {
    pub(super) version: i64,
    pub(super) sha256: Vec<u8>,
    pub(super) at: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
}

#[derive(Insertable)]
#[diesel(table_name = calendar)]
pub(super) struct CalendarRow {
    pub(super) version: i64,
    pub(super) agency: Option<String>,
    pub(super) body: Option<String>,
    pub(super) sha256: Vec<u8>,
    pub(super) at: i64,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
}

#[derive(Insertable)]
#[diesel(table_name = binding)]
pub(super) struct BindingRow {
    pub(super) id: Vec<u8>,
    pub(super) version: i64,
    pub(super) current: bool,
    pub(super) agency: String,
    pub(super) certificate_sha256: Option<Vec<u8>>,
    pub(super) spki_sha256: Option<Vec<u8>>,
    pub(super) attributes: String,
    pub(super) valid_from: i64,
    pub(super) valid_until: Option<i64>,
    pub(super) author: String,
    pub(super) reason: String,
    pub(super) epoch: i64,
    pub(super) leaf: i64,
    pub(super) leaf_size: i64,
    pub(super) revoked_from: Option<i64>,
    pub(super) not_after: Option<i64>,
}

/// What changes in a delivery; `None` leaves a column as it is.
#[derive(AsChangeset)]
#[diesel(table_name = delivery)]
pub(super) struct DeliveryChange {
    pub(super) id: Vec<u8>,
    pub(super) state: String,
    pub(super) since: i64,
    pub(super) recall_pending: bool,
    pub(super) ack: String,
    pub(super) standing: String,
    pub(super) recall_answer: String,
    pub(super) open_request: Option<Option<i64>>,
    pub(super) open_question: Option<Option<String>>,
    pub(super) requests: i64,
    pub(super) heard: bool,
    /// `None`: as it is.
    pub(super) remind_at: Option<Option<i64>>,
    /// `None`: as it is.
    pub(super) accepted_at: Option<i64>,
    pub(super) fetched_at: Option<i64>,
    pub(super) fetched_epoch: Option<i64>,
    pub(super) fetched_leaf: Option<i64>,
    pub(super) fetched_size: Option<i64>,
}
