//! `lienthong report rates`.

use std::path::{Path, PathBuf};

use super::args::{HUB, LineArgs};
use super::run::{Context, Format, put};
use super::{Exit, Fault, hub};
use crate::app::{AppError, Parts};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::OrganId;
use crate::report::{self, Question, Rates};

/// The reports.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The exchange rates, with --format text, json or csv. · Tỷ lệ trao đổi văn bản.
    Rates(Args),
}

/// The months, by what, and where the numbers come from: a hub over HTTP (an auditor's token sees all agencies), or its
/// store with -c.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The first month, 2026-11; a quarter 2026-Q4 or a year too. Default: the January before --to.
    #[arg(long, value_name = "MONTH")]
    pub from: Option<String>,
    /// The last month, the same way. Default: the present one.
    #[arg(long, value_name = "MONTH")]
    pub to: Option<String>,
    /// What a row stands for: agency, month or quarter.
    #[arg(long, value_name = "WHAT", default_value = "agency")]
    pub by: String,
    /// CSV begins with the mark that some spreadsheets need to read Vietnamese letters.
    #[arg(long)]
    pub bom: bool,
    /// The hub's configuration: reads its store.
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The hub's address, https://truc.example
    #[arg(long, env = "LIENTHONG_HUB", hide_env = true, help_heading = HUB, value_name = "URL")]
    pub hub: Option<String>,
    /// File whose first line is the bearer token.
    #[arg(long, env = "LIENTHONG_TOKEN_FILE", hide_env = true, help_heading = HUB, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    #[command(flatten)]
    pub line: LineArgs,
}

/// Reports.
///
/// # Errors
/// When the question makes no sense, or neither store nor hub answers.
pub async fn run(context: &Context, command: &Command) -> anyhow::Result<Exit> {
    let Command::Rates(args) = command;
    let now = Clock::System.now();
    let question = Question::parse(args.from.as_deref(), args.to.as_deref(), Some(&args.by), now)
        .map_err(|error| Fault::usage(error.to_string()))?;
    let rates = match (&args.config, &args.hub, &args.token_file) {
        (Some(config), _, _) => from_store(config, &question).await?,
        (None, Some(hub), Some(token)) => {
            let client = hub::client_of(context, hub, token, &args.line)?;
            let (from, to) = (question.from.to_string(), question.to.to_string());
            client.rates(&from, &to, question.by.word()).await?.value
        }
        (None, _, _) => return Err(Fault::usage("expected -c FILE, or --hub URL and --token-file FILE").into()),
    };
    match context.format {
        Format::Text => put(&rates.table(context.lang)),
        Format::Csv => put(&rates.csv(context.lang, args.bom)),
        Format::Json => context.json(&serde_json::to_vec(&rates)?),
    }
    Ok(Exit::Done)
}

async fn from_store(config: &Path, question: &Question) -> anyhow::Result<Rates> {
    let config = Config::load(config).map_err(AppError::from)?;
    let parts = Parts::open(&config, Clock::System).await?;
    let (exchange, question) = (parts.exchange.clone(), *question);
    let counted = tokio::task::spawn_blocking(move || -> anyhow::Result<Rates> {
        let directory = exchange.directory()?;
        let names = |id: &OrganId| directory.facts(id).map(|facts| facts.name.clone());
        Ok(report::from_store(exchange.store(), &question, None, &names).map_err(AppError::from)?)
    });
    let rates = counted.await?;
    parts.close().await?;
    rates
}
