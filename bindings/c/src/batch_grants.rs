//! The grants of many policies at once.

use std::ffi::c_void;

use crate::batch::{cfsign_progress_callback, result_at, run};
use crate::failure::{Failure, cfsign_error};
use crate::grant::cfsign_grant;
use crate::guard::guard;
use crate::handles::{Place, free, object, objects};
use crate::policy::cfsign_policy;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;

/// What came of a batch of grants: one result for each policy, in their order. Immutable. May be used by many threads
/// at once.
pub struct cfsign_signed_grants(Vec<Result<cfsign_grant, Failure>>);

/// Signs each of `count` policies once, as cfsign_sign_grant does, on several threads. `threads`, `progress` and
/// `context` are those of cfsign_sign_urls.
///
/// A policy that is refused is no error of the batch, and a signature that could not be made is none: see
/// cfsign_signed_grants_get. Free the result with cfsign_signed_grants_free. Error: 93 if `progress` ended it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_grants(
    signer: *const cfsign_signer,
    policies: *const *const cfsign_policy,
    count: usize,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_grants: *mut *mut cfsign_signed_grants,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, policies, place) = unsafe {
            (
                object("signer", signer)?,
                objects("policies", policies, count)?,
                Place::new("signed_grants", signed_grants)?,
            )
        };
        let policies: Vec<_> = policies.iter().map(|policy| &policy.0).collect();
        let made = run(signer, threads, progress, context, |batch| {
            batch.grants(&policies)
        })?;
        let to_c = |result: Result<_, _>| Ok(cfsign_grant::new(result?));
        place.put_object(cfsign_signed_grants(made.into_iter().map(to_c).collect()));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees the results of a batch; NULL is ignored. Grants that were copied from them live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_grants_free(signed_grants: *mut cfsign_signed_grants) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(signed_grants) }
}

/// How many results there are, which is how many policies were given; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_grants_count(
    signed_grants: *const cfsign_signed_grants,
) -> usize {
    // SAFETY: the header says: NULL or live.
    let signed_grants = unsafe { signed_grants.as_ref() };
    signed_grants.map_or(0, |signed_grants| signed_grants.0.len())
}

/// Makes a copy of the grant at `index`, from 0. Free it with cfsign_grant_free. Or returns why this policy was refused,
/// as cfsign_sign_grant would have. Error: 41 for an index that there is not; cfsign_signed_grants_count says which
/// there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_grants_get(
    signed_grants: *const cfsign_signed_grants,
    index: usize,
    grant: *mut *mut cfsign_grant,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (results, place) = unsafe {
            (
                object("signed_grants", signed_grants)?,
                Place::new("grant", grant)?,
            )
        };
        place.put_object(result_at(&results.0, index)?.clone());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
