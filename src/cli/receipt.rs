//! `lienthong receipt`: the receipt of a document that was sent, once more, in the form that is needed.

use std::path::PathBuf;

use uuid::Uuid;

use super::args::HubArgs;
use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault, hub};

/// Which, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's name for the document (a UUID).
    pub document: Uuid,
    /// Where it goes: .json, .tlog-proof, .pdf or .asice.
    #[arg(short, long, value_name = "OUT")]
    pub out: PathBuf,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Gets it.
///
/// # Errors
/// When the hub refuses (`seal.none`), cannot be reached, or the file cannot be written.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let ending = args.out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    if !["json", "tlog-proof", "pdf", "asice"].contains(&ending.as_str()) {
        let words = format!("-o {}: expected .json, .tlog-proof, .pdf or .asice", args.out.display());
        return Err(Fault::usage(words).into());
    }
    let client = hub::client(context, &args.hub)?;
    let bytes = client.receipt_as(args.document, &ending).await?;
    std::fs::write(&args.out, &bytes).map_err(|error| Fault::unwritable(&args.out, error))?;
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", context.say("cli-receipt")));
    screen.indented(&args.out.display().to_string());
    context.show(&screen);
    context.json(serde_json::json!({ "file": args.out, "bytes": bytes.len() }).to_string().as_bytes());
    Ok(Exit::Done)
}
