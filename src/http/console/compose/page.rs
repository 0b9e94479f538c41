//! `GET /out/compose/{id}`: the form, in the order of the paper; the receivers to choose from; beside it what is still to be done.

use std::collections::{HashMap, HashSet};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::fields::shown_day;
use super::id_of;
use super::parts::Parts;
use crate::domain::calendar::Calendar;
use crate::domain::deadline::day_in_vietnam;
use crate::domain::ids::{DocumentId, Micros, OrganId, Urgency};
use crate::exchange::{Directory, OpenDraft, Revised, Revision};
use crate::http::console::answer;
use crate::http::console::frame::{Frame, Rail};
use crate::http::console::pill;
use crate::http::console::seat::{Seat, Viewer};
use crate::http::console::sent::urgency_word;
use crate::http::{Failure, Hub};
use crate::store::agencies::Agency;
use crate::store::register::Book;

/// What may stand in the address.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http::console) struct Asked {
    /// What was just done.
    told: Option<String>,
    /// What is missing is told too.
    full: Option<String>,
}

/// How a form is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Showing {
    /// What was just done, in words.
    pub told: Option<String>,
    /// What is missing is told too.
    pub full: bool,
    /// Another window saved since, then; what is shown was not saved.
    pub stale: Option<Micros>,
    /// Files that were not attached: name, and why.
    pub refused: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "console/compose.html")]
struct Page {
    frame: Frame,
    draft: OpenDraft,
    showing: Showing,
    parts: Parts,
    issued: String,
    due: String,
    types: Vec<(String, bool)>,
    urgencies: Vec<(String, String, bool)>,
    answered: Option<Answered>,
    revised: Option<Banner>,
    next_number: String,
    today: String,
    lists: Lists,
}

/// What it answers.
struct Answered {
    code: String,
    /// Who wrote it and when.
    sub: String,
    href: Option<String>,
    /// It is known here; else only what was typed.
    known: bool,
}

/// What the draft does to what was sent before.
struct Banner {
    /// The end of its words' keys.
    word: &'static str,
    /// The documents: where each is shown, its code, its subject.
    targets: Vec<(String, String, String)>,
    /// Why; `None` where nobody is asked.
    reason: Option<String>,
}

/// Receivers to choose from.
struct Lists {
    recent: Vec<Choice>,
    groups: Vec<(String, String, usize)>,
    tree: Vec<Step>,
    agencies: usize,
}

/// One agency in a list.
struct Choice {
    code: String,
    name: String,
    /// It stands among the receivers already.
    chosen: bool,
}

/// The tree, one step after another: templates do not call themselves.
enum Step {
    /// An agency; whether others stand below it.
    One(Choice, usize),
    /// What stands below it begins,
    Open,
    /// and ends.
    Close,
}

pub(in crate::http::console) async fn form(
    hub: web::Data<Hub>,
    viewer: Viewer,
    seat: Seat,
    req: HttpRequest,
    path: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let draft = hub.exchange.draft(&seat.caller()?, id_of(&path)?).await?;
    if let Some(document) = draft.document {
        return Ok(answer::see(format!("/out/{document}")));
    }
    let told = asked.told.as_deref().filter(|word| TOLD.contains(word));
    let told = told.map(|word| Frame::bare(&viewer, "", Rail::Compose).t(&format!("compose-told-{word}")));
    let showing = Showing { told, full: asked.full.is_some(), ..Showing::default() };
    let target = req.uri().path_and_query().map_or("/out/compose", |path| path.as_str());
    show(&hub, &viewer, &seat, target, draft, showing).await
}

