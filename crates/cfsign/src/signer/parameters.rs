//! The signing parameters, as a query string and as cookies.

use std::fmt::Write as _;

use cfsign_crypto::HashAlgorithm;

use crate::cookies::SignedCookies;
use crate::error::{Error, ErrorKind};
use crate::policy::resource::Resource;
use crate::policy::write::Dialect;
use crate::time::EpochSeconds;
use crate::url::check::SignableUrl;

/// The longest URL that CloudFront takes, in bytes, by its [quotas].
///
/// [quotas]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const LONGEST_URL: usize = 8192;

/// What a viewer must present: the terms, the signature over them, and which key made it.
pub(crate) struct Parameters<'a> {
    pub(super) terms: Terms,
    pub(super) signature: String,
    pub(super) key_pair_id: &'a str,
    pub(super) hash_algorithm: HashAlgorithm,
    pub(super) dialect: Dialect,
}

/// What travels of the policy.
pub(super) enum Terms {
    /// The expiry of a canned policy, which CloudFront rebuilds from it and the URL.
    Expires(EpochSeconds),
    /// A custom policy, in CloudFront's Base64. One signer sends its expiry too.
    Policy {
        policy: String,
        expires: Option<EpochSeconds>,
    },
}

impl Parameters<'_> {
    pub(crate) fn append_to(&self, url: &SignableUrl<'_>) -> Result<String, Error> {
        let mut signed = String::with_capacity(url.as_str().len() + 1 + self.max_len());
        signed.push_str(url.as_str());
        signed.push(url.sections().separator());
        self.append_query(&mut signed);
        check_length(signed)
    }

    /// The parameters as they follow `?` or `&`.
    pub(super) fn to_query(&self) -> String {
        let mut query = String::with_capacity(self.max_len());
        self.append_query(&mut query);
        query
    }

    pub(crate) fn to_cookies(&self, resource: Option<Resource>) -> SignedCookies {
        let mut cookies = Vec::with_capacity(4);
        match &self.terms {
            Terms::Expires(expires) => cookies.push(("CloudFront-Expires", expires.to_string())),
            Terms::Policy { policy, .. } => cookies.push(("CloudFront-Policy", policy.clone())),
        }
        cookies.push(("CloudFront-Signature", self.signature.clone()));
        cookies.push(("CloudFront-Key-Pair-Id", self.key_pair_id.to_owned()));
        if let Some(hash_algorithm) = self.hash_algorithm() {
            cookies.push(("CloudFront-Hash-Algorithm", hash_algorithm.to_owned()));
        }
        SignedCookies::new(cookies, resource)
    }

    fn append_query(&self, query: &mut String) {
        let start = query.len();
        match &self.terms {
            Terms::Expires(expires) => {
                write!(query, "Expires={expires}").expect("a String takes any text");
            }
            Terms::Policy { policy, expires } => {
                if let (Dialect::AwsCloudfrontSign, Some(expires)) = (self.dialect, expires) {
                    write!(query, "Expires={expires}&").expect("a String takes any text");
                }
                query.push_str("Policy=");
                query.push_str(policy);
            }
        }
        let signature = ("&Signature=", self.signature.as_str());
        let key_pair_id = ("&Key-Pair-Id=", self.key_pair_id);
        let in_order = match self.dialect {
            Dialect::AwsSdkJs => [key_pair_id, signature],
            _ => [signature, key_pair_id],
        };
        for (name, value) in in_order {
            query.push_str(name);
            query.push_str(value);
        }
        if let Some(hash_algorithm) = self.hash_algorithm() {
            query.push_str("&Hash-Algorithm=");
            query.push_str(hash_algorithm);
        }
        if self.dialect == Dialect::AwsCloudfrontSign && query[start..].contains('~') {
            let with_escapes = query[start..].replace('~', "%7E");
            query.replace_range(start.., &with_escapes);
        }
    }

    /// The value of `Hash-Algorithm`, where it is written: SHA-1 goes without saying.
    fn hash_algorithm(&self) -> Option<&'static str> {
        match self.hash_algorithm {
            HashAlgorithm::Sha1 => None,
            other => Some(other.as_str()),
        }
    }

    fn max_len(&self) -> usize {
        let terms = match &self.terms {
            Terms::Expires(_) => 0,
            Terms::Policy { policy, .. } => policy.len(),
        };
        "Expires=253402300799&Policy=&Signature=&Key-Pair-Id=&Hash-Algorithm=SHA256".len()
            + terms
            + self.signature.len()
            + self.key_pair_id.len()
    }
}

/// `signed`, unless CloudFront would refuse it for its length.
pub(super) fn check_length(signed: String) -> Result<String, Error> {
    if signed.len() <= LONGEST_URL {
        return Ok(signed);
    }
    Err(Error::new(
        ErrorKind::UrlTooLong,
        format!(
            "it has {} bytes, and {LONGEST_URL} is the limit; an ECDSA key or a canned policy makes it shorter, and signed cookies leave it as it is",
            signed.len()
        ),
    ))
}
