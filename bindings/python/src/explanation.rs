//! `Explanation` and what it is made of.

use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arguments::{Text, Texts};
use crate::error::Result;
use crate::time::{Time, now};

/// Why CloudFront lets a request through or refuses it. `str()` of it is for people.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Explanation(pub(crate) cfsign::Explanation);

#[pymethods]
impl Explanation {
    /// Whether the request is let through.
    #[getter]
    fn allowed(&self) -> bool {
        self.0.verdict.is_ok()
    }

    /// The code of the reason it is refused for, such as `expired`.
    #[getter]
    fn code(&self) -> Option<&'static str> {
        self.0.verdict.err().map(cfsign::ErrorKind::code)
    }

    /// CloudFront's own code and message for it, such as ("AccessDenied", "Access denied").
    #[getter]
    fn cloudfront_error(&self) -> Option<(&'static str, &'static str)> {
        self.0
            .cloudfront_error()
            .map(|error| (error.code, error.message))
    }

    /// Every check, in the order in which they are made.
    #[getter]
    fn checks(&self) -> Vec<Check> {
        self.0.checks.iter().cloned().map(Check).collect()
    }

    /// What was found, and what to do: what is proven comes first.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.0.findings.iter().cloned().map(Finding).collect()
    }

    /// The policy that the signature must be over.
    #[getter]
    fn signed_text(&self) -> Option<&str> {
        self.0.signed_text.as_deref()
    }

    /// All of it in plain types, ready for json.dumps.
    #[pyo3(signature = () -> "dict[str, object]")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("allowed", self.allowed())?;
        dict.set_item("code", self.code())?;
        dict.set_item(
            "cloudfront_error",
            self.cloudfront_error()
                .map(|(code, message)| vec![code, message]),
        )?;
        dict.set_item("signed_text", self.signed_text())?;
        let checks: PyResult<Vec<_>> = self
            .checks()
            .iter()
            .map(|check| check.to_dict(py))
            .collect();
        dict.set_item("checks", checks?)?;
        let findings: PyResult<Vec<_>> = self
            .findings()
            .iter()
            .map(|finding| finding.to_dict(py))
            .collect();
        dict.set_item("findings", findings?)?;
        Ok(dict)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        match self.code() {
            Some(code) => format!("<Explanation refused: {code}>"),
            None => "<Explanation allowed>".to_owned(),
        }
    }
}

/// One check: what was found, what was wanted, what to do.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Check(cfsign::Check);

#[pymethods]
impl Check {
    /// What is checked, as a stable word such as `signature`.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code
    }

    /// `passed`, `failed` or `not-reached`.
    #[getter]
    fn outcome(&self) -> &'static str {
        self.0.outcome.as_str()
    }

    /// The code of the reason it failed for.
    #[getter]
    fn reason(&self) -> Option<&'static str> {
        self.0.reason.map(cfsign::ErrorKind::code)
    }

    #[getter]
    fn found(&self) -> &str {
        &self.0.found
    }

    #[getter]
    fn wanted(&self) -> &'static str {
        self.0.wanted
    }

    #[getter]
    fn advice(&self) -> &'static str {
        self.0.advice
    }

    /// All of it in plain types.
    #[pyo3(signature = () -> "dict[str, str | None]")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("code", self.code())?;
        dict.set_item("outcome", self.outcome())?;
        dict.set_item("reason", self.reason())?;
        dict.set_item("found", self.found())?;
        dict.set_item("wanted", self.wanted())?;
        dict.set_item("advice", self.advice())?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("<Check {} {}>", self.code(), self.outcome())
    }
}

/// One thing that was found, and what to do about it.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Finding(cfsign::Finding);

#[pymethods]
impl Finding {
    /// The stable word of its kind, such as `other-hash`.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// What was found.
    #[getter]
    fn message(&self) -> String {
        self.0.to_string()
    }

    /// What to do.
    #[getter]
    fn advice(&self) -> &'static str {
        self.0.advice()
    }

    /// All of it in plain types.
    #[pyo3(signature = () -> "dict[str, str]")]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("code", self.code())?;
        dict.set_item("message", self.message())?;
        dict.set_item("advice", self.advice())?;
        Ok(dict)
    }

    fn __str__(&self) -> String {
        self.message()
    }

    fn __repr__(&self) -> String {
        format!("<Finding {}>", self.code())
    }
}

/// What a browser does with the Set-Cookie lines of a page: nothing is found where it keeps the
/// cookies and sends them with the resource.
#[pyfunction]
#[pyo3(signature = (lines: "Iterable[str]", page_origin: "str", resource_url: "str", now: "datetime | int | None" = None) -> "list[Finding]")]
pub(crate) fn judge_set_cookie(
    lines: Texts,
    page_origin: Text<'_>,
    resource_url: Text<'_>,
    now: Option<Time>,
) -> Result<Vec<Finding>> {
    let now = match now {
        Some(Time(now)) => now,
        None => self::now()?,
    };
    let lines: Vec<&str> = lines.0.iter().map(|line| &**line).collect();
    let findings = cfsign::judge_set_cookie(&lines, page_origin.0, resource_url.0, now);
    Ok(findings.into_iter().map(Finding).collect())
}
