//! `lienthong doctor`: does everything that the configuration names exist and work? One line a check: ok, to watch, or
//! wrong, with what to do. It changes nothing but what `serve` would do at its start (migrations).

use std::path::PathBuf;

use serde_json::json;

use super::Exit;
use super::run::Context;
use super::screen::{Screen, safe};
use crate::app::AppError;
use crate::clock::Clock;
use crate::config::Config;
use crate::health::{self, Check, Health};

/// Whose surroundings.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's configuration.
    #[arg(short, long, value_name = "FILE", default_value = "lienthong.toml")]
    pub config: PathBuf,
}

/// Examines.
///
/// # Errors
/// When the configuration cannot be read: then there is nothing to examine.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let config = Config::load(&args.config).map_err(AppError::from)?;
    let mut all = vec![Check::ok("config", args.config.display().to_string())];
    let examined = config.clone();
    let now = Clock::System.now();
    all.extend(tokio::task::spawn_blocking(move || health::everything(&examined, now)).await?);
    all.extend(health::mail(&config).await);
    show(context, &all);
    let worst = all.iter().map(|check| check.health).max().unwrap_or(Health::Ok);
    Ok(if worst == Health::Fail { Exit::Refused } else { Exit::Done })
}

fn show(context: &Context, all: &[Check]) {
    let mut screen = Screen::stdout();
    let mut said = Vec::new();
    for check in all {
        let id = format!("doctor-{}", check.id);
        let name = context.say(&id);
        let remedy = crate::i18n::text(context.lang, &id, Some("remedy"), &[]);
        let line = format!("{name}: {}", safe(&check.found));
        match check.health {
            Health::Ok => screen.marked("✓", &line),
            Health::Warn => screen.open(&format!("! {line}")),
            Health::Fail => screen.bad(&format!("✗ {line}")),
        }
        let wrong = check.health != Health::Ok;
        if wrong {
            screen.marked("  →", &remedy);
        }
        said.push(json!({
            "check": check.id, "health": check.health.word(), "found": check.found, "remedy": wrong.then_some(remedy),
        }));
    }
    context.json(json!({ "checks": said }).to_string().as_bytes());
    context.show(&screen);
}
