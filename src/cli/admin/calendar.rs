//! `lienthong admin calendar`: shows, checks, imports and exports working calendars.

mod show;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Why, ask};
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::codes;
use crate::domain::calendar::{self, Calendar, Problem};
use crate::domain::ids::OrganId;
use crate::report::calendar::changes;
use crate::store::change::CalendarAct;

/// What is done to a calendar.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Shows the calendar in force: hours, week, the days of a year.
    Show(Show),
    /// Reads a file and says what is wrong in it, line by line, and what it would change; imports nothing.
    Check(File),
    /// Imports a file: a year's table, settings, or both. What is not in it stays.
    Import(Import),
    /// Writes a year's table as a file that can be imported.
    Export(Export),
    /// Drops the agency's own calendar, so that it follows the hub's; without --agency the hub's, for the shipped one.
    Follow(Follow),
}

/// Whose calendar.
#[derive(Debug, clap::Args)]
pub struct Whose {
    /// An agency's own calendar; without it the hub's.
    #[arg(long, value_name = "ORGANID")]
    pub agency: Option<String>,
}

/// What is shown.
#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    pub whose: Whose,
    /// Only this year's table.
    #[arg(long, value_name = "YYYY")]
    pub year: Option<i16>,
}

/// A file.
#[derive(Debug, clap::Args)]
pub struct File {
    /// TOML, or CSV by the ending of its name.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub whose: Whose,
}

/// A file to be imported.
#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(flatten)]
    pub file: File,
    /// Like `check`: imports nothing.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub why: Why,
}

/// A table to be written.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Which year's.
    #[arg(value_name = "YYYY")]
    pub year: i16,
    #[command(flatten)]
    pub whose: Whose,
    /// Into a file, CSV by the ending of its name; else to standard output as TOML.
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Hours, week and reading too (TOML only).
    #[arg(long)]
    pub settings: bool,
}

/// A calendar to be dropped.
#[derive(Debug, clap::Args)]
pub struct Follow {
    #[command(flatten)]
    pub whose: Whose,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `calendar.*`, `agency.*`, `store.*`, files.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Show(args) => show::show(context, &base(parts, &args.whose).await?, &args),
        Command::Check(file) => import(context, parts, &file, None).await,
        Command::Import(args) => {
            let why = (!args.dry_run).then_some(&args.why);
            import(context, parts, &args.file, why).await
        }
        Command::Export(args) => export(context, &base(parts, &args.whose).await?, &args),
        Command::Follow(args) => follow(context, parts, &args).await,
    }
}

/// The calendar in force there.
async fn base(parts: &Parts, whose: &Whose) -> anyhow::Result<Calendar> {
    let Some(named) = whose.agency.clone().map(OrganId) else {
        return ask(parts, |store| store.calendar(None)).await;
    };
    let found = ask(parts, move |store| {
        let known = store.agency(&named)?;
        known.map(|agency| store.calendar(Some(&agency.facts.organ_id))).transpose()
    });
    let absent = || Fault::new(Exit::Refused, codes::AGENCY_UNKNOWN, whose.agency.clone().unwrap_or_default());
    Ok(found.await?.ok_or_else(absent)?)
}

/// Reads, says what is wrong or what would change, and with a reason imports.
async fn import(context: &Context, parts: &Parts, args: &File, why: Option<&Why>) -> anyhow::Result<Exit> {
    let base = base(parts, &args.whose).await?;
    let calendar = match read(&args.file, &base)? {
        Ok(calendar) => calendar,
        Err(problems) => return Ok(refused(context, &args.file, &problems)),
    };
    let changes = changes(context.lang, &base, &calendar);
    let mut screen = Screen::stdout();
    let mut said = json!({ "changes": changes, "problems": [] });
    if changes.is_empty() {
        screen.line(&context.say("cli-calendar-same"));
    } else if let Some(why) = why {
        let agency = args.whose.agency.clone().map(OrganId);
        let act = CalendarAct::Set(Box::new(calendar));
        let leaf = parts.exchange.change_calendar(why.actor(), agency, base.version, act).await?;
        screen.good(&format!("✓ {}", context.say("cli-done")));
        screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
        said["leaf"] = leaf.index.into();
    } else {
        screen.open(&context.say("cli-calendar-dry"));
    }
    for change in &changes {
        screen.indented(&safe(change));
    }
    context.json(said.to_string().as_bytes());
    context.show(&screen);
    Ok(Exit::Done)
}

/// What a file makes of the calendar.
fn read(file: &Path, base: &Calendar) -> Result<Result<Calendar, Vec<Problem>>, Fault> {
    let size = std::fs::metadata(file).map_err(|error| Fault::unreadable(file, error))?.len();
    if size > calendar::MAX_BYTES as u64 {
        return Err(Fault::unreadable(file, format!("{size} bytes, at most {}", calendar::MAX_BYTES)));
    }
    let text = std::fs::read_to_string(file).map_err(|error| Fault::unreadable(file, error))?;
    Ok(if is_csv(file) { calendar::read_csv(&text, base) } else { calendar::read_toml(&text, base) })
}

fn refused(context: &Context, file: &Path, problems: &[Problem]) -> Exit {
    let mut screen = Screen::stdout();
    let code = codes::CALENDAR_SHEET;
    screen.bad(&format!("✗ {} ({code})", crate::i18n::title(context.lang, code)));
    for problem in problems {
        let words = context.say(problem.what.message_id());
        let found = if problem.found.is_empty() { String::new() } else { format!(": {}", problem.found) };
        screen.indented(&safe(&format!("{}:{}: {words}{found}", file.display(), problem.line)));
    }
    screen.marked("→", &crate::i18n::remedy(context.lang, code));
    context.json(json!({ "code": code, "problems": problems, "changes": [] }).to_string().as_bytes());
    context.show(&screen);
    Exit::Refused
}

fn export(context: &Context, calendar: &Calendar, args: &Export) -> anyhow::Result<Exit> {
    let csv = args.out.as_deref().is_some_and(is_csv);
    if csv && args.settings {
        return Err(Fault::usage("--settings needs TOML").into());
    }
    let text =
        if csv { calendar::csv(calendar, args.year) } else { calendar::toml(calendar, args.year, args.settings) };
    let absent = || Fault::new(Exit::Refused, codes::CALENDAR_NO_TABLE, args.year.to_string());
    let text = text.ok_or_else(absent)?;
    let mut screen = Screen::stdout();
    match &args.out {
        Some(file) => {
            let made = std::fs::OpenOptions::new().write(true).create_new(true).open(file);
            let written = made.and_then(|mut made| std::io::Write::write_all(&mut made, text.as_bytes()));
            written.map_err(|error| Fault::unwritable(file, error))?;
            screen.good(&format!("✓ {}", file.display()));
            context.json(json!({ "file": file, "year": args.year }).to_string().as_bytes());
        }
        None => {
            screen.raw(&text);
            context.json(json!({ "year": args.year, "table": text }).to_string().as_bytes());
        }
    }
    context.show(&screen);
    Ok(Exit::Done)
}

async fn follow(context: &Context, parts: &Parts, args: &Follow) -> anyhow::Result<Exit> {
    let base = base(parts, &args.whose).await?;
    let agency = args.whose.agency.clone().map(OrganId);
    let leaf = parts.exchange.change_calendar(args.why.actor(), agency, base.version, CalendarAct::Follow).await?;
    context.json(json!({ "leaf": leaf.index }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-done")));
    screen.field(&context.say("cli-leaf"), &leaf.index.to_string());
    context.show(&screen);
    Ok(Exit::Done)
}

fn is_csv(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}
