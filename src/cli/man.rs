//! `lienthong man`.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;

use super::args::Cli;
use super::run::put;
use super::{Exit, Fault};

/// Prints the manual page, or writes the pages of all commands into a folder.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; absent: the main page goes to standard output.
    pub dir: Option<PathBuf>,
}

/// Prints or writes.
///
/// # Errors
/// When a page cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    command.build();
    match &args.dir {
        Some(dir) => {
            std::fs::create_dir_all(dir).map_err(|error| Fault::unwritable(dir, error))?;
            pages(dir, command, "lienthong")?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            put(&String::from_utf8_lossy(&page));
        }
    }
    Ok(Exit::Done)
}

/// One page a command: `lienthong.1`, `lienthong-audit-receipt.1`.
fn pages(dir: &Path, command: clap::Command, name: &str) -> anyhow::Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        pages(dir, sub.clone(), &format!("{name}-{}", sub.get_name()))?;
    }
    let file = dir.join(format!("{name}.1"));
    let mut page = Vec::new();
    clap_mangen::Man::new(command.name(name.to_owned())).render(&mut page)?;
    std::fs::write(&file, page).map_err(|error| Fault::unwritable(&file, error))?;
    Ok(())
}
