//! What a request says is signed: an expiry, or a whole policy.

use std::borrow::Cow;

use super::Options;
use super::presented::Presented;
use crate::encoding::base64_decode;
use crate::error::{Error, ErrorKind};
use crate::policy::read::PolicyDocument;
use crate::policy::write::{Dialect, PolicyFields};

/// What the signature is over.
pub(crate) enum Terms<'a> {
    /// The expiry, from which and from the URL the policy is rebuilt.
    Canned { expires: i64, url: &'a str },
    /// The policy as it was sent, in Base64.
    Custom { policy: Cow<'a, str> },
}

impl<'a> Terms<'a> {
    pub(crate) fn read(
        presented: &'a Presented<'_>,
        url: &'a str,
        options: Options,
    ) -> Result<Self, Error> {
        match (&presented.policy, &presented.expires) {
            (Some(_), Some(_)) if options.refuse_expires_beside_policy => Err(Error::new(
                ErrorKind::ExpiresBesidePolicy,
                "wanted one of them",
            )),
            (Some(policy), _) => Ok(Self::Custom {
                policy: Cow::Borrowed(policy),
            }),
            (None, Some(expires)) => Ok(Self::Canned {
                expires: expiry(expires)?,
                url,
            }),
            (None, None) => Err(Error::new(
                ErrorKind::MissingPolicy,
                "wanted Expires or Policy",
            )),
        }
    }

    /// The exact bytes that CloudFront verifies.
    pub(crate) fn signed_text(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Canned { expires, url } => {
                let fields = PolicyFields {
                    resource: url,
                    date_less_than: *expires,
                    ..PolicyFields::default()
                };
                Ok(Dialect::CloudFront.write_policy(&fields).into_bytes())
            }
            Self::Custom { policy } => base64_decode(policy).map_err(|_| {
                Error::new(
                    ErrorKind::MalformedPolicy,
                    "it is not CloudFront's Base64, which has - for +, ~ for / and _ for =",
                )
            }),
        }
    }

    /// The policy; to be called when the signature over its text has been checked.
    pub(crate) fn policy(
        &self,
        signed_text: &[u8],
        options: Options,
    ) -> Result<PolicyDocument, Error> {
        match self {
            Self::Canned { expires, url } => Ok(PolicyDocument::canned(url, *expires)),
            Self::Custom { .. } => {
                PolicyDocument::read(signed_text, options.epoch_time_without_prefix)
            }
        }
    }
}

fn expiry(text: &str) -> Result<i64, Error> {
    let plain = text == "0"
        || !text.is_empty()
            && !text.starts_with('0')
            && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| plain);
    seconds.ok_or_else(|| {
        Error::new(
            ErrorKind::MalformedExpires,
            "wanted digits only, and no more than 64 bits hold",
        )
    })
}
