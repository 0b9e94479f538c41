//! `lienthong inbox`.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::args::HubArgs;
use super::client::{Delivery, Wanted};
use super::run::Context;
use super::screen::{Screen, safe};
use super::{Exit, hub, words};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Waits so many seconds when nothing is new.
    #[arg(long, value_name = "S", default_value_t = 0, conflicts_with = "all")]
    pub wait: u64,
    /// Everything that ever came, not only what was not fetched yet.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Lists.
///
/// # Errors
/// When the hub refuses, or cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let client = hub::client(context, &args.hub)?;
    let (mut items, mut raw) = (Vec::new(), Vec::new());
    let mut wanted = Wanted { all: args.all, ..Wanted::default() };
    let end = Instant::now() + Duration::from_secs(args.wait.min(WAIT_MAX));
    loop {
        let left = end.saturating_duration_since(Instant::now()).as_secs_f64().ceil();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and WAIT_MAX
        let left = left as u64;
        wanted.wait = (left > 0 && items.is_empty()).then_some(left.min(POLL));
        let reply = client.inbox(&wanted).await?;
        let page: Page = serde_json::from_slice(&reply.bytes)?;
        items.extend(reply.value.items);
        raw.extend(page.items);
        wanted.after = reply.value.next;
        if wanted.after.is_none() && (!items.is_empty() || Instant::now() >= end) {
            break;
        }
    }
    context.json(&serde_json::to_vec(&Page { items: raw })?);
    context.show(&screen(context, &items));
    Ok(Exit::Done)
}

/// The items exactly as the hub wrote them.
#[derive(Deserialize, Serialize)]
struct Page {
    items: Vec<Box<RawValue>>,
}

fn screen(context: &Context, items: &[Delivery]) -> Screen {
    let mut screen = Screen::stdout();
    if items.is_empty() {
        screen.line(&context.say("cli-inbox-empty"));
    }
    for delivery in items {
        let document = &delivery.document;
        let head = format!(
            "{} · {} · {}",
            words::number(document),
            words::pill(context, delivery, true),
            safe(&document.type_name)
        );
        screen.heading(head.trim_end_matches([' ', '·']));
        screen.indented(&safe(&document.subject));
        screen.field(&context.say("cli-from"), &words::from(document));
        let came = words::time(context, delivery.delivered.as_deref().unwrap_or(&document.received));
        screen.field(&context.say("cli-came"), &came);
        screen.field(&context.say("cli-due"), &safe(document.due.as_deref().unwrap_or_default()));
        screen.field(
            &context.say("cli-package"),
            &format!("{} · {}", words::size(context, delivery.package.size), safe(&delivery.package.container)),
        );
        screen.field(&context.say("cli-delivery"), &delivery.id.to_string());
        screen.gap();
    }
    screen
}

/// One long poll of the contract, seconds.
const POLL: u64 = 60;
/// A day: longer waits are a matter for cron.
const WAIT_MAX: u64 = 86_400;
