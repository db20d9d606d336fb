//! Functions without a class.

use cfsign::ToEpochSeconds as _;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::arguments::Text;
use crate::error::Result;
use crate::time::{Length, Time, now};

/// The version of this package.
#[pyfunction]
#[pyo3(signature = () -> "str")]
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// `data` in CloudFront's Base64, which has `-`, `~` and `_` for `+`, `/` and `=`.
#[pyfunction]
#[pyo3(signature = (data: "bytes") -> "str")]
pub(crate) fn base64_encode(data: &[u8]) -> String {
    cfsign::base64_encode(data)
}

/// The bytes behind CloudFront's Base64.
#[pyfunction]
#[pyo3(signature = (text: "str") -> "bytes")]
pub(crate) fn base64_decode<'py>(py: Python<'py>, text: Text<'_>) -> Result<Bound<'py, PyBytes>> {
    Ok(PyBytes::new(py, &cfsign::base64_decode(text.0)?))
}

/// The epoch second `ttl` after now, rounded up to a multiple of `bucket`, so that a URL signed until
/// then stays the same while browsers and caches hold it. Nothing expires sooner than `ttl`.
#[pyfunction]
#[pyo3(signature = (ttl: "timedelta | int", *, bucket: "timedelta | int | None" = None, now: "datetime | int | None" = None) -> "int")]
pub(crate) fn expires_in(ttl: Length, bucket: Option<Length>, now: Option<Time>) -> Result<u64> {
    let now = match now {
        Some(Time(now)) => now,
        None => self::now()?,
    };
    let expires = now.after(ttl.0)?;
    let expires = match bucket {
        Some(bucket) => expires.rounded_up_to(bucket.0)?,
        None => expires,
    };
    Ok(expires.to_epoch_seconds()?.get())
}
