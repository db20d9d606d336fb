//! A policy signed once, for any number of URLs.

use std::fmt;

use super::parameters::{SignedParameters, check_length};
use crate::cookies::SignedCookies;
use crate::error::Error;
use crate::policy::Policy;
use crate::url::check::SignableUrl;

/// A signed policy, ready to be put on URLs. Made by [`Signer::grant`](super::Signer::grant).
///
/// The parameters are the same for every URL the policy covers, so putting them on one costs a check
/// and a copy, and no private-key operation. A URL that the policy does not cover is refused.
#[derive(Clone)]
pub struct Grant {
    policy: Policy,
    query: String,
    cookies: SignedCookies,
}

impl Grant {
    pub(super) fn new(policy: &Policy, parameters: &SignedParameters) -> Self {
        let cookies = parameters.to_cookies_for(Some(policy.resource().clone()));
        Self {
            policy: policy.clone().always_custom(),
            query: parameters.to_query(),
            cookies,
        }
    }

    /// `url` with the signing parameters.
    pub fn sign_url(&self, url: &str) -> Result<String, Error> {
        let url = SignableUrl::parse(url)?;
        super::check_covers(&self.policy, &url)?;
        let mut signed = String::with_capacity(url.as_str().len() + 1 + self.query.len());
        signed.push_str(url.as_str());
        signed.push(url.sections().separator());
        signed.push_str(&self.query);
        check_length(signed)
    }

    /// The same grant as cookies; refused as [`Signer::sign_cookies`](super::Signer::sign_cookies)
    /// refuses.
    pub fn cookies(&self) -> Result<&SignedCookies, Error> {
        super::check_resource_of_cookies(&self.policy)?;
        Ok(&self.cookies)
    }

    /// The policy that was signed.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The signing parameters as a query string, without `?` or `&` before them: for templates and
    /// image loaders that add them in the viewer's browser.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }
}

impl fmt::Debug for Grant {
    /// The parameters stay out: who has them has access.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
