//! `SignedCookies` and `CookieAttributes`.

use cfsign::{CookieDomain, ErrorKind, SameSite};
use pyo3::exceptions::PyKeyError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PyMapping, PyString};

use crate::arguments::Text;
use crate::error::{Result, invalid};
use crate::time::Length;

/// Signed cookies: a mapping of their names and values. The values are to be sent as they are,
/// neither quoted nor percent-encoded.
#[pyclass(frozen, mapping, module = "libcfsign")]
pub(crate) struct SignedCookies(pub(crate) cfsign::SignedCookies);

impl SignedCookies {
    /// The value of the cookie of that name; whatever else is asked for is not there.
    fn find(&self, name: &Bound<'_, PyAny>) -> Option<&str> {
        let name = name.extract::<&str>().ok()?;
        self.0.get(name)
    }

    fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|(name, _)| name).collect()
    }
}

#[pymethods]
impl SignedCookies {
    /// The lines after `Set-Cookie:`, one for each cookie. Refused where a browser would drop the
    /// cookies or not send them with the resource of the policy.
    #[pyo3(signature = (attributes: "CookieAttributes | None" = None) -> "list[str]")]
    fn set_cookie_lines(
        &self,
        attributes: Option<PyRef<'_, CookieAttributes>>,
    ) -> Result<Vec<String>> {
        Ok(match attributes {
            Some(attributes) => self.0.set_cookie_lines(&attributes.core)?,
            None => self.0.set_cookie_lines(&cfsign::CookieAttributes::new())?,
        })
    }

    /// The value of a `Cookie` header, for clients that are no browsers.
    #[pyo3(signature = () -> "str")]
    fn cookie_header(&self) -> String {
        self.0.cookie_header()
    }

    #[pyo3(signature = () -> "KeysView[str]")]
    fn keys<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, intern!(slf.py(), "KeysView"))
    }

    #[pyo3(signature = () -> "ValuesView[str]")]
    fn values<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, intern!(slf.py(), "ValuesView"))
    }

    #[pyo3(signature = () -> "ItemsView[str, str]")]
    fn items<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        view(slf, intern!(slf.py(), "ItemsView"))
    }

    #[pyo3(signature = (name: "str", default: "Any" = None) -> "Any")]
    fn get<'py>(
        &self,
        name: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> Option<Bound<'py, PyAny>> {
        let value = self.find(name);
        let value = value.map(|value| PyString::new(name.py(), value).into_any());
        value.or(default)
    }

    fn __getitem__(&self, name: &Bound<'_, PyAny>) -> Result<&str> {
        let missing = || PyKeyError::new_err(name.clone().unbind()).into();
        self.find(name).ok_or_else(missing)
    }

    fn __contains__(&self, name: &Bound<'_, PyAny>) -> bool {
        self.find(name).is_some()
    }

    /// Equal to every mapping of the same names and values, as mappings are.
    fn __eq__<'py>(slf: &Bound<'py, Self>, other: &Bound<'py, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<PyMapping>() else {
            return Ok(false);
        };
        let (ours, theirs) = (PyDict::new(slf.py()), PyDict::new(slf.py()));
        ours.update(slf.as_any().cast()?)?;
        theirs.update(other)?;
        ours.eq(theirs)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        PyList::new(py, self.names())?.try_iter()
    }

    fn __len__(&self) -> usize {
        self.0.iter().count()
    }

    fn __repr__(&self) -> String {
        format!("<SignedCookies {}>", self.names().join(" "))
    }
}

/// What a browser is told to do with signed cookies.
///
/// Refused where browsers would refuse it. Without a `domain` the cookies are for the very host that
/// sets them; `shared_cookie_domain` finds the one that a page and a distribution share. Without a
/// `max_age`, which is a timedelta or seconds, they end with the browser's session.
#[pyclass(frozen, eq, module = "libcfsign")]
#[derive(PartialEq)]
pub(crate) struct CookieAttributes {
    core: cfsign::CookieAttributes,
    domain: Option<String>,
    path: String,
    secure: bool,
    http_only: bool,
    same_site: Option<&'static str>,
    max_age: Option<u64>,
}

