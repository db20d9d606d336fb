//! Flags of `cfsign verify`.

use clap::{ArgGroup, Args};

use super::trust::{StrictnessArgs, TrustArgs, ViewerArgs};

/// Say whether CloudFront would let a request through
///
/// Decides offline, with the public keys of the trusted key group, as a CloudFront distribution does:
/// a signed URL, or signed cookies. The exit code is 0 if the request is allowed and 4 if it is
/// denied. cfsign explain says more about a request that is denied.
#[derive(Args)]
#[command(
    group(ArgGroup::new("request").args(["url", "stdin"]).required(true)),
    after_long_help = EXAMPLES
)]
pub(crate) struct VerifyArgs {
    /// URL of the request, as the viewer sends it
    #[arg(value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Decide about every URL of standard input; prints a verdict for each, in order, one a line
    ///
    /// With --json, a line is a JSON object with the number of the URL. The exit code is 0 if all are
    /// allowed, 4 if one is denied, and 2 if a line is no URL.
    #[arg(long)]
    pub(crate) stdin: bool,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) viewer: ViewerArgs,
    #[command(flatten)]
    pub(crate) strictness: StrictnessArgs,
}

const EXAMPLES: &str = "\
Examples:
  A signed URL:
    cfsign verify \"$URL\" --public-key K2JCJMDEHXQW5F=demo.public.pem

  Signed cookies, from an address, tomorrow, with the old and the new key of a rotation:
    cfsign verify https://cdn.example.com/course/7/intro.mp4 --cookie \"$COOKIES\" \\
      --viewer-ip 192.0.2.7 --at +1d \\
      --public-key K2JCJMDEHXQW5F=2026.public.pem --public-key K1UA3WV15I7JSD=2027.public.pem

  Which of many URLs are still good in a week:
    cfsign verify --stdin --at +7d --public-key K2JCJMDEHXQW5F=demo.public.pem < urls.txt";
