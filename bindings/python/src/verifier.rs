//! `Verifier`, `TrustedKeyGroup` and `Allowed`.

use std::net::IpAddr;

use cfsign::{Credential, ErrorKind, Explainer, KeyPairId, ViewerRequest};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};

use crate::arguments::{Count, Secret, Text, Texts, address_text};
use crate::error::{Result, invalid};
use crate::explanation::Explanation;
use crate::key::PublicKey;
use crate::time::{Time, now};

/// The public keys that a distribution trusts, by their key pair IDs.
///
/// >>> TrustedKeyGroup({"K2JCJMDEHXQW5F": public_key_pem})
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct TrustedKeyGroup {
    // As DER, since a verifier owns its keys.
    keys: Vec<(KeyPairId, Vec<u8>)>,
}

impl TrustedKeyGroup {
    fn to_core(&self) -> Result<cfsign::TrustedKeyGroup> {
        let mut group = cfsign::TrustedKeyGroup::new();
        for (id, der) in &self.keys {
            group = group.with_key(id, cfsign::PublicKey::read(der)?);
        }
        Ok(group)
    }
}

#[pymethods]
impl TrustedKeyGroup {
    #[new]
    #[pyo3(signature = (keys: "Mapping[str, str | bytes | bytearray | PublicKey]"))]
    fn new(keys: &Bound<'_, PyAny>) -> Result<Self> {
        let Ok(keys) = keys.cast::<PyMapping>() else {
            return Err(PyTypeError::new_err(
                "wanted a mapping of key pair IDs to public keys, as in {\"K2JCJMDEHXQW5F\": pem}",
            )
            .into());
        };
        let mut read = Vec::new();
        for pair in keys.items()? {
            let (id, key): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let id: KeyPairId = id.extract::<Text<'_>>()?.0.parse()?;
            let der = match key.cast::<PublicKey>() {
                Ok(key) => key.get().0.to_der(),
                Err(_) => cfsign::PublicKey::read(key.extract::<Secret<'_>>()?)?.to_der(),
            };
            read.push((id, der));
        }
        Ok(Self { keys: read })
    }

    /// The IDs of the keys.
    #[getter]
    fn key_pair_ids(&self) -> Vec<&str> {
        self.keys.iter().map(|(id, _)| id.as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.keys.len()
    }

    fn __repr__(&self) -> String {
        format!("<TrustedKeyGroup {}>", self.key_pair_ids().join(" "))
    }
}

/// Lets requests through or refuses them, as a CloudFront distribution with a trusted key group does.
///
/// `cache_size` keeps that many signatures that were right, so that the segments of a video under one
/// policy cost one check. The other options are ways in which edges differ from CloudFront.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Verifier(pub(crate) cfsign::Verifier);

impl Verifier {
    /// As CloudFront verifies.
    pub(crate) fn with_defaults(keys: &Bound<'_, PyAny>) -> Result<cfsign::Verifier> {
        let group = match keys.cast::<TrustedKeyGroup>() {
            Ok(group) => group.get().to_core()?,
            Err(_) => TrustedKeyGroup::new(keys)?.to_core()?,
        };
        Ok(cfsign::Verifier::new(group))
    }
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(signature = (keys: "Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup", *, cache_size: "int" = Count(0), valid_at_its_end: "bool" = false, valid_at_its_start: "bool" = false, refuse_expires_beside_policy: "bool" = false, epoch_time_without_prefix: "bool" = false, ignore_host_case: "bool" = false))]
    #[allow(clippy::fn_params_excessive_bools)] // Each has a name where it is written.
    fn new(
        keys: &Bound<'_, PyAny>,
        cache_size: Count<0>,
        valid_at_its_end: bool,
        valid_at_its_start: bool,
        refuse_expires_beside_policy: bool,
        epoch_time_without_prefix: bool,
        ignore_host_case: bool,
    ) -> Result<Self> {
        type Option = fn(cfsign::Verifier) -> cfsign::Verifier;
        let options: [(bool, Option); 5] = [
            (valid_at_its_end, cfsign::Verifier::valid_at_its_end),
            (valid_at_its_start, cfsign::Verifier::valid_at_its_start),
            (
                refuse_expires_beside_policy,
                cfsign::Verifier::refuse_expires_beside_policy,
            ),
            (
                epoch_time_without_prefix,
                cfsign::Verifier::epoch_time_without_prefix,
            ),
            (ignore_host_case, cfsign::Verifier::ignore_host_case),
        ];
        let wanted = options.into_iter().filter(|(wanted, _)| *wanted);
        let verifier = Self::with_defaults(keys)?.with_cache(cache_size.0);
        Ok(Self(
            wanted.fold(verifier, |verifier, (_, option)| option(verifier)),
        ))
    }

    /// Decides about a request for `url`; AccessDenied has the one reason in `code`, and what
    /// CloudFront says for it in `cloudfront_error`.
    ///
    /// `cookies` is a Cookie header or a mapping; `now` is the clock's, if it is not given.
    #[pyo3(signature = (url: "str", *, cookies: "str | Mapping[str, str] | None" = None, viewer_ip: "str | IPv4Address | IPv6Address | None" = None, now: "datetime | timedelta | int | None" = None) -> "Allowed")]
    fn verify(
        &self,
        py: Python<'_>,
        url: Text<'_>,
        cookies: Option<Cookies>,
        viewer_ip: Option<Address>,
        now: Option<Time>,
    ) -> Result<Allowed> {
        let now = at(now)?;
        let verifier = &self.0;
        let allowed = py.detach(|| {
            let mut request = ViewerRequest::new(url.0)?;
            if let Some(cookies) = &cookies {
                request = request.cookie_header(&cookies.0);
            }
            if let Some(Address(address)) = viewer_ip {
                request = request.viewer_ip(address);
            }
            verifier.verify(&request, now)
        })?;
        Ok(Allowed(allowed))
    }

    /// Why CloudFront lets a request through or refuses it: every check, and what was probably meant.
    ///
    /// `other_hosts` are hosts that may have been signed in place of the one in the URL.
    #[pyo3(signature = (url: "str", *, cookies: "str | Mapping[str, str] | None" = None, viewer_ip: "str | IPv4Address | IPv6Address | None" = None, now: "datetime | timedelta | int | None" = None, other_hosts: "Iterable[str]" = Texts(Vec::new())) -> "Explanation", text_signature = "($self, url, *, cookies=None, viewer_ip=None, now=None, other_hosts=())")]
    fn explain(
        &self,
        py: Python<'_>,
        url: Text<'_>,
        cookies: Option<Cookies>,
        viewer_ip: Option<Address>,
        now: Option<Time>,
        other_hosts: Texts,
    ) -> Result<Explanation> {
        let now = at(now)?;
        let verifier = &self.0;
        let explanation = py.detach(|| {
            let explainer = Explainer::new(verifier);
            let explainer = other_hosts
                .0
                .iter()
                .fold(explainer, |explainer, host| explainer.other_host(host));
            let cookies = cookies.as_ref().map(|cookies| cookies.0.as_str());
            explainer.explain_url(
                url.0,
                cookies,
                viewer_ip.map(|Address(address)| address),
                now,
            )
        });
        Ok(Explanation(explanation))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// A request that is let through, and why.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Allowed(cfsign::Allowed);

#[pymethods]
impl Allowed {
    /// `url` or `cookies`: what the request was signed with.
    #[getter]
    fn credential(&self) -> &'static str {
        match self.0.credential() {
            Credential::Url => "url",
            Credential::Cookies => "cookies",
        }
    }

    /// The ID of the key that signed.
    #[getter]
    fn key_pair_id(&self) -> &str {
        self.0.key_pair_id()
    }

    /// The hash that was signed.
    #[getter]
    fn hash_algorithm(&self) -> &'static str {
        self.0.hash_algorithm().as_str()
    }

    /// Whether the policy was canned.
    #[getter]
    fn is_canned(&self) -> bool {
        self.0.is_canned()
    }

    /// The resource of the policy; None where it leaves it out and means every file.
    #[getter]
    fn resource(&self) -> Option<&str> {
        self.0.resource()
    }

    /// When the policy ends, in epoch seconds.
    #[getter]
    fn expires(&self) -> Result<u64> {
        Ok(self.0.expires()?.get())
    }

    /// The URL without the signing parameters: what the origin should get.
    #[getter]
    fn origin_url(&self) -> &str {
        self.0.origin_url()
    }

    fn __repr__(&self) -> String {
        format!(
            "<Allowed by={} key_pair_id='{}'>",
            self.credential(),
            self.key_pair_id()
        )
    }
}

/// A Cookie header, or a mapping as frameworks have it.
struct Cookies(String);

impl FromPyObject<'_, '_> for Cookies {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return value
                .extract::<Text<'_>>()
                .map(|text| Self(text.0.to_owned()));
        }
        let Ok(cookies) = value.cast::<PyMapping>() else {
            return Err(PyTypeError::new_err(
                "wanted a Cookie header, or a mapping of names to values",
            ));
        };
        let mut header = Vec::new();
        for pair in cookies.items()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let (Text(name), Text(value)): (Text<'_>, Text<'_>) =
                (name.extract()?, value.extract()?);
            header.push(format!("{name}={value}"));
        }
        Ok(Self(header.join("; ")))
    }
}

#[derive(Clone, Copy)]
struct Address(IpAddr);

impl FromPyObject<'_, '_> for Address {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let address = address_text(&value)?.parse();
        address.map(Self).map_err(|_| {
            invalid(
                ErrorKind::InvalidIpRange,
                "wanted the IPv4 or IPv6 address of the viewer",
            )
        })
    }
}

fn at(now: Option<Time>) -> PyResult<cfsign::EpochSeconds> {
    match now {
        Some(Time(now)) => Ok(now),
        None => self::now(),
    }
}
