//! `cfsign_verifier` and `cfsign_allowed`.

use std::ffi::{CString, c_char};

use cfsign::{Allowed, Credential, Verifier};

use crate::arguments::hash_algorithm_number;
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object};
use crate::key_group::cfsign_key_group;
use crate::request::cfsign_request;
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// Lets requests through or refuses them, as a CloudFront distribution with a trusted key group does.
///
/// Immutable. One verifier may be used by many threads at once.
pub struct cfsign_verifier(pub(crate) Verifier);

/// A request that is let through, and why. Immutable. May be used by many threads at once.
pub struct cfsign_allowed {
    key_pair_id: CString,
    resource: Option<CString>,
    origin_url: CString,
    expires: i64,
    hash_algorithm: u32,
    by_cookies: bool,
    canned: bool,
}

impl cfsign_allowed {
    fn new(allowed: &Allowed) -> Result<Self, Failure> {
        let expires = i64::try_from(allowed.expires()?.get());
        Ok(Self {
            key_pair_id: c_text(allowed.key_pair_id()),
            resource: allowed.resource().map(c_text),
            origin_url: c_text(allowed.origin_url()),
            expires: expires.expect("the core ends in the year 9999"),
            hash_algorithm: hash_algorithm_number(allowed.hash_algorithm()),
            by_cookies: allowed.credential() == Credential::Cookies,
            canned: allowed.is_canned(),
        })
    }
}

type WithOption = fn(Verifier) -> Verifier;

/// How the header calls the ways in which an edge may differ from CloudFront, each a bit.
const OPTIONS: [(u32, WithOption); 5] = [
    (1, Verifier::valid_at_its_end),
    (2, Verifier::valid_at_its_start),
    (4, Verifier::refuse_expires_beside_policy),
    (8, Verifier::epoch_time_without_prefix),
    (16, Verifier::ignore_host_case),
];

/// Makes a verifier that trusts the keys of `group`, which it copies.
///
/// `options` is 0 for what CloudFront does, or some of these added up: CFSIGN_VALID_AT_ITS_END,
/// CFSIGN_VALID_AT_ITS_START, CFSIGN_REFUSE_EXPIRES_BESIDE_POLICY, CFSIGN_EPOCH_TIME_WITHOUT_PREFIX,
/// CFSIGN_IGNORE_HOST_CASE. `cache_entries` is how many policies whose signatures were right it keeps, so
/// that the segments of a video cost one public-key operation; 0 for none.
///
/// Free it with cfsign_verifier_free. Error: 41 for an option that there is not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_verifier_new(
    group: *const cfsign_key_group,
    options: u32,
    cache_entries: usize,
    verifier: *mut *mut cfsign_verifier,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (group, place) =
            unsafe { (object("group", group)?, Place::new("verifier", verifier)?) };
        let mut core = Verifier::new(group.to_core()?).with_cache(cache_entries);
        let mut left = options;
        for (bit, with_option) in OPTIONS {
            if options & bit != 0 {
                core = with_option(core);
                left &= !bit;
            }
        }
        if left != 0 {
            return Err(Failure::argument(&format!(
                "found {left} among the options of a verifier, which is none"
            )));
        }
        place.put_object(cfsign_verifier(core));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a verifier; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_verifier_free(verifier: *mut cfsign_verifier) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(verifier) }
}

/// Decides about a request at the time `now`, in seconds since 1970.
///
/// CFSIGN_OK means that CloudFront would let it through; `allowed` may be NULL, and else gets the reasons,
/// to be freed with cfsign_allowed_free. 100 to 116 say why it would not, and cfsign_error_cloudfront_code
/// and cfsign_error_cloudfront_message what CloudFront says. Other errors: 36 and 37 for the time, 50 to 58
/// for what is no request. The signature is checked before anything in the policy is believed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_verify(
    verifier: *const cfsign_verifier,
    request: *const cfsign_request,
    now: i64,
    allowed: *mut *mut cfsign_allowed,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (verifier, request) =
            unsafe { (object("verifier", verifier)?, object("request", request)?) };
        let found = verifier.0.verify(&request.to_core()?, now)?;
        if !allowed.is_null() {
            let found = cfsign_allowed::new(&found)?;
            // SAFETY: it is not NULL, so it can be written.
            unsafe { Place::new("allowed", allowed) }?.put_object(found);
        }
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees the reasons; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_free(allowed: *mut cfsign_allowed) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(allowed) }
}

/// The ID of the key that signed; belongs to the reasons; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_key_pair_id(
    allowed: *const cfsign_allowed,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    pointer_to(allowed.map(|allowed| &*allowed.key_pair_id))
}

/// The resource of the policy; NULL where the policy leaves it out and means every file. Belongs to the
/// reasons.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_resource(allowed: *const cfsign_allowed) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    pointer_to(allowed.and_then(|allowed| allowed.resource.as_deref()))
}

/// The URL without the signing parameters, every other byte as it was: what the origin should get.
/// (Cookies are the caller's to take out.) Belongs to the reasons; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_origin_url(
    allowed: *const cfsign_allowed,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    pointer_to(allowed.map(|allowed| &*allowed.origin_url))
}

/// When the policy ends, in seconds since 1970; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_expires(allowed: *const cfsign_allowed) -> i64 {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    allowed.map_or(0, |allowed| allowed.expires)
}

/// What was signed: CFSIGN_SHA1 or CFSIGN_SHA256; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_hash_algorithm(allowed: *const cfsign_allowed) -> u32 {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    allowed.map_or(0, |allowed| allowed.hash_algorithm)
}

/// Whether it was signed cookies that let the request through, and not a signed URL; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_by_cookies(allowed: *const cfsign_allowed) -> bool {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    allowed.is_some_and(|allowed| allowed.by_cookies)
}

/// Whether the policy was canned; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_allowed_is_canned(allowed: *const cfsign_allowed) -> bool {
    // SAFETY: the header says: NULL or live.
    let allowed = unsafe { allowed.as_ref() };
    allowed.is_some_and(|allowed| allowed.canned)
}
