//! `lienthong man`.

use std::path::PathBuf;

use clap::CommandFactory as _;

use super::args::Cli;
use super::run::put;
use super::{Exit, Fault};

/// Where to.
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
    match &args.dir {
        Some(dir) => {
            std::fs::create_dir_all(dir).map_err(|error| Fault::unwritable(dir, error))?;
            clap_mangen::generate_to(Cli::command(), dir).map_err(|error| Fault::unwritable(dir, error))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            put(&String::from_utf8_lossy(&page));
        }
    }
    Ok(Exit::Done)
}
