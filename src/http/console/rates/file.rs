//! `GET /rates/file/{form}`: the rows of the page, as CSV, XLSX or PDF.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};

use super::view::{Query, View};
use crate::codes;
use crate::exchange::Refusal;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};

pub(in crate::http::console) async fn file(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    form: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let now = hub.exchange.clock().now();
    let view = View::of(&query, &seat, now)?;
    let (form, lang, name) = (form.into_inner(), viewer.lang, seat.who.name);
    let media = match form.as_str() {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf" => "application/pdf",
        _ => return Err(Failure::new(codes::REQUEST_NO_SUCH_PATH, "the forms are csv, xlsx and pdf")),
    };
    let of = view.agency.as_ref().map_or_else(String::new, |agency| format!("-{}", agency.0));
    let disposition = format!("attachment; filename=\"rates-{}{of}.{form}\"", view.period);
    let bytes = web::block(move || {
        let rates = view.rates(&view.count(&hub)?, &hub.exchange.directory()?);
        Ok::<_, Failure>(match form.as_str() {
            "csv" => rates.csv(lang, true).into_bytes(),
            "xlsx" => rates.xlsx(lang, now).map_err(Refusal::internal)?,
            _ => rates.pdf(lang, now, Some(&name)).map_err(Refusal::internal)?,
        })
    });
    let bytes = bytes.await??;
    Ok(HttpResponse::Ok().content_type(media).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}
