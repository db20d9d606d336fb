//! Functions without a class.

use cfsign::{ToEpochSeconds as _, UrlBuilder};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping};

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

/// A URL from the plain text of its parts, percent-encoded once.
///
/// `path` is an S3 key or a file name as people write it. `download_as` and `show_as` ask S3 for a
/// Content-Disposition with that file name.
///
/// >>> build_url("https://d111111abcdef8.cloudfront.net", "reports/50 %.pdf", query={"v": "1"})
/// 'https://d111111abcdef8.cloudfront.net/reports/50%20%25.pdf?v=1'
#[pyfunction]
#[pyo3(signature = (base: "str", path: "str" = None, *, query: "Mapping[str, str] | Iterable[tuple[str, str]] | None" = None, download_as: "str | None" = None, show_as: "str | None" = None) -> "str", text_signature = "(base, path='', *, query=None, download_as=None, show_as=None)")]
pub(crate) fn build_url(
    base: Text<'_>,
    path: Option<Text<'_>>,
    query: Option<Bound<'_, PyAny>>,
    download_as: Option<Text<'_>>,
    show_as: Option<Text<'_>>,
) -> Result<String> {
    let mut url = UrlBuilder::new(base.0)?.path(path.map_or("", |Text(path)| path));
    if let Some(query) = query {
        let pairs = match query.cast::<PyDict>() {
            Ok(query) => query.items().into_any(),
            Err(_) => match query.cast::<PyMapping>() {
                Ok(query) => query.items()?.into_any(),
                Err(_) => query,
            },
        };
        for pair in pairs.try_iter()? {
            let pair = pair?;
            let (name, value): (Text<'_>, Text<'_>) = pair.extract()?;
            url = url.query(name.0, value.0);
        }
    }
    url = match (download_as, show_as) {
        (Some(name), None) => url.download_as(name.0)?,
        (None, Some(name)) => url.show_as(name.0)?,
        (None, None) => url,
        (Some(_), Some(_)) => {
            return Err(
                PyTypeError::new_err("wanted download_as or show_as, and found both").into(),
            );
        }
    };
    Ok(url.build()?)
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
