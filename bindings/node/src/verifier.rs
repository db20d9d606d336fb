//! `Verifier`, and what it lets through.

use std::net::IpAddr;

use cfsign::{
    Credential, ErrorKind, Explainer, ToEpochSeconds as _, TrustedKeyGroup, ViewerRequest,
};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::error::{Result, invalid, to_js};
use crate::explanation::Explanation;
use crate::policy::seconds;

#[napi(object)]
pub struct TrustedKey {
    pub key_pair_id: String,
    pub public_key: Buffer,
}

#[napi]
pub struct Verifier(cfsign::Verifier);

#[napi]
impl Verifier {
    /// `options` are the names of ways in which edges differ from CloudFront.
    #[napi(factory)]
    pub fn of(keys: Vec<TrustedKey>, cache_size: u32, options: Vec<String>) -> Result<Self> {
        let mut verifier = cfsign::Verifier::new(group(&keys)?).with_cache(cache_size as usize);
        for option in options {
            verifier = match &*option {
                "validAtItsEnd" => verifier.valid_at_its_end(),
                "validAtItsStart" => verifier.valid_at_its_start(),
                "refuseExpiresBesidePolicy" => verifier.refuse_expires_beside_policy(),
                "epochTimeWithoutPrefix" => verifier.epoch_time_without_prefix(),
                "ignoreHostCase" => verifier.ignore_host_case(),
                _ => verifier,
            };
        }
        Ok(Self(verifier))
    }

    #[napi]
    pub fn verify(
        &self,
        url: String,
        cookies: Option<String>,
        viewer_ip: Option<String>,
        now: i64,
    ) -> Result<Allowed> {
        let request = ViewerRequest::new(&url).map_err(to_js)?;
        self.allowed(request, cookies.as_deref(), viewer_ip.as_deref(), now)
    }

    /// The same for a request as a server has it, none of whose parts may reach into another.
    #[napi]
    pub fn verify_request(
        &self,
        scheme: String,
        host: String,
        target: String,
        cookies: Option<String>,
        viewer_ip: Option<String>,
        now: i64,
    ) -> Result<Allowed> {
        let request = ViewerRequest::from_parts(&scheme, &host, &target).map_err(to_js)?;
        self.allowed(request, cookies.as_deref(), viewer_ip.as_deref(), now)
    }

    #[napi]
    pub fn explain(
        &self,
        url: String,
        cookies: Option<String>,
        viewer_ip: Option<String>,
        now: i64,
        other_hosts: Vec<String>,
    ) -> Result<Explanation> {
        let address = viewer_ip.as_deref().map(address).transpose()?;
        let now = now.to_epoch_seconds().map_err(to_js)?;
        let explainer = other_hosts
            .iter()
            .fold(Explainer::new(&self.0), |explainer, host| {
                explainer.other_host(host)
            });
        Ok(explainer
            .explain_url(&url, cookies.as_deref(), address, now)
            .into())
    }
}

impl Verifier {
    fn allowed<'a>(
        &self,
        mut request: ViewerRequest<'a>,
        cookies: Option<&'a str>,
        viewer_ip: Option<&str>,
        now: i64,
    ) -> Result<Allowed> {
        if let Some(viewer_ip) = viewer_ip {
            request = request.viewer_ip(address(viewer_ip)?);
        }
        if let Some(cookies) = cookies {
            request = request.cookie_header(cookies);
        }
        let verify = || {
            let allowed = self.0.verify(&request, now)?;
            Ok(Allowed {
                credential: match allowed.credential() {
                    Credential::Url => "url",
                    Credential::Cookies => "cookies",
                }
                .to_owned(),
                key_pair_id: allowed.key_pair_id().to_owned(),
                hash_algorithm: allowed.hash_algorithm().as_str().to_owned(),
                is_canned: allowed.is_canned(),
                resource: allowed.resource().map(str::to_owned),
                expires: seconds(allowed.expires()?),
                origin_url: allowed.origin_url().to_owned(),
            })
        };
        verify().map_err(to_js)
    }
}

/// A request that is let through, and why.
#[napi(object)]
pub struct Allowed {
    pub credential: String,
    pub key_pair_id: String,
    pub hash_algorithm: String,
    pub is_canned: bool,
    pub resource: Option<String>,
    pub expires: i64,
    pub origin_url: String,
}

pub(crate) fn group(keys: &[TrustedKey]) -> Result<TrustedKeyGroup> {
    let with = |group: TrustedKeyGroup, key: &TrustedKey| {
        group.with_pem(&key.key_pair_id, &key.public_key)
    };
    keys.iter()
        .try_fold(TrustedKeyGroup::new(), with)
        .map_err(to_js)
}

fn address(text: &str) -> Result<IpAddr> {
    text.parse().map_err(|_| {
        invalid(
            ErrorKind::InvalidIpRange,
            "wanted the IPv4 or IPv6 address of the viewer",
        )
    })
}
