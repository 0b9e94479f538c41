//! `lienthong send`.

use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use super::args::HubArgs;
use super::client::{ClientError, Progress, Send, Submitted};
use super::run::Context;
use super::screen::{Screen, safe};
use super::{Exit, Fault, hub, withdraw, words};

/// What to send.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The package.
    pub file: PathBuf,
    /// 2 asks for a second attempt, allowed when every receiver named has returned the first.
    #[arg(long, value_name = "N")]
    pub attempt: Option<u16>,
    /// Names the request for 24 hours.
    #[arg(long, value_name = "KEY")]
    pub idempotency_key: Option<String>,
    /// Writes the receipt there, byte for byte; of a refusal too, where it is in the log.
    #[arg(long, value_name = "OUT")]
    pub receipt: Option<PathBuf>,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Sends.
///
/// # Errors
/// When the hub refuses, or cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let size = std::fs::metadata(&args.file).map_err(|error| Fault::unreadable(&args.file, error))?;
    if !size.is_file() {
        return Err(Fault::unreadable(&args.file, "not a file").into());
    }
    let client = hub::client(context, &args.hub)?;
    let how = Send { attempt: args.attempt, idempotency_key: args.idempotency_key.clone() };
    let reply = match client.send(&args.file, &how, &Progress::bar(size.len())).await {
        Ok(reply) => reply,
        Err(ClientError::Refused(problem)) => {
            save(args.receipt.as_deref(), problem.receipt.as_deref())?;
            return Err(ClientError::Refused(problem).into());
        }
        Err(error) => return Err(error.into()),
    };
    save(args.receipt.as_deref(), reply.value.receipt.as_deref())?;
    context.json(&reply.bytes);
    context.show(&screen(context, args, &reply.value));
    Ok(Exit::Done)
}

fn screen(context: &Context, args: &Args, answer: &Submitted) -> Screen {
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", outcome(context, &answer.outcome)));
    if answer.kind == "status" {
        let word = answer.acknowledgement.as_deref().unwrap_or_default();
        screen.field(&context.say("cli-state"), &words::acknowledgement(context, word));
        screen.field(&context.say("cli-delivery"), &answer.delivery.map(|id| id.to_string()).unwrap_or_default());
        if answer.contradiction {
            screen.open(&format!("! {}", context.say("cli-contradiction")));
        }
    } else if answer.kind == "withdrawal" {
        withdraw::changes(context, &mut screen, &answer.changes);
    } else {
        let document = &answer.document;
        screen.field(&context.say("cli-number"), &words::number(document));
        screen.field(&context.say("cli-subject"), &safe(&document.subject));
        screen.field(&context.say("cli-document"), &document.uuid.to_string());
        screen.field("SHA-256", &safe(&answer.package.sha256));
        for delivery in &answer.deliveries {
            screen
                .marked("  →", &format!("{}: {}", words::agency(&delivery.to), words::pill(context, delivery, false)));
        }
    }
    if let Some(file) = &args.receipt {
        screen.field(&context.say("cli-receipt"), &file.display().to_string());
    }
    screen
}

/// `accepted` and its kin in words.
pub(super) fn outcome(context: &Context, word: &str) -> String {
    let id = format!("cli-outcome-{}", word.replace('_', "-"));
    let text = context.say(&id);
    if text == id { safe(word) } else { text }
}

/// Writes a receipt's exact bytes.
pub(super) fn save(file: Option<&Path>, receipt: Option<&RawValue>) -> anyhow::Result<()> {
    if let (Some(file), Some(receipt)) = (file, receipt) {
        std::fs::write(file, receipt.get()).map_err(|error| Fault::unwritable(file, error))?;
    }
    Ok(())
}
