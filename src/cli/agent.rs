//! `lienthong agent`: signs on this machine what a page of the hub asks for.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use zeroize::Zeroizing;

use super::run::Context;
use super::screen::Screen;
use super::{Exit, Fault};
use crate::agent::{self, Agent, AgentError, Key, KeyFrom, Pairings, Settings, Terminal};
use crate::clock::Clock;
use crate::i18n;

/// Which key, for which hub.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    /// The hub whose page may pair, https://truc.example; or LIENTHONG_HUB. Without it only pages that paired before.
    #[arg(long, env = "LIENTHONG_HUB", hide_env = true, value_name = "URL")]
    pub hub: Option<String>,
    /// The key in a PKCS #12 file (.p12, .pfx).
    #[arg(long, value_name = "FILE", conflicts_with = "module")]
    pub p12: Option<PathBuf>,
    /// The key on a token: its PKCS #11 library.
    #[arg(long, value_name = "LIBRARY")]
    pub module: Option<PathBuf>,
    /// The token's label, where several are plugged in.
    #[arg(long, value_name = "LABEL", requires = "module")]
    pub token: Option<String>,
    /// The key's id on the token (CKA_ID), hexadecimal.
    #[arg(long, value_name = "HEX", requires = "module", value_parser = hex)]
    pub key_id: Option<KeyId>,
    /// The certificate and those above it, PEM, where the token holds none.
    #[arg(long, value_name = "PEM", requires = "module")]
    pub cert: Option<PathBuf>,
    /// The port on 127.0.0.1; the hub's page looks for this one.
    #[arg(long, value_name = "PORT", default_value_t = 9463)]
    pub port: u16,
    /// Where pairings lie; default: the folder of this account's settings.
    #[arg(long, value_name = "DIR", global = true)]
    pub folder: Option<PathBuf>,
    /// Seconds that a question waits for its answer.
    #[arg(long, value_name = "S", default_value_t = 240, value_parser = clap::value_parser!(u64).range(5..=3600))]
    pub wait: u64,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What else there is to do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Lists the hubs whose pages may ask.
    Pairings,
    /// Takes pairings back; counts at once, also while the program runs.
    Revoke {
        /// The hub's origin, https://truc.example; all of its browsers.
        #[arg(value_name = "ORIGIN", required_unless_present = "all")]
        origin: Option<String>,
        /// Every one.
        #[arg(long, conflicts_with = "origin")]
        all: bool,
    },
}

/// Runs it until Ctrl-C.
///
/// # Errors
/// Without a terminal, or when key, port or folder cannot be used.
pub async fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let folder = folder(args)?;
    match &args.command {
        Some(Command::Pairings) => return pairings(context, &folder),
        Some(Command::Revoke { origin, .. }) => return revoke(context, &folder, origin.as_deref()),
        None => {}
    }
    agent::keep_memory_private()?;
    let terminal = Terminal::open().map_err(refused)?;
    let hub = args.hub.as_deref().map(agent::origin_of).transpose().map_err(refused)?;
    let wait = Duration::from_secs(args.wait);
    // From here on an interrupt ends a question before it ends the program: the terminal gets its echo back.
    let interrupted = {
        let (terminal, mut ends) = (terminal.clone(), Ends::listen()?);
        tokio::spawn(async move {
            ends.come().await;
            terminal.stop();
        })
    };
    let from = key_from(args)?;
    let ask = |terminal: &Terminal| {
        let prompt = i18n::text(context.lang, "agent-ask-password", None, &[]);
        terminal.secret(&prompt, wait)?.ok_or(AgentError::NoAnswer)
    };
    let key = {
        let terminal = terminal.clone();
        let password = || -> Result<Zeroizing<String>, AgentError> { ask(&terminal) };
        tokio::task::block_in_place(|| Key::open(&from, password)).map_err(refused)?
    };
    let settings = Settings { hub, port: args.port, folder, lang: context.lang, wait };
    let agent = Agent::new(settings, key, terminal.clone(), Clock::System).map_err(refused)?;
    let running = agent::start(agent).map_err(refused)?;
    running.agent().greet(running.port).map_err(refused)?;
    interrupted.await?;
    running.stop().await;
    terminal.say(&format!("\n{}\n", context.say("agent-stopped"))).map_err(refused)?;
    Ok(Exit::Done)
}

/// Ctrl-C, and what a closing window and a closing session send.
struct Ends([Signal; 3]);

impl Ends {
    /// From now on none of them ends the program by itself.
    fn listen() -> std::io::Result<Self> {
        let kinds = [SignalKind::interrupt(), SignalKind::hangup(), SignalKind::terminate()];
        let [pressed, closed, ended] = kinds.map(signal);
        Ok(Self([pressed?, closed?, ended?]))
    }

