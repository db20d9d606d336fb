//! `UrlBuilder`, and `build_url` for what one call can say.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::arguments::Text;
use crate::error::Result;

/// Builds a URL that can be signed from file names and parameters as people write them.
///
/// Everything is percent-encoded once, so no client rewrites the outcome, and `*` or `?` in a name stay
/// characters. Every method returns a new builder.
///
/// >>> UrlBuilder("https://d111111abcdef8.cloudfront.net").segment("50 %").query("v", "1").build()
/// 'https://d111111abcdef8.cloudfront.net/50%20%25?v=1'
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct UrlBuilder(cfsign::UrlBuilder);

#[pymethods]
impl UrlBuilder {
    /// `origin` is the scheme and host of the distribution.
    #[new]
    #[pyo3(signature = (origin: "str"))]
    fn new(origin: Text<'_>) -> Result<Self> {
        Ok(Self(cfsign::UrlBuilder::new(origin.0)?))
    }

    /// Appends path segments from a raw path, such as an S3 key; its slashes separate segments.
    #[pyo3(signature = (raw: "str") -> "UrlBuilder")]
    fn path(&self, raw: Text<'_>) -> Self {
        Self(self.0.clone().path(raw.0))
    }

    /// Appends one path segment from a raw name; a slash in it is encoded.
    #[pyo3(signature = (raw: "str") -> "UrlBuilder")]
    fn segment(&self, raw: Text<'_>) -> Self {
        Self(self.0.clone().segment(raw.0))
    }

    /// Appends a query parameter from its raw name and value.
    #[pyo3(signature = (name: "str", value: "str") -> "UrlBuilder")]
    fn query(&self, name: Text<'_>, value: Text<'_>) -> Self {
        Self(self.0.clone().query(name.0, value.0))
    }

    /// Asks S3 to send the file as a download called `name`, by `response-content-disposition`, which
    /// the cache policy or origin request policy of the distribution must forward.
    #[pyo3(signature = (name: "str") -> "UrlBuilder")]
    fn download_as(&self, name: Text<'_>) -> Result<Self> {
        Ok(Self(self.0.clone().download_as(name.0)?))
    }

    /// Asks S3 to send the file to be shown in place, and saved as `name`.
    #[pyo3(signature = (name: "str") -> "UrlBuilder")]
    fn show_as(&self, name: Text<'_>) -> Result<Self> {
        Ok(Self(self.0.clone().show_as(name.0)?))
    }

    /// The URL, ready to be signed.
    #[pyo3(signature = () -> "str")]
    fn build(&self) -> Result<String> {
        Ok(self.0.clone().build()?)
    }

    /// The pattern for everything below this path, for Policy.pattern.
    #[pyo3(signature = () -> "str")]
    fn build_below(&self) -> Result<String> {
        Ok(self.0.clone().build_below()?.as_str().to_owned())
    }
}

/// A URL from the plain text of its parts, percent-encoded once.
///
/// `path` is an S3 key or a file name as people write it. `download_as` and `show_as` ask S3 for a
/// Content-Disposition with that file name.
///
/// >>> build_url("https://d111111abcdef8.cloudfront.net", "reports/50 %.pdf", query={"v": "1"})
/// 'https://d111111abcdef8.cloudfront.net/reports/50%20%25.pdf?v=1'
#[pyfunction]
#[pyo3(signature = (base: "str", path: "str" = Text(""), *, query: "Mapping[str, str] | Iterable[tuple[str, str]] | None" = None, download_as: "str | None" = None, show_as: "str | None" = None) -> "str", text_signature = "(base, path='', *, query=None, download_as=None, show_as=None)")]
pub(crate) fn build_url(
    base: Text<'_>,
    path: Text<'_>,
    query: Option<Bound<'_, PyAny>>,
    download_as: Option<Text<'_>>,
    show_as: Option<Text<'_>>,
) -> Result<String> {
    let mut url = cfsign::UrlBuilder::new(base.0)?.path(path.0);
    if let Some(query) = query {
        let pairs = match query.cast::<PyMapping>() {
            Ok(query) => query.items()?.into_any(),
            Err(_) => query,
        };
        for pair in pairs.try_iter()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract()?;
            let (Text(name), Text(value)): (Text<'_>, Text<'_>) =
                (name.extract()?, value.extract()?);
            url = url.query(name, value);
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
