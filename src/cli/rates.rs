//! `lienthong report rates`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::args::{HUB, LineArgs};
use super::run::{Context, Format, put_bytes};
use super::{Exit, Fault, hub};
use crate::app::{AppError, Parts};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::{Micros, OrganId};
use crate::domain::rate::Kind;
use crate::report::{self, Chart, Frame, Pictures, Question, Rates};

/// The reports.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The exchange rates, with --format text, json, csv, xlsx, svg or pdf. · Tỷ lệ trao đổi văn bản.
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
    /// Which rate is drawn (svg, pdf, xlsx), with --by month: exchange, signed, sent_in_time, received, acknowledged, accepted_in_time,
    /// returned or completed.
    #[arg(long, value_name = "RATE", default_value = "exchange")]
    pub rate: String,
    /// Writes the report there instead of to standard output.
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
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
    let bytes = written(context, args, &rates, now)?;
    match &args.output {
        Some(path) => std::fs::write(path, bytes).with_context(|| format!("write {}", path.display()))?,
        None => put_bytes(&bytes),
    }
    Ok(Exit::Done)
}

/// The report in the form asked for.
fn written(context: &Context, args: &Args, rates: &Rates, now: Micros) -> anyhow::Result<Vec<u8>> {
    let lang = context.lang;
    Ok(match context.format {
        Format::Text => rates.table(lang).into_bytes(),
        Format::Csv => rates.csv(lang, args.bom).into_bytes(),
        Format::Json => [&serde_json::to_vec(rates)?[..], b"\n"].concat(),
        Format::Xlsx => rates.xlsx(lang, now, &pictures(context, args, rates)?)?,
        Format::Pdf => rates.pdf(lang, now, None, &pictures(context, args, rates)?)?,
        Format::Svg => {
            let (title, chart) = pictures(context, args, rates)?
                .year
                .ok_or_else(|| Fault::usage("--format svg draws months: --by month"))?;
            chart.svg(&Frame { title: &title, id: "rate", alone: true }).into_bytes()
        }
    })
}

/// The rate by month, where rows are months.
fn pictures(context: &Context, args: &Args, rates: &Rates) -> anyhow::Result<Pictures> {
    let kind = Kind::parse(&args.rate).ok_or_else(|| Fault::usage(format!("--rate {:?}: no such rate", args.rate)))?;
    let title = format!("{}. {}", context.say(kind.message_id()), rates.heading(context.lang));
    let year = Chart::of(rates, kind, context.lang).map(|chart| (title, chart));
    Ok(Pictures { year, ..Pictures::default() })
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
