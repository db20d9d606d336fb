//! What the log says about a request, without anything that gives access.

use std::fmt;
use std::net::SocketAddr;

use cfsign::{Allowed, Credential, Error};
use hyper::{Method, StatusCode};

/// One answered request, for a log. [`Display`](fmt::Display) makes one line of it.
///
/// It never holds a query string, a cookie, a signature or a policy.
#[derive(Debug)]
pub struct AccessRecord {
    pub(crate) request_id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) client: SocketAddr,
    pub(crate) status: StatusCode,
    pub(crate) verdict: Verdict,
    pub(crate) note: Option<String>,
}

/// Why a request was let through or refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// The path needs no signature.
    Unrestricted,
    /// The signature is good.
    #[non_exhaustive]
    Allowed {
        /// A signed URL or signed cookies.
        credential: Credential,
        /// The ID of the key that signed.
        key_pair_id: String,
    },
    /// CloudFront would refuse, for this reason.
    Denied(Error),
    /// A CORS preflight, which needs no signature.
    Preflight,
    /// The request cannot be taken, signed or not; the sentence says why.
    NotTaken(&'static str),
}

impl Verdict {
    pub(crate) fn allowed(allowed: &Allowed) -> Self {
        Self::Allowed {
            credential: allowed.credential(),
            key_pair_id: allowed.key_pair_id().to_owned(),
        }
    }

    /// A stable word: `unrestricted`, `allowed`, `preflight`, `not-taken`, or the code of the
    /// [`Error`], such as `expired`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unrestricted => "unrestricted",
            Self::Allowed { .. } => "allowed",
            Self::Denied(error) => error.code(),
            Self::Preflight => "preflight",
            Self::NotTaken(_) => "not-taken",
        }
    }

    /// Whether the request was let through to the origin, or is a preflight.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(
            self,
            Self::Unrestricted | Self::Allowed { .. } | Self::Preflight
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unrestricted => f.write_str("the path needs no signature"),
            Self::Allowed {
                credential,
                key_pair_id,
            } => {
                let how = match credential {
                    Credential::Url => "signed URL",
                    Credential::Cookies => "signed cookies",
                };
                write!(f, "{how}, key {key_pair_id}")
            }
            Self::Denied(error) => error.fmt(f),
            Self::Preflight => f.write_str("CORS preflight, which carries no signature"),
            Self::NotTaken(why) => f.write_str(why),
        }
    }
}

impl AccessRecord {
    /// The ID of the request, also in the header `X-Amz-Cf-Id` of its response.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The path of the request, without its query string.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the connection came from; not what a proxy says.
    #[must_use]
    pub fn client(&self) -> SocketAddr {
        self.client
    }

    /// The status code of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// Why the request was let through or refused.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// What else there is to know, such as why the origin has no such file.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

impl fmt::Display for AccessRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, method, path) = (self.status.as_u16(), &self.method, &self.path);
        let path = path.escape_debug();
        let (code, client) = (self.verdict.code(), self.client.ip());
        write!(
            f,
            "{status} {method} {path} from {client}: {code}: {}",
            self.verdict
        )?;
        self.note
            .as_ref()
            .map_or(Ok(()), |note| write!(f, "; {}", note.escape_debug()))
    }
}
