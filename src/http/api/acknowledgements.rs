//! `POST /api/v1/deliveries/{id}/acknowledgements`: the receiver says what it did (edXML codes 01–06), or answers the
//! sender (15, 16).

use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{packages, view};
use crate::codes;
use crate::domain::acknowledgement::{RequestNumber, Status};
use crate::domain::ids::Micros;
use crate::exchange::{Acknowledged, Fault, Refusal, Report};
use crate::http::auth::AgencySystem;
use crate::http::{Failure, Hub};
use crate::store::change::About;

/// What the receiver says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Two digits: 01 Đã đến, 02 Từ chối (with a reason), 03 Tiếp nhận, 04 Phân công, 05 Đang xử lý, 06 Hoàn thành,
    /// 15 Đồng ý yêu cầu lấy lại, cập nhật (and: the recalled document is cancelled), 16 Từ chối (with a reason).
    #[schema(example = "03")]
    code: String,
    /// Which question of the sender 15 or 16 answers; without a number the open one.
    #[serde(default)]
    request: Option<u32>,
    /// Why, in words; needed with 02 and 16.
    #[serde(default)]
    reason: Option<String>,
    /// The agency's own time, ISO 8601 with zone; shown, never used.
    #[serde(default)]
    timestamp: Option<String>,
}

/// How it was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// `recorded`, or `already_recorded` for a repeat.
    outcome: &'static str,
    /// `acknowledgement`, or `status` for a status file.
    kind: &'static str,
    /// The delivery it was about.
    delivery: Uuid,
    /// The receiver's word now: `arrived`, `accepted`, …
    acknowledgement: &'static str,
    /// Kept beside an earlier word that says otherwise; nothing changed.
    contradiction: bool,
    /// What to know about it.
    #[schema(value_type = Vec<Object>)]
    warnings: Vec<Fault>,
    /// The receipt.
    #[schema(value_type = Object)]
    receipt: Box<RawValue>,
}

/// Records what the receiver did with a document.
#[utoipa::path(
    tag = "receiving",
    params(("id" = Uuid, Path, description = "The delivery"), ("Idempotency-Key" = Option<String>, Header, description = "Names the request for 24 hours")),
    request_body = Body,
    responses((status = 201, description = "Recorded", body = Answer), (status = 200, description = "Recorded before, or kept as a contradiction", body = Answer),
        (status = "4XX", description = "Refused", content_type = "application/problem+json")),
    security(("token" = []))
)]
#[post("/deliveries/{id}/acknowledgements")]
pub(crate) async fn acknowledge(
    hub: web::Data<Hub>,
    who: AgencySystem,
    req: HttpRequest,
    path: web::Path<String>,
    body: web::Json<Body>,
) -> Result<HttpResponse, Failure> {
    let delivery = super::deliveries::delivery_id(&path)?;
    let body = body.into_inner();
    let report = Report {
        about: About::Delivery(delivery),
        status: status(&body.code)?,
        request: body.request.map(RequestNumber),
        reason: body.reason,
        stated: body.timestamp.as_deref().map(stated).transpose()?,
        idempotency: packages::idempotency_key(&req)?,
    };
    let taken = hub.exchange.acknowledge(&who.caller, report).await?;
    let created = taken.first && !taken.contradiction;
    let answer = answer(&hub, taken, "acknowledgement").await?;
    Ok(if created { HttpResponse::Created() } else { HttpResponse::Ok() }.json(answer))
}

/// The answer to a report, with its receipt.
pub(crate) async fn answer(hub: &Hub, taken: Acknowledged, kind: &'static str) -> Result<Answer, Failure> {
    let Acknowledged { reporter, delivery, leaf, state, contradiction, protest, first } = taken;
    let store = hub.exchange.store().clone();
    let receipt = web::block(move || store.receipt_of_delivery(&reporter, delivery, leaf)).await??;
    let warning = match (contradiction, protest) {
        (true, _) => Some(codes::ACKNOWLEDGEMENT_CONTRADICTION),
        (false, true) => Some(codes::ACKNOWLEDGEMENT_PROTEST),
        (false, false) => None,
    };
    let warnings = warning.into_iter().map(Fault::bare).collect();
    Ok(Answer {
        outcome: if first { "recorded" } else { "already_recorded" },
        kind,
        delivery: delivery.0,
        acknowledgement: state.as_str(),
        contradiction,
        warnings,
        receipt: view::needed(receipt)?,
    })
}

fn status(code: &str) -> Result<Status, Failure> {
    Status::parse(code).map_err(|unknown| {
        Refusal::of(vec![
            Fault::found(unknown.code(), unknown.found.clone()).at("code").expecting("01 to 06, 15 or 16"),
        ])
        .into()
    })
}

fn stated(text: &str) -> Result<Micros, Failure> {
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => Ok(Micros(time.as_microsecond())),
        Err(_) => {
            let found: String = text.chars().take(40).collect();
            Err(Failure::new(
                codes::REQUEST_TIMESTAMP,
                format!("timestamp: found {found:?}, expected ISO 8601 with zone"),
            ))
        }
    }
}
