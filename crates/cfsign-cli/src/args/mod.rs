//! The command line: every flag of every command, and nothing of what they do.

// These doc comments are help texts, where backticks would only be in the way.
#![allow(clippy::doc_markdown)]

mod bucket_policy;
mod demo;
mod edge;
mod explain;
mod key;
pub(crate) mod policy;
mod sign;
mod sign_cookies;
mod tools;
mod trust;
mod verify;

use clap::{Args, Parser, Subcommand};

pub(crate) use bucket_policy::{BucketPolicyArgs, Partition};
pub(crate) use demo::DemoArgs;
pub(crate) use edge::{EdgeArgs, Methods};
pub(crate) use explain::ExplainArgs;
pub(crate) use key::{KeyArgs, KeygenArgs, SignerArgs, Type};
pub(crate) use sign::{Format, SignArgs, StreamArgs};
pub(crate) use sign_cookies::{AttributeArgs, CookieFormat, SignCookiesArgs};
pub(crate) use tools::{CompletionsArgs, ManArgs};
pub(crate) use trust::{Leniency, Severity, StrictnessArgs, TrustArgs, ViewerArgs};
pub(crate) use verify::VerifyArgs;

use crate::failure::Failure;

/// What is the same for all commands, below the help of the main one.
const AFTER_HELP: &str = "\
Environment:
  CFSIGN_KEY_PAIR_ID       ID of the public key in CloudFront, for --key-pair-id
  CFSIGN_PRIVATE_KEY_FILE  Name of the file with the private key, for --private-key
  CFSIGN_PRIVATE_KEY       The private key itself, as containers have it
  CFSIGN_PUBLIC_KEY_FILE   Name of the file with the public key, for --public-key
  CFSIGN_IFMA              off: lists are signed one by one; on: an error where the
                           processor has no AVX-512 IFMA to sign eight at once
  NO_COLOR                 Any value: no colours

Exit codes:
  0   Done
  1   A file could not be read or written, or something else of the system
  2   The input was refused: a flag, a URL, a time, a policy, a cookie attribute
  3   The key was refused, its passphrase or its key pair ID
  4   The request is denied, or no public key was there to decide it
  70  The signature could not be made, or there is a bug

Results go to standard output, and everything else to standard error.";

/// Create Amazon CloudFront signed URLs and signed cookies.
#[derive(Parser)]
#[command(
    name = "cfsign",
    version,
    after_help = AFTER_HELP,
    max_term_width = 100,
    styles = crate::style::CLAP,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command has.
#[derive(Args)]
pub(crate) struct GlobalArgs {
    /// Results and errors as JSON, for programs
    #[arg(long, global = true, help_heading = "Global options")]
    pub(crate) json: bool,
    /// No warnings, notes or progress; errors only
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub(crate) quiet: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Sign(Box<SignArgs>),
    SignCookies(Box<SignCookiesArgs>),
    Verify(VerifyArgs),
    Explain(Box<ExplainArgs>),
    Edge(Box<EdgeArgs>),
    Keygen(KeygenArgs),
    Key(KeyArgs),
    BucketPolicy(BucketPolicyArgs),
    Demo(DemoArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Options of every `aws` command that have no meaning here, taken so that scripts move unchanged.
#[derive(Args)]
pub(crate) struct AwsArgs {
    #[arg(long, hide = true)]
    region: Option<String>,
    #[arg(long, hide = true)]
    profile: Option<String>,
    #[arg(long, hide = true)]
    no_cli_pager: bool,
}

/// Refuses flags that each want the whole of standard input for themselves.
pub(crate) fn check_standard_input(uses: &[(&str, bool)]) -> Result<(), Failure> {
    let readers: Vec<&str> = uses
        .iter()
        .filter(|(_, used)| *used)
        .map(|(flag, _)| *flag)
        .collect();
    if readers.len() < 2 {
        return Ok(());
    }
    Err(Failure::input(
        "usage",
        format!(
            "only one of {} can read standard input; give the others a file",
            readers.join(" and ")
        ),
    ))
}

/// Whether the value of a flag is `-`.
pub(crate) fn is_dash(value: Option<&String>) -> bool {
    value.is_some_and(|value| value == "-")
}