#[pymethods]
impl CookieAttributes {
    #[new]
    #[pyo3(
        signature = (*, domain: "str | None" = None, path: "str" = Text("/"), secure: "bool" = true, http_only: "bool" = true, same_site: "Literal['Lax', 'None', 'Strict'] | None" = Some(Text("Lax")), max_age: "timedelta | int | None" = None),
        text_signature = "(*, domain=None, path='/', secure=True, http_only=True, same_site='Lax', max_age=None)"
    )]
    fn new(
        domain: Option<Text<'_>>,
        path: Text<'_>,
        secure: bool,
        http_only: bool,
        same_site: Option<Text<'_>>,
        max_age: Option<Length>,
    ) -> Result<Self> {
        let same_site = same_site.map(read_same_site).transpose()?;
        let Text(path) = path;
        let mut core = cfsign::CookieAttributes::new()
            .path(path)?
            .secure(secure)
            .http_only(http_only)
            .same_site(same_site.map(|(value, _)| value));
        let mut own_domain = None;
        if let Some(Text(domain)) = domain {
            let domain = CookieDomain::new(domain)?;
            own_domain = domain.as_str().map(str::to_owned);
            core = core.domain(domain);
        }
        let mut seconds = None;
        if let Some(Length(max_age)) = max_age {
            seconds = Some(max_age.as_secs() + u64::from(max_age.subsec_nanos() > 0));
            core = core.max_age(max_age);
        }
        // Now rather than with the first cookie: whether the attributes go together.
        cfsign::SignedCookies::clear_lines(&core)?;
        Ok(Self {
            core,
            domain: own_domain,
            path: path.to_owned(),
            secure,
            http_only,
            same_site: same_site.map(|(_, name)| name),
            max_age: seconds,
        })
    }

    /// The lines after `Set-Cookie:` that remove all five cookies, with the same domain and path.
    #[pyo3(signature = () -> "list[str]")]
    fn clear_lines(&self) -> Result<Vec<String>> {
        Ok(cfsign::SignedCookies::clear_lines(&self.core)?)
    }

    #[getter]
    fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    #[getter]
    fn path(&self) -> &str {
        &self.path
    }

    #[getter]
    fn secure(&self) -> bool {
        self.secure
    }

    #[getter]
    fn http_only(&self) -> bool {
        self.http_only
    }

    #[getter]
    fn same_site(&self) -> Option<&'static str> {
        self.same_site
    }

    /// In seconds.
    #[getter]
    fn max_age(&self) -> Option<u64> {
        self.max_age
    }

    fn __repr__(&self) -> String {
        format!(
            "<CookieAttributes domain={} path={} same_site={}>",
            self.domain.as_deref().unwrap_or("None"),
            self.path,
            self.same_site.unwrap_or("None")
        )
    }
}

/// The Domain with which a page on `app_host` sets cookies that go to `cdn_host` too: None where both
/// are one host. InvalidInput says why there is none, as for a distribution without a CNAME.
///
/// >>> shared_cookie_domain("www.example.com", "cdn.example.com")
/// 'example.com'
#[pyfunction]
#[pyo3(signature = (app_host: "str", cdn_host: "str") -> "str | None")]
pub(crate) fn shared_cookie_domain(
    app_host: Text<'_>,
    cdn_host: Text<'_>,
) -> Result<Option<String>> {
    let shared = CookieDomain::shared_by(app_host.0, cdn_host.0)?;
    Ok(shared.as_str().map(str::to_owned))
}

/// A view as those of every Mapping of Python.
fn view<'py>(
    cookies: &Bound<'py, SignedCookies>,
    kind: &Bound<'py, PyString>,
) -> PyResult<Bound<'py, PyAny>> {
    let views = cookies
        .py()
        .import(intern!(cookies.py(), "collections.abc"))?;
    views.getattr(kind)?.call1((cookies,))
}

fn read_same_site(Text(name): Text<'_>) -> PyResult<(SameSite, &'static str)> {
    match name {
        "Lax" => Ok((SameSite::Lax, "Lax")),
        "None" => Ok((SameSite::None, "None")),
        "Strict" => Ok((SameSite::Strict, "Strict")),
        _ => Err(invalid(
            ErrorKind::InvalidArgument,
            "same_site must be 'Lax', 'None', 'Strict' or the None of Python, which leaves it out",
        )),
    }
}
