//! `lienthong admin dev-pki`, which `make certs` calls.

use std::path::PathBuf;

use serde_json::json;

use crate::cli::run::Context;
use crate::cli::screen::Screen;
use crate::cli::{Exit, Fault, fault};
use crate::codes;
use crate::signature::dev_pki::{DevPki, DevPkiError};

/// Makes a development PKI in a folder: root and issuing CA, seals, person, TLS, TSA, OCSP, and the bad ones.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; what is there already is kept.
    pub dir: PathBuf,
}

/// Makes it.
///
/// # Errors
/// When the folder cannot be written.
pub fn run(context: &Context, args: &Args) -> anyhow::Result<Exit> {
    let pki = DevPki::make_all(&args.dir).map_err(|error| match error {
        DevPkiError::Io { path, source } => Fault::unwritable(&path, source),
        other => Fault::new(Exit::Internal, codes::INTERNAL, fault::causes(&other)),
    })?;
    context.json(json!({ "dir": pki.dir(), "root": pki.root_file() }).to_string().as_bytes());
    let mut screen = Screen::stdout();
    screen.good(&format!("✓ {}", pki.dir().display()));
    screen.indented(&context.say("cli-dev-pki"));
    screen.field("--trust", &pki.root_file().display().to_string());
    context.show(&screen);
    Ok(Exit::Done)
}
