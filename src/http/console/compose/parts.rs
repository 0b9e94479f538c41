//! The pieces of the page that change while one types: the receivers that were chosen, the files, the list of what is still to be
//! done, and what stands beside each field. The page is written with them, and so is every answer to its script.

use std::collections::BTreeMap;

use askama::Template;
use uuid::Uuid;

use super::words::{self, Wrong};
use crate::domain::calendar::Calendar;
use crate::exchange::{Addressee, Answerable, Checked, DraftFile, OpenDraft, Refusal, Remark, Revision};
use crate::http::Failure;
use crate::http::console::document::{icon, pdf_words, size};
use crate::http::console::frame::Frame;
use crate::http::console::pill;
use crate::http::console::sent::urgency_word;
use crate::i18n;
use crate::report::verdict::common_name;
use crate::signature::PdfFile;
use crate::store::documents::Document;

/// All of them.
pub(super) struct Parts {
    pub chosen: Vec<Chosen>,
    pub files: Vec<FileLine>,
    pub room: String,
    /// Files come and go; not of what is sent as it was.
    pub may_detach: bool,
    pub checks: Vec<Check>,
    /// Those that came under the code that was typed, to choose from.
    pub answers: Vec<Answer>,
    /// What is wrong, field by field.
    pub wrongs: Vec<Wrong>,
    /// What is missing is told too.
    pub full: bool,
    /// What helps beside a field: a deadline in words, characters left.
    pub hints: BTreeMap<&'static str, String>,
}

/// A receiver.
pub(super) struct Chosen {
    pub code: String,
    pub name: String,
    pub instead: Option<String>,
    pub wrong: Option<String>,
}

/// A file.
pub(super) struct FileLine {
    pub id: Uuid,
    pub name: String,
    pub icon: &'static str,
    pub sub: String,
    /// The sentence about the signatures of a PDF, and how it is coloured.
    pub pdf: Option<(String, &'static str)>,
    /// What a clerk should look at.
    pub warnings: Vec<String>,
}

/// A document that may be the one that is answered.
pub(super) struct Answer {
    pub id: Uuid,
    pub subject: String,
    /// Who wrote it and when.
    pub sub: String,
}

/// One line of the list beside the form.
pub(super) struct Check {
    /// `bad`, `warn`, or nothing.
    pub tone: &'static str,
    pub icon: &'static str,
    pub words: String,
    pub link: Option<String>,
}

impl Parts {
    pub fn of(frame: &Frame, draft: &OpenDraft, checked: &Checked, calendar: &Calendar, most: u64, full: bool) -> Self {
        let wrongs = words::wrongs(frame.lang, &checked.faults);
        Self {
            chosen: checked.receivers.iter().map(|one| Chosen::of(frame, one)).collect(),
            files: draft.files.iter().map(|file| FileLine::of(frame, file, &checked.remarks)).collect(),
            room: room(frame, checked.size, most),
            may_detach: !Revision::of(&draft.fields).is_some_and(Revision::is_fixed),
            checks: checks(frame, draft, checked, &wrongs),
            answers: checked.remarks.iter().flat_map(|one| answers(frame, one)).collect(),
            hints: hints(frame, draft, checked, calendar),
            wrongs,
            full,
        }
    }

    /// What is said beside a field.
    pub fn wrong(&self, field: &str) -> Option<&str> {
        let shown = |one: &&Wrong| one.field == field && (self.full || !one.missing);
        self.wrongs.iter().find(shown).map(|one| one.words.as_str())
    }

    /// What helps beside a field.
    pub fn hint(&self, field: &str) -> &str {
        self.hints.get(field).map(String::as_str).unwrap_or_default()
    }

    /// Beside each field, for the script.
    pub fn beside(&self) -> BTreeMap<&'static str, String> {
        let shown = self.wrongs.iter().rev().filter(|one| self.full || !one.missing);
        shown.map(|one| (one.field, one.words.clone())).collect()
    }
}

