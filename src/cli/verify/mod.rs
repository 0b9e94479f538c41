//! `lienthong verify`: one verdict on a file, as text (`text`), as the verdict's JSON form with its two sentences, or as
//! an HTML page.

mod text;

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::run::Context;
use super::{Exit, Fault, trust};
use crate::clock::Clock;
use crate::domain::deadline::vietnam;
use crate::domain::ids::Micros;
use crate::i18n::Lang;
use crate::report::verdict as report;
use crate::signature::path::RevocationRule;
use crate::signature::{Mode, Request, Scope, Verdict, Verifier, VerifyError};

/// What to verify, and whom to trust.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The package: ASiC-E or edXML.
    pub file: PathBuf,
    /// PEM: CA certificates that are trusted; may be given several times.
    #[arg(long, value_name = "PEM")]
    pub trust: Vec<PathBuf>,
    /// The moment to judge for: a time as 2026-11-24T10:00:00+07:00, or a day. Default: now.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Option<Micros>,
    /// Judges integrity only; never says valid.
    #[arg(long, conflicts_with = "trust")]
    pub no_trust: bool,
    /// PEM: CA certificates trusted for timestamps. Default: those of --trust.
    #[arg(long, value_name = "PEM")]
    pub trust_tsa: Vec<PathBuf>,
    /// A certificate revocation list, DER or PEM; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub crl: Vec<PathBuf>,
    /// An OCSP answer, DER; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub ocsp: Vec<PathBuf>,
    /// Asks the OCSP responders and CRLs that the certificates name.
    #[arg(long)]
    pub online: bool,
    /// Asks servers at private addresses and on this machine too.
    #[arg(long, requires = "online")]
    pub private_hosts: bool,
    /// Writes the report as an HTML page too.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// What is asked of revocation below the trusted CAs: required, if-published or none.
    #[arg(long, value_name = "RULE", default_value = "if-published", value_parser = rule)]
    pub revocation: RevocationRule,
}

/// The verdict's JSON form, and what it says to people in both languages.
#[derive(Serialize)]
struct Output<'v> {
    #[serde(flatten)]
    verdict: &'v Verdict,
    said: Said,
}

#[derive(Serialize)]
struct Said {
    vi: report::Said,
    en: report::Said,
}

/// Verifies.
///
/// # Errors
/// When a file cannot be read; whatever is wrong inside the package is a verdict.
pub fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let verdict = judge(args)?;
    let name = args.file.display().to_string();
    let view = report::view(context.lang, &name, &verdict);
    if let Some(file) = &args.html {
        std::fs::write(file, report::html(&view)?).map_err(|error| Fault::unwritable(file, error))?;
    }
    let said = Said { vi: report::say(Lang::Vi, &verdict), en: report::say(Lang::En, &verdict) };
    context.json(&serde_json::to_vec(&Output { verdict: &verdict, said })?);
    context.show(&text::screen(&view));
    Ok(match verdict.exit_code() {
        0 => Exit::Done,
        1 => Exit::Refused,
        _ => Exit::Indeterminate,
    })
}

fn judge(args: &Args) -> anyhow::Result<Verdict> {
    let seals = trust::anchors(&args.trust, args.revocation)?;
    let stamps = if args.trust_tsa.is_empty() { &args.trust } else { &args.trust_tsa };
    let verifier = Verifier::new(seals).with_timestamping(trust::anchors(stamps, args.revocation)?, Vec::new());
    let resolver = if args.online { Some(trust::resolver(args.private_hosts)?) } else { None };
    let at_hand = trust::AtHand::read(&args.crl, &args.ocsp, resolver)?;
    // To open a pipe is to wait for whoever writes into it.
    if !std::fs::metadata(&args.file).map_err(|error| Fault::unreadable(&args.file, error))?.is_file() {
        return Err(Fault::unreadable(&args.file, "not a file").into());
    }
    let file = File::open(&args.file).map_err(|error| Fault::unreadable(&args.file, error))?;
    let scope = if args.no_trust { Scope::Integrity } else { Scope::Full };
    let at = args.at.unwrap_or_else(|| Clock::System.now());
    let request = Request { at, now: at, mode: Mode::Report, scope, agencies: None, pki: Some(&at_hand) };
    let judged = verifier.verify(Arc::new(file), &request).map_err(|error| match error {
        VerifyError::Read(error) => Fault::unreadable(&args.file, error),
        other => Fault::new(Exit::Internal, other.code(), super::fault::causes(&other)),
    })?;
    Ok(judged.verdict)
}

fn rule(text: &str) -> Result<RevocationRule, String> {
    RevocationRule::from_name(text).ok_or_else(|| "expected required, if-published or none".to_owned())
}

/// A time with a zone; one without is Vietnam's, and a day is its first moment there.
pub(super) fn time(text: &str) -> Result<Micros, String> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(Micros(at.as_microsecond()));
    }
    let local = text
        .parse::<jiff::civil::DateTime>()
        .or_else(|_| text.parse::<jiff::civil::Date>().map(|day| day.to_datetime(jiff::civil::Time::midnight())));
    local
        .and_then(|local| vietnam().to_timestamp(local))
        .map(|at| Micros(at.as_microsecond()))
        .map_err(|_| "expected a time as 2026-11-24T10:00:00+07:00, or a day as 2026-11-24".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_zone_are_vietnams() {
        let midnight = Micros("2026-11-23T17:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond());
        for text in ["2026-11-24", "2026-11-24T00:00:00", "2026-11-24T00:00:00+07:00", "2026-11-23T17:00:00Z"] {
            assert_eq!(time(text), Ok(midnight), "{text}");
        }
        assert!(time("24/11/2026").is_err() && time("").is_err());
    }
}
