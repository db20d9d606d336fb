//! One way to sign a URL, chosen once by the flags, for one URL or for millions.

use cfsign::{Grant, Resource, Signer};

use crate::failure::Failure;
use crate::policy::{Conditions, Terms};

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
