//! `/hub/import`: the directory out of a table, CSV or XLSX. The table is judged whole first: every problem with its row and
//! column, and what would change; then a reason and yes, and it is one act. A table that is bad anywhere changes nothing.

use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use uuid::Uuid;

use super::super::answer;
use super::super::ask::{self, first, link, pairs};
use super::super::frame::{Frame, Rail};
use super::super::held::File;
use super::super::seat::{Seat, Viewer};
use super::super::upload;
use super::dead_letters::path;
use crate::codes;
use crate::exchange::{COLUMNS, Import, RowProblem};
use crate::http::{Failure, Hub};
use crate::i18n;
use crate::report::sheet::{self, Form};
use crate::store::change::AgencyAct;

#[derive(Template)]
#[template(path = "console/operator/import.html")]
struct Page {
    frame: Frame,
    columns: String,
    looked: Option<Looked>,
    reason: String,
    error: Option<String>,
}

struct Looked {
    name: String,
    held: Uuid,
    found: Import,
    acts: Vec<(String, String)>,
    more: usize,
    problems: Vec<(RowProblem, String, String)>,
    more_problems: usize,
}

/// `GET /hub/import`: which file; with `held` what it would do.
pub(in crate::http::console) async fn page(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let query = pairs(req.query_string());
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    let looked = match first(&query, "held").parse::<Uuid>() {
        Ok(held) => Some(look(&hub, &frame, &seat, held).await?),
        Err(_) => None,
    };
    let error = (first(&query, "error") == "file").then(|| frame.t("import-no-table"));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::status(status, &Page { columns: COLUMNS.join(", "), looked, reason: String::new(), error, frame })
}

/// `POST /hub/import`: the file.
pub(in crate::http::console) async fn upload(
    hub: web::Data<Hub>,
    seat: Seat,
    form: Multipart,
) -> Result<HttpResponse, Failure> {
    let chosen = upload::file(form, "file", sheet::MAX_BYTES).await?;
    let Some(form) = Form::of(&chosen.name).filter(|_| !chosen.bytes.is_empty()) else {
        return Ok(answer::see("/hub/import?error=file"));
    };
    let bytes = Arc::new(chosen.bytes);
    let read = bytes.clone();
    if web::block(move || sheet::read(form, read.to_vec())).await?.is_err() {
        return Ok(answer::see("/hub/import?error=file"));
    }
    let at = hub.exchange.clock().now();
    let file = File { person: seat.person(), purpose: PURPOSE, name: chosen.name, bytes, at };
    let held = hub.held.keep(file)?.to_string();
    Ok(answer::see(link("/hub/import", &[("held", &held)])))
}

/// `POST /hub/import/do`: yes.
pub(in crate::http::console) async fn import(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    form: String,
) -> Result<HttpResponse, Failure> {
    let form = pairs(&form);
    let frame = Frame::load(&hub, &viewer, &path(&req), Rail::Directory).await?;
    let gone = |_| Failure::new(codes::HUB_UPLOAD_GONE, "no file is named");
    let held = first(&form, "held").parse::<Uuid>().map_err(gone)?;
    let looked = look(&hub, &frame, &seat, held).await?;
    let reason = first(&form, "reason").to_owned();
    let mut error = ask::reason_errors(&frame, &reason).into_iter().next().map(|(_, words)| words);
    // What was seen is what is done: if the directory moved meanwhile, it is shown anew.
    let seen = format!("{}/{}/{}", looked.found.added, looked.found.changed, looked.found.same);
    if error.is_none() && first(&form, "seen") != seen {
        error = Some(frame.t("import-moved"));
    }
    if error.is_none() && !looked.found.acts.is_empty() {
        let act = AgencyAct::All(looked.found.acts.clone());
        match hub.exchange.change_agency(ask::actor(&seat, &reason), act).await {
            Ok(_) => {
                hub.held.drop(held);
                let count = (looked.found.added + looked.found.changed).to_string();
                return Ok(answer::see(link("/hub/agencies", &[("done", "imported"), ("n", &count)])));
            }
            Err(refusal) if refusal.code.info().status < 500 => error = Some(i18n::title(frame.lang, refusal.code)),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let page = Page { columns: COLUMNS.join(", "), looked: Some(looked), reason, error, frame };
    answer::status(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What a held table would do now.
async fn look(hub: &Hub, frame: &Frame, seat: &Seat, held: Uuid) -> Result<Looked, Failure> {
    let file = hub.held.get(held, seat.person(), PURPOSE, frame.now)?;
    let (form, bytes) = (Form::of(&file.name).unwrap_or(Form::Csv), file.bytes.clone());
    let no = |error: sheet::SheetError| Failure::new(codes::DIRECTORY_FILE, error.to_string());
    let table = web::block(move || sheet::read(form, bytes.to_vec())).await?.map_err(no)?;
    let found = hub.exchange.judge_directory(table).await?;
    let acts: Vec<_> = found.acts.iter().take(SHOWN).map(|act| described(frame, act)).collect();
    let words = |one: &RowProblem| (one.clone(), i18n::title(frame.lang, one.code), i18n::remedy(frame.lang, one.code));
    let problems: Vec<_> = found.problems.iter().take(SHOWN).map(words).collect();
    Ok(Looked {
        name: file.name,
        held,
        more: found.acts.len() - acts.len(),
        more_problems: found.problems.len() - problems.len(),
        acts,
        problems,
        found,
    })
}

/// An act in a few words: what, and to whom.
fn described(frame: &Frame, act: &AgencyAct) -> (String, String) {
    let (word, whom) = match act {
        AgencyAct::Add(facts) => ("act-add", format!("{} · {}", facts.organ_id, facts.name)),
        AgencyAct::Update(facts) => ("act-update", format!("{} · {}", facts.organ_id, facts.name)),
        AgencyAct::Close { organ_id, .. } => ("act-close", organ_id.to_string()),
        AgencyAct::Rename { organ_id, name, .. } => ("act-rename", format!("{organ_id} · {name}")),
        AgencyAct::Suspend { organ_id, .. } => ("act-suspend", organ_id.to_string()),
        AgencyAct::Resume { organ_id } => ("act-resume", organ_id.to_string()),
        AgencyAct::Merge { old, successor, .. } => {
            let old: Vec<&str> = old.iter().map(|id| id.0.as_str()).collect();
            ("act-merge", format!("{} → {successor}", old.join(", ")))
        }
        AgencyAct::Substitute { organ_id, stands_in, .. } => ("act-substitute", format!("{organ_id} → {stands_in}")),
        AgencyAct::EndSubstitute { organ_id, .. } => ("act-end-substitute", organ_id.to_string()),
        AgencyAct::Group { name, .. } => ("act-group", name.clone()),
        AgencyAct::All(acts) => ("act-all", acts.len().to_string()),
        AgencyAct::Alias { organ_id, successor, .. } => ("act-alias", format!("{organ_id} → {successor}")),
    };
    (frame.t(word), whom)
}

const PURPOSE: &str = "directory";
/// Acts and problems named one by one.
const SHOWN: usize = 200;
