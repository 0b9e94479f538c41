//! `/in/{id}/reason`: returning a document (02) and declining a question (16), which the law wants a reason for. A page of
//! its own: what cannot be undone is asked about once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::acts;
use super::page::{delivery_id, gather};
use crate::codes;
use crate::domain::desk::Act;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::{answer, pill};
use crate::http::{Failure, Hub};
use crate::i18n::{self, Lang};

/// Which button.
#[derive(Debug, Deserialize)]
pub(in crate::http::console) struct Query {
    act: String,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http::console) struct Form {
    act: String,
    /// One of [`REASONS`].
    #[serde(default)]
    reason: String,
    #[serde(default)]
    words: String,
}

#[derive(Template)]
#[template(path = "console/reason.html")]
struct Page {
    frame: Frame,
    id: String,
    act: &'static str,
    code: String,
    question: String,
    lead: String,
    button: String,
    reasons: Vec<Choice>,
    words: String,
    problem: Option<String>,
    is_return: bool,
}

struct Choice {
    value: &'static str,
    word: String,
    chosen: bool,
}

/// `GET /in/{id}/reason?act=return`
pub(in crate::http::console) async fn ask(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let act = with_reason(&query.act)?;
    if !acts::allowed(&hub, &seat, id).await?.contains(&act) {
        return Ok(answer::see(format!("/in/{id}?unchanged=1")));
    }
    let path = req.uri().path_and_query().map_or("/in", |path| path.as_str());
    answer::page(&page(&hub, &viewer, &seat, path, id, act, &Form::default(), None).await?)
}

/// `POST /in/{id}/reason`
pub(in crate::http::console) async fn give(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    form: web::Form<Form>,
) -> Result<HttpResponse, Failure> {
    let id = delivery_id(&path)?;
    let act = with_reason(&form.act)?;
    match reason_of(act, &form) {
        Ok(reason) => acts::say(&hub, &seat, id, act, Some(reason)).await,
        Err(problem) => {
            let problem = i18n::text(viewer.lang, problem, None, &[]);
            let page = page(&hub, &viewer, &seat, req.path(), id, act, &form, Some(problem)).await?;
            answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn with_reason(text: &str) -> Result<Act, Failure> {
    let act = Act::parse(text).filter(|act| act.needs_reason());
    act.ok_or_else(|| Failure::new(codes::REQUEST_QUERY, "act: return or decline"))
}

/// What the sender reads, in Vietnamese whatever the language of the page: the sentence chosen, and the words.
fn reason_of(act: Act, form: &Form) -> Result<String, &'static str> {
    let words = form.words.trim();
    if words.chars().count() > WORDS_MAX {
        return Err("reason-too-long");
    }
    if act != Act::Return {
        return if words.is_empty() { Err("reason-missing-words") } else { Ok(words.to_owned()) };
    }
    let chosen = REASONS.iter().find(|reason| **reason == form.reason).ok_or("reason-missing")?;
    match (*chosen, words) {
        ("other", "") => Err("reason-missing-words"),
        ("other", words) => Ok(words.to_owned()),
        (chosen, "") => Ok(sentence(Lang::Vi, chosen)),
        (chosen, words) => Ok(format!("{}: {words}", sentence(Lang::Vi, chosen))),
    }
}

fn sentence(lang: Lang, reason: &str) -> String {
    i18n::text(lang, &format!("reason-{reason}"), None, &[])
}

#[allow(clippy::too_many_arguments)] // One page, made at two places; a struct of it would be the page again.
async fn page(
    hub: &web::Data<Hub>,
    viewer: &Viewer,
    seat: &Seat,
    path: &str,
    id: crate::domain::ids::DeliveryId,
    act: Act,
    form: &Form,
    problem: Option<String>,
) -> Result<Page, Failure> {
    let (asked, agency) = (hub.clone(), seat.agency()?.clone());
    let found = web::block(move || gather(&asked, &agency, id)).await??;
    let frame = Frame::load(hub, viewer, path, Rail::In).await?;
    let line = &found.desk.line;
    let sender = found.directory.name(&line.issuer, line.received).unwrap_or(&line.issuer.0).to_owned();
    let code = pill::code(&line.listing);
    let key = if act == Act::Return { "reason-return" } else { "reason-decline" };
    let values = [("code", code.clone().into()), ("sender", sender.into())];
    let reasons =
        REASONS.map(|value| Choice { value, word: sentence(viewer.lang, value), chosen: form.reason == value });
    Ok(Page {
        id: id.to_string(),
        act: act.as_str(),
        question: i18n::text(viewer.lang, key, None, &values),
        lead: frame.t(&format!("{key}-lead")),
        button: frame.t(&format!("{key}-button")),
        reasons: reasons.into(),
        words: form.words.clone(),
        is_return: act == Act::Return,
        code,
        problem,
        frame,
    })
}

/// CONSOLE.md, Trả lại.
const REASONS: [&str; 5] = ["misdirected", "file-missing", "signature", "form", "other"];
/// Half of what a reason may have (`exchange`), so that the sentence chosen has room beside it.
const WORDS_MAX: usize = 800;

#[cfg(test)]
mod tests {
    use super::*;

    fn form(reason: &str, words: &str) -> Form {
        Form { act: String::new(), reason: reason.to_owned(), words: words.to_owned() }
    }

    #[test]
    fn a_reason_is_a_sentence_that_the_sender_understands() {
        assert_eq!(reason_of(Act::Return, &form("", "")), Err("reason-missing"));
        assert_eq!(reason_of(Act::Return, &form("<b>", "x")), Err("reason-missing"));
        assert_eq!(reason_of(Act::Return, &form("other", "  ")), Err("reason-missing-words"));
        assert_eq!(reason_of(Act::Return, &form("other", " Sai mẫu ")).unwrap(), "Sai mẫu");
        assert_eq!(reason_of(Act::Return, &form("misdirected", "")).unwrap(), "Gửi nhầm");
        assert_eq!(
            reason_of(Act::Return, &form("file-missing", "phụ lục 2")).unwrap(),
            "Thiếu tệp, phụ lục: phụ lục 2"
        );
        assert_eq!(reason_of(Act::Decline, &form("misdirected", "")), Err("reason-missing-words"));
        assert_eq!(reason_of(Act::Return, &form("other", &"a".repeat(801))), Err("reason-too-long"));
    }
}
