//! The `cfsign` command.

#![forbid(unsafe_code)]

mod args;
mod batch;
mod commands;
mod failure;
mod key_source;
mod output;
mod policy;
mod style;
mod time;
mod trust;
mod url_signer;
mod verdict;
mod wrap;

fn main() -> std::process::ExitCode {
    commands::main()
}
