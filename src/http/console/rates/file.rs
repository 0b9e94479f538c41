//! `GET /rates/file/{form}`, `/rates/left/file/{form}`, `/rates/unanswered/file/{form}`: what the pages show, taken along.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};

use super::view::{Query, View};
use crate::codes;
use crate::exchange::Refusal;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};
use crate::report::Papers;
use crate::report::listing::Listing;
use crate::report::sheet::Form;

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
        "csv" => Form::Csv.media(),
        "xlsx" => Form::Xlsx.media(),
        "pdf" => "application/pdf",
        _ => return Err(Failure::new(codes::REQUEST_NO_SUCH_PATH, "the forms are csv, xlsx and pdf")),
    };
    let disposition = disposition("rates", &view, &form);
    let bytes = web::block(move || {
        let counted = view.count(&hub)?;
        let mut rates = view.rates(&counted, &hub.exchange.directory()?);
        let silent = Papers::read(hub.exchange.store(), view.months, view.agency.as_ref(), now)?.silent();
        rates.note = (silent > 0).then(|| match view.agency {
            Some(_) => i18n::text(lang, "rates-undeclared-own", None, &[]),
            None => i18n::text(lang, "rates-undeclared", None, &[("count", silent.into())]),
        });
        let pictures = || view.pictures(lang, &counted, &rates);
        Ok::<_, Failure>(match form.as_str() {
            "csv" => rates.csv(lang, true).into_bytes(),
            "xlsx" => rates.xlsx(lang, now, &pictures()).map_err(Refusal::internal)?,
            _ => rates.pdf(lang, now, Some(&name), &pictures()).map_err(Refusal::internal)?,
        })
    });
    let bytes = bytes.await??;
    Ok(HttpResponse::Ok().content_type(media).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes))
}

/// A list that is taken along.
pub(super) struct Taken {
    media: &'static str,
    disposition: String,
    bytes: Vec<u8>,
}

impl Taken {
    /// The list in that form, under a name that says of what it is.
    pub fn of(lang: Lang, what: &str, view: &View, form: &str, listing: &Listing) -> Result<Self, Failure> {
        let (form, bytes) = match form {
            "csv" => (Form::Csv, listing.csv(lang).into_bytes()),
            "xlsx" => (Form::Xlsx, listing.xlsx(lang).map_err(Refusal::internal)?),
            _ => return Err(Failure::new(codes::REQUEST_NO_SUCH_PATH, "the forms are csv and xlsx")),
        };
        let ending = if form == Form::Csv { "csv" } else { "xlsx" };
        Ok(Self { media: form.media(), disposition: disposition(what, view, ending), bytes })
    }

    pub fn answer(self) -> HttpResponse {
        HttpResponse::Ok()
            .content_type(self.media)
            .insert_header((CONTENT_DISPOSITION, self.disposition))
            .body(self.bytes)
    }
}

fn disposition(what: &str, view: &View, ending: &str) -> String {
    let of = view.agency.as_ref().map_or_else(String::new, |agency| format!("-{}", agency.0));
    format!("attachment; filename=\"{what}-{}{of}.{ending}\"", view.period)
}
