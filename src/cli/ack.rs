//! `lienthong ack`.

use uuid::Uuid;

use super::args::HubArgs;
use super::client::Acknowledgement;
use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault, hub, send, words};
use crate::codes;
use crate::domain::acknowledgement::Status;

/// What to acknowledge.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The delivery, as `inbox` shows it.
    pub delivery: Uuid,
    /// The status code of edXML: 01 to 06, or 15 or 16 to answer the sender.
    pub code: String,
    /// Which question 15 or 16 answers; without a number the open one.
    #[arg(long, value_name = "N")]
    pub request: Option<u32>,
    /// Why, in words; needed with 02 and 16.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Names the request for 24 hours.
    #[arg(long, value_name = "KEY")]
    pub idempotency_key: Option<String>,
    /// Writes the receipt there, byte for byte.
    #[arg(long, value_name = "OUT")]
    pub receipt: Option<std::path::PathBuf>,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Acknowledges.
///
/// # Errors
/// When the code is none, the hub refuses, or it cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let code = if args.code.len() == 1 { format!("0{}", args.code) } else { args.code.clone() };
    if Status::parse(&code).is_err() {
        return Err(Fault::usage(format!("{:?} is no status code: 01 to 06, 15 or 16", args.code)).into());
    }
    let client = hub::client(context, &args.hub)?;
    let word = Acknowledgement {
        code,
        request: args.request,
        reason: args.reason.clone(),
        timestamp: None,
        idempotency_key: args.idempotency_key.clone(),
    };
    let reply = client.acknowledge(args.delivery, &word).await?;
    send::save(args.receipt.as_deref(), reply.value.receipt.as_deref())?;
    context.json(&reply.bytes);
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", send::outcome(context, &reply.value.outcome)));
    screen.field(&context.say("cli-state"), &words::acknowledgement(context, &reply.value.acknowledgement));
    if reply.value.contradiction {
        screen.open(&format!("! {}", context.say("cli-contradiction")));
    } else if reply.value.warnings.iter().any(|warning| warning.code == codes::ACKNOWLEDGEMENT_PROTEST.name()) {
        screen.open(&format!("! {}", context.say("cli-protest")));
    }
    context.show(&screen);
    Ok(Exit::Done)
}
