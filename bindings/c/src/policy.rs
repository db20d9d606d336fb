//! `cfsign_policy`.

use std::ffi::c_char;

use cfsign::{Dialect, Policy, Resource};

use crate::arguments::text;
use crate::buffer::Buffer;
use crate::failure::{Failure, cfsign_error};
use crate::guard::{guard, guard_or};
use crate::handles::{Place, free, object, object_mut};
use crate::status::cfsign_status;

/// What may be fetched, until when, from when on and from where.
///
/// It is signed as a canned policy, which makes shorter URLs, if it is an exact URL and an end, and else
/// as a custom policy. May be used by many threads at once; the functions that begin with
/// cfsign_policy_set change it, and want it for themselves.
pub struct cfsign_policy(pub(crate) Policy);

/// How the header calls the ways to read a resource.
const EXACT_URL: u32 = 1;
const PATTERN: u32 = 2;
const BELOW: u32 = 3;

/// Makes a policy for `resource` that ends at `date_less_than`, in seconds since 1970.
///
/// `resource_kind` says how the resource is read:
/// CFSIGN_EXACT_URL: one URL, in which a `*` is refused, so that data of users cannot widen it.
/// CFSIGN_PATTERN: `*` stands for any number of characters and `?` for one. Never for data of users.
/// CFSIGN_BELOW: everything in this folder, whose URL is exact; it gets `*` at its end, after a `/` if it has none.
///
/// Free it with cfsign_policy_free. Errors: 30 and 32 for the resource, 36 and 37 for the time, 41 for
/// another kind, 50 to 58 for a URL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_new(
    resource: *const c_char,
    resource_len: usize,
    resource_kind: u32,
    date_less_than: i64,
    policy: *mut *mut cfsign_policy,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (resource, place) = unsafe {
            (
                text("resource", resource, resource_len)?,
                Place::new("policy", policy)?,
            )
        };
        let resource = match resource_kind {
            EXACT_URL => Resource::exact(resource)?,
            PATTERN => Resource::pattern(resource)?,
            BELOW => Resource::below(resource)?,
            other => {
                return Err(Failure::argument(&format!(
                    "found {other} as the kind of resource; wanted CFSIGN_EXACT_URL, CFSIGN_PATTERN or CFSIGN_BELOW"
                )));
            }
        };
        place.put_object(cfsign_policy(Policy::new(resource, date_less_than)?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a policy; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_free(policy: *mut cfsign_policy) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(policy) }
}

/// Has the policy begin after `date_greater_than`, in seconds since 1970. Errors: 36, 37, and 39 if that
/// is not before its end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_set_date_greater_than(
    policy: *mut cfsign_policy,
    date_greater_than: i64,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses it.
        let policy = unsafe { object_mut("policy", policy) }?;
        policy.0 = policy.0.clone().date_greater_than(date_greater_than)?;
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Allows viewers from `ip_address` only: an IPv4 address, or a range such as `192.0.2.0/24`. Turn IPv6
/// off for the distribution: a viewer who comes by IPv6 is in no range. Errors: 34, 35.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_set_ip_address(
    policy: *mut cfsign_policy,
    ip_address: *const c_char,
    ip_address_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses it.
        let (policy, range) = unsafe {
            (
                object_mut("policy", policy)?,
                text("ip_address", ip_address, ip_address_len)?,
            )
        };
        policy.0 = policy.0.clone().ip_address(range.parse()?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Has the policy signed as a custom policy even where a canned one would say it all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_set_always_custom(
    policy: *mut cfsign_policy,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses it.
        let policy = unsafe { object_mut("policy", policy) }?;
        policy.0 = policy.0.clone().always_custom();
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Whether the policy is signed as a canned policy; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_is_canned(policy: *const cfsign_policy) -> bool {
    // SAFETY: the header says: NULL or live.
    let policy = unsafe { policy.as_ref() };
    guard_or(false, || policy.is_some_and(|policy| policy.0.is_canned()))
}

/// Writes to `covers` whether the resource of the policy is or matches `url`. A URL that cannot be signed
/// is covered by nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_covers(
    policy: *const cfsign_policy,
    url: *const c_char,
    url_len: usize,
    covers: *mut bool,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (policy, url, place) = unsafe {
            (
                object("policy", policy)?,
                text("url", url, url_len)?,
                Place::new("covers", covers)?,
            )
        };
        place.put(policy.0.resource().covers(url));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Writes the policy document to `buffer`, with a NUL: JSON without blanks, the bytes that are signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_policy_json(
    policy: *const cfsign_policy,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (policy, buffer) = unsafe {
            (
                object("policy", policy)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        buffer.put_text(&policy.0.to_json(Dialect::CloudFront))
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
