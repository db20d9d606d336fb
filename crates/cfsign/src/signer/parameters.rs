//! The signing parameters, as a query string and as cookies.

use std::fmt::{self, Write as _};

use cfsign_crypto::HashAlgorithm;

use crate::cookies::SignedCookies;
use crate::error::{Error, ErrorKind};
use crate::policy::resource::Resource;
use crate::policy::write::Dialect;
use crate::url::check::SignableUrl;

/// The longest URL that CloudFront takes, in bytes, by its [quotas].
///
/// [quotas]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const LONGEST_URL: usize = 8192;

/// What a viewer must present: the terms, the signature over them, and which key made it.
///
/// For drop-in replacements, which must put it on whatever their original takes, unchecked; and for a
/// policy document that is signed once. Everything else signs with [`Signer`](crate::Signer) directly.
///
/// ```
/// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
/// use cfsign::{Dialect, PolicyFields, Signer};
///
/// let signer = Signer::builder("K2JCJMDEHXQW5F").private_key(&pem).dialect(Dialect::Botocore).build()?;
/// let resource = "http://example.com/a b";
/// let fields = PolicyFields { resource, date_less_than: 1_767_290_400, ..Default::default() };
/// let signed = signer.sign_fields(&fields)?.append_to_unchecked(resource);
/// assert!(signed.starts_with("http://example.com/a b?Expires=1767290400&Signature="));
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone)]
pub struct SignedParameters {
    pub(super) terms: SentTerms,
    pub(super) signature: String,
    pub(super) key_pair_id: String,
    pub(super) hash_algorithm: HashAlgorithm,
    pub(super) dialect: Dialect,
}

/// What travels of the policy.
#[derive(Clone)]
pub(super) enum SentTerms {
    /// The expiry of a canned policy, which CloudFront rebuilds from it and the URL.
    Expires(i64),
    /// A custom policy, in CloudFront's Base64. One signer sends its expiry too.
    Policy {
        policy: String,
        expires: Option<i64>,
    },
}

impl SignedParameters {
    /// The parameters as they follow `?` or `&`.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = String::with_capacity(self.max_len());
        self.append_query(&mut query);
        query
    }

    /// `url`, whatever it is, and the parameters: after `&` where it has a `?` already.
    #[must_use]
    pub fn append_to_unchecked(&self, url: &str) -> String {
        let mut signed = String::with_capacity(url.len() + 1 + self.max_len());
        signed.push_str(url);
        signed.push(if url.contains('?') { '&' } else { '?' });
        self.append_query(&mut signed);
        signed
    }

    /// The same as cookies.
    #[must_use]
    pub fn to_cookies(&self) -> SignedCookies {
        self.to_cookies_for(None)
    }

    pub(crate) fn to_cookies_for(&self, resource: Option<Resource>) -> SignedCookies {
        let mut cookies = Vec::with_capacity(4);
        match &self.terms {
            SentTerms::Expires(expires) => {
                cookies.push(("CloudFront-Expires", expires.to_string()));
            }
            SentTerms::Policy { policy, .. } => cookies.push(("CloudFront-Policy", policy.clone())),
        }
        cookies.push(("CloudFront-Signature", self.signature.clone()));
        cookies.push(("CloudFront-Key-Pair-Id", self.key_pair_id.clone()));
        if let Some(hash_algorithm) = self.hash_algorithm() {
            cookies.push(("CloudFront-Hash-Algorithm", hash_algorithm.to_owned()));
        }
        SignedCookies::new(cookies, resource)
    }

    /// `url` with the parameters, refused as [`Signer::sign_url`](crate::Signer::sign_url) refuses it:
    /// for a policy document that the caller wrote, signed once for many URLs. Whether the policy
    /// covers the URL is not checked.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// let policy = r#"{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":1767290400}}}]}"#;
    /// let signed = signer.sign_policy_text(policy)?;
    /// assert!(signed.append_to("https://d111111abcdef8.cloudfront.net/1.jpg")?.contains("1.jpg?Policy="));
    /// assert!(signed.append_to("https://d111111abcdef8.cloudfront.net/a b.jpg").is_err());
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn append_to(&self, url: &str) -> Result<String, Error> {
        self.append_to_parsed(&SignableUrl::parse(url)?)
    }

    pub(super) fn append_to_parsed(&self, url: &SignableUrl<'_>) -> Result<String, Error> {
        check_length(self.append_to_unchecked(url.as_str()))
    }

    fn append_query(&self, query: &mut String) {
        let start = query.len();
        match &self.terms {
            SentTerms::Expires(expires) => {
                write!(query, "Expires={expires}").expect("a String takes any text");
            }
            SentTerms::Policy { policy, expires } => {
                if let (Dialect::AwsCloudfrontSign, Some(expires)) = (self.dialect, expires) {
                    write!(query, "Expires={expires}&").expect("a String takes any text");
                }
                query.push_str("Policy=");
                query.push_str(policy);
            }
        }
        let signature = ("&Signature=", self.signature.as_str());
        let key_pair_id = ("&Key-Pair-Id=", self.key_pair_id.as_str());
        let in_order = match self.dialect {
            Dialect::AwsSdkJs | Dialect::AwsSdkJsV2 => [key_pair_id, signature],
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
            SentTerms::Expires(_) => 0,
            SentTerms::Policy { policy, .. } => policy.len(),
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

impl fmt::Debug for SignedParameters {
    /// The values stay out: who has them has access.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedParameters")
            .field("key_pair_id", &self.key_pair_id)
            .finish_non_exhaustive()
    }
}