impl Chosen {
    fn of(frame: &Frame, one: &Addressee) -> Self {
        Self {
            code: one.named.0.clone(),
            name: one.name.clone().unwrap_or_else(|| frame.t("upload-receiver-unknown")),
            instead: one.instead.as_deref().map(|name| frame.tv("upload-receiver-instead", "agency", name)),
            wrong: one.fault.map(|code| i18n::title(frame.lang, code)),
        }
    }
}

impl FileLine {
    fn of(frame: &Frame, file: &DraftFile, remarks: &[Remark]) -> Self {
        let kind = frame.t(&format!("document-kind-{}", file.kind.as_str()));
        let mut warnings: Vec<String> = remarks.iter().filter_map(|one| remark_on(frame, file, one)).collect();
        if file.misnamed {
            warnings.push(frame.t("document-misnamed"));
        }
        Self {
            id: file.id,
            name: crate::signature::evidence(&file.name),
            icon: icon(file.kind),
            sub: format!("{kind} · {}", size(frame.lang, file.size)),
            pdf: file.pdf.as_ref().map(|pdf| signatures(frame, pdf)),
            warnings,
        }
    }
}

/// The sentence about the signatures inside a PDF.
fn signatures(frame: &Frame, pdf: &PdfFile) -> (String, &'static str) {
    let whole = pdf.is_signed_as_a_whole();
    let people = pdf.signatures.iter().filter(|one| !one.is_timestamp);
    let names: Vec<String> = people.filter_map(|one| one.signer.as_deref().and_then(common_name)).collect();
    if whole && !names.is_empty() {
        let values = [("count", names.len().into()), ("names", names.join(", ").into())];
        return (i18n::text(frame.lang, "compose-pdf-signed", None, &values), "txt-ok");
    }
    let words = pdf_words(frame.lang, pdf);
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let class = if whole {
        "txt-ok"
    } else if pdf.is_wrong() {
        "txt-bad"
    } else {
        "txt-warn"
    };
    (format!("{first}{}", letters.as_str()), class)
}

/// What stands for a document in a list: its day and its sender.
pub(super) fn from_and_day(frame: &Frame, one: &Answerable) -> String {
    let day = pill::day(frame.lang, one.issued.as_deref());
    [Some(one.from.clone()), day].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn answers(frame: &Frame, remark: &Remark) -> Vec<Answer> {
    let Remark::AnswerOpen(_, all) = remark else { return Vec::new() };
    let one = |one: &Answerable| Answer { id: one.id.0, subject: one.subject.clone(), sub: from_and_day(frame, one) };
    all.iter().map(one).collect()
}

fn remark_on(frame: &Frame, file: &DraftFile, remark: &Remark) -> Option<String> {
    match remark {
        Remark::SameFileHere(first, second) if *second == file.name => {
            Some(frame.tv("compose-same-here", "name", first.as_str()))
        }
        Remark::SameFileSent(name, document) if *name == file.name => {
            Some(said_of(frame, "compose-same-sent", document))
        }
        _ => None,
    }
}

/// A sentence about a document of this agency: `$code`, `$date`.
fn said_of(frame: &Frame, key: &str, document: &Document) -> String {
    let date = pill::day(frame.lang, document.listing.issued.as_deref()).unwrap_or_default();
    let values = [("code", pill::code(&document.listing).into()), ("date", date.into())];
    i18n::text(frame.lang, key, None, &values)
}

fn room(frame: &Frame, used: u64, most: u64) -> String {
    let values =
        [("most", size(frame.lang, most).into()), ("left", size(frame.lang, most.saturating_sub(used)).into())];
    i18n::text(frame.lang, "compose-room", None, &values)
}

fn hints(frame: &Frame, draft: &OpenDraft, checked: &Checked, calendar: &Calendar) -> BTreeMap<&'static str, String> {
    let mut out: BTreeMap<_, _> = words::unusual(frame.lang, &checked.warnings).into_iter().collect();
    if let Some(one) = &checked.answered {
        let values = [("from", from_and_day(frame, one).into()), ("subject", one.subject.as_str().into())];
        out.insert("answer-t", i18n::text(frame.lang, "compose-answer-taken", None, &values));
    }
    let mut otherwise: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for (name, urgency) in &checked.read_otherwise {
        otherwise.entry(urgency_word(*urgency)).or_default().push(name);
    }
    let said = |(word, names): (&&str, &Vec<&str>)| {
        let (first, others) = (names.first().copied().unwrap_or_default(), names.len().saturating_sub(1));
        let values = [("urgency", frame.t(word).into()), ("name", first.into()), ("others", others.into())];
        i18n::text(frame.lang, "compose-priority-otherwise", None, &values)
    };
    if !otherwise.is_empty() {
        out.insert("priority-w", otherwise.iter().map(said).collect::<Vec<_>>().join(" "));
    }
    let due = draft.fields.due.as_deref().and_then(|text| text.parse::<jiff::civil::Date>().ok());
    if let Some(due) = due {
        let weekday = frame.t(&format!("weekday-{}", due.weekday().to_monday_one_offset()));
        let end = crate::domain::deadline::instant(due, crate::domain::calendar::END_OF_DAY);
        let left = pill::Due::of(frame.lang, calendar, Some(end), frame.now, true);
        out.insert("due", format!("{weekday}, {}", left.words));
    }
    let chars = draft.fields.subject.chars().count();
    out.insert("subject", frame.tn("compose-left", SUBJECT_CHARS.saturating_sub(chars)));
    out
}

