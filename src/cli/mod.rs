//! The commands. The only room that uses `anyhow`.

pub mod demo;

/// Runs the command named by the process's arguments and gives its exit code (DESIGN §10).
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
