//! `lienthong admin notices`.

use serde_json::json;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
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

/// Acts.
///
/// # Errors
/// `store.*`, `agency.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::List => list(context, &ask(parts, |store| store.notice_rules()).await?),
        Command::Set(set) => {
            let rule = Rule::parse(&set.rule).ok_or_else(|| {
                let known = Rule::ALL.map(Rule::as_str).join(", ");
                Fault::usage(format!("{:?} is no rule: {known}", set.rule))
            })?;
            let wanted = set.wanted == "on";
            let change = NoticeRule { by: set.why.actor(), agency: OrganId(set.agency), rule, wanted };
            parts.exchange.change_notice(change).await?;
            list(context, &ask(parts, |store| store.notice_rules()).await?)
        }
    }
}

fn list(context: &Context, rules: &[(OrganId, Rule, bool)]) -> anyhow::Result<Exit> {
    let mut screen = Screen::stdout();
    if rules.is_empty() {
        screen.line(&context.say("cli-none"));
    }
    for (agency, rule, wanted) in rules {
        let word = if *wanted { "cli-on" } else { "cli-off" };
        let name = context.say(&format!("notice-{}", rule.as_str()));
        screen.marked("  ·", &format!("{} · {name} ({}): {}", safe(&agency.0), rule.as_str(), context.say(word)));
    }
    let said: Vec<_> = rules
        .iter()
        .map(|(agency, rule, wanted)| json!({ "agency": agency.0, "rule": rule.as_str(), "wanted": wanted }))
        .collect();
    context.json(json!({ "notices": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
