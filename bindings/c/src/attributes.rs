//! `cfsign_cookie_attributes`.

use std::ffi::c_char;
use std::time::Duration;

use cfsign::{CookieAttributes, CookieDomain, SameSite};

use crate::arguments::text;
use crate::buffer::Buffer;
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object_mut};
use crate::status::cfsign_status;

/// Where browsers keep cookies and when they send them. New ones are for this host alone, with `Path=/`,
/// `Secure`, `HttpOnly`, `SameSite=Lax`, and until the browser is closed.
///
/// May be used by many threads at once; the functions that begin with cfsign_cookie_attributes_set change
/// it, and want it for themselves.
#[derive(Default)]
pub struct cfsign_cookie_attributes(CookieAttributes);

/// The attributes behind the pointer, the default ones for NULL.
///
/// # Safety
///
/// `attributes` is NULL or live.
pub(crate) unsafe fn or_default(attributes: *const cfsign_cookie_attributes) -> CookieAttributes {
    // SAFETY: as above.
    let attributes = unsafe { attributes.as_ref() };
    attributes.map_or_else(CookieAttributes::new, |attributes| attributes.0.clone())
}

/// Changes attributes by the way of the core, which takes them and gives them back.
///
/// # Safety
///
/// `attributes` is NULL, or live and used by nobody else; `error` is NULL or can be written.
unsafe fn change(
    attributes: *mut cfsign_cookie_attributes,
    error: *mut *mut cfsign_error,
    to: impl FnOnce(CookieAttributes) -> Result<CookieAttributes, Failure>,
) -> cfsign_status {
    let body = || {
        // SAFETY: as above.
        let attributes = unsafe { object_mut("attributes", attributes) }?;
        attributes.0 = to(attributes.0.clone())?;
        Ok(())
    };
    // SAFETY: as above.
    unsafe { guard(error, body) }
}

/// Makes attributes with what is usual. Free them with cfsign_cookie_attributes_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_new(
    attributes: *mut *mut cfsign_cookie_attributes,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: NULL or writable.
        let place = unsafe { Place::new("attributes", attributes) }?;
        place.put_object(cfsign_cookie_attributes::default());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees attributes; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_free(attributes: *mut cfsign_cookie_attributes) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(attributes) }
}

/// Sets `Domain`: this domain and all below it, and not just the host that sets the cookies. See
/// cfsign_shared_cookie_domain; where that gives an empty text no domain is to be set. Error: 70 for a domain that no
/// browser takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_domain(
    attributes: *mut cfsign_cookie_attributes,
    domain: *const c_char,
    domain_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        change(attributes, error, |attributes| {
            let domain = text("domain", domain, domain_len)?;
            Ok(attributes.domain(CookieDomain::new(domain)?))
        })
    }
}

/// Sets `Path`: this path and what is below it. Error: 71 for a path that would not work.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_path(
    attributes: *mut cfsign_cookie_attributes,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        change(attributes, error, |attributes| {
            Ok(attributes.path(text("path", path, path_len)?)?)
        })
    }
}

/// Sets whether the cookies go over https only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_secure(
    attributes: *mut cfsign_cookie_attributes,
    secure: bool,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        change(
            attributes,
            error,
            |attributes| Ok(attributes.secure(secure)),
        )
    }
}

/// Sets whether scripts of the page cannot read the cookies.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_http_only(
    attributes: *mut cfsign_cookie_attributes,
    http_only: bool,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        change(attributes, error, |attributes| {
            Ok(attributes.http_only(http_only))
        })
    }
}

/// Sets which pages make the browser send the cookies: CFSIGN_SAME_SITE_LAX, CFSIGN_SAME_SITE_NONE,
/// CFSIGN_SAME_SITE_STRICT, or CFSIGN_SAME_SITE_UNSET to leave it to the browser. Error: 41 for another
/// number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_same_site(
    attributes: *mut cfsign_cookie_attributes,
    same_site: u32,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let to = |attributes: CookieAttributes| {
        let same_site = match same_site {
            0 => None,
            1 => Some(SameSite::Lax),
            2 => Some(SameSite::None),
            3 => Some(SameSite::Strict),
            other => {
                return Err(Failure::argument(&format!(
                    "found {other} as same_site; wanted one of the constants CFSIGN_SAME_SITE_…"
                )));
            }
        };
        Ok(attributes.same_site(same_site))
    };
    // SAFETY: the header says what each pointer points to.
    unsafe { change(attributes, error, to) }
}

/// Sets how many seconds browsers keep the cookies. Without it they keep them until they are closed; the
/// policy ends when it ends either way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookie_attributes_set_max_age(
    attributes: *mut cfsign_cookie_attributes,
    seconds: u64,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        change(attributes, error, |attributes| {
            Ok(attributes.max_age(Duration::from_secs(seconds)))
        })
    }
}

/// Finds the narrowest domain that holds both the host that sets the cookies and the one that reads them,
/// for cfsign_cookie_attributes_set_domain. It is written to `buffer` with a NUL; an empty text means
/// that both are one host, and no domain is needed.
///
/// Error: 70 where there is no such domain, as for `www.example.com` and
/// `d111111abcdef8.cloudfront.net`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_shared_cookie_domain(
    app_host: *const c_char,
    app_host_len: usize,
    cdn_host: *const c_char,
    cdn_host_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (app_host, cdn_host, buffer) = unsafe {
            (
                text("app_host", app_host, app_host_len)?,
                text("cdn_host", cdn_host, cdn_host_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        let shared = CookieDomain::shared_by(app_host, cdn_host)?;
        buffer.put_text(shared.as_str().unwrap_or_default())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
