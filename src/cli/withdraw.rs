//! `lienthong recall` and `lienthong take-back`.

use uuid::Uuid;

use super::args::HubArgs;
use super::client::{Changed, Withdrawal};
use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault, hub, send, words};
use crate::domain::business::Change;

/// What to withdraw, and why.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's name for it (a UUID), or its DocumentId.
    pub document: String,
    /// Why, in words; the receivers see it.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Only from this receiver, by its code; may be repeated. Without it from all.
    #[arg(long, value_name = "ORGANID")]
    pub receiver: Vec<String>,
    /// Names the request for 24 hours.
    #[arg(long, value_name = "KEY")]
    pub idempotency_key: Option<String>,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Withdraws.
///
/// # Errors
/// When the hub refuses, or cannot be reached.
pub async fn run(context: &Context, args: &Args, what: Change) -> anyhow::Result<Exit> {
    let client = hub::client(context, &args.hub)?;
    let uuid = match args.document.parse::<Uuid>() {
        Ok(uuid) => uuid,
        Err(_) => {
            // Every attempt bears the same DocumentId: the hub finds them all by any of them.
            let found = client.documents(&args.document).await?.value.items;
            let first = found.first().ok_or_else(|| Fault::usage(format!("no document {:?}", args.document)))?;
            first.document.uuid
        }
    };
    let word = Withdrawal {
        what,
        reason: args.reason.clone(),
        receivers: args.receiver.clone(),
        idempotency_key: args.idempotency_key.clone(),
    };
    let reply = client.withdraw(uuid, &word).await?;
    context.json(&reply.bytes);
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", send::outcome(context, &reply.value.outcome)));
    changes(context, &mut screen, &reply.value.changes);
    context.show(&screen);
    Ok(Exit::Done)
}

/// What became of it at each receiver.
pub(super) fn changes(context: &Context, screen: &mut Screen, changes: &[Changed]) {
    for change in changes {
        let what = words::outcome_of_change(context, &change.outcome);
        screen.marked("  →", &format!("{}: {what}", words::agency(&change.to)));
        if let Some(number) = change.request {
            screen.field(&context.say("cli-question"), &number.to_string());
        }
    }
}
