//! The binary `lienthong`: hands its arguments to `cli` and ends with its exit code.

/// A sixth of the time of a small verification went into glibc's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    lienthong::cli::main()
}
