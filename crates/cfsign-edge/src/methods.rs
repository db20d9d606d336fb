//! Which methods a behaviour allows.

use hyper::Method;

/// The methods that are let through: the three choices that a CloudFront behaviour has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // CloudFront has these three.
pub enum AllowedMethods {
    /// GET and HEAD.
    Read,
    /// GET, HEAD and OPTIONS: what CORS needs.
    #[default]
    ReadAndOptions,
    /// GET, HEAD, OPTIONS, PUT, POST, PATCH and DELETE, for HTTP origins.
    All,
}

impl AllowedMethods {
    /// The methods, as the header `Allow` lists them.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "GET, HEAD",
            Self::ReadAndOptions => "GET, HEAD, OPTIONS",
            Self::All => "GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE",
        }
    }

    pub(crate) fn allow(self, method: &Method) -> bool {
        self.as_str()
            .split(", ")
            .any(|allowed| allowed == method.as_str())
    }
}
