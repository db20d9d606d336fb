//! The signer: a private key, its key pair ID, and everything that is signed with them.

mod batch;
mod builder;
mod grant;
pub(crate) mod parameters;

use std::fmt;
use std::sync::Arc;

use cfsign_crypto::{BatchPath, HashAlgorithm, KeyKind};

use crate::cookies::SignedCookies;
use crate::encoding::base64_encode;
use crate::error::{Error, ErrorKind};
use crate::key::{ExternalSigner, KeyPairId, PrivateKey};
use crate::policy::Policy;
use crate::policy::resource::{Resource, star_in_url};
use crate::policy::write::{Dialect, PolicyFields};
use crate::time::{EpochSeconds, ToEpochSeconds};
use crate::url::check::SignableUrl;
use parameters::SentTerms;

pub use batch::{Batch, Terms};
pub use builder::SignerBuilder;
pub use grant::Grant;
pub use parameters::SignedParameters;

/// Signs URLs and cookies for CloudFront.
///
/// The key is parsed once. Cloning is cheap, and one signer may be used from many threads at once.
///
/// ```
/// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
/// use cfsign::Signer;
///
/// let signer = Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
/// let url = signer.sign_url("https://d111111abcdef8.cloudfront.net/image.jpg?size=large", 1_767_290_400)?;
/// assert!(url.starts_with(
///     "https://d111111abcdef8.cloudfront.net/image.jpg?size=large&Expires=1767290400&Signature="
/// ));
/// assert!(url.ends_with("&Key-Pair-Id=K2JCJMDEHXQW5F"));
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone)]
pub struct Signer(Arc<Inner>);

struct Inner {
    key: Key,
    key_pair_id: KeyPairId,
    hash_algorithm: HashAlgorithm,
    dialect: Dialect,
}

pub(crate) enum Key {
    Local(PrivateKey),
    External(Box<dyn ExternalSigner>),
}

/// What is to be signed, and what travels beside the signature.
struct Unsigned {
    text: String,
    terms: SentTerms,
}

impl Unsigned {
    fn custom(text: String, expires: Option<i64>) -> Self {
        let policy = base64_encode(text.as_bytes());
        Self {
            text,
            terms: SentTerms::Policy { policy, expires },
        }
    }
}

impl Signer {
    /// A signer from a private key in any form that [`PrivateKey::read`] takes, signing with SHA-1,
    /// CloudFront's default.
    pub fn from_pem(private_key: impl AsRef<[u8]>, key_pair_id: &str) -> Result<Self, Error> {
        Self::builder(key_pair_id).private_key(private_key).build()
    }

    /// A signer with options: a passphrase, SHA-256, a key held elsewhere, another engine.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// use cfsign::{HashAlgorithm, Signer};
    ///
    /// let signer = Signer::builder("K2JCJMDEHXQW5F")
    ///     .private_key(&pem)
    ///     .hash_algorithm(HashAlgorithm::Sha256)
    ///     .build()?;
    /// let url = signer.sign_url("https://d111111abcdef8.cloudfront.net/a.jpg", 1_767_290_400)?;
    /// assert!(url.ends_with("&Hash-Algorithm=SHA256"));
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    #[must_use]
    pub fn builder(key_pair_id: &str) -> SignerBuilder {
        SignerBuilder::new(key_pair_id)
    }

    /// Signs `url` until `expires`, in epoch seconds, with a canned policy.
    ///
    /// The URL is signed and returned byte for byte. One that clients would rewrite on the way is
    /// refused, with its corrected form in the message and in [`Error::suggestion`].
    pub fn sign_url(&self, url: &str, expires: impl ToEpochSeconds) -> Result<String, Error> {
        let (url, unsigned) = self.prepare(url, expires.to_epoch_seconds())?;
        self.sign(unsigned)?.append_to_parsed(&url)
    }

    /// Signs `url` under `policy`, which must cover it: a wildcard resource, a start date, a range
    /// of addresses.
    pub fn sign_url_with(&self, url: &str, policy: &Policy) -> Result<String, Error> {
        let (url, unsigned) = self.prepare_with(url, policy)?;
        self.sign(unsigned)?.append_to_parsed(&url)
    }

    /// Signs `url` under a policy document that the caller wrote; it is signed and sent as given,
    /// byte for byte, unless the dialect is of a signer that takes white space out.
    ///
    /// Nothing in it is checked: CloudFront may refuse it, or read more into it than was meant.
    pub fn sign_url_with_raw_policy(&self, url: &str, policy: &str) -> Result<String, Error> {
        let url = SignableUrl::parse(url)?;
        self.sign_policy_text(not_empty(policy)?)?
            .append_to_parsed(&url)
    }

    /// Signs every URL until `expires`; one result for each, in the order given. For more threads
    /// than one, or news of how far it is, see [`Signer::batch`].
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// let urls = ["https://d111111abcdef8.cloudfront.net/1.jpg", "not a URL"];
    /// let signed = signer.sign_urls(&urls, 1_767_290_400)?;
    /// assert!(signed[0].is_ok() && signed[1].is_err());
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn sign_urls(
        &self,
        urls: &[impl AsRef<str> + Sync],
        expires: impl ToEpochSeconds,
    ) -> Result<Vec<Result<String, Error>>, Error> {
        self.batch().sign_urls(urls, expires)
    }

