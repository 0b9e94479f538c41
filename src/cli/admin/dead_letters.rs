//! `lienthong admin dead-letters`.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::Why;
use crate::app::Parts;
use crate::cli::Exit;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::verify;
use crate::codes::Code;
use crate::domain::ids::{JobId, Micros};
use crate::i18n;
use crate::store::jobs::DeadLetter;

/// What is done to them.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Lists them, with the mail relay's words.
    List,
    /// Counts them by their cause, with what to do about it.
    Causes,
    /// Lets them wait again: after the cause is mended.
    Retry(Retry),
}

/// Which.
#[derive(Debug, clap::Args)]
pub struct Retry {
    /// Their names, as `list` shows them.
    #[arg(required_unless_present_any = ["all", "cause", "from", "to"], conflicts_with_all = ["all", "cause", "from", "to"])]
    pub jobs: Vec<Uuid>,
    /// Those of this cause: a code, as `causes` shows it.
    #[arg(long, value_name = "CODE")]
    pub cause: Option<String>,
    /// Those made at this time or later.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub from: Option<Micros>,
    /// Those made before this time.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub to: Option<Micros>,
    /// All of them.
    #[arg(long, conflicts_with_all = ["cause", "from", "to"])]
    pub all: bool,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `store.*`.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    let letters = parts.exchange.dead_letters(None).await?;
    match command {
        Command::List => list(context, &letters),
        Command::Causes => causes(context, &letters),
        Command::Retry(args) => retry(context, parts, &letters, args).await,
    }
}

fn list(context: &Context, letters: &[DeadLetter]) -> anyhow::Result<Exit> {
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    if letters.is_empty() {
        screen.line(&context.say("cli-none"));
    }
    for letter in letters {
        screen.heading(&letter.id.to_string());
        screen.field(&context.say("cli-agency"), &safe(&letter.agency.0));
        let title = Code::lookup(&letter.code).map(|code| i18n::title(context.lang, code)).unwrap_or_default();
        screen.field(&context.say("cli-why"), &format!("{title} ({})", letter.code));
        screen.field(&context.say("cli-words"), &safe(&letter.last_error));
        screen.field(&context.say("cli-attempts"), &letter.attempts.to_string());
        screen.field(&context.say("cli-since"), &i18n::date_time(context.lang, letter.created));
        said.push(json!({
            "job": letter.id.0, "agency": letter.agency.0, "document": letter.document.map(|id| id.0),
            "created": letter.created.0, "attempts": letter.attempts, "code": letter.code, "last_error": letter.last_error,
        }));
    }
    context.json(json!({ "dead_letters": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

/// One line a cause, the most frequent first.
fn causes(context: &Context, letters: &[DeadLetter]) -> anyhow::Result<Exit> {
    let mut causes: BTreeMap<&str, Vec<&DeadLetter>> = BTreeMap::new();
    for letter in letters {
        causes.entry(&letter.code).or_default().push(letter);
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(_, letters)| std::cmp::Reverse(letters.len()));
    let (mut screen, mut said) = (Screen::stdout(), Vec::new());
    if causes.is_empty() {
        screen.line(&context.say("cli-none"));
    }
    for (code, letters) in causes {
        let known = Code::lookup(code);
        let title = known.map(|code| i18n::title(context.lang, code)).unwrap_or_default();
        let remedy = known.map(|code| i18n::remedy(context.lang, code)).unwrap_or_default();
        let times = letters.iter().map(|letter| letter.created);
        let (first, last) = (times.clone().min().unwrap_or(Micros(0)), times.max().unwrap_or(Micros(0)));
        screen.heading(&format!("{title} ({})", safe(code)));
        screen.field(&context.say("cli-letters"), &letters.len().to_string());
        screen.field(&context.say("cli-since"), &i18n::date_time(context.lang, first));
        screen.indented(&format!("→ {remedy}"));
        said.push(json!({
            "code": code, "title": title, "remedy": remedy, "count": letters.len(), "first": first.0, "last": last.0,
        }));
    }
    context.json(json!({ "causes": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

impl Retry {
    fn names(&self, letter: &DeadLetter) -> bool {
        if self.all || !self.jobs.is_empty() {
            return self.all || self.jobs.contains(&letter.id.0);
        }
        self.cause.as_ref().is_none_or(|cause| *cause == letter.code)
            && self.from.is_none_or(|from| letter.created >= from)
            && self.to.is_none_or(|to| letter.created < to)
    }
}

async fn retry(context: &Context, parts: &Parts, letters: &[DeadLetter], args: Retry) -> anyhow::Result<Exit> {
    let jobs: Vec<JobId> = letters.iter().filter(|letter| args.names(letter)).map(|letter| letter.id).collect();
    let count = jobs.len();
    if count > 0 {
        parts.exchange.retry_dead_letters(args.why.actor(), jobs).await?;
    }
    context.json(json!({ "retried": count }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}: {count}", context.say("cli-retried")));
    context.show(&screen);
    Ok(Exit::Done)
}
