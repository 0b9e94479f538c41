//! The calls of the contract, one function each.

use std::path::Path;

use serde_json::json;
use uuid::Uuid;

use super::http::{Client, escaped};
use super::{
    Acknowledged, Agencies, ClientError, Declared, Delivery, DocumentFound, DocumentsFound, Fetched, Inbox, Progress,
    Rates, Reply, SentPage, Submitted, Withdrawn,
};
use crate::domain::business::Change;
use crate::domain::ids::Digest;

/// How a package is sent.
#[derive(Clone, Debug, Default)]
pub struct Send {
    /// 2 asks for a second attempt.
    pub attempt: Option<u16>,
    /// Names the request for 24 hours.
    pub idempotency_key: Option<String>,
}

/// Which part of the inbox is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Everything that ever came, not only what is new.
    pub all: bool,
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
    /// Seconds to wait when there is nothing, at most 60.
    pub wait: Option<u64>,
}

/// The receiver's word on a delivery.
#[derive(Clone, Debug, Default)]
pub struct Acknowledgement {
    /// Two digits, `01` to `06`, `15` or `16`.
    pub code: String,
    /// Which question of the sender 15 or 16 answers; without a number the open one.
    pub request: Option<u32>,
    /// Why; needed with `02` and `16`.
    pub reason: Option<String>,
    /// The agency's own time, ISO 8601.
    pub timestamp: Option<String>,
    /// Names the request for 24 hours.
    pub idempotency_key: Option<String>,
}

/// A recall or a take-back.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    /// [`Change::Recall`] or [`Change::TakeBack`].
    pub what: Change,
    /// Why.
    pub reason: String,
    /// Receivers by their code; none: all.
    pub receivers: Vec<String>,
    /// Names the request for 24 hours.
    pub idempotency_key: Option<String>,
}

