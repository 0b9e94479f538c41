//! `lienthong completions`.

use clap::CommandFactory as _;

use super::Exit;
use super::args::Cli;
use super::run::put;

/// For which shell.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which shell.
    pub shell: clap_complete::Shell,
}

/// Prints the script.
///
/// # Errors
/// Never.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "lienthong", &mut script);
    put(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
