//! Flags that make a policy.

use clap::{Args, ValueHint};

/// What every policy can say beside its resource.
#[derive(Args)]
#[command(next_help_heading = "Policy")]
pub(crate) struct PolicyArgs {
    /// When access ends: 2026-12-01, 2026-12-01T18:00:00, 2026-12-01T18:00:00+01:00, or epoch seconds
    ///
    /// Without an offset it is UTC, and a date alone is its first second. Eight digits in a row are
    /// refused: 20261201 would be a day in 1970.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["expires", "policy"])]
    pub(crate) date_less_than: Option<String>,
    /// How long access lasts from now: 90s, 30m, 1h, 1h30m, 7d, PT1H; a day has 24 hours
    #[arg(
        long,
        value_name = "DURATION",
        allow_hyphen_values = true,
        conflicts_with = "policy"
    )]
    pub(crate) expires: Option<String>,
    /// Let access end at the next multiple of this duration, never sooner than asked
    ///
    /// What is signed within 15 minutes with --round-up-to 15m is the same, so browsers and proxies
    /// keep what they have. The multiples are counted from 1970-01-01 UTC.
    #[arg(long, value_name = "DURATION", conflicts_with = "policy")]
    pub(crate) round_up_to: Option<String>,
    /// When access begins; needs a custom policy, which is then used
    #[arg(
        long,
        value_name = "DATE",
        allow_hyphen_values = true,
        conflicts_with = "policy"
    )]
    pub(crate) date_greater_than: Option<String>,
    /// The IPv4 address or CIDR range viewers come from; needs a custom policy, which is then used
    #[arg(long, value_name = "RANGE", conflicts_with = "policy")]
    pub(crate) ip_address: Option<String>,
    /// A custom policy even where a canned one says it all
    #[arg(long, conflicts_with = "policy")]
    pub(crate) custom: bool,
    /// File with a whole policy document, signed byte for byte and not checked; - reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) policy: Option<String>,
    /// Sign even if access has ended already
    #[arg(long, conflicts_with = "policy")]
    pub(crate) allow_expired: bool,
    /// Pretend that it is this time, in epoch seconds
    #[arg(long, value_name = "EPOCH", hide = true)]
    pub(crate) now: Option<u64>,
}
