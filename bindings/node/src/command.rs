//! The `cfsign` command, so that `npx cfsign` needs no other file.

use std::ffi::OsString;

use napi_derive::napi;

/// Runs the command with `arguments`, the first of which is its name, and returns its exit code.
#[napi]
pub fn run_command(arguments: Vec<String>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
    cfsign_cli::run(&arguments)
}
