//! `lienthong track`.

use uuid::Uuid;

use super::args::HubArgs;
use super::client::{DocumentFound, Event};
use super::run::Context;
use super::screen::{Screen, safe};
use super::{Exit, hub, words};
use crate::codes::Code;
use crate::i18n;

/// What to look for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's name for it (a UUID), or its DocumentId.
    pub document: String,
    #[command(flatten)]
    pub hub: HubArgs,
}

/// Shows.
///
/// # Errors
/// When the hub refuses, or cannot be reached.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let client = hub::client(context, &args.hub)?;
    let (bytes, found) = match args.document.parse::<Uuid>() {
        Ok(uuid) => {
            let reply = client.document(uuid).await?;
            (reply.bytes, vec![reply.value])
        }
        Err(_) => {
            let reply = client.documents(&args.document).await?;
            (reply.bytes, reply.value.items)
        }
    };
    context.json(&bytes);
    let mut screen = Screen::stdout();
    for document in &found {
        show(context, &mut screen, document);
    }
    context.show(&screen);
    Ok(Exit::Done)
}

fn show(context: &Context, screen: &mut Screen, found: &DocumentFound) {
    let document = &found.document;
    screen.heading(&words::number(document));
    screen.indented(&safe(&document.subject));
    screen.field(&context.say("cli-from"), &words::from(document));
    screen.field(&context.say("cli-received"), &words::time(context, &document.received));
    screen.field(&context.say("cli-document"), &document.uuid.to_string());
    screen.field("DocumentId", &safe(&document.document_id));
    screen.field("SHA-256", &safe(&found.package.sha256));
    if document.attempt > 1 {
        screen.field(&context.say("cli-attempt"), &document.attempt.to_string());
    }
    for delivery in &found.deliveries {
        screen.gap();
        screen.marked("→", &words::agency(&delivery.to));
        screen.field(&context.say("cli-state"), &words::pill(context, delivery, false));
        screen.field(&context.say("cli-delivery"), &delivery.id.to_string());
        for event in found.history.iter().filter(|event| event.delivery == Some(delivery.id)) {
            line(context, screen, event);
        }
    }
    screen.gap();
    for event in found.history.iter().filter(|event| event.delivery.is_none()) {
        line(context, screen, event);
    }
}

fn line(context: &Context, screen: &mut Screen, event: &Event) {
    let mut text = format!("{} {}", words::time(context, &event.time), words::event(context, &event.event));
    if let Some(reason) = &event.reason {
        text.push_str(&format!(": {}", safe(reason)));
    }
    if let Some(verdict) = &event.verdict {
        let words = match Code::lookup(verdict) {
            Some(code) => i18n::title(context.lang, code),
            None => context.say("cli-valid"),
        };
        text.push_str(&format!(": {words}"));
    }
    if event.contradiction {
        text.push_str(&format!(" ({})", context.say("state-acknowledgement-contradiction")));
    }
    screen.marked("   ·", &text);
}
