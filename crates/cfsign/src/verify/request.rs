//! What a viewer asked for.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use crate::error::{Error, ErrorKind};
use crate::url::sections::{SectionEnds, UrlSections};

/// The longest request that is looked at: CloudFront's limit for a URL, and then some for cookies.
const LONGEST: usize = 32 * 1024;

/// A request as the viewer sent it: the bytes of its URL, its cookies, where it came from.
///
/// Behind a proxy, scheme and host must be those that the viewer used, not those that arrived here.
///
/// ```
/// use cfsign::ViewerRequest;
///
/// let request = ViewerRequest::new("https://cdn.example.com/a.jpg?Expires=1767290400&Signature=…")?
///     .viewer_ip("192.0.2.7".parse().unwrap());
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone)]
pub struct ViewerRequest<'a> {
    url: Cow<'a, str>,
    /// Where the sections of the URL end.
    ends: SectionEnds,
    /// The cookies of CloudFront, by their names without its prefix.
    cookies: Vec<(&'a str, &'a str)>,
    viewer_ip: Option<IpAddr>,
}

impl<'a> ViewerRequest<'a> {
    /// A request for an absolute URL, byte for byte as the viewer sent it.
    pub fn new(url: &'a str) -> Result<Self, Error> {
        Self::with_url(url.into())
    }

    /// A request from its parts: `https`, the value of `Host`, and the target of the request line, a
    /// path with its query string.
    pub fn from_parts(scheme: &str, host: &str, target: &str) -> Result<Self, Error> {
        if !matches!(scheme, "http" | "https") {
            return Err(Error::new(
                ErrorKind::UrlScheme,
                "wanted http or https as the scheme",
            ));
        }
        // A client chooses what stands in Host: a slash in it would make it part of the path.
        if !is_host(host) {
            return Err(no_host());
        }
        if !target.starts_with('/') {
            return Err(Error::new(
                ErrorKind::UrlPath,
                "wanted a request target that begins with a slash",
            ));
        }
        Self::with_url(format!("{scheme}://{host}{target}").into())
    }

    fn with_url(url: Cow<'a, str>) -> Result<Self, Error> {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(Error::new(
                ErrorKind::UrlScheme,
                "wanted an absolute URL with http or https",
            ));
        }
        let Some(sections) = UrlSections::split(&url) else {
            return Err(Error::new(
                ErrorKind::UrlPath,
                "wanted a path after the host",
            ));
        };
        if !is_host(sections.host()) {
            return Err(no_host());
        }
        // No HTTP client sends these; a request line with them is not one. The whole text is looked
        // at before anything is decided, which is quicker than to stop at the first.
        #[allow(clippy::needless_bitwise_bool)] // That is what makes it quicker.
        let odd = url
            .bytes()
            .fold(false, |odd, byte| odd | (byte <= b' ') | (byte == 0x7f));
        if odd || url.contains('#') {
            return Err(Error::new(
                ErrorKind::UrlCharacter,
                "found a blank, a control character or a #, which no request line can hold",
            ));
        }
        if url.len() > LONGEST {
            return Err(Error::new(
                ErrorKind::UrlTooLong,
                format!("it has {} bytes", url.len()),
            ));
        }
        let ends = sections.ends();
        Ok(Self {
            url,
            ends,
            cookies: Vec::new(),
            viewer_ip: None,
        })
    }

    /// Adds the cookies of a `Cookie` header; a request may have several.
    #[must_use]
    pub fn cookie_header(mut self, header: &'a str) -> Self {
        for pair in header.split(';') {
            if let Some((name, value)) = pair.trim_matches([' ', '\t']).split_once('=')
                && let Some(name) = name.strip_prefix("CloudFront-")
            {
                self.cookies.push((name, value));
            }
        }
        self
    }

    /// Where the viewer comes from. Without it, no policy with a range of addresses allows anything.
    #[must_use]
    pub fn viewer_ip(mut self, address: IpAddr) -> Self {
        self.viewer_ip = Some(address);
        self
    }

    pub(crate) fn sections(&self) -> UrlSections<'_> {
        UrlSections::with_ends(&self.url, self.ends)
    }

    pub(crate) fn cookies(&self) -> &[(&'a str, &'a str)] {
        &self.cookies
    }

    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.viewer_ip
    }

    /// The address as policies know it: IPv4, also where it arrived mapped into IPv6.
    pub(crate) fn ipv4(&self) -> Option<Ipv4Addr> {
        match self.viewer_ip?.to_canonical() {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        }
    }
}

/// Whether nothing but a host and a port can be read from it.
fn is_host(host: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    !host.is_empty() && host.bytes().all(plain)
}

fn no_host() -> Error {
    Error::new(
        ErrorKind::UrlHost,
        "found no host, or something else than a host and a port",
    )
}

impl std::fmt::Debug for ViewerRequest<'_> {
    /// Without URL and cookies: who has them has access.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ViewerRequest")
            .field("viewer_ip", &self.viewer_ip)
            .finish_non_exhaustive()
    }
}