fn bad(words: String) -> Check {
    Check { tone: "bad", icon: "alert-circle", words, link: None }
}

fn careful(words: String) -> Check {
    Check { tone: "warn", icon: "alert-triangle", words, link: None }
}

fn good(words: String) -> Check {
    Check { tone: "ok", icon: "check", words, link: None }
}

/// What is still to be done, and what holds.
fn checks(frame: &Frame, draft: &OpenDraft, checked: &Checked, wrongs: &[Wrong]) -> Vec<Check> {
    let mut out = Vec::new();
    let warn = |words: String, link: Option<String>| Check { link, ..careful(words) };
    let open = Check { tone: "", icon: "circle-dashed", words: String::new(), link: None };
    let of_paper = |one: &&Wrong| !matches!(one.field, "to" | "files" | "agency");
    let missing: Vec<String> = wrongs
        .iter()
        .filter(of_paper)
        .filter(|one| one.missing)
        .map(|one| frame.t(&format!("compose-field-{}", one.field)))
        .collect();
    if !missing.is_empty() {
        out.push(Check { words: frame.tv("compose-check-missing", "fields", missing.join(", ")), ..open });
    }
    match wrongs.iter().filter(of_paper).filter(|one| !one.missing).count() {
        0 if missing.is_empty() => out.push(good(frame.t("compose-check-filled"))),
        0 => {}
        count => out.push(bad(frame.tn("compose-check-wrong", count))),
    }
    let mends = checked.revised.as_ref().is_some_and(|revised| revised.what != Revision::Replace);
    let same = checked.remarks.iter().find_map(|one| match one {
        Remark::SameNumber(document) => Some(document),
        _ => None,
    });
    match same {
        Some(document) => {
            let link = Some(format!("/out/{}", document.uuid));
            out.push(warn(said_of(frame, "compose-same-number", document), link));
        }
        // What is mended bears its number.
        None if mends => {}
        None if !draft.fields.number.is_empty() && !draft.fields.notation.is_empty() => {
            let code = format!("{}/{}", draft.fields.number, draft.fields.notation);
            out.push(good(frame.tv("compose-number-free", "code", code)));
        }
        None => {}
    }
    match wrongs.iter().filter(|one| one.field == "to").count() {
        _ if draft.fields.to.is_empty() => {
            out.push(Check {
                tone: "",
                icon: "circle-dashed",
                words: frame.t("compose-check-no-receiver"),
                link: None,
            });
        }
        0 => out.push(good(frame.tn("compose-check-receivers", draft.fields.to.len()))),
        count => out.push(bad(frame.tn("compose-check-receivers-wrong", count))),
    }
    for remark in &checked.remarks {
        match remark {
            Remark::NoFile => out.push(warn(frame.t("compose-no-file"), None)),
            Remark::DuePast => out.push(warn(frame.t("compose-due-past"), None)),
            Remark::AnswerUnknown(code) => {
                out.push(warn(frame.tv("compose-answer-unknown", "code", code.as_str()), None));
            }
            Remark::AnswerOpen(code, came) => {
                let values = [("code", code.as_str().into()), ("count", came.len().into())];
                out.push(warn(i18n::text(frame.lang, "compose-check-answer-open", None, &values), None));
            }
            Remark::OtherNumber(code) => {
                out.push(warn(frame.tv("compose-other-number", "code", code.as_str()), None));
            }
            Remark::SameFileHere(..) | Remark::SameNumber(_) => {}
            Remark::SameFileSent(_, document) => {
                let link = Some(format!("/out/{}", document.uuid));
                out.push(warn(frame.t("compose-check-same-file"), link));
            }
        }
    }
    if let Some(revised) = &checked.revised {
        if revised.what == Revision::Update && !revised.added.is_empty() {
            out.push(good(frame.tn("compose-check-added", revised.added.len())));
        }
        if !revised.removed.is_empty() {
            let values = [("count", revised.removed.len().into()), ("names", revised.removed.join("; ").into())];
            out.push(warn(i18n::text(frame.lang, "compose-check-removed", None, &values), None));
        }
    }
    if checked.remarks.iter().any(|one| matches!(one, Remark::SameFileHere(..))) {
        out.push(warn(frame.t("compose-check-twice"), None));
    }
    let pdfs: Vec<_> = draft.files.iter().filter_map(|file| file.pdf.as_ref()).collect();
    let wrong_pdfs = pdfs.iter().filter(|pdf| pdf.is_wrong()).count();
    let open_pdfs = pdfs.iter().filter(|pdf| !pdf.is_signed_as_a_whole() && !pdf.is_wrong()).count();
    let refused: Vec<_> = wrongs.iter().filter(|one| matches!(one.field, "files" | "agency")).collect();
    out.extend(refused.iter().map(|one| bad(one.words.clone())));
    if refused.is_empty() && !pdfs.is_empty() {
        let whole_pdfs = pdfs.len().saturating_sub(wrong_pdfs + open_pdfs);
        let words = |key: &str, count: usize| (count > 0).then(|| frame.tn(key, count));
        out.extend(words("compose-check-pdfs-wrong", wrong_pdfs).map(bad));
        out.extend(words("compose-check-pdfs-open", open_pdfs).map(careful));
        out.extend(words("compose-check-pdfs", whole_pdfs).map(good));
    }
    if !draft.files.is_empty() {
        let values = [("count", draft.files.len().into()), ("size", size(frame.lang, checked.size).into())];
        out.push(good(i18n::text(frame.lang, "document-files-sum", None, &values)));
    }
    out
}

/// A piece of the page on its own.
macro_rules! piece {
    ($name:ident, $path:literal) => {
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'p> {
            frame: &'p Frame,
            parts: &'p Parts,
        }
    };
}

piece!(ChosenPiece, "console/compose_chosen.html");
piece!(FilesPiece, "console/compose_files.html");
piece!(ChecksPiece, "console/compose_checks.html");
piece!(AnswersPiece, "console/compose_answers.html");

/// The pieces as they stand in the page: receivers, files, checks, what may be answered.
pub(super) fn pieces(frame: &Frame, parts: &Parts) -> Result<[String; 4], Failure> {
    let render = |html: askama::Result<String>| html.map_err(|error| Failure::from(Refusal::internal(error)));
    Ok([
        render(ChosenPiece { frame, parts }.render())?,
        render(FilesPiece { frame, parts }.render())?,
        render(ChecksPiece { frame, parts }.render())?,
        render(AnswersPiece { frame, parts }.render())?,
    ])
}

/// NĐ 30/2020 Phụ lục VI.
const SUBJECT_CHARS: usize = 500;
