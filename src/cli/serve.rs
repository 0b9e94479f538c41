//! `lienthong serve`: the hub, until it is asked to stop.

use std::path::PathBuf;

use super::Exit;
use crate::app::App;
use crate::app::AppError;
use crate::clock::Clock;
use crate::config::Config;
use crate::telemetry;

/// The configuration.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The configuration; `lienthong.toml.example` shows every setting.
    #[arg(short, long, value_name = "FILE", default_value = "lienthong.toml")]
    pub config: PathBuf,
}

/// Runs it.
///
/// # Errors
/// When a part does not start or ends badly.
pub async fn run(args: Args) -> anyhow::Result<Exit> {
    let config = Config::load(&args.config).map_err(AppError::from)?;
    telemetry::start_log(&config.telemetry).map_err(AppError::from)?;
    let app = App::start(config, Clock::System).await?;
    app.run_until_signal().await?;
    Ok(Exit::Done)
}
