//! Flags of `cfsign sign-cookies`.

use cfsign::SameSite;
use clap::{ArgGroup, Args, ValueEnum};

use super::policy::PolicyArgs;
use super::{AwsArgs, SignerArgs};

/// Sign cookies, for many files at once
///
/// The flags are those of `aws cloudfront sign-cookies`, and so is the output: a JSON object of
/// cookie names and values. The policy is canned if it has an exact URL and an end, and custom if it
/// needs to be.
#[derive(Args)]
#[command(
    group(ArgGroup::new("what").args(["resource", "policy"]).required(true)),
    group(ArgGroup::new("end").args(["date_less_than", "expires", "policy"]).required(true).multiple(true)),
    after_long_help = EXAMPLES
)]
pub(crate) struct SignCookiesArgs {
    /// What the cookies give access to: a URL, or a pattern in which * stands for any characters
    #[arg(long, value_name = "URL")]
    pub(crate) resource: Option<String>,
    /// How the cookies are written
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) format: CookieFormat,
    /// URL for the curl command to fetch, or whose host the cookie file is for
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) signer: SignerArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    #[command(flatten)]
    pub(crate) attributes: AttributeArgs,
    #[command(flatten)]
    pub(crate) aws: AwsArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CookieFormat {
    /// A JSON object of names and values
    Json,
    /// Set-Cookie lines for a response
    SetCookie,
    /// A Cookie line for requests
    Header,
    /// A curl command
    Curl,
    /// A cookie file for curl -b and wget --load-cookies
    Netscape,
}

/// The attributes of `Set-Cookie`.
#[derive(Args)]
#[command(next_help_heading = "Attributes, for --format set-cookie")]
pub(crate) struct AttributeArgs {
    /// Domain that app and distribution share; without it, the host that sets the cookies alone
    #[arg(long, value_name = "DOMAIN", conflicts_with_all = ["app_host", "cdn_host"])]
    pub(crate) domain: Option<String>,
    /// Host of the app that sets the cookies: works the Domain out
    #[arg(long, value_name = "HOST")]
    pub(crate) app_host: Option<String>,
    /// Host of the distribution, beside --app-host; the default is that of the resource
    #[arg(long, value_name = "HOST", requires = "app_host")]
    pub(crate) cdn_host: Option<String>,
    /// Path of the cookies; what is below it is included [default: /]
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// Which pages make a browser send the cookies [default: lax]
    #[arg(long, value_name = "PAGES")]
    pub(crate) same_site: Option<SameSiteChoice>,
    /// How long browsers keep the cookies, as 1h or in seconds [default: until they are closed]
    #[arg(long, value_name = "DURATION")]
    pub(crate) max_age: Option<String>,
    /// Leave Secure out: the cookies also go over http
    #[arg(long)]
    pub(crate) no_secure: bool,
    /// Leave HttpOnly out: scripts can read the cookies
    #[arg(long)]
    pub(crate) no_http_only: bool,
}

impl AttributeArgs {
    /// Whether any of them is given.
    pub(crate) fn is_any(&self) -> bool {
        let texts = [
            &self.domain,
            &self.app_host,
            &self.cdn_host,
            &self.path,
            &self.max_age,
        ];
        texts.iter().any(|text| text.is_some())
            || self.same_site.is_some()
            || self.no_secure
            || self.no_http_only
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SameSiteChoice {
    /// Pages of the same site, and links to it
    Lax,
    /// Pages of the same site
    Strict,
    /// All pages, where the browser allows it
    None,
    /// Leave it to the browser
    Unset,
}

impl From<SameSiteChoice> for Option<SameSite> {
    fn from(choice: SameSiteChoice) -> Self {
        match choice {
            SameSiteChoice::Lax => Some(SameSite::Lax),
            SameSiteChoice::Strict => Some(SameSite::Strict),
            SameSiteChoice::None => Some(SameSite::None),
            SameSiteChoice::Unset => None,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  Lines for a response of www.example.com, where the videos are on cdn.example.com:
    cfsign sign-cookies --resource 'https://cdn.example.com/videos/*' --expires 8h \\
      --key-pair-id K2JCJMDEHXQW5F --private-key key.pem \\
      --format set-cookie --app-host www.example.com

  A command that tries it:
    cfsign sign-cookies --resource 'https://cdn.example.com/videos/*' --expires 8h \\
      --key-pair-id K2JCJMDEHXQW5F --private-key key.pem \\
      --format curl --url https://cdn.example.com/videos/1.m3u8";