    /// Signs many URLs or policies at once, with options.
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(self)
    }

    /// Signs `policy` for cookies.
    ///
    /// A canned policy gives `CloudFront-Expires`, a custom one `CloudFront-Policy`; both give
    /// `CloudFront-Signature` and `CloudFront-Key-Pair-Id`.
    pub fn sign_cookies(&self, policy: &Policy) -> Result<SignedCookies, Error> {
        let signed = self.sign(self.prepare_cookies(policy)?)?;
        Ok(signed.to_cookies_for(Some(policy.resource().clone())))
    }

    /// Signs, for cookies, a policy document that the caller wrote, as
    /// [`Signer::sign_url_with_raw_policy`] does.
    pub fn sign_cookies_with_raw_policy(&self, policy: &str) -> Result<SignedCookies, Error> {
        Ok(self.sign_policy_text(not_empty(policy)?)?.to_cookies())
    }

    /// Signs `policy` once, to be put on any number of URLs at the speed of copying.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// use cfsign::{Policy, Resource};
    ///
    /// let video = Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/42/*")?;
    /// let grant = signer.grant(&Policy::new(video, 1_767_290_400)?)?;
    /// for segment in 0..1000 {
    ///     grant.sign_url(&format!("https://d111111abcdef8.cloudfront.net/videos/42/{segment}.ts"))?;
    /// }
    /// assert!(grant.sign_url("https://d111111abcdef8.cloudfront.net/videos/43/0.ts").is_err());
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn grant(&self, policy: &Policy) -> Result<Grant, Error> {
        Ok(Grant::new(policy, &self.sign(self.custom(policy)?)?))
    }

    /// Signs the fields of a policy, unchecked, canned or custom as they say: for drop-in
    /// replacements that must sign what their original signs.
    pub fn sign_fields(&self, fields: &PolicyFields<'_>) -> Result<SignedParameters, Error> {
        self.sign(self.unsigned(fields))
    }

    /// Signs a policy document that the caller wrote, as the signer of this dialect would: most as it
    /// is, some without its white space.
    pub fn sign_policy_text(&self, policy: &str) -> Result<SignedParameters, Error> {
        let policy = self.0.dialect.strip_policy(policy).into();
        self.sign(Unsigned::custom(policy, None))
    }

    /// The bare signature over `message`, for drop-in replacements that build the rest themselves.
    pub fn sign_message(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.0.key {
            Key::Local(key) => key.sign(self.0.hash_algorithm, message),
            Key::External(signer) => {
                crate::key::sign_externally(&**signer, self.0.hash_algorithm, message)
            }
        }
    }

    /// The path that batches take on this machine with this key: two and more at once, or one by one.
    pub fn batch_path(&self) -> Result<BatchPath, Error> {
        match &self.0.key {
            Key::Local(key) => key.batch_path(BatchPath::Auto),
            Key::External(_) => Ok(BatchPath::OneByOne),
        }
    }

    /// The ID of the public key that CloudFront verifies with.
    #[must_use]
    pub fn key_pair_id(&self) -> &KeyPairId {
        &self.0.key_pair_id
    }

    /// The hash that is signed.
    #[must_use]
    pub fn hash_algorithm(&self) -> HashAlgorithm {
        self.0.hash_algorithm
    }

    /// The kind of the private key.
    #[must_use]
    pub fn key_kind(&self) -> KeyKind {
        match &self.0.key {
            Key::Local(key) => key.kind(),
            Key::External(signer) => signer.kind(),
        }
    }

    /// The most bytes that signing under `policy` adds to a URL.
    #[must_use]
    pub fn max_added_len(&self, policy: &Policy) -> usize {
        let signature = crate::key::max_signature_len(self.key_kind());
        let policy = if policy.is_canned() {
            "Expires=".len() + policy.expires().to_string().len()
        } else {
            "Policy=".len() + base64_len(policy.to_json(self.0.dialect).len())
        };
        let names = "?&Signature=&Key-Pair-Id=&Hash-Algorithm=SHA256&Expires=253402300799".len();
        policy + base64_len(signature) + names + self.0.key_pair_id.as_str().len()
    }

    /// Checks what [`sign_url`](Self::sign_url) checks, and says what is to be signed.
    fn prepare<'u>(
        &self,
        url: &'u str,
        expires: Result<EpochSeconds, Error>,
    ) -> Result<(SignableUrl<'u>, Unsigned), Error> {
        let url = SignableUrl::parse(url)?;
        if url.has_star() {
            return Err(star_in_url());
        }
        let expires = expires?;
        let unsigned = if self.0.dialect == Dialect::AwsCloudfrontSign {
            self.custom(&Policy::canned(url.as_str(), expires)?)?
        } else {
            self.canned(url.as_str(), expires)
        };
        Ok((url, unsigned))
    }

    /// The same for [`sign_url_with`](Self::sign_url_with).
    fn prepare_with<'u>(
        &self,
        url: &'u str,
        policy: &Policy,
    ) -> Result<(SignableUrl<'u>, Unsigned), Error> {
        let url = SignableUrl::parse(url)?;
        check_covers(policy, &url)?;
        Ok((url, self.canned_or_custom(policy)?))
    }

    /// The same for a policy that `policy` makes of the URL.
    fn prepare_under<'u>(
        &self,
        url: &'u str,
        policy: impl Fn(Resource) -> Result<Policy, Error>,
    ) -> Result<(SignableUrl<'u>, Unsigned), Error> {
        let url = SignableUrl::parse(url)?;
        let policy = policy(Resource::exact_parsed(&url)?)?;
        check_covers(&policy, &url)?;
        Ok((url, self.canned_or_custom(&policy)?))
    }

    /// The same for [`sign_cookies`](Self::sign_cookies).
    fn prepare_cookies(&self, policy: &Policy) -> Result<Unsigned, Error> {
        check_resource_of_cookies(policy)?;
        self.canned_or_custom(policy)
    }

    fn canned_or_custom(&self, policy: &Policy) -> Result<Unsigned, Error> {
        // aws-cloudfront-sign has no canned policies.
        if policy.is_canned() && self.0.dialect != Dialect::AwsCloudfrontSign {
            return Ok(self.canned(policy.resource().as_str(), policy.expires()));
        }
        self.custom(policy)
    }

    fn canned(&self, resource: &str, expires: EpochSeconds) -> Unsigned {
        let date_less_than = expires.to_i64();
        self.unsigned(&PolicyFields {
            resource,
            date_less_than,
            ..PolicyFields::default()
        })
    }

    fn custom(&self, policy: &Policy) -> Result<Unsigned, Error> {
        policy.resource().check_in_custom_policy()?;
        let text = policy.clone().always_custom().to_json(self.0.dialect);
        Ok(Unsigned::custom(text, Some(policy.expires().to_i64())))
    }

    fn unsigned(&self, fields: &PolicyFields<'_>) -> Unsigned {
        let text = self.0.dialect.write_policy(fields);
        if fields.custom {
            return Unsigned::custom(text, Some(fields.date_less_than));
        }
        Unsigned {
            text,
            terms: SentTerms::Expires(fields.date_less_than),
        }
    }

    fn sign(&self, unsigned: Unsigned) -> Result<SignedParameters, Error> {
        let signature = self.sign_message(unsigned.text.as_bytes())?;
        Ok(self.parameters(unsigned.terms, &signature))
    }

    /// One result for each, in order.
    fn sign_all(
        &self,
        path: BatchPath,
        unsigned: Vec<Unsigned>,
    ) -> Vec<Result<SignedParameters, Error>> {
        let Key::Local(key) = &self.0.key else {
            return unsigned.into_iter().map(|one| self.sign(one)).collect();
        };
        let texts: Vec<&str> = unsigned.iter().map(|one| one.text.as_str()).collect();
        let signatures = key.sign_many(path, self.0.hash_algorithm, &texts);
        let with_signature = |(one, signature): (Unsigned, Result<Vec<u8>, Error>)| {
            Ok(self.parameters(one.terms, &signature?))
        };
        let pairs = unsigned.into_iter().zip(signatures);
        pairs.map(with_signature).collect()
    }

    fn parameters(&self, terms: SentTerms, signature: &[u8]) -> SignedParameters {
        SignedParameters {
            terms,
            signature: base64_encode(signature),
            key_pair_id: self.0.key_pair_id.as_str().to_owned(),
            hash_algorithm: self.0.hash_algorithm,
            dialect: self.0.dialect,
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key_pair_id", &self.0.key_pair_id.as_str())
            .field("key", &format_args!("{}", self.key_kind()))
            .field("hash_algorithm", &format_args!("{}", self.0.hash_algorithm))
            .finish_non_exhaustive()
    }
}

fn check_covers(policy: &Policy, url: &SignableUrl<'_>) -> Result<(), Error> {
    if policy.resource().covers_parsed(url) {
        return Ok(());
    }
    let wanted = if policy.resource().is_pattern() {
        "the pattern of its resource"
    } else {
        "its resource, byte for byte"
    };
    Err(Error::new(
        ErrorKind::PolicyDoesNotCoverUrl,
        format!(
            "{}://{}{} does not match {wanted}",
            url.sections().scheme(),
            url.sections().host(),
            url.sections().path()
        ),
    ))
}

fn not_empty(policy: &str) -> Result<&str, Error> {
    if policy.trim().is_empty() {
        return Err(Error::new(ErrorKind::InvalidPolicy, "it is empty"));
    }
    Ok(policy)
}

/// The guide lets only URLs have a policy for any scheme.
fn check_resource_of_cookies(policy: &Policy) -> Result<(), Error> {
    let resource = policy.resource().as_str();
    if ["http://", "https://", "http*://"]
        .iter()
        .any(|scheme| resource.starts_with(scheme))
    {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::CookieResource,
        "write the scheme out, or http*:// for both",
    ))
}

fn base64_len(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}
