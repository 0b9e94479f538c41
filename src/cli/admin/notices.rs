//! `lienthong admin notices`.

use serde_json::json;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::domain::digest::Times;
use crate::domain::ids::OrganId;
use crate::store::change::{NoticeRule, Rule};

/// What is done with them.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Lists what agencies have said; what is not listed is sent.
    List,
    /// Says whether an agency wants some mails.
    #[command(override_usage = "lienthong admin notices set ORGANID RULE on|off")]
    Set(Set),
    /// Tells an agency of what arrived in one mail at set times of day; `off`: of each document at once.
    #[command(override_usage = "lienthong admin notices digest ORGANID 07:30,13:30|off")]
    Digest(Digest),
}

/// Whose, and which.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// The agency's code.
    pub agency: String,
    /// arrived, returned, refused, changed, answered, reminder, escalation or expiry.
    pub rule: String,
    /// on or off.
    #[arg(value_parser = ["on", "off"])]
    pub wanted: String,
    #[command(flatten)]
    pub why: Why,
}

/// Whose, and when.
#[derive(Debug, clap::Args)]
pub struct Digest {
    /// The agency's code.
    pub agency: String,
    /// Times of day (HH:MM) with commas between, on working days in Vietnam; or off.
    pub times: String,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `store.*`, `agency.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::List => list(context, parts).await,
        Command::Set(set) => {
            let rule = Rule::parse(&set.rule).ok_or_else(|| {
                let known = Rule::ALL.map(Rule::as_str).join(", ");
                Fault::usage(format!("{:?} is no rule: {known}", set.rule))
            })?;
            let wanted = set.wanted == "on";
            let change = NoticeRule { by: set.why.actor(), agency: OrganId(set.agency), rule, wanted };
            parts.exchange.change_notice(change).await?;
            list(context, parts).await
        }
        Command::Digest(digest) => {
            let times = match digest.times.as_str() {
                "off" => None,
                times => Some(Times::parse(times).map_err(|bad| Fault::usage(bad.to_string()))?),
            };
            parts.exchange.change_digest(digest.why.actor(), OrganId(digest.agency), times).await?;
            list(context, parts).await
        }
    }
}

async fn list(context: &Context, parts: &Parts) -> anyhow::Result<Exit> {
    let rules = ask(parts, |store| store.notice_rules()).await?;
    let digests = ask(parts, |store| store.digests()).await?;
    let mut screen = Screen::stdout();
    if rules.is_empty() && digests.is_empty() {
        screen.line(&context.say("cli-none"));
    }
    for (agency, rule, wanted) in &rules {
        let word = if *wanted { "cli-on" } else { "cli-off" };
        let name = context.say(&format!("notice-{}", rule.as_str()));
        screen.marked("  ·", &format!("{} · {name} ({}): {}", safe(&agency.0), rule.as_str(), context.say(word)));
    }
    for (agency, times) in &digests {
        let times = times.to_string().replace(',', ", ");
        screen.marked("  ·", &format!("{} · {}: {times}", safe(&agency.0), context.say("notice-digest")));
    }
    let said: Vec<_> = rules
        .iter()
        .map(|(agency, rule, wanted)| json!({ "agency": agency.0, "rule": rule.as_str(), "wanted": wanted }))
        .collect();
    let times: Vec<_> = digests
        .iter()
        .map(|(agency, times)| json!({ "agency": agency.0, "times": times.to_string().split(',').collect::<Vec<_>>() }))
        .collect();
    context.json(json!({ "notices": said, "digests": times }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
