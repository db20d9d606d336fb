//! Flags of `cfsign sign`.

use clap::{ArgGroup, Args, ValueEnum};

use super::policy::PolicyArgs;
use super::{AwsArgs, SignerArgs};

/// Sign a URL, or every URL that standard input holds
///
/// The flags are those of `aws cloudfront sign`, and so is the output: the signed URL alone. As
/// there, no line break follows it, unless standard output is a terminal.
///
/// The policy is canned if it has an exact URL and an end, and custom if it needs to be: with a
/// start, an address range or a resource of its own. The URL is signed and printed byte for byte. One
/// that browsers would rewrite is refused, with its corrected form.
#[derive(Args)]
#[command(
    group(ArgGroup::new("input").args(["url", "url_argument", "stdin"]).required(true)),
    group(ArgGroup::new("end").args(["date_less_than", "expires", "policy"]).required(true).multiple(true)),
    after_long_help = EXAMPLES
)]
pub(crate) struct SignArgs {
    /// URL to sign
    #[arg(value_name = "URL")]
    pub(crate) url_argument: Option<String>,
    /// URL to sign, as the AWS CLI has it
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) signer: SignerArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// The resource of the policy, if it is not the URL: * stands for any characters, ? for one
    #[arg(
        long,
        value_name = "PATTERN",
        conflicts_with = "policy",
        help_heading = "Policy"
    )]
    pub(crate) policy_resource: Option<String>,
    #[command(flatten)]
    pub(crate) stream: StreamArgs,
    #[command(flatten)]
    pub(crate) aws: AwsArgs,
}

/// Many URLs.
#[derive(Args)]
#[command(next_help_heading = "Many URLs")]
pub(crate) struct StreamArgs {
    /// Sign every URL of standard input, in order; with --policy-resource, one signature serves all
    ///
    /// A URL that is refused is reported on standard error with its line number and does not stop
    /// the others. In its place stands an empty line, or the error in CSV and JSON. The exit code
    /// is 2 at the end if any was refused.
    #[arg(long)]
    pub(crate) stdin: bool,
    /// What a line of standard input is
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "lines",
        conflicts_with_all = ["url", "url_argument"]
    )]
    pub(crate) format: Format,
    /// Column or field that holds the URL
    #[arg(long, value_name = "NAME", default_value = "url", conflicts_with_all = ["url", "url_argument"])]
    pub(crate) column: String,
    /// Say at the end how many URLs were signed, how fast, and in how much memory
    #[arg(long, conflicts_with_all = ["url", "url_argument"])]
    pub(crate) stats: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A URL
    Lines,
    /// Comma-separated values below a line of column names; signed_url and error are added
    Csv,
    /// A JSON object; signed_url or error is added
    Jsonl,
}

const EXAMPLES: &str = "\
Examples:
  One file, for an hour:
    cfsign sign https://d111111abcdef8.cloudfront.net/report.pdf --expires 1h \\
      --key-pair-id K2JCJMDEHXQW5F --private-key key.pem

  One URL of all that is below /videos/, for viewers from one network:
    cfsign sign https://d111111abcdef8.cloudfront.net/videos/1.m3u8 --expires 8h \\
      --policy-resource 'https://d111111abcdef8.cloudfront.net/videos/*' \\
      --ip-address 192.0.2.0/24 --key-pair-id K2JCJMDEHXQW5F --private-key key.pem

  A million URLs under one signature:
    cfsign sign --stdin --policy-resource 'https://d111111abcdef8.cloudfront.net/*' --expires 1d \\
      --key-pair-id K2JCJMDEHXQW5F --private-key key.pem < urls.txt > signed.txt";
