//! `lienthong preflight`: what would be refused, asked before a package is sent. What the package itself shows is judged
//! here, by the rules of intake; for the rest the hub is asked.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::args::HubArgs;
use super::client::{Plan, Preflight, Said, digest_of};
use super::run::Context;
use super::screen::{Screen, safe};
use super::{Exit, Fault, hub};
use crate::clock::Clock;
use crate::codes;
use crate::edxml::{BusinessType, Message};
use crate::i18n;
use crate::signature::path::Anchors;
use crate::signature::{Container, Finding, Judged, Mode, Request, Scope, Verifier, VerifyError};

/// What to ask about.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The package.
    pub file: PathBuf,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// The hub's answer, and what the package itself shows.
#[derive(Serialize)]
struct Output<'a> {
    passes: bool,
    local: &'a [Finding],
    hub: &'a RawValue,
}

/// Asks.
///
/// # Errors
/// When the file cannot be read, or the hub cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let file = &args.file;
    let judged = judge(file)?;
    let (sha256, size) = digest_of(file).await.map_err(|error| Fault::unreadable(file, error))?;
    let plan = Plan { size, sha256: Some(sha256), ..plan(&judged) };
    let reply = hub::client(context, &args.hub)?.preflight(&plan).await?;
    let local: Vec<Finding> = judged.verdict.findings.into_iter().filter(|finding| !is_the_hubs(finding)).collect();
    let passes = reply.value.passes && local.is_empty();
    let raw: &RawValue = serde_json::from_slice(&reply.bytes)?;
    context.json(&serde_json::to_vec(&Output { passes, local: &local, hub: raw })?);
    context.show(&screen(context, passes, &local, &reply.value));
    Ok(if passes { Exit::Done } else { Exit::Refused })
}

/// Integrity by the rules of intake; whom to trust only the hub knows.
fn judge(path: &Path) -> anyhow::Result<Judged> {
    let file = File::open(path).map_err(|error| Fault::unreadable(path, error))?;
    if !file.metadata().map_err(|error| Fault::unreadable(path, error))?.is_file() {
        return Err(Fault::unreadable(path, "not a file").into());
    }
    let now = Clock::System.now();
    let request = Request { mode: Mode::Intake, scope: Scope::Integrity, ..Request::report(now) };
    let judged = Verifier::new(Anchors::none()).verify(Arc::new(file), &request).map_err(|error| match error {
        VerifyError::Read(error) => Fault::unreadable(path, error),
        other => Fault::new(Exit::Internal, other.code(), super::fault::causes(&other)),
    })?;
    Ok(judged)
}

/// What the hub's policy decides: unsigned status files and legacy signatures are taken from some.
fn is_the_hubs(finding: &Finding) -> bool {
    [codes::SIGNATURE_TRUST_NOT_EVALUATED, codes::SIGNATURE_NONE, codes::SIGNATURE_LEGACY].contains(&finding.code)
}

fn plan(judged: &Judged) -> Plan {
    let container = judged.verdict.container.map(|container| match container {
        Container::Asice => "asice",
        Container::Edxml => "edxml",
    });
    let Some(presented) = judged.presented() else { return Plan { container, ..Plan::default() } };
    let pem: String = presented.certificates.iter().map(|certificate| certificate.pem()).collect();
    let certificate = (!pem.is_empty()).then_some(pem);
    match presented.message {
        Message::Document(document) => Plan {
            container,
            certificate,
            document_id: Some(document.id().0),
            from: Some(document.from.organ_id.0.clone()),
            receivers: document.to.iter().map(|party| party.organ_id.0.clone()).collect(),
            business: business(document.business_type()),
            ..Plan::default()
        },
        Message::Status(status) => {
            Plan { container, certificate, from: Some(status.from.organ_id.0.clone()), ..Plan::default() }
        }
    }
}

fn business(kind: BusinessType) -> Option<&'static str> {
    match kind {
        BusinessType::New => Some("new"),
        BusinessType::Recall => Some("recall"),
        BusinessType::Update => Some("update"),
        BusinessType::Replacement => Some("replace"),
        BusinessType::Unknown(_) => None,
    }
}

fn screen(context: &Context, passes: bool, local: &[Finding], answer: &Preflight) -> Screen {
    let mut screen = Screen::stdout();
    match (passes, answer.already) {
        (true, Some(document)) => {
            screen.good(&format!("✓ {}", context.say("cli-outcome-already-accepted")));
            screen.field(&context.say("cli-document"), &document.to_string());
        }
        (true, None) => screen.good(&format!("✓ {}", context.say("cli-preflight-passes"))),
        (false, _) => screen.bad(&format!("✗ {}", context.say("cli-preflight-refused"))),
    }
    for finding in local {
        say(context, &mut screen, "✗", &of_finding(context, finding));
    }
    for fault in &answer.faults {
        say(context, &mut screen, "✗", fault);
    }
    for warning in &answer.warnings {
        say(context, &mut screen, "!", warning);
    }
    for receiver in &answer.receivers {
        let who = match (&receiver.name, &receiver.agency) {
            (Some(name), Some(agency)) => format!("{name} ({agency})"),
            _ => receiver.named.clone(),
        };
        screen.marked("  →", &safe(&who));
    }
    screen
}

fn of_finding(context: &Context, finding: &Finding) -> Said {
    let place = finding.place.as_ref();
    Said {
        code: finding.code.name().to_owned(),
        title: i18n::title(context.lang, finding.code),
        remedy: i18n::remedy(context.lang, finding.code),
        place: place.and_then(|place| place.entry.clone()),
        found: finding.found.clone(),
        expected: finding.expected.clone(),
    }
}

fn say(context: &Context, screen: &mut Screen, mark: &str, said: &Said) {
    let mut words = format!("{} ({})", said.title, said.code);
    for (label, value) in [("cli-where", &said.place), ("cli-expected", &said.expected), ("cli-found", &said.found)] {
        if let Some(value) = value {
            words.push_str(&format!("; {}: {value}", context.say(label)));
        }
    }
    screen.marked(mark, &safe(&words));
    screen.indented(&format!("→ {}", safe(&said.remedy)));
}
