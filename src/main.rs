//! The binary `lienthong`: hands its arguments to `cli` and ends with its exit code.

fn main() -> std::process::ExitCode {
    lienthong::cli::main()
}
