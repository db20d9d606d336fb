//! One way to sign a URL, chosen once by the flags, for one URL or for millions.

use std::num::NonZeroUsize;
use std::sync::LazyLock;
use std::thread::available_parallelism;

use cfsign::{Grant, Resource, SignedParameters, Signer};

use crate::failure::Failure;
use crate::policy::{Conditions, Terms};

/// How many cores there are for this process: the system reads files for the answer.
static CORES: LazyLock<NonZeroUsize> =
    LazyLock::new(|| available_parallelism().unwrap_or(NonZeroUsize::MIN));

type Signed = Vec<Result<String, cfsign::Error>>;

pub(crate) enum UrlSigner {
    /// Every URL under a policy of its own.
    Each {
        signer: Signer,
        conditions: Conditions,
    },
    /// Every URL under one policy, signed once.
    Granted(Box<Grant>),
    /// Every URL under a policy document that the user wrote, signed once.
    Raw(Box<SignedParameters>),
}

impl UrlSigner {
    /// `url` is the one URL there is to sign, if there is just one.
    pub(crate) fn new(
        signer: Signer,
        terms: Terms,
        policy_resource: Option<&str>,
        url: Option<&str>,
    ) -> Result<Self, Failure> {
        let conditions = match terms {
            Terms::Raw(policy) => {
                let signed = signer.sign_policy_text(&policy)?;
                return Ok(Self::Raw(Box::new(signed)));
            }
            Terms::Conditions(conditions) => conditions,
        };
        match policy_resource.filter(|resource| Some(*resource) != url) {
            None => Ok(Self::Each { signer, conditions }),
            Some(resource) => {
                let grant = pattern_or_exact(resource)
                    .and_then(|resource| signer.grant(&conditions.policy(resource)?))
                    .map_err(|error| Failure::from(error).about("--policy-resource"))?;
                Ok(Self::Granted(Box::new(grant)))
            }
        }
    }

    pub(crate) fn sign(&self, url: &str) -> Result<String, cfsign::Error> {
        let mut signed = self.sign_all(&[url])?;
        signed.pop().expect("there is one for each URL")
    }

    /// Signs all of `urls` at once, on all cores; one result for each, in their order.
    pub(crate) fn sign_all(&self, urls: &[&str]) -> Result<Signed, cfsign::Error> {
        match self {
            Self::Each { signer, conditions } => signer
                .batch()
                .threads(*CORES)
                .sign_urls_under(urls, |url| conditions.policy(url)),
            Self::Granted(grant) => Ok(urls.iter().map(|url| grant.sign_url(url)).collect()),
            Self::Raw(signed) => Ok(urls.iter().map(|url| signed.append_to(url)).collect()),
        }
    }

    /// The most URLs that are best signed at once: enough that each core has work for long, but few
    /// where they are only copied, so that they stay near the processor.
    pub(crate) fn batch_len(&self) -> usize {
        match self {
            Self::Each { .. } => 1024,
            Self::Granted(_) | Self::Raw(_) => 64,
        }
    }

    /// Which form of policy stands behind the URLs.
    pub(crate) fn form(&self) -> &'static str {
        match self {
            Self::Each { conditions, .. } if conditions.only_expire() => "canned",
            Self::Raw(_) => "raw",
            _ => "custom",
        }
    }
}

/// What the user wrote: beside a URL it differs from, a `?` is a wildcard as well.
fn pattern_or_exact(resource: &str) -> Result<Resource, cfsign::Error> {
    if resource.contains(['*', '?']) {
        Resource::pattern(resource)
    } else {
        Resource::exact(resource)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use cfsign::{ExternalSigner, HashAlgorithm, KeyKind, PrivateKey, Signer};

    use super::{Terms, UrlSigner};

    /// A key that counts how often it is used.
    struct Counting(PrivateKey, &'static AtomicUsize);

    impl ExternalSigner for Counting {
        fn kind(&self) -> KeyKind {
            self.0.kind()
        }

        fn sign(
            &self,
            hash: HashAlgorithm,
            message: &[u8],
        ) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
            self.1.fetch_add(1, Ordering::Relaxed);
            Ok(self.0.sign(hash, message)?)
        }
    }

    #[test]
    fn a_policy_document_is_signed_once_for_all_batches() {
        static USED: AtomicUsize = AtomicUsize::new(0);
        let pem = std::fs::read("../../tests/keys/p256.pkcs8.pem").unwrap();
        let key = Counting(PrivateKey::read(pem).unwrap(), &USED);
        let signer = Signer::builder("K2JCJMDEHXQW5F")
            .external(key)
            .build()
            .unwrap();
        let document = Terms::Raw("{\"Statement\":[]}".to_owned());
        let urls = UrlSigner::new(signer, document, None, None).unwrap();
        let before = USED.load(Ordering::Relaxed);
        assert_eq!(before, 1);
        for _ in 0..3 {
            let signed = urls.sign_all(&["https://d111111abcdef8.cloudfront.net/1"; 64]);
            assert!(signed.unwrap().iter().all(Result::is_ok));
        }
        assert_eq!(USED.load(Ordering::Relaxed), 1);
    }
}
