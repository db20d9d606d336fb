//! Flags about who is trusted, what the viewer sends, and how strict the decision is.

use std::net::IpAddr;

use clap::{Args, ValueEnum, ValueHint};

/// The trusted key group.
#[derive(Args)]
#[command(next_help_heading = "Trusted key group")]
pub(crate) struct TrustArgs {
    /// A public key of the trusted key group and its key pair ID; may be repeated
    ///
    /// The file may be PEM or DER, or wrapped as secret stores have it; - reads standard input. FILE
    /// alone stands for the ID in CFSIGN_KEY_PAIR_ID. Without this flag, the key is the one that
    /// CFSIGN_PUBLIC_KEY_FILE and CFSIGN_KEY_PAIR_ID name.
    #[arg(long, value_name = "ID=FILE", value_hint = ValueHint::FilePath)]
    pub(crate) public_key: Vec<String>,
}

/// What is known of the viewer, and when the request is made.
#[derive(Args)]
#[command(next_help_heading = "Viewer")]
pub(crate) struct ViewerArgs {
    /// Cookie header of the request, as in 'CloudFront-Policy=…; CloudFront-Signature=…'; may be repeated
    #[arg(long, value_name = "HEADER")]
    pub(crate) cookie: Vec<String>,
    /// Address the viewer comes from; without it, no policy with an address range allows anything
    #[arg(long, value_name = "IP")]
    pub(crate) viewer_ip: Option<IpAddr>,
    /// Decide as if it were this time: a date, epoch seconds, or +1h and -30m from now
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
}

/// Where an edge may differ from strict CloudFront.
#[derive(Args)]
#[command(next_help_heading = "Strictness")]
pub(crate) struct StrictnessArgs {
    /// Accept what strict CloudFront refuses; may be repeated
    #[arg(long, value_name = "WHAT", hide_short_help = true)]
    pub(crate) accept: Vec<Leniency>,
    /// Refuse what CloudFront takes; may be repeated
    #[arg(long, value_name = "WHAT", hide_short_help = true)]
    pub(crate) refuse: Vec<Severity>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Leniency {
    /// Requests in the very second in which the policy ends
    ValidAtItsEnd,
    /// Requests in the very second in which the policy begins
    ValidAtItsStart,
    /// EpochTime for AWS:EpochTime, as edges have it that are not CloudFront
    EpochTimeWithoutPrefix,
    /// A host in capital letters where small ones were signed
    IgnoreHostCase,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Severity {
    /// Expires in the URL or the cookies beside Policy
    ExpiresBesidePolicy,
}
