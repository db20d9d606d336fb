//! Functions without an object.

use std::ffi::{CStr, c_char};
use std::time::Duration;

use cfsign::{ErrorClass, ErrorKind, ToEpochSeconds as _};

use crate::arguments::{bytes, text};
use crate::buffer::Buffer;
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::Place;
use crate::status::{self, cfsign_status};
use crate::text::pointer_to;

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => panic!("a version has no NUL"),
    };

/// The version of the library that runs, such as `0.1.0`. CFSIGN_VERSION is that of the header.
#[unsafe(no_mangle)]
pub extern "C" fn cfsign_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The stable word of a status, such as `expired`; `ok` for CFSIGN_OK; NULL for a number that is no
/// status. Static.
#[unsafe(no_mangle)]
pub extern "C" fn cfsign_status_code(status: u32) -> *const c_char {
    pointer_to(status::code(status))
}

/// What a status is about: `ok`, `key`, `input`, `denied` (a request that CloudFront would refuse) or
/// `internal`; NULL for a number that is no status. Static. Bindings choose their exceptions by it.
#[unsafe(no_mangle)]
pub extern "C" fn cfsign_status_class(status: u32) -> *const c_char {
    let of_the_core = |number| ErrorKind::ALL.iter().find(|kind| kind.number() == number);
    pointer_to(match status {
        0 => Some(c"ok"),
        1 | 2 => Some(c"input"),
        3 => Some(c"internal"),
        number => of_the_core(number).map(|kind| match kind.class() {
            ErrorClass::Key => c"key",
            ErrorClass::Input => c"input",
            ErrorClass::Denied => c"denied",
            _ => c"internal",
        }),
    })
}

/// Encodes `data` in CloudFront's Base64: the usual alphabet with `-`, `~` and `_` for `+`, `/` and `=`.
/// It is written to `buffer` with a NUL: four characters for each three bytes begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_base64_encode(
    data: *const c_char,
    data_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (data, buffer) = unsafe {
            (
                bytes("data", data, data_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        buffer.put_text(&cfsign::base64_encode(data))
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Decodes CloudFront's Base64, strictly. The bytes are written to `buffer`, without a NUL. Error: 33.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_base64_decode(
    text: *const c_char,
    text_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (text, buffer) = unsafe {
            (
                self::text("text", text, text_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        buffer.put_bytes(&cfsign::base64_decode(text)?)
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Writes to `expires` the time `ttl` seconds after `now`, in seconds since 1970, rounded up to a multiple
/// of `bucket` seconds, unless that is 0.
///
/// URLs signed for one file in one bucket are the same URL, so browsers and proxies keep what they have.
/// Errors: 36, 37.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_expires_in(
    ttl: u64,
    now: i64,
    bucket: u64,
    expires: *mut i64,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: NULL or writable.
        let place = unsafe { Place::new("expires", expires) }?;
        let end = now.to_epoch_seconds()?.after(Duration::from_secs(ttl))?;
        let end = end.rounded_up_to(Duration::from_secs(bucket))?;
        let end = i64::try_from(end.get())
            .map_err(|_| Failure::argument("the time is outside of what a number can be"))?;
        place.put(end);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