/// Writes the page for what stands in `draft`, saved or not.
pub(super) async fn show(
    hub: &web::Data<Hub>,
    viewer: &Viewer,
    seat: &Seat,
    target: &str,
    draft: OpenDraft,
    showing: Showing,
) -> Result<HttpResponse, Failure> {
    let caller = seat.caller()?;
    let frame = Frame::load(hub, viewer, target, Rail::Compose).await?;
    let most = hub.settings.package_bytes;
    let checked = hub.exchange.check_draft(&caller, &draft, most).await?;
    let (_, next) = hub.exchange.register_next(&caller, Book::Out).await?;
    let (asked, agency, fields, now) = (hub.clone(), caller.agency.clone(), draft.fields.clone(), frame.now);
    let around = web::block(move || -> Result<_, Failure> {
        let directory = asked.exchange.directory()?;
        let chosen: HashSet<String> = fields.to.iter().map(|party| party.organ_id.clone()).collect();
        let lists = lists(&asked, &agency, &directory, &chosen, now)?;
        let answered = fields.response_for.first().map(|one| answered(&asked, &agency, &directory, one, now));
        let calendar: Calendar = asked.exchange.store().calendar(Some(&agency))?;
        Ok((lists, answered.transpose()?, calendar))
    });
    let (lists, answered, calendar) = around.await??;
    let status = match (showing.stale, showing.refused.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let parts = Parts::of(&frame, &draft, &checked, &calendar, most, showing.full);
    let page = Page {
        issued: shown_day(draft.fields.promulgation_date.as_deref()),
        due: shown_day(draft.fields.due.as_deref()),
        types: types(&draft.fields.type_name),
        urgencies: urgencies(hub, &frame, &caller.agency, draft.fields.priority),
        today: day_in_vietnam(now).strftime("%d/%m/%Y").to_string(),
        next_number: next.to_string(),
        answered,
        lists,
        revised: checked.revised.as_ref().map(|revised| Banner::of(revised, &draft)),
        parts,
        showing,
        draft,
        frame,
    };
    answer::status(status, &page)
}

impl Page {
    /// What has to be mended before it can be signed: where, and in words.
    fn summary(&self) -> Vec<(&'static str, &str)> {
        match self.showing.full {
            true => self.parts.wrongs.iter().map(|one| (one.field, one.words.as_str())).collect(),
            false => Vec::new(),
        }
    }

    /// For `aria-invalid`.
    fn is_wrong(&self, field: &str) -> bool {
        self.parts.wrong(field).is_some()
    }

    /// What it answers is known here.
    fn is_answer_known(&self) -> bool {
        self.answered.as_ref().is_some_and(|one| one.known)
    }

    /// It is what was sent: only the receivers are chosen.
    fn is_fixed(&self) -> bool {
        Revision::of(&self.draft.fields).is_some_and(Revision::is_fixed)
    }

    /// A newer version bears the number of the first.
    fn keeps_number(&self) -> bool {
        self.revised.as_ref().is_some_and(|one| one.word != "replace")
    }

    /// What the page is called.
    fn title(&self) -> String {
        let key = self.revised.as_ref().map(|one| format!("compose-title-{}", one.word));
        self.frame.t(key.as_deref().unwrap_or("compose-title"))
    }

    /// What was typed of it, where it is not.
    fn answer_typed(&self) -> &str {
        self.answered.as_ref().map(|one| one.code.as_str()).unwrap_or_default()
    }

    fn competence(&self) -> &str {
        self.draft.fields.signer.competence.as_deref().unwrap_or_default()
    }

    fn position(&self) -> &str {
        self.draft.fields.signer.position.as_deref().unwrap_or_default()
    }

    fn signer(&self) -> &str {
        self.draft.fields.signer.full_name.as_deref().unwrap_or_default()
    }
}

impl Banner {
    fn of(revised: &Revised, draft: &OpenDraft) -> Self {
        let target = |one: &crate::store::documents::Document| {
            (format!("/out/{}", one.uuid), pill::code(&one.listing), one.listing.subject.clone())
        };
        Self {
            word: revised.what.as_str(),
            targets: revised.targets.iter().map(target).collect(),
            reason: draft.fields.business.as_ref().map(|business| business.reason.clone()),
        }
    }
}

/// Names of kinds, with what stands there though it is none of them.
fn types(chosen: &str) -> Vec<(String, bool)> {
    let mut out: Vec<_> = TYPES.iter().map(|name| ((*name).to_owned(), *name == chosen)).collect();
    if !chosen.is_empty() && !out.iter().any(|(_, here)| *here) {
        out.push((chosen.to_owned(), true));
    }
    out
}

/// Which number means which word at this agency.
fn urgencies(hub: &Hub, frame: &Frame, agency: &OrganId, priority: Option<u8>) -> Vec<(String, String, bool)> {
    let table = hub.exchange.priority_table(agency);
    let own = Urgency::of(priority.map(i16::from), table);
    let mut out = Vec::new();
    for urgency in [Urgency::Normal, Urgency::Urgent, Urgency::VeryUrgent, Urgency::Immediate] {
        let key = urgency_word(urgency);
        let mut numbers = table.iter().enumerate().filter(|(_, one)| **one == urgency).map(|(number, _)| number);
        let number = match urgency {
            Urgency::Normal => Some(String::new()),
            _ => numbers.next().map(|number| number.to_string()),
        };
        let as_written = priority.filter(|_| own == urgency).map(|number| number.to_string());
        if let Some(number) = as_written.or(number) {
            out.push((number, frame.t(key), own == urgency));
        }
    }
    out
}

fn answered(
    hub: &Hub,
    agency: &OrganId,
    directory: &Directory,
    one: &crate::edxml::DraftResponse,
    now: Micros,
) -> Result<Answered, Failure> {
    let store = hub.exchange.store();
    let mut href = None;
    if let Some(id) = &one.document_id {
        for document in store.documents_by_id(agency, &DocumentId(id.clone()))? {
            let copy = hub.exchange.copy_at_desk(agency, document.uuid)?;
            href = href.or(copy.map(|copy| format!("/in/{copy}")));
        }
    }
    let organ = one.organ_id.clone().map(OrganId);
    let name = organ.map(|id| directory.name(&id, now).map_or_else(|| id.0.clone(), str::to_owned));
    let date = one.promulgation_date.as_deref().map(|day| shown_day(Some(day)));
    Ok(Answered {
        code: one.code.clone().unwrap_or_default(),
        sub: [name, date].into_iter().flatten().collect::<Vec<_>>().join(", "),
        known: one.document_id.is_some(),
        href,
    })
}

fn lists(
    hub: &Hub,
    agency: &OrganId,
    directory: &Directory,
    chosen: &HashSet<String>,
    now: Micros,
) -> Result<Lists, Failure> {
    let all = hub.exchange.all_agencies()?;
    let open: Vec<&Agency> = all.iter().filter(|one| one.facts.organ_id != *agency && is_open(one, now)).collect();
    let choice = |id: &OrganId| Choice {
        code: id.0.clone(),
        name: directory.name(id, now).unwrap_or(&id.0).to_owned(),
        chosen: chosen.contains(&id.0),
    };
    let there: HashSet<&OrganId> = open.iter().map(|one| &one.facts.organ_id).collect();
    let recent = hub.exchange.store().recent_receivers(agency, RECENT)?;
    let groups = hub.exchange.groups()?.into_iter();
    let mut below: HashMap<Option<&OrganId>, Vec<&OrganId>> = HashMap::new();
    for one in &open {
        // Whose parent cannot be chosen stands at the top.
        let parent = one.facts.parent.as_ref().filter(|parent| there.contains(parent));
        below.entry(parent).or_default().push(&one.facts.organ_id);
    }
    let mut tree = Vec::new();
    walk(None, &below, &choice, &mut tree, 0);
    Ok(Lists {
        recent: recent.iter().filter(|id| there.contains(id)).map(choice).collect(),
        groups: groups.map(|group| (group.name, group.title, group.members.len())).collect(),
        agencies: open.len(),
        tree,
    })
}

/// One whose code counts now and who is sent documents.
fn is_open(one: &Agency, now: Micros) -> bool {
    one.facts.valid_from <= now
        && one.valid_until.is_none_or(|until| now < until)
        && one.suspended_from.is_none_or(|from| now < from)
}

fn walk(
    parent: Option<&OrganId>,
    below: &HashMap<Option<&OrganId>, Vec<&OrganId>>,
    choice: &impl Fn(&OrganId) -> Choice,
    out: &mut Vec<Step>,
    depth: usize,
) {
    for id in below.get(&parent).into_iter().flatten() {
        let children = below.get(&Some(*id)).map_or(0, Vec::len);
        out.push(Step::One(choice(id), children));
        // The directory allows no circle; a damaged one ends here.
        if children > 0 && depth < crate::domain::tree::MAX_DEPTH {
            out.push(Step::Open);
            walk(Some(id), below, choice, out, depth + 1);
            out.push(Step::Close);
        }
    }
}

/// Words that may stand in the address.
const TOLD: [&str; 3] = ["saved", "beside", "complete"];
/// To whom this office sent last.
const RECENT: usize = 12;
/// NĐ 30/2020/NĐ-CP Điều 7, the usual ones first.
const TYPES: [&str; 29] = [
    "Công văn",
    "Báo cáo",
    "Tờ trình",
    "Thông báo",
    "Kế hoạch",
    "Quyết định",
    "Giấy mời",
    "Nghị quyết",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông cáo",
    "Hướng dẫn",
    "Chương trình",
    "Phương án",
    "Đề án",
    "Dự án",
    "Biên bản",
    "Hợp đồng",
    "Công điện",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Thư công",
];
