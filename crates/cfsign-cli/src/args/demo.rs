//! Flags of `cfsign demo`.

use std::path::PathBuf;

use clap::Args;

/// Sign with throw-away keys, let OpenSSL and an edge check it, and explain each step
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Keep all files in this folder, so that the commands shown can be run; it must not exist
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
    /// Fail where there is no openssl command to check the signatures
    #[arg(long)]
    pub(crate) require_openssl: bool,
}
