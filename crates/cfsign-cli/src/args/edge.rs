//! Flags of `cfsign edge`.

use std::net::IpAddr;

use clap::{Args, ValueEnum, ValueHint};

use super::trust::{StrictnessArgs, TrustArgs};

/// Run an HTTP server that answers as CloudFront does, for a folder or a server
///
/// Requests need a signed URL or signed cookies, and get CloudFront's own answers: its 403 bodies and
/// headers, ranges, CORS, signing parameters taken away before the origin. Every refusal is explained
/// in the log, which never holds a query string or a cookie. It speaks plain HTTP, so sign http://
/// URLs for it, or say --viewer-scheme https. Ctrl-C stops it.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct EdgeArgs {
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    /// What stands behind it: a folder, or a server such as http://127.0.0.1:9000
    #[arg(
        long,
        value_name = "DIR|URL",
        value_hint = ValueHint::DirPath,
        required_unless_present = "auth_request"
    )]
    pub(crate) origin: Option<String>,
    /// Address and port to listen on; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8403")]
    pub(crate) listen: String,
    /// Paths that need a signature, such as '/private/*', and the others do not; may be repeated
    ///
    /// Without it, all paths need one.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) restrict: Vec<String>,
    /// Paths that need no signature, looked at before --restrict; may be repeated
    #[arg(long, value_name = "PATTERN")]
    pub(crate) unrestrict: Vec<String>,
    /// Answer nginx's auth_request at this path: 204 or 403 for the URI in X-Original-URI
    #[arg(long, value_name = "PATH")]
    pub(crate) auth_request: Option<String>,
    /// Let pages of this origin read responses and send cookies, such as http://localhost:3000, or *
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Vec<String>,
    /// Methods that are let through
    #[arg(
        long,
        value_name = "METHODS",
        default_value = "get-head-options",
        hide_short_help = true
    )]
    pub(crate) methods: Methods,
    /// File of the folder that / stands for
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) default_root_object: Option<String>,
    /// File that every path with a slash at its end stands for
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) index_document: Option<String>,
    /// Send the viewer's Host to the origin, and not the origin's own
    #[arg(long, hide_short_help = true)]
    pub(crate) forward_host: bool,
    /// Remember this many verified signatures, so that each costs its public-key operation once
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 0,
        hide_short_help = true
    )]
    pub(crate) cache: usize,
    #[command(flatten)]
    pub(crate) viewer: EdgeViewerArgs,
    #[command(flatten)]
    pub(crate) strictness: StrictnessArgs,
}

/// What requests are taken for.
#[derive(Args)]
#[command(next_help_heading = "Viewer")]
pub(crate) struct EdgeViewerArgs {
    /// Take every request for one over http or https, whatever the connection is
    #[arg(long, value_name = "SCHEME")]
    pub(crate) viewer_scheme: Option<String>,
    /// Take every request for one to this host, with its port if the signed URLs have one
    #[arg(long, value_name = "HOST")]
    pub(crate) viewer_host: Option<String>,
    /// Take every request for one from this address
    #[arg(long, value_name = "IP")]
    pub(crate) viewer_ip: Option<IpAddr>,
    /// Believe X-Forwarded-Proto, -Host and -For, since this many proxies stand before the edge
    #[arg(long, value_name = "PROXIES", num_args = 0..=1, default_missing_value = "1")]
    pub(crate) trust_forwarded: Option<usize>,
    /// Begin as if it were this time: a date, epoch seconds, or +1h and -30m from now
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) at: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Methods {
    GetHead,
    GetHeadOptions,
    All,
}

const EXAMPLES: &str = "\
Examples:
  A folder whose /private/ needs a signature:
    cfsign edge --origin ./site --restrict '/private/*' \\
      --public-key K2JCJMDEHXQW5F=demo.public.pem
    curl \"$(cfsign sign http://127.0.0.1:8403/private/a.png --expires 1h \\
      --key-pair-id K2JCJMDEHXQW5F --private-key demo.private.pem)\"

  In place of the distribution, for URLs signed for it:
    cfsign edge --origin http://127.0.0.1:9000 --viewer-scheme https \\
      --viewer-host cdn.example.com --public-key K2JCJMDEHXQW5F=demo.public.pem";
