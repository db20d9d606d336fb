//! `cfsign_response_origin`: who answered.

use std::ffi::{CString, c_char};

use cfsign::classify_response;

use crate::arguments::{bytes, optional_bytes};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free};
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// Who wrote a response, what it means and what to do. Immutable. May be used by many threads at once.
pub struct cfsign_response_origin {
    code: CString,
    layer: CString,
    meaning: CString,
    advice: CString,
}

/// Says who wrote a response: CloudFront, S3 behind it, a firewall, something else. Made for the 403 that one
/// gets and did not expect.
///
/// `http_status` is the number, such as 403, or 0 if it is not known. `headers` has the header lines as they
/// came, `Name: value` each, and is NULL if they are not known; a status line among them is skipped. `body` is
/// the body, or the beginning of it, any bytes, and may be empty: as much is said as can be known.
///
/// Free the result with cfsign_response_origin_free. Error: 41 for a status that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_classify_response(
    http_status: u32,
    headers: *const c_char,
    headers_len: usize,
    body: *const c_char,
    body_len: usize,
    origin: *mut *mut cfsign_response_origin,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (headers, body, place) = unsafe {
            (
                optional_bytes("headers", headers, headers_len)?,
                bytes("body", body, body_len)?,
                Place::new("origin", origin)?,
            )
        };
        let status = match http_status {
            0 => None,
            100..=599 => u16::try_from(http_status).ok(),
            other => {
                return Err(Failure::argument(&format!(
                    "found {other} as the status of a response; wanted 100 to 599, or 0 for one that is not known"
                )));
            }
        };
        // Header values may be any bytes, and those that matter here are ASCII.
        let headers = String::from_utf8_lossy(headers.unwrap_or_default());
        let pairs: Vec<_> = headers
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim(), value.trim()))
            .collect();
        // And so may a body be, compressed, or cut within a character.
        let found = classify_response(status, &pairs, &String::from_utf8_lossy(body));
        place.put_object(cfsign_response_origin {
            code: c_text(found.code),
            layer: c_text(found.layer.as_str()),
            meaning: c_text(found.meaning),
            advice: c_text(found.advice),
        });
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees what cfsign_classify_response made; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_response_origin_free(origin: *mut cfsign_response_origin) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(origin) }
}

/// A stable word, such as `cloudfront-unknown-key` or `s3-access-denied`. Belongs to the object; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_response_origin_code(
    origin: *const cfsign_response_origin,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let origin = unsafe { origin.as_ref() };
    pointer_to(origin.map(|origin| &*origin.code))
}

/// Who wrote it: `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`. Belongs to the object; NULL for
/// NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_response_origin_layer(
    origin: *const cfsign_response_origin,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let origin = unsafe { origin.as_ref() };
    pointer_to(origin.map(|origin| &*origin.layer))
}

/// What it means. Belongs to the object; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_response_origin_meaning(
    origin: *const cfsign_response_origin,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let origin = unsafe { origin.as_ref() };
    pointer_to(origin.map(|origin| &*origin.meaning))
}

/// What to do. Belongs to the object; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_response_origin_advice(
    origin: *const cfsign_response_origin,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let origin = unsafe { origin.as_ref() };
    pointer_to(origin.map(|origin| &*origin.advice))
}
