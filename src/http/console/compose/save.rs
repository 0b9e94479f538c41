//! The form sent: as a whole, by its buttons and with its files (`POST /out/compose/{id}`), or while one types (`…/live`, for the
//! page's script). Both keep what was typed; a save over one that this window has not seen keeps nothing and says so.

use std::collections::BTreeMap;

use actix_multipart::{Field, Multipart};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{StreamExt, TryStreamExt};
use serde::Serialize;
use uuid::Uuid;

use super::fields::{Typed, Verb, add};
use super::page::{Showing, show};
use super::parts::{self, Parts};
use super::{files, id_of};
use crate::codes;
use crate::domain::calendar::Calendar;
use crate::exchange::{Caller, Checked, OpenDraft, Refusal, answer_to};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::pill;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sending::slot;
use crate::http::{Failure, Hub, body, problem};
use crate::i18n::{self, Lang};

/// What the script puts in place.
#[derive(Serialize)]
struct Live {
    revision: i64,
    saved: String,
    /// What is wrong, by field.
    wrong: BTreeMap<&'static str, String>,
    /// What helps, by field.
    hints: BTreeMap<&'static str, String>,
    /// The pieces, by the name of their place.
    pieces: BTreeMap<&'static str, String>,
    /// The receivers' codes.
    chosen: Vec<String>,
    /// The field for what it answers has to be drawn anew: the page is loaded again.
    reload: bool,
}

