//! `lienthong admin directory`: the whole directory out of a file and into one.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::Why;
use crate::app::Parts;
use crate::cli::run::Context;
use crate::cli::screen::{Screen, safe};
use crate::cli::{Exit, Fault};
use crate::codes;
use crate::exchange::{COLUMNS, Import, NumberedRow};
use crate::i18n;
use crate::report::sheet::{self, Form};
use crate::store::change::AgencyAct;

/// Out or in.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Writes the directory as a table, CSV or XLSX by the file's ending.
    Export(Export),
    /// Reads a table, CSV or XLSX by the file's ending, and changes the directory by it: all of it or nothing.
    Import(FromFile),
}

/// Where to.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file, `.csv` or `.xlsx`; one that is there is replaced.
    pub file: PathBuf,
}

/// Where from.
#[derive(Debug, clap::Args)]
pub struct FromFile {
    /// The file, `.csv` or `.xlsx` (its first sheet).
    pub file: PathBuf,
    /// Only says what would change, and every problem by row.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub why: Why,
}

/// Acts.
///
/// # Errors
/// `directory.*`, `agency.*`, `store.*`; when a file cannot be read or written.
pub async fn run(context: &Context, parts: &Parts, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Export(args) => {
            let rows = parts.exchange.export_directory().await?;
            let count = rows.len();
            write(&args.file, &rows)?;
            context.json(json!({ "file": args.file, "rows": count }).to_string().as_bytes());
            let mut screen = Screen::stdout();
            screen.good(&format!("✓ {}", context.say("cli-done")));
            screen.field(&context.say("cli-file"), &safe(&args.file.display().to_string()));
            screen.field(&context.say("cli-import-rows"), &count.to_string());
            context.show(&screen);
            Ok(Exit::Done)
        }
        Command::Import(args) => import(context, parts, args).await,
    }
}

async fn import(context: &Context, parts: &Parts, args: FromFile) -> anyhow::Result<Exit> {
    let table = read(&args.file)?;
    let found = parts.exchange.judge_directory(table).await?;
    let writes = found.problems.is_empty() && !args.dry_run && !found.acts.is_empty();
    let leaf = match writes {
        true => {
            let act = AgencyAct::All(found.acts.clone());
            Some(parts.exchange.change_agency(args.why.actor(), act).await?.index)
        }
        false => None,
    };
    say(context, &found, leaf);
    Ok(if found.problems.is_empty() { Exit::Done } else { Exit::Refused })
}

fn say(context: &Context, found: &Import, leaf: Option<i64>) {
    let mut screen = Screen::stdout();
    for problem in &found.problems {
        let place = context.tell(
            "cli-import-place",
            &[("row", problem.row.to_string().into()), ("column", problem.column.clone().into())],
        );
        screen.bad(&format!("✗ {}: {} ({})", safe(&place), i18n::title(context.lang, problem.code), problem.code));
        screen.indented(&format!("{}: {}", context.say("cli-found"), safe(&problem.found)));
        screen.indented(&i18n::remedy(context.lang, problem.code));
    }
    screen.field(&context.say("cli-import-added"), &found.added.to_string());
    screen.field(&context.say("cli-import-changed"), &found.changed.to_string());
    screen.field(&context.say("cli-import-same"), &found.same.to_string());
    match leaf {
        Some(leaf) => {
            screen.good(&format!("✓ {}", context.say("cli-done")));
            screen.field(&context.say("cli-leaf"), &leaf.to_string());
        }
        None => screen.open(&context.say("cli-nothing-written")),
    }
    let problems: Vec<_> = found
        .problems
        .iter()
        .map(|one| {
            json!({
                "row": one.row, "column": one.column, "code": one.code, "found": one.found,
                "title": i18n::title(context.lang, one.code), "remedy": i18n::remedy(context.lang, one.code),
            })
        })
        .collect();
    let said = json!({
        "added": found.added, "changed": found.changed, "same": found.same, "problems": problems, "leaf": leaf,
    });
    context.json(said.to_string().as_bytes());
    context.show(&screen);
}

fn read(path: &Path) -> Result<Vec<NumberedRow>, Fault> {
    let form = form(path)?;
    let bytes = std::fs::read(path).map_err(|error| Fault::unreadable(path, error))?;
    let no = |error| Fault::new(Exit::Unreadable, codes::DIRECTORY_FILE, format!("{}: {error}", path.display()));
    sheet::read(form, bytes).map_err(no)
}

/// The file appears whole or not at all.
fn write(path: &Path, rows: &[Vec<String>]) -> Result<(), Fault> {
    let bytes = sheet::write(form(path)?, &COLUMNS, rows).map_err(|error| Fault::unwritable(path, error))?;
    let beside = path.with_extension("part");
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| Fault::unwritable(path, error))
}

fn form(path: &Path) -> Result<Form, Fault> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    Form::of(name).ok_or_else(|| Fault::usage(format!("{} ends neither in .csv nor in .xlsx", path.display())))
}
