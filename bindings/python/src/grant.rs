//! `Grant`.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::arguments::{Text, Texts};
use crate::batch::at_index;
use crate::cookies::SignedCookies;
use crate::error::Result;
use crate::policy::Policy;

/// A signed policy, ready to be put on URLs; made by Signer.grant.
///
/// Putting it on a URL costs a check and a copy, and no signature.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Grant(pub(crate) cfsign::Grant);

#[pymethods]
impl Grant {
    /// `url` with the signing parameters; refused where the policy does not cover it.
    #[pyo3(signature = (url: "str") -> "str")]
    fn sign_url(&self, url: Text<'_>) -> Result<String> {
        Ok(self.0.sign_url(url.0)?)
    }

    /// Every URL with the signing parameters.
    #[pyo3(signature = (urls: "Iterable[str]") -> "list[str]")]
    fn sign_urls(&self, py: Python<'_>, urls: Texts) -> Result<Vec<String>> {
        let sign = |(index, url): (usize, &PyBackedStr)| {
            let signed = self.0.sign_url(url);
            signed.map_err(|error| at_index(py, &error, index).into())
        };
        urls.0.iter().enumerate().map(sign).collect()
    }

    /// The signing parameters as a query string, without `?` or `&` before them.
    #[getter]
    fn query(&self) -> &str {
        self.0.query()
    }

    /// The policy that was signed.
    #[getter]
    fn policy(&self) -> Policy {
        Policy(self.0.policy().clone())
    }

    /// The same grant as cookies.
    #[pyo3(signature = () -> "SignedCookies")]
    fn cookies(&self) -> Result<SignedCookies> {
        Ok(SignedCookies(self.0.cookies()?.clone()))
    }

    fn __repr__(&self) -> String {
        format!("<Grant until={}>", self.0.policy().expires())
    }
}