/// `POST /out/compose/{id}`
pub(in crate::http::console) async fn submit(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Failure> {
    let (id, caller) = (id_of(&path)?, seat.caller()?);
    body::check_length(&req, hub.settings.package_bytes.saturating_add(FORM_BYTES))?;
    let draft = hub.exchange.draft(&caller, id).await?;
    if let Some(document) = draft.document {
        return Ok(answer::see(format!("/out/{document}")));
    }
    let _slot = slot(&hub, &seat)?;
    let Form { pairs, refused, attached } =
        read(&hub, &caller, id, Multipart::new(req.headers(), payload), viewer.lang).await?;
    let before = draft.fields;
    let mut typed = web::block(move || Typed::read(&pairs, &before)).await?;
    complete(&hub, &caller, &mut typed).await?;
    if typed.verb == Verb::Beside {
        let beside = hub.exchange.draft_beside(&caller, typed.fields).await?;
        // What was chosen in this window goes with what was typed in it.
        hub.exchange.move_files(&caller, id, beside, attached).await?;
        return Ok(answer::see(format!("/out/compose/{beside}?told=beside")));
    }
    let base = if typed.verb == Verb::Keep { draft.revision } else { typed.base };
    match hub.exchange.save_draft(&caller, id, typed.fields.clone(), base).await {
        Ok(_) => {}
        Err(refusal) if refusal.code == codes::DRAFT_STALE => {
            // Nothing of either is lost: what was typed is shown, what was saved stays.
            let now = hub.exchange.draft(&caller, id).await?;
            let showing = Showing { full: typed.full, stale: Some(now.changed), refused, ..Showing::default() };
            let shown = OpenDraft { fields: typed.fields, ..now };
            return show(&hub, &viewer, &seat, &format!("/out/compose/{id}"), shown, showing).await;
        }
        Err(refusal) => return Err(refusal.into()),
    }
    let here = format!("/out/compose/{id}");
    if !refused.is_empty() {
        // What was typed is kept; what was not attached is told.
        let draft = hub.exchange.draft(&caller, id).await?;
        let showing = Showing { full: typed.full, refused, ..Showing::default() };
        return show(&hub, &viewer, &seat, &here, draft, showing).await;
    }
    Ok(answer::see(match typed.verb {
        Verb::Detach(file) => {
            hub.exchange.detach(&caller, id, file).await?;
            format!("{here}{}#files", if typed.full { "?full=1" } else { "" })
        }
        Verb::Sign if faults(&hub, &caller, id).await? == 0 => format!("{here}/sign"),
        Verb::Sign => format!("{here}?full=1"),
        Verb::Check if faults(&hub, &caller, id).await? == 0 => format!("{here}?full=1&told=complete"),
        Verb::Check => format!("{here}?full=1"),
        Verb::Drop(_) => format!("{here}{}#to", if typed.full { "?full=1" } else { "" }),
        Verb::Answers(_) => format!("{here}{}#answer", if typed.full { "?full=1" } else { "" }),
        Verb::Save | Verb::Keep | Verb::Beside | Verb::Unanswer => format!("{here}?told=saved"),
    }))
}

/// How many faults stand in the way of a signature.
async fn faults(hub: &Hub, caller: &Caller, id: Uuid) -> Result<usize, Failure> {
    let draft = hub.exchange.draft(caller, id).await?;
    Ok(hub.exchange.check_draft(caller, &draft, hub.settings.package_bytes).await?.faults.len())
}

/// `POST /out/compose/{id}/live`
pub(in crate::http::console) async fn live(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    path: web::Path<String>,
    form: web::Payload,
) -> Result<HttpResponse, Failure> {
    let kept = match body::small(form, FIELDS_BYTES).await {
        Ok(form) => kept(&hub, &viewer, &seat, &path, &form).await,
        Err(failure) => Err(failure),
    };
    Ok(match kept {
        Ok(live) => HttpResponse::Ok().json(live),
        Err(failure) if failure.code() == codes::DRAFT_STALE => {
            let changed = hub.exchange.draft(&seat.caller()?, id_of(&path)?).await?.changed;
            let mut answer = problem::answer(&failure, viewer.lang);
            // Figures only: HH:MM.
            let at = HeaderValue::try_from(pill::clock(changed)).map_err(Refusal::internal)?;
            answer.headers_mut().insert(HeaderName::from_static("x-draft-saved"), at);
            answer
        }
        Err(failure) => problem::answer(&failure, viewer.lang),
    })
}

async fn kept(hub: &web::Data<Hub>, viewer: &Viewer, seat: &Seat, path: &str, form: &[u8]) -> Result<Live, Failure> {
    let (id, caller) = (id_of(path)?, seat.caller()?);
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(form)
        .map_err(|error| Failure::new(codes::REQUEST_MALFORMED, error.to_string()))?;
    let draft = hub.exchange.draft(&caller, id).await?;
    let before = draft.fields;
    let mut typed = web::block(move || Typed::read(&pairs, &before)).await?;
    complete(hub, &caller, &mut typed).await?;
    let answered = matches!(typed.verb, Verb::Unanswer | Verb::Answers(_));
    hub.exchange.save_draft(&caller, id, typed.fields.clone(), typed.base).await?;
    if let Verb::Detach(file) = typed.verb {
        hub.exchange.detach(&caller, id, file).await?;
    }
    drawn(hub, viewer, &caller, id, typed.full, answered).await
}

/// The pieces of the page as they are now.
pub(super) async fn told(
    hub: &web::Data<Hub>,
    viewer: &Viewer,
    seat: &Seat,
    id: Uuid,
    full: bool,
) -> Result<impl Serialize + use<>, Failure> {
    drawn(hub, viewer, &seat.caller()?, id, full, false).await
}

async fn drawn(
    hub: &web::Data<Hub>,
    viewer: &Viewer,
    caller: &Caller,
    id: Uuid,
    full: bool,
    reload: bool,
) -> Result<Live, Failure> {
    let draft = hub.exchange.draft(caller, id).await?;
    let most = hub.settings.package_bytes;
    let checked: Checked = hub.exchange.check_draft(caller, &draft, most).await?;
    let (asked, agency) = (hub.clone(), caller.agency.clone());
    let calendar: Calendar = web::block(move || asked.exchange.store().calendar(Some(&agency))).await??;
    let mut frame = Frame::bare(viewer, "", Rail::Compose);
    frame.now = hub.exchange.clock().now();
    let parts = Parts::of(&frame, &draft, &checked, &calendar, most, full);
    let [chosen, files, checks, answers] = parts::pieces(&frame, &parts)?;
    Ok(Live {
        revision: draft.revision,
        saved: frame.tv("compose-saved-at", "time", pill::clock(draft.changed)),
        wrong: parts.beside(),
        hints: parts.hints,
        pieces: BTreeMap::from([("chosen", chosen), ("files", files), ("checks", checks), ("answers", answers)]),
        chosen: draft.fields.to.iter().map(|party| party.organ_id.clone()).collect(),
        reload,
    })
}

/// What a form leaves to the hub: groups are written out, and what is answered is looked for among what came.
async fn complete(hub: &web::Data<Hub>, caller: &Caller, typed: &mut Typed) -> Result<(), Failure> {
    write_out(hub, typed).await?;
    for one in typed.fields.response_for.iter_mut().filter(|one| one.document_id.is_none()) {
        let Some(code) = one.code.clone() else { continue };
        let found = hub.exchange.find_answered(caller, &code).await?;
        let taken = match (found.as_slice(), &typed.verb) {
            (several, Verb::Answers(chosen)) => several.iter().find(|one| one.uuid.0 == *chosen),
            ([only], _) => Some(only),
            // Which of several is meant is not guessed.
            _ => None,
        };
        if let Some(found) = taken {
            *one = answer_to(found);
        }
    }
    Ok(())
}

/// A group is whom it means now: the signed list of receivers is what counts.
async fn write_out(hub: &web::Data<Hub>, typed: &mut Typed) -> Result<(), Failure> {
    for name in std::mem::take(&mut typed.groups) {
        let asked = hub.clone();
        let expanded = web::block(move || asked.exchange.expand_group(&name)).await??;
        add(&mut typed.fields.to, expanded.receivers.iter().map(|receiver| receiver.0.as_str()));
    }
    Ok(())
}

/// A form that was read.
struct Form {
    pairs: Vec<(String, String)>,
    /// Files that were not attached: name, and why.
    refused: Vec<(String, String)>,
    /// Files that were.
    attached: Vec<Uuid>,
}

/// Reads the form: fields into memory, files into the draft as they come.
async fn read(
    hub: &web::Data<Hub>,
    caller: &Caller,
    id: Uuid,
    mut parts: Multipart,
    lang: Lang,
) -> Result<Form, Failure> {
    let (mut pairs, mut refused, mut attached) = (Vec::new(), Vec::new(), Vec::new());
    let mut left = FIELDS_BYTES;
    while let Some(part) = parts.try_next().await.map_err(|error| body::multipart_failure(&error))? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        if name != "file" {
            // A field without a value is one too.
            left = left.checked_sub(name.len() + 1).ok_or_else(too_large)?;
            let text = text(part, &mut left).await?;
            pairs.push((name, text));
            continue;
        }
        let called = part.content_disposition().and_then(|found| found.get_filename()).unwrap_or_default().to_owned();
        let bytes = part.map(|piece| piece.map_err(|error| body::multipart_failure(&error)));
        // A field without a file comes as one without a name.
        if called.is_empty() {
            drain(bytes).await?;
        } else {
            match files::take(hub, caller, id, called.clone(), None, Box::pin(bytes)).await {
                Ok(file) => attached.push(file),
                Err(failure) if BROKEN_OFF.contains(&failure.code()) || failure.code().info().status >= 500 => {
                    return Err(failure);
                }
                Err(failure) => {
                    let code = failure.code();
                    refused.push((called, format!("{}. {}", i18n::title(lang, code), i18n::remedy(lang, code))));
                }
            }
        }
    }
    Ok(Form { pairs, refused, attached })
}

async fn drain(
    mut bytes: impl futures_util::Stream<Item = Result<web::Bytes, Failure>> + Unpin,
) -> Result<(), Failure> {
    while bytes.next().await.transpose()?.is_some() {}
    Ok(())
}

fn too_large() -> Failure {
    Failure::from(Refusal::new(codes::REQUEST_TOO_LARGE, "the fields of a form hold less"))
}

async fn text(mut part: Field, left: &mut usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(|error| body::multipart_failure(&error))?;
        *left = left.checked_sub(piece.len()).ok_or_else(too_large)?;
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(codes::REQUEST_MALFORMED, "a field is not UTF-8"))
}

/// A province's agencies, all of them receivers, and the fields of the paper.
const FIELDS_BYTES: usize = 512 * 1024;
/// Nothing more comes after these.
const BROKEN_OFF: [codes::Code; 3] = [codes::REQUEST_INCOMPLETE, codes::REQUEST_TIMEOUT, codes::REQUEST_MALFORMED];
/// Room for the form around the files.
const FORM_BYTES: u64 = 2 << 20;
