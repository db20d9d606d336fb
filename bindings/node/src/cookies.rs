//! `SignedCookies` and the attributes they are set with.

use std::time::Duration;

use cfsign::{CookieAttributes, CookieDomain, SameSite};
use napi_derive::napi;

use crate::error::{Result, to_js};

/// What a browser is told to do with the cookies.
#[napi(object)]
pub struct Attributes {
    pub domain: Option<String>,
    pub path: Option<String>,
    pub secure: Option<bool>,
    pub http_only: Option<bool>,
    /// `Lax`, `None`, `Strict`, or empty to leave it out.
    pub same_site: Option<String>,
    /// In seconds.
    pub max_age: Option<u32>,
}

impl Attributes {
    fn to_core(&self) -> Result<CookieAttributes> {
        let build = || {
            let mut attributes = CookieAttributes::new()
                .secure(self.secure.unwrap_or(true))
                .http_only(self.http_only.unwrap_or(true));
            if let Some(domain) = &self.domain {
                attributes = attributes.domain(CookieDomain::new(domain)?);
            }
            if let Some(path) = &self.path {
                attributes = attributes.path(path)?;
            }
            if let Some(seconds) = self.max_age {
                attributes = attributes.max_age(Duration::from_secs(seconds.into()));
            }
            Ok(match self.same_site.as_deref() {
                None | Some("Lax") => attributes,
                Some("None") => attributes.same_site(Some(SameSite::None)),
                Some("Strict") => attributes.same_site(Some(SameSite::Strict)),
                Some(_) => attributes.same_site(None),
            })
        };
        build().map_err(to_js)
    }
}

#[napi]
pub struct SignedCookies(pub(crate) cfsign::SignedCookies);

impl From<cfsign::SignedCookies> for SignedCookies {
    fn from(core: cfsign::SignedCookies) -> Self {
        Self(core)
    }
}

#[napi]
impl SignedCookies {
    /// Names and values in turn.
    #[napi]
    pub fn entries(&self) -> Vec<Vec<String>> {
        let pair = |(name, value): (&str, &str)| vec![name.to_owned(), value.to_owned()];
        self.0.iter().map(pair).collect()
    }

    #[napi]
    pub fn set_cookie_lines(&self, attributes: Attributes) -> Result<Vec<String>> {
        self.0
            .set_cookie_lines(&attributes.to_core()?)
            .map_err(to_js)
    }

    #[napi]
    pub fn cookie_header(&self) -> String {
        self.0.cookie_header()
    }
}

#[napi]
pub fn clear_lines(attributes: Attributes) -> Result<Vec<String>> {
    cfsign::SignedCookies::clear_lines(&attributes.to_core()?).map_err(to_js)
}

#[napi]
pub fn shared_cookie_domain(app_host: String, cdn_host: String) -> Result<Option<String>> {
    let shared = CookieDomain::shared_by(&app_host, &cdn_host).map_err(to_js)?;
    Ok(shared.as_str().map(str::to_owned))
}
