//! `lienthong fetch`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uuid::Uuid;

use super::args::HubArgs;
use super::client::{Client, Delivery, Downloaded, Progress, Wanted};
use super::run::Context;
use super::screen::Screen;
use super::{Exit, fault, hub, words};

/// What to fetch.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The delivery, as `inbox` shows it.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub delivery: Option<Uuid>,
    /// Everything that was not fetched yet.
    #[arg(long)]
    pub all: bool,
    /// The folder; packages are named by their delivery.
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Fetches.
///
/// # Errors
/// When the hub refuses or cannot be reached; with `--all`, only when the inbox itself cannot be read.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let client = hub::client(context, &args.hub)?;
    let deliveries = match args.delivery {
        Some(id) => vec![client.delivery(id).await?.value],
        None => everything_new(&client).await?,
    };
    let (mut exit, mut done) = (Exit::Done, Vec::new());
    for delivery in &deliveries {
        match fetch(&client, delivery, &args.out).await {
            Ok((file, receipt)) => done.push(say(context, delivery, &file, receipt)),
            // One that fails must not hold the others back.
            Err(error) if args.all => exit = fault::report(context, &error),
            Err(error) => return Err(error),
        }
    }
    if deliveries.is_empty() {
        let mut screen = Screen::stdout();
        screen.line(&context.say("cli-inbox-empty"));
        context.show(&screen);
    }
    context.json(&serde_json::to_vec(&json!({ "fetched": done }))?);
    Ok(exit)
}

async fn everything_new(client: &Client) -> anyhow::Result<Vec<Delivery>> {
    let (mut all, mut wanted) = (Vec::new(), Wanted::default());
    loop {
        let page = client.inbox(&wanted).await?.value;
        all.extend(page.items);
        wanted.after = page.next;
        if wanted.after.is_none() {
            return Ok(all);
        }
    }
}

/// Down, durable, checked; only then the hub is told.
async fn fetch(client: &Client, delivery: &Delivery, dir: &Path) -> anyhow::Result<(Downloaded, Value)> {
    let file = client.download(delivery, dir, &Progress::bar(delivery.package.size)).await?;
    let told = client.fetched(delivery.id, file.sha256).await?.value;
    let receipt = told.receipt.and_then(|receipt| serde_json::from_str::<Value>(receipt.get()).ok());
    Ok((file, json!({ "outcome": told.outcome, "contradiction": told.contradiction, "receipt": receipt })))
}

fn say(context: &Context, delivery: &Delivery, file: &Downloaded, told: Value) -> Value {
    let mut screen = Screen::stdout();
    let size = words::size(context, file.size);
    screen.good(&format!("✓ {} · {size}", words::number(&delivery.document)));
    screen.indented(&file.file.display().to_string());
    if told["contradiction"] == json!(true) {
        screen.open(&format!("! {}", context.say("cli-contradiction")));
    }
    context.show(&screen);
    let mut entry = json!({
        "delivery": delivery.id, "file": file.file, "sha256": file.sha256, "size": file.size, "already": file.already,
    });
    if let (Some(entry), Value::Object(told)) = (entry.as_object_mut(), told) {
        entry.extend(told);
    }
    entry
}
