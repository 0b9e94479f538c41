//! `lienthong admin token`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::json;
use uuid::Uuid;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault, verify};
use crate::clock::Clock;
use crate::domain::ids::{Micros, OrganId, SystemId};
use crate::i18n;

/// What is done to tokens.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Makes a system with a new token. The token is shown once, or written to a file.
    Issue(Issue),
    /// Ends a system's token at once.
    Revoke(Revoke),
    /// Lists the systems of an agency, or the auditors.
    List(Whose),
}

/// Whose token.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Whose {
    /// The agency.
    #[arg(long, value_name = "ORGANID")]
    pub agency: Option<String>,
    /// An auditor of the hub: reads rates and log, never a document.
    #[arg(long)]
    pub auditor: bool,
}

/// A new token.
#[derive(Debug, clap::Args)]
pub struct Issue {
    #[command(flatten)]
    pub whose: Whose,
    /// What people call the system.
    #[arg(long)]
    pub name: String,
    /// Until when; default: for ever.
    #[arg(long, value_name = "TIME", value_parser = verify::time)]
    pub expires: Option<Micros>,
    /// Writes the token to a new file that only its owner can read.
    #[arg(short, long, value_name = "OUT")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub why: Why,
}

/// An end.
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The system, as `list` shows it.
    pub system: Uuid,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `agency.*`, `system.*`, `store.*`; when the file cannot be written.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Issue(args) => issue(context, parts, args).await,
        Command::Revoke(args) => {
            let leaf = parts.exchange.revoke_token(args.why.actor(), SystemId(args.system)).await?;
            context.json(json!({ "system": args.system, "leaf": leaf.index }).to_string().as_bytes());
            let mut screen = Screen::stdout();
            screen.good(&format!("✓ {}", context.say("cli-done")));
            screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
            context.show(&screen);
            Ok(Exit::Done)
        }
        Command::List(whose) => list(context, parts, whose).await,
    }
}

async fn issue(context: &Context, parts: &Parts, args: Issue) -> anyhow::Result<Exit> {
    // The file first: a token that nobody can keep must not be issued.
    let file = args.out.as_deref().map(|path| open(path).map(|file| (path, file))).transpose()?;
    let agency = args.whose.agency.clone().map(OrganId);
    let issued = parts.exchange.issue_token(args.why.actor(), agency, args.name, args.expires).await;
    let issued = match issued {
        Ok(issued) => issued,
        Err(error) => {
            if let Some((path, _)) = &file {
                let _gone = std::fs::remove_file(path);
            }
            return Err(error.into());
        }
    };
    let shown = file.is_none().then(|| issued.token.clone());
    if let Some((path, mut file)) = file {
        let written = writeln!(file, "{}", issued.token).and_then(|()| file.sync_all());
        written.map_err(|error| Fault::unwritable(path, error))?;
    }
    let said = json!({ "system": issued.system.0, "token": shown, "token_file": args.out, "leaf": issued.leaf.index });
    context.json(said.to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-done")));
    screen.field(&context.say("cli-system"), &issued.system.to_string());
    if let Some(path) = &args.out {
        screen.field(&context.say("cli-token"), &path.display().to_string());
    }
    if let Some(token) = &shown {
        screen.field(&context.say("cli-token"), token);
        screen.indented(&context.say("cli-token-once"));
    }
    context.show(&screen);
    Ok(Exit::Done)
}

fn open(path: &Path) -> Result<std::fs::File, Fault> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(path).map_err(|error| Fault::unwritable(path, error))
}

async fn list(context: &Context, parts: &Parts, whose: Whose) -> anyhow::Result<Exit> {
    let agency = whose.agency.map(OrganId);
    let systems = ask(parts, move |store| store.systems(agency.as_ref())).await?;
    let now = Clock::System.now();
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    for system in systems {
        let live = system.is_live(now);
        screen.heading(&format!("{} {}", if live { "✓" } else { "✗" }, safe(&system.name)));
        screen.field(&context.say("cli-system"), &system.id.to_string());
        let words = |at: Option<Micros>| at.map(|at| i18n::date_time(context.lang, at)).unwrap_or_default();
        screen.field(&context.say("cli-issued"), &words(Some(system.issued_at)));
        screen.field(&context.say("cli-expires"), &words(system.expires_at));
        screen.field(&context.say("cli-revoked"), &words(system.revoked_at));
        said.push(json!({
            "system": system.id.0, "agency": system.agency.map(|id| id.0), "name": system.name, "live": live,
            "issued_at": system.issued_at.0, "expires_at": system.expires_at.map(|at| at.0),
            "revoked_at": system.revoked_at.map(|at| at.0),
        }));
    }
    context.json(json!({ "systems": said }).to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}