impl Client {
    /// Sends a package or a status file, streaming.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn send(&self, file: &Path, how: &Send, progress: &Progress) -> Result<Reply<Submitted>, ClientError> {
        let query: Vec<(&str, String)> =
            how.attempt.map(|attempt| ("attempt", attempt.to_string())).into_iter().collect();
        let answer = self.upload("/api/v1/packages", &query, file, how.idempotency_key.as_deref(), progress).await?;
        self.reply(answer).await
    }

    /// A page of the inbox.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn inbox(&self, wanted: &Wanted) -> Result<Reply<Inbox>, ClientError> {
        let mut query = vec![("state", if wanted.all { "all" } else { "new" }.to_owned())];
        query.extend(wanted.after.clone().map(|after| ("after", after)));
        query.extend(wanted.limit.map(|limit| ("limit", limit.to_string())));
        query.extend(wanted.wait.map(|wait| ("wait", wait.to_string())));
        self.get("/api/v1/inbox", &query).await
    }

    /// One delivery.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn delivery(&self, id: Uuid) -> Result<Reply<Delivery>, ClientError> {
        self.get(&format!("/api/v1/deliveries/{id}"), &[]).await
    }

    /// Says that the bytes lie durably here.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn fetched(&self, id: Uuid, sha256: Digest) -> Result<Reply<Fetched>, ClientError> {
        self.post(&format!("/api/v1/deliveries/{id}/fetched"), &json!({ "sha256": sha256.to_string() }), None).await
    }

    /// Says what was done with the document.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn acknowledge(&self, id: Uuid, word: &Acknowledgement) -> Result<Reply<Acknowledged>, ClientError> {
        let mut body = json!({ "code": word.code });
        for (name, value) in [("reason", &word.reason), ("timestamp", &word.timestamp)] {
            if let Some(value) = value {
                body[name] = json!(value);
            }
        }
        if let Some(number) = word.request {
            body["request"] = json!(number);
        }
        let path = format!("/api/v1/deliveries/{id}/acknowledgements");
        self.post(&path, &body, word.idempotency_key.as_deref()).await
    }

    /// Recalls a document of the caller's agency, or asks for it back.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn withdraw(&self, document: Uuid, word: &Withdrawal) -> Result<Reply<Withdrawn>, ClientError> {
        let what = match word.what {
            Change::TakeBack => "take-back",
            Change::Recall | Change::Update | Change::Replace => "recall",
        };
        let body = json!({ "reason": word.reason, "receivers": word.receivers });
        self.post(&format!("/api/v1/documents/{document}/{what}"), &body, word.idempotency_key.as_deref()).await
    }

    /// One document by the hub's name for it.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn document(&self, uuid: Uuid) -> Result<Reply<DocumentFound>, ClientError> {
        self.get(&format!("/api/v1/documents/{uuid}"), &[]).await
    }

    /// Every attempt of a document by its issuer's DocumentId.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn documents(&self, document_id: &str) -> Result<Reply<DocumentsFound>, ClientError> {
        self.get("/api/v1/documents", &[("document_id", document_id.to_owned())]).await
    }

    /// The receipt of a document's acceptance, exact bytes.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn receipt(&self, uuid: Uuid) -> Result<Vec<u8>, ClientError> {
        let reply: Reply<serde::de::IgnoredAny> = self.get(&format!("/api/v1/documents/{uuid}/receipt"), &[]).await?;
        Ok(reply.bytes)
    }

    /// The same in another form: `tlog-proof`, `pdf`, or `asice` under the hub's seal.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn receipt_as(&self, uuid: Uuid, form: &str) -> Result<Vec<u8>, ClientError> {
        let (path, query) = (format!("/api/v1/documents/{uuid}/receipt"), [("format", form.to_owned())]);
        let answer = self.ask(|client| client.request(reqwest::Method::GET, &path, &query)).await?;
        Ok(answer.bytes().await.map_err(|error| self.broken(&error))?.to_vec())
    }

    /// A page of what the caller's agency sent.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn sent(&self, after: Option<&str>, limit: Option<u32>) -> Result<Reply<SentPage>, ClientError> {
        self.get("/api/v1/sent", &page(after, limit)).await
    }

    /// A page of the directory.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn agencies(&self, after: Option<&str>, limit: Option<u32>) -> Result<Reply<Agencies>, ClientError> {
        self.get("/api/v1/agencies", &page(after, limit)).await
    }

    /// The exchange rates of months `from` to `to` (`yyyy-mm`, both included) by `agency`, `month` or `quarter`.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn rates(&self, from: &str, to: &str, by: &str) -> Result<Reply<Rates>, ClientError> {
        let query = [("from", from.to_owned()), ("to", to.to_owned()), ("by", by.to_owned())];
        self.get("/api/v1/rates", &query).await
    }

    /// Declares documents issued on paper only.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn declare(
        &self,
        period: &str,
        count: u64,
        supersedes: Option<Uuid>,
    ) -> Result<Reply<Declared>, ClientError> {
        let mut body = json!({ "period": period, "count": count });
        if let Some(id) = supersedes {
            body["supersedes"] = json!(id);
        }
        self.post("/api/v1/declarations", &body, None).await
    }

    /// The present checkpoint of the log, as text.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn checkpoint(&self) -> Result<String, ClientError> {
        let answer = self.ask(|client| client.request(reqwest::Method::GET, "/log/checkpoint", &[])).await?;
        answer.text().await.map_err(|error| self.broken(&error))
    }

    /// The path of a delivery's bytes.
    pub(super) fn package_path(id: Uuid) -> String {
        format!("/api/v1/deliveries/{}/package", escaped(&id.to_string()))
    }
}

fn page(after: Option<&str>, limit: Option<u32>) -> Vec<(&'static str, String)> {
    let after = after.map(|after| ("after", after.to_owned()));
    after.into_iter().chain(limit.map(|limit| ("limit", limit.to_string()))).collect()
}
