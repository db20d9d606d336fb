//! One way to sign a URL, chosen once by the flags, for one URL or for millions.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use cfsign::{Grant, Resource, Signer};

use crate::failure::Failure;
use crate::policy::{Conditions, Terms};

type Signed = Vec<Result<String, cfsign::Error>>;

pub(crate) enum UrlSigner {
    /// Every URL under a policy of its own.
    Each {
        signer: Signer,
        conditions: Conditions,
    },
    /// Every URL under one policy, signed once.
    Granted(Box<Grant>),
    /// Every URL under a policy document that the user wrote.
    Raw { signer: Signer, policy: String },
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
            Terms::Raw(policy) => return Ok(Self::Raw { signer, policy }),
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
        match self {
            Self::Each { signer, conditions } if conditions.only_expire() => {
                signer.sign_url(url, conditions.expires)
            }
            Self::Each { signer, conditions } => {
                signer.sign_url_with(url, &conditions.policy(Resource::exact(url)?)?)
            }
            Self::Granted(grant) => grant.sign_url(url),
            Self::Raw { signer, policy } => signer.sign_url_with_raw_policy(url, policy),
        }
    }

    /// Signs all of `urls` at once, on all cores; one result for each, in their order.
    pub(crate) fn sign_all(&self, urls: &[&str]) -> Result<Signed, cfsign::Error> {
        if urls.is_empty() {
            return Ok(Vec::new());
        }
        let batch = |signer| {
            let all = available_parallelism().unwrap_or(NonZeroUsize::MIN);
            Signer::batch(signer).threads(all)
        };
        match self {
            Self::Each { signer, conditions } if conditions.only_expire() => {
                batch(signer).sign_urls(urls, conditions.expires)
            }
            Self::Each { signer, conditions } => {
                let policy = |url: &&str| conditions.policy(Resource::exact(url)?);
                let policies: Vec<_> = urls.iter().map(policy).collect();
                let each = urls.iter().zip(&policies);
                let each: Vec<_> = each
                    .filter_map(|(url, policy)| {
                        Some((url, cfsign::Terms::Under(policy.as_ref().ok()?)))
                    })
                    .collect();
                let mut signed = batch(signer).sign_urls_each(&each)?.into_iter();
                let mut next = || signed.next().expect("there is one for each policy");
                let signed = policies.into_iter().map(|policy| match policy {
                    Ok(_) => next(),
                    Err(error) => Err(error),
                });
                Ok(signed.collect())
            }
            Self::Granted(grant) => Ok(urls.iter().map(|url| grant.sign_url(url)).collect()),
            Self::Raw { signer, policy } => batch(signer).sign_urls_with_raw_policy(urls, policy),
        }
    }

    /// How many URLs are best signed at once: all that were read, which gives each core work for long,
    /// but few where they are only copied, so that they stay near the processor.
    pub(crate) fn batch_len(&self) -> usize {
        match self {
            Self::Each { .. } => usize::MAX,
            Self::Granted(_) | Self::Raw { .. } => 64,
        }
    }

    /// Which form of policy stands behind the URLs.
    pub(crate) fn form(&self) -> &'static str {
        match self {
            Self::Each { conditions, .. } if conditions.only_expire() => "canned",
            Self::Raw { .. } => "raw",
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
