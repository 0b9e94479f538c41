//! From arguments to an exit code.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use super::args::{Cli, Command};
use super::fault::{self, Exit, Fault};
use super::screen::Screen;
use super::{
    ack, admin, agent, audit, completions, declare, demo, doctor, fetch, inbox, man, preflight, rates, receipt, send,
    serve, sign, track, verify, withdraw,
};
use crate::domain::business::Change;
use crate::i18n::{self, Lang, Value};

/// Text for people, or JSON for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    #[value(alias = "table")]
    Text,
    /// For programs.
    Json,
    /// For spreadsheets: `report rates` only.
    Csv,
    /// A workbook: `report rates` only.
    Xlsx,
    /// A chart: `report rates --by month` only.
    Svg,
    /// On paper: `report rates` only.
    Pdf,
}

impl Format {
    /// Whether only a report comes in it.
    pub fn is_of_reports(self) -> bool {
        match self {
            Self::Text | Self::Json => false,
            Self::Csv | Self::Xlsx | Self::Svg | Self::Pdf => true,
        }
    }
}

/// What every command knows of its reader.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// For whom.
    pub format: Format,
    /// In which language.
    pub lang: Lang,
}

/// Runs the command named by the process's arguments and gives its exit code (DESIGN §10).
pub fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => {
            let context = Context { format: cli.format, lang: cli.lang.unwrap_or_else(Lang::from_environment) };
            run(context, cli.command).unwrap_or_else(|error| fault::report(&context, &error))
        }
        Err(error) => misused(&error),
    };
    ExitCode::from(exit as u8)
}

fn run(context: Context, command: Command) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let exit = runtime.block_on(dispatch(&context, command));
    // A thread that still reads a file must not hold the end back.
    runtime.shutdown_background();
    exit
}

async fn dispatch(context: &Context, command: Command) -> anyhow::Result<Exit> {
    if context.format.is_of_reports() && !matches!(command, Command::Report(_)) {
        return Err(
            Fault::usage("--format: expected text or json; csv, xlsx, svg and pdf are of `report rates`").into()
        );
    }
    match command {
        Command::Demo(args) => demo::run(context, &args).await,
        Command::Serve(args) => serve::run(args).await,
        Command::Verify(args) => verify::run(context, &args),
        Command::Sign(args) => sign::run(context, &args),
        Command::Agent(args) => agent::run(context, &args).await,
        Command::Preflight(args) => preflight::run(context, &args).await,
        Command::Send(args) => send::run(context, &args).await,
        Command::Inbox(args) => inbox::run(context, &args).await,
        Command::Fetch(args) => fetch::run(context, &args).await,
        Command::Ack(args) => ack::run(context, &args).await,
        Command::Recall(args) => withdraw::run(context, &args, Change::Recall).await,
        Command::TakeBack(args) => withdraw::run(context, &args, Change::TakeBack).await,
        Command::Track(args) => track::run(context, &args).await,
        Command::Receipt(args) => receipt::run(context, &args).await,
        Command::Declare(args) => declare::run(context, &args).await,
        Command::Audit(command) => audit::run(context, &command),
        Command::Report(command) => rates::run(context, &command).await,
        Command::Admin(args) => admin::run(context, args).await,
        Command::Doctor(args) => doctor::run(context, &args).await,
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
}

impl Context {
    /// A string of the chosen language.
    pub fn say(&self, id: &str) -> String {
        i18n::text(self.lang, id, None, &[])
    }

    /// A string with values put in.
    pub fn tell(&self, id: &str, args: &[(&str, Value<'_>)]) -> String {
        i18n::text(self.lang, id, None, args)
    }

    /// Prints a screen, or nothing when programs read.
    pub fn show(&self, screen: &Screen) {
        if self.format == Format::Text {
            put(screen.text());
        }
    }

    /// Prints JSON bytes as they are and a line end, when programs read.
    pub fn json(&self, bytes: &[u8]) {
        if self.format == Format::Json {
            put_bytes(bytes);
            put("\n");
        }
    }
}

/// Writes to standard output. Whoever closed it (`| head`) wants no more.
pub fn put(text: &str) {
    put_bytes(text.as_bytes());
}

/// The same for what is no text.
pub fn put_bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    let _closed = out.write_all(bytes).and_then(|()| out.flush());
}

/// Help and version are answers; everything else that clap says is a misuse, in JSON where that was asked for.
fn misused(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            put(&error.render().to_string());
            Exit::Done
        }
        _ => {
            let args: Vec<String> = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()).collect();
            let json = args.iter().any(|arg| arg == "--format=json")
                || args.windows(2).any(|pair| matches!(pair, [name, value] if name == "--format" && value == "json"));
            if json {
                let context = Context { format: Format::Json, lang: asked_lang(&args) };
                return fault::report(&context, &Fault::usage(error.render().to_string().trim_end()).into());
            }
            let _closed = error.print();
            Exit::Usage
        }
    }
}

fn asked_lang(args: &[String]) -> Lang {
    let named = |text: &str| Lang::ALL.into_iter().find(|lang| lang.tag() == text);
    let joined = args.iter().find_map(|arg| named(arg.strip_prefix("--lang=")?));
    let apart = || {
        args.windows(2).find_map(|pair| matches!(pair, [name, _] if name == "--lang").then(|| named(pair.get(1)?))?)
    };
    joined.or_else(apart).unwrap_or_else(Lang::from_environment)
}
