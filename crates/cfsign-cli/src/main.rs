//! The `cfsign` command.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    cfsign_cli::run(&arguments).into()
}
