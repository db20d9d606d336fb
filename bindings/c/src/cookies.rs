//! `cfsign_cookies`.

use std::ffi::{CString, c_char};
use std::ptr;

use cfsign::SignedCookies;

use crate::attributes::{cfsign_cookie_attributes, or_default};
use crate::failure::cfsign_error;
use crate::guard::{guard, guard_or};
use crate::handles::{Place, free, object};
use crate::status::cfsign_status;
use crate::strings::cfsign_strings;
use crate::text::{c_text, pointer_to};

/// The signed cookies of one policy: names and values. Made by cfsign_sign_cookies.
///
/// Immutable. May be used by many threads at once. Values hold letters, digits and `-_~` only, and must go
/// out as they are: what percent-encodes them breaks them.
#[derive(Clone)]
pub struct cfsign_cookies {
    core: SignedCookies,
    pairs: Vec<(CString, CString)>,
    header: CString,
}

impl cfsign_cookies {
    pub(crate) fn new(core: SignedCookies) -> Self {
        let pair = |(name, value): (&str, &str)| (c_text(name), c_text(value));
        Self {
            pairs: core.iter().map(pair).collect(),
            header: c_text(&core.cookie_header()),
            core,
        }
    }
}

/// Frees cookies; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_free(cookies: *mut cfsign_cookies) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(cookies) }
}

/// How many cookies there are: three or four; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_count(cookies: *const cfsign_cookies) -> usize {
    // SAFETY: the header says: NULL or live.
    let cookies = unsafe { cookies.as_ref() };
    cookies.map_or(0, |cookies| cookies.pairs.len())
}

/// The name of the cookie at `index`, from 0, such as `CloudFront-Signature`. NULL where there is none.
/// Belongs to the cookies.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_name(
    cookies: *const cfsign_cookies,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let cookies = unsafe { cookies.as_ref() };
    guard_or(ptr::null(), || {
        pointer_to(cookies.and_then(|cookies| Some(&*cookies.pairs.get(index)?.0)))
    })
}

/// The value of the cookie at `index`. NULL where there is none. Belongs to the cookies.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_value(
    cookies: *const cfsign_cookies,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let cookies = unsafe { cookies.as_ref() };
    guard_or(ptr::null(), || {
        pointer_to(cookies.and_then(|cookies| Some(&*cookies.pairs.get(index)?.1)))
    })
}

/// The value of a `Cookie` request header, for players, native apps and curl. Belongs to the cookies; NULL
/// for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_header(cookies: *const cfsign_cookies) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let cookies = unsafe { cookies.as_ref() };
    pointer_to(cookies.map(|cookies| &*cookies.header))
}

/// The values of the `Set-Cookie` headers, one for each cookie. Free them with cfsign_strings_free.
///
/// `attributes` may be NULL for the default ones. Attributes under which no browser would send the cookies
/// with the resource of their policy are refused. Errors: 70 to 72 for an attribute, 74 for a cookie that
/// is longer than browsers keep.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_cookies_set_cookie_lines(
    cookies: *const cfsign_cookies,
    attributes: *const cfsign_cookie_attributes,
    lines: *mut *mut cfsign_strings,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (cookies, attributes, place) = unsafe {
            (
                object("cookies", cookies)?,
                or_default(attributes),
                Place::new("lines", lines)?,
            )
        };
        let lines = cookies.core.set_cookie_lines(&attributes)?;
        place.put_object(cfsign_strings::new(&lines));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// The values of `Set-Cookie` headers that take every signed cookie away again, whichever were set. Free
/// them with cfsign_strings_free. `attributes` must be those that the cookies were set with; NULL for the
/// default ones. Errors: 72.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_clear_cookie_lines(
    attributes: *const cfsign_cookie_attributes,
    lines: *mut *mut cfsign_strings,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (attributes, place) = unsafe { (or_default(attributes), Place::new("lines", lines)?) };
        let lines = SignedCookies::clear_lines(&attributes)?;
        place.put_object(cfsign_strings::new(&lines));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
