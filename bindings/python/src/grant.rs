//! `Grant`.

use pyo3::prelude::*;

use crate::arguments::Text;
use crate::batch::or_raise;
use crate::cookies::SignedCookies;
use crate::error::Result;
use crate::items::Urls;
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
    fn sign_urls(&self, py: Python<'_>, urls: Urls) -> Result<Vec<String>> {
        let signed = urls.items.iter().map(|url| self.0.sign_url(url));
        or_raise(py, signed.collect(), urls.refused, |url| url)
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
