//! `cfsign_request`.

use std::ffi::c_char;
use std::net::IpAddr;

use cfsign::{ErrorKind, ViewerRequest};

use crate::arguments::text;
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object_mut};
use crate::status::cfsign_status;

/// What a viewer asked for: the bytes of its URL, its cookies, where it comes from.
///
/// May be used by many threads at once; the functions that begin with cfsign_request_add or
/// cfsign_request_set change it, and want it for themselves.
pub struct cfsign_request {
    pub(crate) url: String,
    /// From what a server has, and not pasted by a person.
    pub(crate) is_exact: bool,
    pub(crate) cookies: Vec<String>,
    pub(crate) viewer_ip: Option<IpAddr>,
    pub(crate) other_hosts: Vec<String>,
}

impl cfsign_request {
    fn new(url: String, is_exact: bool) -> Self {
        Self {
            url,
            is_exact,
            cookies: Vec::new(),
            viewer_ip: None,
            other_hosts: Vec::new(),
        }
    }

    pub(crate) fn to_core(&self) -> Result<ViewerRequest<'_>, Failure> {
        let mut request = ViewerRequest::new(&self.url)?;
        for header in &self.cookies {
            request = request.cookie_header(header);
        }
        Ok(match self.viewer_ip {
            Some(address) => request.viewer_ip(address),
            None => request,
        })
    }
}

/// Makes a request for an absolute URL, byte for byte as the viewer sent it. It is looked at when it is
/// verified or explained. Free it with cfsign_request_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_new(
    url: *const c_char,
    url_len: usize,
    request: *mut *mut cfsign_request,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (url, place) = unsafe { (text("url", url, url_len)?, Place::new("request", request)?) };
        place.put_object(cfsign_request::new(url.to_owned(), false));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Makes a request from what a server has: `https` or `http`, the value of the `Host` header, and the
/// target of the request line, a path with its query string. Behind a proxy, scheme and host must be those
/// that the viewer used. Free it with cfsign_request_free. Errors: 50 to 53, 58.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_from_parts(
    scheme: *const c_char,
    scheme_len: usize,
    host: *const c_char,
    host_len: usize,
    target: *const c_char,
    target_len: usize,
    request: *mut *mut cfsign_request,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (scheme, host, target, place) = unsafe {
            (
                text("scheme", scheme, scheme_len)?,
                text("host", host, host_len)?,
                text("target", target, target_len)?,
                Place::new("request", request)?,
            )
        };
        ViewerRequest::from_parts(scheme, host, target)?;
        let url = format!("{scheme}://{host}{target}");
        place.put_object(cfsign_request::new(url, true));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a request; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_free(request: *mut cfsign_request) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(request) }
}

/// Adds the value of a `Cookie` header; a request may have several.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_add_cookie_header(
    request: *mut cfsign_request,
    header: *const c_char,
    header_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the request.
        let (request, header) = unsafe {
            (
                object_mut("request", request)?,
                text("header", header, header_len)?,
            )
        };
        request.cookies.push(header.to_owned());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Sets where the viewer comes from: an IPv4 or IPv6 address. Without it, no policy with a range of
/// addresses allows anything. Error: 34 for what is no address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_set_viewer_ip(
    request: *mut cfsign_request,
    viewer_ip: *const c_char,
    viewer_ip_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the request.
        let (request, viewer_ip) = unsafe {
            (
                object_mut("request", request)?,
                text("viewer_ip", viewer_ip, viewer_ip_len)?,
            )
        };
        let address: IpAddr = viewer_ip.parse().map_err(|_| {
            Failure::new(
                cfsign_status::of(ErrorKind::InvalidIpRange),
                "wanted the IPv4 or IPv6 address of the viewer",
            )
        })?;
        request.viewer_ip = Some(address);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Adds a host that may have been signed by mistake in place of the one in the URL, for cfsign_explain:
/// the domain name of the distribution where viewers use another, a bucket, a staging host. The first
/// eight are tried.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_request_add_other_host(
    request: *mut cfsign_request,
    host: *const c_char,
    host_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the request.
        let (request, host) = unsafe {
            (
                object_mut("request", request)?,
                text("host", host, host_len)?,
            )
        };
        request.other_hosts.push(host.to_owned());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
