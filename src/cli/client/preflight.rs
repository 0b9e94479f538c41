//! The question before an upload.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::http::Client;
use super::{ClientError, Reply};
use crate::domain::ids::Digest;

/// What is to be sent, as far as it is known.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Plan {
    /// Bytes of the package.
    pub size: u64,
    /// SHA-256 of the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
    /// `asice` or `edxml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<&'static str>,
    /// The document's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// From; the caller's own agency when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Receivers by their code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receivers: Vec<String>,
    /// The signer's certificate, PEM, those above it after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// `new`, `recall`, `update` or `replace`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business: Option<&'static str>,
}

/// What would become of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Preflight {
    /// Whether nothing that was asked refuses it.
    pub passes: bool,
    /// The document as which these very bytes were taken before.
    pub already: Option<Uuid>,
    /// What refuses it.
    pub faults: Vec<Said>,
    /// What may refuse it.
    pub warnings: Vec<Said>,
    /// The receivers in their order.
    pub receivers: Vec<Foreseen>,
}

/// One thing that is wrong, in words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Which rule.
    pub code: String,
    /// What it is, in the caller's language.
    pub title: String,
    /// What to do, in the caller's language.
    pub remedy: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: Option<String>,
    /// What was there.
    pub found: Option<String>,
    /// What the rule wants.
    pub expected: Option<String>,
}

/// Who a receiver is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Foreseen {
    /// The code as named.
    pub named: String,
    /// The agency that gets it.
    pub agency: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

impl Client {
    /// Asks what would be refused, before anything is uploaded.
    ///
    /// # Errors
    /// [`ClientError`]
    pub async fn preflight(&self, plan: &Plan) -> Result<Reply<Preflight>, ClientError> {
        self.post("/api/v1/preflight", &serde_json::json!(plan), None).await
    }
}
