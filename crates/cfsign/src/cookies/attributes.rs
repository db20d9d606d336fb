//! The attributes of `Set-Cookie`, and which of them make sense for a resource.

use std::fmt::Write as _;
use std::time::Duration;

use super::domain::CookieDomain;
use crate::error::{Error, ErrorKind};
use crate::policy::resource::Resource;
use crate::time::whole_seconds;

/// Where browsers keep the cookies and when they send them.
///
/// The default is what the [developer guide][guide] advises: a session cookie for this host alone,
/// `Path=/`, `Secure`, `HttpOnly`; and `SameSite=Lax`, which sends it to every host of the same site.
///
/// [guide]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieAttributes {
    domain: CookieDomain,
    path: String,
    secure: bool,
    http_only: bool,
    same_site: Option<SameSite>,
    max_age: Option<Duration>,
}

/// Whether pages of other sites make the browser send the cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // The three of RFC 6265bis.
pub enum SameSite {
    /// Only from pages of the same site, and when a link is followed.
    Lax,
    /// From every page; needs `Secure`. Browsers that block third-party cookies still refuse it.
    None,
    /// Only from pages of the same site.
    Strict,
}

impl CookieAttributes {
    /// The default attributes.
    #[must_use]
    pub fn new() -> Self {
        Self {
            domain: CookieDomain::host_only(),
            path: "/".to_owned(),
            secure: true,
            http_only: true,
            same_site: Some(SameSite::Lax),
            max_age: None,
        }
    }

    /// For the hosts of `domain`, and not just the one that sets the cookies.
    #[must_use]
    pub fn domain(mut self, domain: CookieDomain) -> Self {
        self.domain = domain;
        self
    }

    /// For this path and what is below it. A `*` has no meaning in a Path.
    pub fn path(mut self, path: &str) -> Result<Self, Error> {
        let refused = |detail| Err(Error::new(ErrorKind::CookiePath, detail));
        if !path.starts_with('/') {
            return refused("wanted a path that begins with a slash");
        }
        if path.contains('*') {
            return refused(
                "browsers take a * for itself; leave it off, since a Path covers what is below it",
            );
        }
        if !path
            .bytes()
            .all(|byte| matches!(byte, b'!'..=b'~') && !b";,?#\"\\".contains(&byte))
        {
            return refused(
                "wanted a percent-encoded path without blanks, query string and any of ; , ? # \" \\",
            );
        }
        path.clone_into(&mut self.path);
        Ok(self)
    }

    /// Whether the cookies go over https only; on by default.
    #[must_use]
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Whether scripts of the page cannot read the cookies; on by default.
    #[must_use]
    pub fn http_only(mut self, http_only: bool) -> Self {
        self.http_only = http_only;
        self
    }

    /// Which pages make the browser send the cookies; `None` leaves it to the browser.
    #[must_use]
    pub fn same_site(mut self, same_site: Option<SameSite>) -> Self {
        self.same_site = same_site;
        self
    }

    /// How long the browser keeps the cookies. Without it, until it is closed; the policy ends when
    /// it ends either way.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Without `Max-Age`.
    pub(super) fn session_only(mut self) -> Self {
        self.max_age = None;
        self
    }

    /// Everything after the value, from the first semicolon on.
    pub(super) fn to_line(&self, resource: Option<&Resource>) -> Result<String, Error> {
        if self.same_site == Some(SameSite::None) && !self.secure {
            return Err(Error::new(
                ErrorKind::CookieAttributes,
                "SameSite=None needs Secure",
            ));
        }
        if let Some(resource) = resource {
            self.check_reaches(resource)?;
        }
        let mut line = String::new();
        if let Some(domain) = self.domain.as_str() {
            write!(line, "; Domain={domain}").expect("a String takes any text");
        }
        write!(line, "; Path={}", self.path).expect("a String takes any text");
        if let Some(max_age) = self.max_age {
            write!(line, "; Max-Age={}", whole_seconds(max_age)).expect("a String takes any text");
        }
        line.push_str(if self.secure { "; Secure" } else { "" });
        line.push_str(if self.http_only { "; HttpOnly" } else { "" });
        line.push_str(match self.same_site {
            Some(SameSite::Lax) => "; SameSite=Lax",
            Some(SameSite::None) => "; SameSite=None",
            Some(SameSite::Strict) => "; SameSite=Strict",
            None => "",
        });
        Ok(line)
    }

    /// Refuses attributes under which the cookies never meet the resource.
    fn check_reaches(&self, resource: &Resource) -> Result<(), Error> {
        let Some((scheme, rest)) = resource.as_str().split_once("://") else {
            return Ok(());
        };
        let (host, path) = rest
            .find('/')
            .map_or((rest, "/"), |slash| rest.split_at(slash));
        let name = host.split(':').next().unwrap_or(host);
        if self
            .domain
            .as_str()
            .is_some_and(|domain| !may_be_within(name, domain))
        {
            return Err(Error::new(
                ErrorKind::CookieDomain,
                "the resource of the policy is on a host outside of it",
            ));
        }
        if !self.path_meets(path) {
            return Err(Error::new(
                ErrorKind::CookiePath,
                "the resource of the policy is not below it, so the cookies would never be sent with it",
            ));
        }
        let local = matches!(name, "localhost" | "127.0.0.1")
            || name.ends_with(".localhost")
            || host.starts_with("[::1]");
        if scheme == "http" && self.secure && !local {
            return Err(Error::new(
                ErrorKind::CookieAttributes,
                "browsers send Secure cookies over https only, and the resource begins with http://",
            ));
        }
        Ok(())
    }

    /// Whether a request for some URL of the resource can be below the Path, as RFC 6265 has it: the
    /// same, or longer with a slash where the Path ends.
    fn path_meets(&self, resource_path: &str) -> bool {
        let wildcard = resource_path.find(['*', '?', '\\']);
        let literal = &resource_path[..wildcard.unwrap_or(resource_path.len())];
        let only_query =
            resource_path[literal.len()..].starts_with(['?', '\\']) && !resource_path.contains('*');
        let open = wildcard.is_some() && !only_query;
        is_below(literal, &self.path) || open && self.path.starts_with(literal)
    }
}

impl Default for CookieAttributes {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a cookie with the Path `parent` goes with a request for `path`, as RFC 6265 has it.
pub(crate) fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || parent.ends_with('/'))
}

/// Whether a host that may begin with a wildcard can be `domain` or below it.
fn may_be_within(host: &str, domain: &str) -> bool {
    match host.rsplit_once(['*', '?']) {
        None => super::domain::is_within(host, domain),
        Some((_, end)) => {
            format!(".{domain}").ends_with(end) || end.ends_with(&format!(".{domain}"))
        }
    }
}
