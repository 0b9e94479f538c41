//! `lienthong completions`.

use clap::CommandFactory as _;

use super::Exit;
use super::args::Cli;
use super::run::put;

/// Prints a completion script, for example: lienthong completions bash > /etc/bash_completion.d/lienthong
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
