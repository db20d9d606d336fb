//! The cookies of many policies at once.

use std::ffi::c_void;

use crate::batch::{cfsign_progress_callback, result_at, run};
use crate::cookies::cfsign_cookies;
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object, objects};
use crate::policy::cfsign_policy;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;

/// What came of a batch of cookies: one result for each policy, in their order. Immutable. May be used by many
/// threads at once.
pub struct cfsign_signed_cookies(Vec<Result<cfsign_cookies, Failure>>);

/// Signs `count` policies for cookies as cfsign_sign_cookies does, on several threads. `threads`, `progress` and
/// `context` are those of cfsign_sign_urls.
///
/// A policy that is refused is no error of the batch, and a signature that could not be made is none: see
/// cfsign_signed_cookies_get. Free the result with cfsign_signed_cookies_free. Error: 93 if `progress` ended it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_cookies_each(
    signer: *const cfsign_signer,
    policies: *const *const cfsign_policy,
    count: usize,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_cookies: *mut *mut cfsign_signed_cookies,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, policies, place) = unsafe {
            (
                object("signer", signer)?,
                objects("policies", policies, count)?,
                Place::new("signed_cookies", signed_cookies)?,
            )
        };
        let policies: Vec<_> = policies.iter().map(|policy| &policy.0).collect();
        let made = run(signer, threads, progress, context, |batch| {
            batch.sign_cookies_each(&policies)
        })?;
        let to_c = |result: Result<_, _>| Ok(cfsign_cookies::new(result?));
        place.put_object(cfsign_signed_cookies(made.into_iter().map(to_c).collect()));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees the results of a batch; NULL is ignored. Cookies that were copied from them live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_cookies_free(signed_cookies: *mut cfsign_signed_cookies) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(signed_cookies) }
}

/// How many results there are, which is how many policies were given; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_cookies_count(
    signed_cookies: *const cfsign_signed_cookies,
) -> usize {
    // SAFETY: the header says: NULL or live.
    let signed_cookies = unsafe { signed_cookies.as_ref() };
    signed_cookies.map_or(0, |signed_cookies| signed_cookies.0.len())
}

/// Makes a copy of the cookies at `index`, from 0. Free it with cfsign_cookies_free. Or returns why this policy was
/// refused, as cfsign_sign_cookies would have. Error: 41 for an index that there is not; cfsign_signed_cookies_count
/// says which there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_cookies_get(
    signed_cookies: *const cfsign_signed_cookies,
    index: usize,
    cookies: *mut *mut cfsign_cookies,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (results, place) = unsafe {
            (
                object("signed_cookies", signed_cookies)?,
                Place::new("cookies", cookies)?,
            )
        };
        place.put_object(result_at(&results.0, index)?.clone());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
