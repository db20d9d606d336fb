//! Flags of the commands that describe this one.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// Print a script that completes commands and flags in a shell
///
/// For bash: cfsign completions bash > ~/.local/share/bash-completion/completions/cfsign
#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Print the manual page, or write those of all commands
#[derive(Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages of all commands, one file each
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}
