//! The one `Domain` under which a browser takes cookies from the app and sends them to the CDN.

use std::net::IpAddr;

use structured_public_domains::registrable_domain;

use crate::error::{Error, ErrorKind};
use crate::url::check::is_name_or_address;

/// A `Domain` attribute that browsers accept, or none: this host alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieDomain(Option<String>);

impl CookieDomain {
    /// No `Domain`: only the host that sets the cookies gets them back.
    #[must_use]
    pub fn host_only() -> Self {
        Self(None)
    }

    /// The narrowest domain that holds both the host of the app, which sets the cookies, and the
    /// host of the distribution, which reads them.
    ///
    /// Refused ([`ErrorKind::CookieDomain`]) where there is none: no browser lets `www.example.com`
    /// set cookies for `d111111abcdef8.cloudfront.net`, or for a public suffix such as `co.uk`.
    ///
    /// ```
    /// use cfsign::CookieDomain;
    ///
    /// let domain = CookieDomain::shared_by("app.eu.example.com", "cdn.eu.example.com")?;
    /// assert_eq!(domain.as_str(), Some("eu.example.com"));
    /// assert!(CookieDomain::shared_by("www.example.com", "d111111abcdef8.cloudfront.net").is_err());
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn shared_by(app_host: &str, cdn_host: &str) -> Result<Self, Error> {
        let (app, cdn) = (host_name(app_host)?, host_name(cdn_host)?);
        if app == cdn {
            return Ok(Self::host_only());
        }
        if is_address(&app) || is_address(&cdn) {
            return Err(refused(
                "an IP address has no parent domain; give both a host name".to_owned(),
            ));
        }
        if cdn.ends_with(".cloudfront.net") {
            return Err(refused(format!(
                "{app} cannot set cookies for {cdn}; give the distribution an alternate domain name (CNAME) under the domain of the app"
            )));
        }
        let shared = shared_labels(&app, &cdn);
        match registrable_domain(&app) {
            Some(registrable) if is_within(shared, &registrable) => {
                Ok(Self(Some(shared.to_owned())))
            }
            _ if shared.is_empty() => Err(refused(format!(
                "{app} and {cdn} share no domain; give the distribution an alternate domain name (CNAME) under the domain of the app"
            ))),
            _ => Err(refused(format!(
                "{app} and {cdn} share only {shared}, a public suffix, and browsers let nobody set cookies for it"
            ))),
        }
    }

    /// This domain and everything below it; a leading dot means the same.
    pub fn new(domain: &str) -> Result<Self, Error> {
        let name = host_name(domain.strip_prefix('.').unwrap_or(domain))?;
        if is_address(&name) {
            return Err(refused(
                "an IP address cannot be a Domain; leave it out".to_owned(),
            ));
        }
        if name == "cloudfront.net" || name.ends_with(".cloudfront.net") {
            return Err(refused("CloudFront does not allow cookies for *.cloudfront.net; give the distribution an alternate domain name".to_owned()));
        }
        if registrable_domain(&name).is_none() {
            return Err(refused(format!(
                "{name} is a public suffix, and browsers let nobody set cookies for it"
            )));
        }
        Ok(Self(Some(name)))
    }

    /// The domain, or nothing for this host alone.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// Whether `host` is `domain` or below it.
pub(crate) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The labels at the end that both names have.
fn shared_labels<'a>(app: &'a str, cdn: &str) -> &'a str {
    let same = app
        .rsplit('.')
        .zip(cdn.rsplit('.'))
        .take_while(|(a, b)| a == b);
    let length: usize = same.map(|(label, _)| label.len() + 1).sum();
    &app[app.len() - length.saturating_sub(1)..]
}

/// The name in lower case, without a port.
pub(crate) fn host_name(host: &str) -> Result<String, Error> {
    if host.contains('/') {
        return Err(refused(
            "wanted a host name alone, such as www.example.com, and found more of a URL".to_owned(),
        ));
    }
    let bracketed = host
        .strip_prefix('[')
        .and_then(|host| host.split_once(']'))
        .map(|(address, _)| address);
    let name = bracketed.unwrap_or_else(|| host.split(':').next().unwrap_or(host));
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.')
            || bracketed.is_some() && byte == b':'
    };
    let labels_ok = !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    // Browsers take a name that ends in a number for an address.
    let name_or_address = is_address(&name) || bracketed.is_none() && is_name_or_address(&name);
    if name.is_empty() || !labels_ok || !name_or_address || !name.bytes().all(plain) {
        return Err(refused(
            "wanted a host name such as www.example.com, without scheme and path, in punycode"
                .to_owned(),
        ));
    }
    Ok(name)
}

pub(crate) fn is_address(name: &str) -> bool {
    name.parse::<IpAddr>().is_ok()
}

fn refused(detail: String) -> Error {
    Error::new(ErrorKind::CookieDomain, detail)
}
