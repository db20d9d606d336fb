//! `cfsign_grant`.

use std::ffi::{CString, c_char};

use cfsign::Grant;

use crate::arguments::text;
use crate::buffer::Buffer;
use crate::cookies::cfsign_cookies;
use crate::failure::cfsign_error;
use crate::guard::guard;
use crate::handles::{Place, free, object};
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// A policy signed once, for any number of URLs that it covers. Made by cfsign_sign_grant.
///
/// Immutable. One grant may be used by many threads at once.
#[derive(Clone)]
pub struct cfsign_grant {
    core: Grant,
    query: CString,
}

impl cfsign_grant {
    pub(crate) fn new(core: Grant) -> Self {
        let query = c_text(core.query());
        Self { core, query }
    }
}

/// Frees a grant; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_grant_free(grant: *mut cfsign_grant) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(grant) }
}

/// Puts the signature of the grant on `url`, without a private-key operation. Buffer and errors are those
/// of cfsign_sign_url_with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_grant_sign_url(
    grant: *const cfsign_grant,
    url: *const c_char,
    url_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (grant, url, buffer) = unsafe {
            (
                object("grant", grant)?,
                text("url", url, url_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        buffer.put_text(&grant.core.sign_url(url)?)
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// The signing parameters as a query string, without `?` or `&` before them: for templates and image
/// loaders that add them in the browser. Belongs to the grant; NULL for NULL. Whoever has it has access.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_grant_query(grant: *const cfsign_grant) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let grant = unsafe { grant.as_ref() };
    pointer_to(grant.map(|grant| &*grant.query))
}

/// The grant as cookies. Free them with cfsign_cookies_free. Error: 73, as for cfsign_sign_cookies.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_grant_cookies(
    grant: *const cfsign_grant,
    cookies: *mut *mut cfsign_cookies,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (grant, place) = unsafe { (object("grant", grant)?, Place::new("cookies", cookies)?) };
        place.put_object(cfsign_cookies::new(grant.core.cookies()?.clone()));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
