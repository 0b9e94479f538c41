//! `lienthong admin`: the operator's acts. It opens the store itself, as one more process with its own committer; every
//! act is a leaf of the log, with who did it and why.

mod agency;
mod binding;
mod calendar;
mod dead_letters;
mod dev_pki;
mod directory;
mod group;
mod notices;
mod person;
mod token;

use std::path::PathBuf;

use super::run::Context;
use super::{Exit, Fault};
use crate::app::{AppError, Parts};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::change::Actor;

/// Where, and what.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The hub's configuration.
    #[arg(short, long, global = true, value_name = "FILE", default_value = "lienthong.toml")]
    pub config: PathBuf,
    /// On what.
    #[command(subcommand)]
    pub command: Command,
}

/// On what an operator acts.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// The directory of agencies. · Danh bạ cơ quan.
    #[command(subcommand)]
    Agency(agency::Command),
    /// The directory as a table, CSV or XLSX. · Nhập, xuất danh bạ.
    #[command(subcommand)]
    Directory(directory::Command),
    /// Groups of receivers. · Nhóm nơi nhận.
    #[command(subcommand)]
    Group(group::Command),
    /// Who takes what is sent to another, for a time. · Đơn vị nhận thay.
    #[command(subcommand)]
    Substitute(group::Substitutes),
    /// Which certificate is whose. · Chứng thư số của cơ quan.
    #[command(subcommand)]
    Binding(binding::Command),
    /// Working days and hours. · Lịch làm việc.
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// The people who may sign in to the console. · Người dùng.
    #[command(subcommand)]
    Person(person::Command),
    /// The systems that may sign in. · Mã truy cập.
    #[command(subcommand)]
    Token(token::Command),
    /// Mails that will not go by themselves. · Thư không gửi được.
    #[command(subcommand)]
    DeadLetters(dead_letters::Command),
    /// Which mails an agency can do without. · Thư báo của cơ quan.
    #[command(subcommand)]
    Notices(notices::Command),
    /// Makes a development PKI: worth nothing outside a developer's machine.
    DevPki(dev_pki::Args),
}

/// Why an operator acts; stands in the store, its digest in the log.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// Why, in words.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

impl Why {
    fn actor(&self) -> Actor {
        let user = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
        Actor { name: format!("cli:{}", user.unwrap_or_default()), reason: self.reason.clone() }
    }
}

/// Acts.
///
/// # Errors
/// When the store does not open, or the act is refused.
pub async fn run(context: &Context, args: Args) -> anyhow::Result<Exit> {
    if let Command::DevPki(pki) = &args.command {
        return dev_pki::run(context, pki);
    }
    let config = Config::load(&args.config).map_err(AppError::from)?;
    let parts = Parts::open(&config, Clock::System).await?;
    let done = act(context, &parts, &config.server.public_url, args.command).await;
    parts.close().await?;
    done
}

async fn act(context: &Context, parts: &Parts, public_url: &str, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Agency(command) => agency::run(context, parts, command).await,
        Command::Directory(command) => directory::run(context, parts, command).await,
        Command::Group(command) => group::run(context, parts, command).await,
        Command::Substitute(command) => group::substitutes(context, parts, command).await,
        Command::Binding(command) => binding::run(context, parts, command).await,
        Command::Calendar(command) => calendar::run(context, parts, command).await,
        Command::Person(command) => person::run(context, parts, public_url, command).await,
        Command::Token(command) => token::run(context, parts, command).await,
        Command::DeadLetters(command) => dead_letters::run(context, parts, command).await,
        Command::Notices(command) => notices::run(context, parts, command).await,
        Command::DevPki(args) => dev_pki::run(context, &args),
    }
}

/// A question to the store, away from the async threads.
async fn ask<T: Send + 'static>(
    parts: &Parts,
    question: impl FnOnce(&crate::store::Store) -> Result<T, crate::store::Error> + Send + 'static,
) -> anyhow::Result<T> {
    let store = parts.store.clone();
    Ok(tokio::task::spawn_blocking(move || question(&store)).await?.map_err(AppError::from)?)
}

/// Reads a certificate's PEM; the first of the file.
fn certificate(path: &std::path::Path) -> Result<crate::signature::certificate::Certificate, Fault> {
    let pem = std::fs::read(path).map_err(|error| Fault::unreadable(path, error))?;
    let found = crate::signature::certificate::Certificate::from_pem(&pem).map_err(|error| {
        Fault::new(Exit::Unreadable, error.code(), format!("{}: {}", path.display(), super::fault::causes(&error)))
    })?;
    found.into_iter().next().ok_or_else(|| Fault::unreadable(path, "holds no certificate"))
}
