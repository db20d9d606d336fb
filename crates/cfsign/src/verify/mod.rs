//! The other half: whether CloudFront would let a request through.

mod cache;
pub(crate) mod checks;
mod cloudfront;
mod key_group;
pub(crate) mod presented;
mod request;
pub(crate) mod terms;

use std::fmt;

use cfsign_crypto::HashAlgorithm;

use crate::error::Error;
use crate::policy::read::PolicyDocument;
use crate::time::{EpochSeconds, ToEpochSeconds};

pub use cloudfront::CloudFrontError;
pub use key_group::TrustedKeyGroup;
pub use presented::Credential;
pub use request::ViewerRequest;

/// Decides about requests as a CloudFront behaviour with a trusted key group does.
///
/// Strict by default, as the developer guide has it; where practice is milder, or another edge than
/// CloudFront has a dialect of its own, an option says so by name.
///
/// ```
/// # let pair = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?;
/// # let signer = cfsign::Signer::from_pem(&*pair.private_pem, "K2JCJMDEHXQW5F")?;
/// # let public_pem = &pair.public_pem;
/// use cfsign::{TrustedKeyGroup, Verifier, ViewerRequest};
///
/// let verifier = Verifier::new(TrustedKeyGroup::new().with_pem("K2JCJMDEHXQW5F", public_pem)?);
///
/// let url = signer.sign_url("https://cdn.example.com/a.jpg?size=large", 1_767_290_400)?;
/// let allowed = verifier.verify(&ViewerRequest::new(&url)?, 1_767_290_399)?;
/// assert_eq!(allowed.origin_url(), "https://cdn.example.com/a.jpg?size=large");
///
/// let denied = verifier.verify(&ViewerRequest::new(&url)?, 1_767_290_400).unwrap_err();
/// assert_eq!(denied.code(), "expired");
/// assert_eq!(denied.kind().cloudfront_error().unwrap().message, "Access denied");
/// # Ok::<(), cfsign::Error>(())
/// ```
pub struct Verifier {
    pub(crate) group: TrustedKeyGroup,
    pub(crate) options: Options,
    cache: Option<cache::Cache>,
}

/// Where an edge may differ from strict CloudFront.
#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is one documented difference.
pub(crate) struct Options {
    pub(crate) valid_at_its_end: bool,
    pub(crate) valid_at_its_start: bool,
    pub(crate) refuse_expires_beside_policy: bool,
    pub(crate) epoch_time_without_prefix: bool,
    pub(crate) ignore_host_case: bool,
}

impl Verifier {
    /// A verifier that trusts the keys of `group`.
    #[must_use]
    pub fn new(group: TrustedKeyGroup) -> Self {
        Self {
            group,
            options: Options::default(),
            cache: None,
        }
    }

    /// Keeps up to `entries` verified pairs of policy and signature, so that one presented again
    /// costs no public-key operation. Time, address and resource are checked each time.
    #[must_use]
    pub fn with_cache(mut self, entries: usize) -> Self {
        self.cache = (entries > 0).then(|| cache::Cache::new(entries));
        self
    }

    /// Lets requests through in the very second of `DateLessThan`. The guide does not say which it
    /// is; strict is "before".
    #[must_use]
    pub fn valid_at_its_end(mut self) -> Self {
        self.options.valid_at_its_end = true;
        self
    }

    /// Lets requests through in the very second of `DateGreaterThan`. The guide of 2023 allowed it,
    /// today's says that access begins after it.
    #[must_use]
    pub fn valid_at_its_start(mut self) -> Self {
        self.options.valid_at_its_start = true;
        self
    }

    /// Refuses requests with `Expires` beside `Policy`. No document allows them; aws-cloudfront-sign
    /// has made such URLs for years and CloudFront takes them, going by the policy.
    #[must_use]
    pub fn refuse_expires_beside_policy(mut self) -> Self {
        self.options.refuse_expires_beside_policy = true;
        self
    }

    /// Takes `EpochTime` for `AWS:EpochTime`, as edges do that serve CloudFront-style URLs themselves
    /// (Hugging Face's are written so).
    #[must_use]
    pub fn epoch_time_without_prefix(mut self) -> Self {
        self.options.epoch_time_without_prefix = true;
        self
    }

    /// Takes the host in small letters, however the client wrote it. What CloudFront does is not
    /// documented; browsers write it small anyway.
    #[must_use]
    pub fn ignore_host_case(mut self) -> Self {
        self.options.ignore_host_case = true;
        self
    }

    /// Decides about `request` at the time `now`, in epoch seconds.
    ///
    /// The error has one reason, and [`ErrorKind::cloudfront_error`](crate::ErrorKind::cloudfront_error)
    /// what CloudFront says for it. The signature is checked before anything in the policy is believed.
    pub fn verify(
        &self,
        request: &ViewerRequest<'_>,
        now: impl ToEpochSeconds,
    ) -> Result<Allowed, Error> {
        checks::verify(self, request, now.to_epoch_seconds()?, self.cache.as_ref())
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("group", &self.group)
            .finish_non_exhaustive()
    }
}

/// A request that is let through, and why.
pub struct Allowed {
    pub(crate) credential: Credential,
    pub(crate) key_pair_id: String,
    pub(crate) hash_algorithm: HashAlgorithm,
    pub(crate) policy: std::sync::Arc<PolicyDocument>,
    pub(crate) canned: bool,
    pub(crate) origin_url: String,
}

impl Allowed {
    /// A signed URL or signed cookies.
    #[must_use]
    pub fn credential(&self) -> Credential {
        self.credential
    }

    /// The ID of the key that signed.
    #[must_use]
    pub fn key_pair_id(&self) -> &str {
        &self.key_pair_id
    }

    /// The hash that was signed.
    #[must_use]
    pub fn hash_algorithm(&self) -> HashAlgorithm {
        self.hash_algorithm
    }

    /// Whether the policy was canned.
    #[must_use]
    pub fn is_canned(&self) -> bool {
        self.canned
    }

    /// The resource of the policy; none where it leaves it out and means every file.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.policy.resource.as_deref()
    }

    /// When the policy ends.
    pub fn expires(&self) -> Result<EpochSeconds, Error> {
        self.policy.date_less_than.to_epoch_seconds()
    }

    /// The URL without the signing parameters, every other byte as it was: what the origin should
    /// get. (Cookies are the caller's to take out.)
    #[must_use]
    pub fn origin_url(&self) -> &str {
        &self.origin_url
    }
}

impl fmt::Debug for Allowed {
    /// Resource and URL stay out: they may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Allowed")
            .field("credential", &self.credential)
            .field("key_pair_id", &self.key_pair_id)
            .field("canned", &self.canned)
            .finish_non_exhaustive()
    }
}
