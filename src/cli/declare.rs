//! `lienthong declare`.

use uuid::Uuid;

use super::args::HubArgs;
use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault, hub, send};
use crate::codes;
use crate::domain::rate::Month;

/// What to declare.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The agency's code; it must be the token's.
    #[arg(long, value_name = "ORGANID")]
    pub agency: String,
    /// The month, yyyy-mm.
    #[arg(long, value_name = "MONTH")]
    pub period: String,
    /// How many documents.
    #[arg(long, value_name = "N")]
    pub count: u32,
    /// The earlier declaration of that month which this one replaces.
    #[arg(long, value_name = "ID")]
    pub supersedes: Option<Uuid>,
    /// Writes the receipt there, byte for byte.
    #[arg(long, value_name = "OUT")]
    pub receipt: Option<std::path::PathBuf>,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Declares.
///
/// # Errors
/// When the token is another agency's, the hub refuses, or it cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    if Month::parse(&args.period).is_none() {
        return Err(Fault::usage(format!("--period {:?}: expected a month as 2026-11", args.period)).into());
    }
    let client = hub::client(context, &args.hub)?;
    // A number declared for the wrong agency would stay in the log for ever.
    let own = client.rates(&args.period, &args.period, "agency").await?.value.agency;
    if own.as_deref() != Some(args.agency.as_str()) {
        let detail = format!("expected {}, the token is of {}", args.agency, own.as_deref().unwrap_or("no agency"));
        return Err(Fault::new(Exit::Refused, codes::CLI_OTHER_AGENCY, detail).into());
    }
    let reply = client.declare(&args.period, u64::from(args.count), args.supersedes).await?;
    send::save(args.receipt.as_deref(), reply.value.receipt.as_deref())?;
    context.json(&reply.bytes);
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-declared")));
    screen.field(&context.say("report-by-month"), &args.period);
    screen.field(&context.say("cli-count"), &args.count.to_string());
    screen.field(&context.say("cli-declaration"), &reply.value.id.to_string());
    context.show(&screen);
    Ok(Exit::Done)
}