    /// Until one of them comes.
    async fn come(&mut self) {
        let Self([pressed, closed, ended]) = self;
        tokio::select! {
            _ = pressed.recv() => {}
            _ = closed.recv() => {}
            _ = ended.recv() => {}
        }
    }
}

fn key_from(args: &Args) -> anyhow::Result<KeyFrom> {
    match (&args.p12, &args.module) {
        (Some(path), None) => Ok(KeyFrom::Pkcs12(path.clone())),
        (None, Some(module)) => {
            let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Fault::unreadable(path, error));
            let certificates = args.cert.as_ref().map(read).transpose()?;
            Ok(KeyFrom::Token {
                module: module.clone(),
                label: args.token.clone(),
                id: args.key_id.as_ref().map(|id| id.0.clone()),
                certificates,
            })
        }
        _ => Err(refused(AgentError::NoKey).into()),
    }
}

fn pairings(context: &Context, folder: &Path) -> anyhow::Result<Exit> {
    let all = Pairings::open(folder).and_then(|pairings| pairings.all()).map_err(refused)?;
    let mut screen = Screen::stdout();
    if all.is_empty() {
        screen.line(&context.say("agent-no-pairings"));
    }
    for one in &all {
        screen.line(&format!("{}  {}", i18n::iso(one.since), one.origin));
    }
    context.show(&screen);
    let listed: Vec<_> =
        all.iter().map(|one| serde_json::json!({ "origin": one.origin, "since": i18n::iso(one.since) })).collect();
    context.json(serde_json::json!({ "pairings": listed }).to_string().as_bytes());
    Ok(Exit::Done)
}

fn revoke(context: &Context, folder: &Path, origin: Option<&str>) -> anyhow::Result<Exit> {
    let origin = origin.map(agent::origin_of).transpose().map_err(refused)?;
    let count = Pairings::open(folder).and_then(|pairings| pairings.revoke(origin.as_deref())).map_err(refused)?;
    if let (0, Some(origin)) = (count, &origin) {
        return Err(Fault::new(Exit::Refused, crate::codes::AGENT_NOT_THERE, origin.clone()).into());
    }
    let mut screen = Screen::stdout();
    screen.line(&context.tell("agent-revoked", &[("count", count.into())]));
    context.show(&screen);
    context.json(serde_json::json!({ "revoked": count }).to_string().as_bytes());
    Ok(Exit::Done)
}

/// `$XDG_CONFIG_HOME/lienthong/agent`, else `~/.config/lienthong/agent`.
fn folder(args: &Args) -> Result<PathBuf, Fault> {
    if let Some(folder) = &args.folder {
        return Ok(folder.clone());
    }
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")));
    home.map(|home| home.join("lienthong/agent"))
        .ok_or_else(|| Fault::usage("--folder: neither HOME nor XDG_CONFIG_HOME is set"))
}

/// CKA_ID.
#[derive(Clone, Debug)]
pub struct KeyId(Vec<u8>);

fn hex(text: &str) -> Result<KeyId, String> {
    let digits: Vec<char> = text.chars().filter(|c| *c != ':').collect();
    let byte =
        |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok().filter(|_| pair.len() == 2);
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    bytes.filter(|bytes| !bytes.is_empty()).map(KeyId).ok_or_else(|| "expected pairs of hexadecimal digits".to_owned())
}

/// What cannot be read is an input; what is not there may be there later.
fn refused(error: AgentError) -> Fault {
    let exit = match &error {
        AgentError::NoTerminal | AgentError::NoKey | AgentError::HubUrl { .. } => Exit::Usage,
        AgentError::File { .. } | AgentError::KeyFile { .. } | AgentError::Module { .. } | AgentError::Key(_) => {
            Exit::Unreadable
        }
        AgentError::Terminal(_) | AgentError::Listen { .. } | AgentError::Random(_) | AgentError::Thread => {
            Exit::Internal
        }
        _ => Exit::Refused,
    };
    Fault::new(exit, error.code(), found(&error))
}

/// What was found; that it is wrong, the title says in the reader's language.
fn found(error: &AgentError) -> String {
    match error {
        AgentError::NoKey | AgentError::NoTerminal | AgentError::PasswordWrong | AgentError::NoAnswer => String::new(),
        AgentError::KeyFile { path, detail } | AgentError::File { path, detail } => {
            format!("{}: {detail}", path.display())
        }
        AgentError::Module { detail }
        | AgentError::TokenAbsent { detail }
        | AgentError::TokenKey { detail }
        | AgentError::TokenFailed { detail } => detail.clone(),
        other => super::fault::causes(other),
    }
}
