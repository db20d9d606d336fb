//! Signing with a signer: URLs, cookies, grants, messages.

use std::ffi::c_char;

use cfsign::{EpochSeconds, Signer, ToEpochSeconds as _};

use crate::arguments::{bytes, text};
use crate::buffer::Buffer;
use crate::cookies::cfsign_cookies;
use crate::failure::{Failure, cfsign_error};
use crate::grant::cfsign_grant;
use crate::guard::guard;
use crate::handles::{Place, object};
use crate::policy::cfsign_policy;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;

/// Writes what `sign` makes into the buffer, and refuses one that is too small before the private key is
/// used.
fn into_buffer(
    signer: &cfsign_signer,
    buffer: Buffer,
    sign: impl Fn(&Signer) -> Result<String, cfsign::Error>,
) -> Result<(), Failure> {
    buffer.room_for_text(sign(&signer.blank)?.len())?;
    buffer.put_text(&sign(&signer.core)?)
}

/// Signs `url` until `expires`, in seconds since 1970, with a canned policy: this URL and no other.
///
/// The URL is signed and returned byte for byte. One that clients would rewrite on the way is refused,
/// and cfsign_error_suggestion has its corrected form.
///
/// The signed URL and a NUL are written to `buffer`, and its length without the NUL to `len`. See
/// "Buffers" above for CFSIGN_BUFFER_TOO_SMALL. Other errors: 36 and 37 for the time, 50 to 58 for the
/// URL, 30 for a `*` in it, 90 to 92 for the signing itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_url(
    signer: *const cfsign_signer,
    url: *const c_char,
    url_len: usize,
    expires: i64,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, url, buffer) = unsafe {
            (
                object("signer", signer)?,
                text("url", url, url_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        let expires: EpochSeconds = expires.to_epoch_seconds()?;
        if buffer.fits_text(url.len() + signer.most_added) {
            // Most buffers are large enough for anything, which is known sooner than how large it will be.
            return buffer.put_text(&signer.core.sign_url(url, expires)?);
        }
        into_buffer(signer, buffer, |signer| signer.sign_url(url, expires))
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs `url` under `policy`, which must cover it: a wildcard, a start date, a range of addresses.
///
/// To put many URLs under one policy, make a grant of it. Buffer and errors are those of
/// cfsign_sign_url; and 31 if the policy does not cover the URL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_url_with(
    signer: *const cfsign_signer,
    url: *const c_char,
    url_len: usize,
    policy: *const cfsign_policy,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, url, policy, buffer) = unsafe {
            (
                object("signer", signer)?,
                text("url", url, url_len)?,
                object("policy", policy)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        into_buffer(signer, buffer, |signer| {
            signer.sign_url_with(url, &policy.0)
        })
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs `url` under a policy document that the caller wrote, which is signed and sent as it is.
///
/// Nothing in it is checked but that there is something: CloudFront may refuse it, or read more into it
/// than was meant. Buffer and errors are those of cfsign_sign_url; and 33 for an empty policy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_url_with_raw_policy(
    signer: *const cfsign_signer,
    url: *const c_char,
    url_len: usize,
    policy: *const c_char,
    policy_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, url, policy, buffer) = unsafe {
            (
                object("signer", signer)?,
                text("url", url, url_len)?,
                text("policy", policy, policy_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        into_buffer(signer, buffer, |signer| {
            signer.sign_url_with_raw_policy(url, policy)
        })
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs `policy` for cookies. Free them with cfsign_cookies_free.
///
/// Errors: 73 for a resource that does not begin with http:// or https://, 90 to 92.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_cookies(
    signer: *const cfsign_signer,
    policy: *const cfsign_policy,
    cookies: *mut *mut cfsign_cookies,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, policy, place) = unsafe {
            (
                object("signer", signer)?,
                object("policy", policy)?,
                Place::new("cookies", cookies)?,
            )
        };
        place.put_object(cfsign_cookies::new(signer.core.sign_cookies(&policy.0)?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs, for cookies, a policy document that the caller wrote, as it is and unchecked. Free them with
/// cfsign_cookies_free. Errors: 33 for an empty policy, 90 to 92.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_cookies_with_raw_policy(
    signer: *const cfsign_signer,
    policy: *const c_char,
    policy_len: usize,
    cookies: *mut *mut cfsign_cookies,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, policy, place) = unsafe {
            (
                object("signer", signer)?,
                text("policy", policy, policy_len)?,
                Place::new("cookies", cookies)?,
            )
        };
        let signed = signer.core.sign_cookies_with_raw_policy(policy)?;
        place.put_object(cfsign_cookies::new(signed));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs `policy` once, to be put on any number of URLs at the speed of copying. Free the grant with
/// cfsign_grant_free. Errors: 32 for an exact URL with a second question mark, 90 to 92.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_grant(
    signer: *const cfsign_signer,
    policy: *const cfsign_policy,
    grant: *mut *mut cfsign_grant,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, policy, place) = unsafe {
            (
                object("signer", signer)?,
                object("policy", policy)?,
                Place::new("grant", grant)?,
            )
        };
        place.put_object(cfsign_grant::new(signer.core.grant(&policy.0)?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Signs `message` as it is, with the hash algorithm of the signer: PKCS#1 v1.5 for RSA, ASN.1 DER for
/// ECDSA. For programs that build policies and URLs themselves.
///
/// The bytes are written to `buffer`, without a NUL, and their number to `len`: 256 for RSA of 2048 bits,
/// 72 at most for ECDSA. Errors: 90 to 92.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_message(
    signer: *const cfsign_signer,
    message: *const c_char,
    message_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, message, buffer) = unsafe {
            (
                object("signer", signer)?,
                bytes("message", message, message_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        buffer.room_for_bytes(signer.blank.sign_message(message)?.len())?;
        buffer.put_bytes(&signer.core.sign_message(message)?)
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
