//! Failures as problem documents (RFC 9457): one code of the registry, title and remedy in the caller's language, what
//! was wrong with this request. The middleware [`dress`] writes them, so that a handler only says what failed; it also
//! dresses what the framework itself refuses.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, JsonPayloadError, PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, CONTENT_LANGUAGE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::value::RawValue;
use tracing_actix_web::RequestId;
use utoipa::ToSchema;

use super::console;
use crate::codes::{self, Code, Retry};
use crate::exchange::{Fault, Refusal};
use crate::i18n::{self, Lang};
use crate::store;

/// A handler's no.
#[derive(Debug)]
pub struct Failure {
    refusal: Box<Refusal>,
    receipt: Option<Box<RawValue>>,
}

impl Failure {
    /// A failure of that code; `detail` says what was wrong with this request.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Refusal::new(code, detail).into()
    }

    /// The same with the receipt of the refusal.
    pub(super) fn with_receipt(self, receipt: Option<Box<RawValue>>) -> Self {
        Self { receipt, ..self }
    }

    /// What was refused.
    pub(super) fn refusal(&self) -> &Refusal {
        &self.refusal
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.refusal.code
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { refusal: Box::new(refusal), receipt: None }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<actix_web::error::BlockingError> for Failure {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Refusal::internal(error).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusal.fmt(f)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status_of(self.refusal.code)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem<'a> {
    /// `urn:lienthong:problem:<code>`
    r#type: String,
    /// What it is, in a few words of the caller's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The stable code.
    #[schema(value_type = String)]
    code: Code,
    /// What was wrong with this request, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    /// What to do, in the caller's language.
    remedy: String,
    /// The language of title and remedy.
    lang: &'static str,
    /// Whether the same request can be sent again.
    #[schema(value_type = String)]
    retry: Retry,
    /// Names this request in the hub's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// Every fault found, with its evidence.
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    #[schema(value_type = Vec<Object>)]
    errors: &'a [Fault],
    /// The verdict on a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    verdict: Option<&'a crate::signature::Verdict>,
    /// The receipt of the refusal, when it is in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    receipt: Option<&'a RawValue>,
}

/// The middleware: gives every answer its `X-Request-Id`, and writes every failure as a problem document.
///
/// # Errors
/// An error inside, with its answer written.
pub(super) async fn dress(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let lang = lang_of(req.headers());
    let request_id = req.extensions().get::<RequestId>().map(|id| id.to_string());
    // The request must not be cloned here: the router wants it for itself alone, and panics otherwise.
    let response = match next.call(req).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            let response = tag(error_answer(&error, lang, request_id.as_deref()), request_id.as_deref());
            return Err(InternalError::from_response(error, response).into());
        }
    };
    let (request, response) = response.into_parts();
    let response = match response.error() {
        Some(error) => error_answer(error, lang, request_id.as_deref()),
        None => response,
    };
    Ok(ServiceResponse::new(request, tag(response, request_id.as_deref())))
}

/// The answer to a path that is not there, or that does not take this method.
pub(super) async fn nothing_here(req: HttpRequest) -> Result<HttpResponse, Failure> {
    let failure = if req.resource_map().has_resource(req.path()) {
        Failure::new(codes::REQUEST_METHOD, "this path does not take this method")
    } else {
        Failure::new(codes::REQUEST_NO_SUCH_PATH, "nothing lies at this path")
    };
    match console::nothing_here(&req, &failure).await {
        Some(page) => Ok(page),
        None => Err(failure),
    }
}

/// The caller's language; Vietnamese when it says none.
pub(super) fn lang_of(headers: &actix_web::http::header::HeaderMap) -> Lang {
    Lang::from_accept_language(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

/// A problem document by itself, for a caller who is not behind [`dress`] alone: a page's own script.
pub(super) fn answer(failure: &Failure, lang: Lang) -> HttpResponse {
    write(failure, lang, None)
}

fn error_answer(error: &actix_web::Error, lang: Lang, request_id: Option<&str>) -> HttpResponse {
    match error.as_error::<Failure>() {
        Some(failure) => write(failure, lang, request_id),
        None => write(&framework_failure(error), lang, request_id),
    }
}

/// What the framework refuses before a handler sees it.
pub(super) fn framework_failure(error: &actix_web::Error) -> Failure {
    if let Some(json) = error.as_error::<JsonPayloadError>() {
        let code = match json {
            JsonPayloadError::ContentType => codes::REQUEST_CONTENT_TYPE,
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                codes::REQUEST_TOO_LARGE
            }
            _ => codes::REQUEST_JSON,
        };
        return Failure::new(code, json.to_string());
    }
    if let Some(query) = error.as_error::<QueryPayloadError>() {
        return Failure::new(codes::REQUEST_QUERY, query.to_string());
    }
    if let Some(path) = error.as_error::<PathError>() {
        return Failure::new(codes::REQUEST_NO_SUCH_PATH, path.to_string());
    }
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => Failure::new(codes::REQUEST_NO_SUCH_PATH, "nothing lies at this path"),
        StatusCode::METHOD_NOT_ALLOWED => Failure::new(codes::REQUEST_METHOD, "this path does not take this method"),
        status if status.is_client_error() => Failure::new(codes::REQUEST_MALFORMED, error.to_string()),
        _ => Refusal::internal(error).into(),
    }
}

fn write(failure: &Failure, lang: Lang, request_id: Option<&str>) -> HttpResponse {
    let refusal = &failure.refusal;
    let info = refusal.code.info();
    let problem = Problem {
        r#type: format!("urn:lienthong:problem:{}", refusal.code),
        title: i18n::title(lang, refusal.code),
        status: info.status,
        code: refusal.code,
        detail: refusal.detail.as_deref(),
        remedy: i18n::remedy(lang, refusal.code),
        lang: lang.tag(),
        retry: info.retry,
        request_id: request_id.map(str::to_owned),
        errors: &refusal.faults,
        verdict: refusal.verdict.as_deref(),
        receipt: failure.receipt.as_deref(),
    };
    let mut answer = HttpResponse::build(status_of(refusal.code));
    answer.content_type("application/problem+json").insert_header((CONTENT_LANGUAGE, lang.tag()));
    match (info.status, info.retry) {
        (401, _) => drop(answer.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"lienthong\""))),
        (_, Retry::Later) => drop(answer.insert_header((RETRY_AFTER, RETRY_AFTER_S))),
        _ => {}
    }
    metrics::counter!("lienthong_http_problems_total", "code" => refusal.code.name()).increment(1);
    answer.json(problem)
}

fn status_of(code: Code) -> StatusCode {
    StatusCode::from_u16(code.info().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn tag(mut response: HttpResponse, request_id: Option<&str>) -> HttpResponse {
    if let Some(value) = request_id.and_then(|id| HeaderValue::from_str(id).ok()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// What a client is asked to wait before it tries again, seconds.
const RETRY_AFTER_S: &str = "5";
