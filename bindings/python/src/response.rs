//! Who answered: CloudFront, S3 behind it, or something else.

use cfsign::classify_response as classify;
use pyo3::prelude::*;
use pyo3::types::PyMapping;

use crate::arguments::{Count, Text};
use crate::error::Result;

/// Who an answer is from, and what it means.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct ResponseOrigin(cfsign::ResponseOrigin);

#[pymethods]
impl ResponseOrigin {
    /// The stable word, such as `s3-access-denied`.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code
    }

    /// `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`.
    #[getter]
    fn layer(&self) -> &'static str {
        self.0.layer.as_str()
    }

    #[getter]
    fn meaning(&self) -> &'static str {
        self.0.meaning
    }

    #[getter]
    fn advice(&self) -> &'static str {
        self.0.advice
    }

    fn __repr__(&self) -> String {
        format!("<ResponseOrigin {}>", self.code())
    }
}

/// Who answered a request, from the body of the answer, its status and headers.
#[pyfunction]
#[pyo3(signature = (body: "str", *, status: "int | None" = None, headers: "Mapping[str, str] | None" = None) -> "ResponseOrigin")]
pub(crate) fn classify_response(
    body: Text<'_>,
    status: Option<Count<0>>,
    headers: Option<Bound<'_, PyMapping>>,
) -> Result<ResponseOrigin> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    if let Some(headers) = headers {
        for pair in headers.items()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let (Text(name), Text(value)): (Text<'_>, Text<'_>) =
                (name.extract()?, value.extract()?);
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    // A number that is no status says nothing.
    let status = status.and_then(|Count(status)| u16::try_from(status).ok());
    Ok(ResponseOrigin(classify(status, &pairs, body.0)))
}
