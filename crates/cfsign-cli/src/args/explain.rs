//! Flags of `cfsign explain`.

use clap::{ArgGroup, Args, ValueHint};

use super::trust::{StrictnessArgs, TrustArgs, ViewerArgs};

/// Say why CloudFront refuses a request, and what to do about it
///
/// Makes every check that CloudFront makes and does not stop at the first that fails; shows the exact
/// text that CloudFront verifies; and, where the signature is wrong, looks for what was signed
/// instead: another scheme or host, a URL that was encoded or changed after signing, the other hash,
/// another key, and many more. It works without public keys too, and says what it could not check.
///
/// The exit code is 0 if the request is allowed, and 4 if it is denied or cannot be decided without
/// a public key.
#[derive(Args)]
#[command(
    group(ArgGroup::new("what").args(["url", "response"]).required(true).multiple(true)),
    after_long_help = EXAMPLES
)]
pub(crate) struct ExplainArgs {
    /// URL as you have it, even if it is broken; - reads it from standard input
    #[arg(value_name = "URL")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) viewer: ViewerArgs,
    /// Host that may have been signed by mistake, such as the distribution's own; may be repeated
    #[arg(long, value_name = "HOST", requires = "url")]
    pub(crate) host: Vec<String>,
    /// Set-Cookie line that the page answered with; may be repeated
    ///
    /// Says whether a browser would keep the cookie and send it with URL. Without --cookie, these
    /// cookies are also the ones that are checked.
    #[arg(
        long,
        value_name = "LINE",
        requires_all = ["page_origin", "url"],
        help_heading = "Browser"
    )]
    pub(crate) set_cookie: Vec<String>,
    /// Scheme and host of the page that sets the cookies, such as https://www.example.com
    #[arg(
        long,
        value_name = "ORIGIN",
        requires = "set_cookie",
        help_heading = "Browser"
    )]
    pub(crate) page_origin: Option<String>,
    /// File with the response you got, to learn who wrote it; - reads standard input
    ///
    /// The body alone, or with its headers, as curl -i prints it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) response: Option<String>,
    #[command(flatten)]
    pub(crate) strictness: StrictnessArgs,
}

const EXAMPLES: &str = "\
Examples:
  A URL that answers 403, from standard input, where no shell takes it apart:
    cfsign explain - --public-key K2JCJMDEHXQW5F=demo.public.pem < url.txt

  Who says no: CloudFront, or the bucket behind it?
    curl -si \"$URL\" | cfsign explain --response -

  Cookies that a page sets for another host:
    cfsign explain https://cdn.example.com/course/7/intro.mp4 \\
      --page-origin https://www.example.com \\
      --set-cookie 'CloudFront-Policy=…; Domain=example.com; Path=/; Secure' \\
      --set-cookie 'CloudFront-Signature=…; Domain=example.com; Path=/; Secure' \\
      --set-cookie 'CloudFront-Key-Pair-Id=…; Domain=example.com; Path=/; Secure' \\
      --public-key K2JCJMDEHXQW5F=demo.public.pem";
