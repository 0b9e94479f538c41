//! How a command ends badly: one code, its words in the chosen language, an exit code.

pub(super) use crate::health::words as causes;
use std::path::Path;

use serde_json::json;

use super::client::{ClientError, Problem};
use super::run::{Context, Format};
use super::screen::Screen;
use crate::app::AppError;
use crate::codes::{self, Code};
use crate::exchange::Refusal;
use crate::i18n;

/// The exit codes of DESIGN §10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, valid, proven.
    Done = 0,
    /// Refused, invalid, disproven.
    Refused = 1,
    /// Indeterminate.
    Indeterminate = 2,
    /// The command was not used as it is meant.
    Usage = 64,
    /// An input file cannot be read.
    Unreadable = 66,
    /// The hub cannot be reached, or cannot answer now.
    Unreachable = 69,
    /// A failure of this program or machine.
    Internal = 70,
}

/// Why a command ends badly. It travels inside `anyhow::Error` and is found again at the end.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Fault {
    /// What the process ends with.
    pub exit: Exit,
    /// The public code.
    pub code: Code,
    /// What was wrong this time, in English; may be empty.
    pub detail: String,
}

impl Fault {
    /// Of that code; the exit follows from it.
    pub fn new(exit: Exit, code: Code, detail: impl Into<String>) -> Self {
        Self { exit, code, detail: detail.into() }
    }

    /// Arguments that make no sense.
    pub fn usage(detail: impl Into<String>) -> Self {
        Self::new(Exit::Usage, codes::CLI_USAGE, detail)
    }

    /// A file that cannot be read.
    pub fn unreadable(path: &Path, error: impl std::fmt::Display) -> Self {
        Self::new(Exit::Unreadable, codes::CLI_UNREADABLE, format!("{}: {error}", path.display()))
    }

    /// A file that cannot be written.
    pub fn unwritable(path: &Path, error: impl std::fmt::Display) -> Self {
        Self::new(Exit::Internal, codes::CLI_UNWRITABLE, format!("{}: {error}", path.display()))
    }
}

/// Prints what went wrong to standard error and says what to end with.
pub(super) fn report(context: &Context, error: &anyhow::Error) -> Exit {
    if let Some(ClientError::Refused(problem)) = error.downcast_ref::<ClientError>() {
        print_problem(context, problem);
        return exit_of_status(problem.status);
    }
    let fault = fault_of(error);
    print_fault(context, &fault);
    fault.exit
}

/// The fault inside an error of any room.
fn fault_of(error: &anyhow::Error) -> Fault {
    if let Some(fault) = error.downcast_ref::<Fault>() {
        return Fault { exit: fault.exit, code: fault.code, detail: fault.detail.clone() };
    }
    if let Some(client) = error.downcast_ref::<ClientError>() {
        let exit = match client {
            ClientError::Refused(problem) => exit_of_status(problem.status),
            ClientError::Unreachable { .. } | ClientError::NotAHub { .. } | ClientError::Digest { .. } => {
                Exit::Unreachable
            }
            ClientError::Settings { .. } => Exit::Usage,
            ClientError::Unreadable { .. } => Exit::Unreadable,
            ClientError::Unwritable { .. } => Exit::Internal,
        };
        return Fault::new(exit, client.code().unwrap_or(codes::CLI_UNEXPECTED_ANSWER), client.to_string());
    }
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        let found = refusal.faults.iter().filter_map(|fault| fault.found.clone()).collect::<Vec<_>>().join(", ");
        let detail = refusal.detail.clone().unwrap_or(found);
        return Fault::new(exit_of_status(refusal.code.info().status), refusal.code, detail);
    }
    if let Some(app) = error.downcast_ref::<AppError>() {
        return Fault::new(exit_of_setting(app.code()), app.code(), chain(error));
    }
    Fault::new(Exit::Internal, codes::INTERNAL, chain(error))
}

/// A hub that says no is a refusal; one that cannot answer now is as good as absent.
fn exit_of_status(status: u16) -> Exit {
    match status {
        502..=599 => Exit::Unreachable,
        500..=501 => Exit::Internal,
        _ => Exit::Refused,
    }
}

/// A configuration that cannot be read is an input that cannot be read.
fn exit_of_setting(code: Code) -> Exit {
    match code.name().split_once('.') {
        Some(("config", _)) => Exit::Unreadable,
        Some(("certificate" | "evidence", _)) => Exit::Unreadable,
        _ => Exit::Internal,
    }
}

/// The error and what caused it, on one line.
pub(super) fn chain(error: &anyhow::Error) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in error.chain() {
        let next = cause.to_string();
        // A transparent error repeats the words of the one inside it.
        if words.last() != Some(&next) {
            words.push(next);
        }
    }
    words.join(": ")
}

fn print_fault(context: &Context, fault: &Fault) {
    let (title, remedy) = (i18n::title(context.lang, fault.code), i18n::remedy(context.lang, fault.code));
    match context.format {
        Format::Json => {
            let problem = json!({
                "type": format!("urn:lienthong:problem:{}", fault.code), "title": title, "status": fault.code.info().status,
                "code": fault.code, "detail": fault.detail, "remedy": remedy, "lang": context.lang.tag(),
                "retry": fault.code.info().retry,
            });
            eprintln!("{problem}");
        }
        Format::Text | Format::Csv | Format::Xlsx | Format::Svg | Format::Pdf => {
            let mut screen = Screen::stderr();
            screen.bad(&title);
            screen.indented(&fault.detail);
            screen.indented(&format!("→ {remedy}"));
            screen.indented(fault.code.name());
            eprint!("{}", screen.text());
        }
    }
}

/// The hub's own words; JSON as it came.
fn print_problem(context: &Context, problem: &Problem) {
    if context.format == Format::Json {
        eprintln!("{}", String::from_utf8_lossy(&problem.bytes).trim_end());
        return;
    }
    let mut screen = Screen::stderr();
    screen.bad(&problem.title);
    screen.indented(problem.detail.as_deref().unwrap_or_default());
    for fault in &problem.errors {
        let title = Code::lookup(&fault.code).map(|code| i18n::title(context.lang, code));
        let mut words = format!("• {} ({})", title.unwrap_or_default(), fault.code);
        for (label, value) in
            [("cli-where", &fault.place), ("cli-expected", &fault.expected), ("cli-found", &fault.found)]
        {
            if let Some(value) = value {
                words.push_str(&format!("; {}: {value}", context.say(label)));
            }
        }
        screen.indented(&words);
    }
    screen.indented(&format!("→ {}", problem.remedy));
    screen.indented(&problem.code);
    if let Some(id) = &problem.request_id {
        screen.indented(&format!("{}: {id}", context.say("cli-request")));
    }
    eprint!("{}", screen.text());
}
