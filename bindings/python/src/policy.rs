//! `Policy`.

use cfsign::{Dialect, Resource};
use pyo3::prelude::*;

use crate::arguments::{Range, Text};
use crate::error::Result;
use crate::time::Time;

/// What may be fetched, until when, from when on, and from where.
///
/// `resource` is one exact URL, or a pattern if it has a `*`; in a pattern `?` stands for any one
/// character. An exact resource with no other condition makes a canned policy, which is not sent;
/// `always_custom` makes it a custom one.
///
/// >>> Policy("https://d111111abcdef8.cloudfront.net/videos/*", timedelta(hours=1), ip_address="192.0.2.0/24")
#[pyclass(frozen, eq, module = "libcfsign")]
#[derive(PartialEq)]
pub(crate) struct Policy(pub(crate) cfsign::Policy);

impl Policy {
    fn build(
        resource: Resource,
        date_less_than: Time,
        date_greater_than: Option<Time>,
        ip_address: Option<Range>,
        always_custom: bool,
    ) -> Result<Self> {
        let mut policy = cfsign::Policy::new(resource, date_less_than.0)?;
        if let Some(Time(start)) = date_greater_than {
            policy = policy.date_greater_than(start)?;
        }
        if let Some(Range(range)) = ip_address {
            policy = policy.ip_address(range);
        }
        Ok(Self(if always_custom {
            policy.always_custom()
        } else {
            policy
        }))
    }
}

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (resource: "str", date_less_than: "datetime | timedelta | int", *, date_greater_than: "datetime | timedelta | int | None" = None, ip_address: "str | IPv4Address | IPv4Network | None" = None, always_custom: "bool" = false))]
    fn new(
        resource: Text<'_>,
        date_less_than: Time,
        date_greater_than: Option<Time>,
        ip_address: Option<Range>,
        always_custom: bool,
    ) -> Result<Self> {
        let resource = Resource::parse(resource.0)?;
        Self::build(
            resource,
            date_less_than,
            date_greater_than,
            ip_address,
            always_custom,
        )
    }

    /// A policy for everything below the URL `prefix`, in which no character is a wildcard.
    #[staticmethod]
    #[pyo3(signature = (prefix: "str", date_less_than: "datetime | timedelta | int", *, date_greater_than: "datetime | timedelta | int | None" = None, ip_address: "str | IPv4Address | IPv4Network | None" = None) -> "Policy")]
    fn below(
        prefix: Text<'_>,
        date_less_than: Time,
        date_greater_than: Option<Time>,
        ip_address: Option<Range>,
    ) -> Result<Self> {
        let resource = Resource::below(prefix.0)?;
        Self::build(
            resource,
            date_less_than,
            date_greater_than,
            ip_address,
            false,
        )
    }

    /// A policy for a pattern, in which `*` stands for any characters and `?` for one, even where no
    /// `*` is in it.
    #[staticmethod]
    #[pyo3(signature = (pattern: "str", date_less_than: "datetime | timedelta | int", *, date_greater_than: "datetime | timedelta | int | None" = None, ip_address: "str | IPv4Address | IPv4Network | None" = None) -> "Policy")]
    fn pattern(
        pattern: Text<'_>,
        date_less_than: Time,
        date_greater_than: Option<Time>,
        ip_address: Option<Range>,
    ) -> Result<Self> {
        let resource = Resource::pattern(pattern.0)?;
        Self::build(
            resource,
            date_less_than,
            date_greater_than,
            ip_address,
            false,
        )
    }

    /// The URL or the pattern.
    #[getter]
    fn resource(&self) -> &str {
        self.0.resource().as_str()
    }

    /// The end, in epoch seconds.
    #[getter]
    fn date_less_than(&self) -> u64 {
        self.0.expires().get()
    }

    /// The beginning, in epoch seconds.
    #[getter]
    fn date_greater_than(&self) -> Option<u64> {
        self.0.starts().map(cfsign::EpochSeconds::get)
    }

    /// The range of viewer addresses, as in 192.0.2.0/24.
    #[getter]
    fn ip_address(&self) -> Option<String> {
        self.0.viewer_range().map(|range| range.to_string())
    }

    /// Whether it is sent as an expiry alone.
    #[getter]
    fn is_canned(&self) -> bool {
        self.0.is_canned()
    }

    /// Whether `url` may be fetched under this policy, times and addresses aside.
    #[pyo3(signature = (url: "str") -> "bool")]
    fn covers(&self, url: Text<'_>) -> bool {
        self.0.resource().covers(url.0)
    }

    /// The policy document that is signed.
    #[pyo3(signature = () -> "str")]
    fn to_json(&self) -> String {
        self.0.to_json(Dialect::CloudFront)
    }

    fn __hash__(&self) -> u64 {
        self.date_less_than() ^ self.date_greater_than().unwrap_or_default().rotate_left(32)
    }

    fn __repr__(&self) -> String {
        let kind = if self.is_canned() { "canned" } else { "custom" };
        format!("<Policy {kind} until={}>", self.date_less_than())
    }
}
