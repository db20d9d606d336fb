//! Many URLs at once.

use std::ffi::{CString, c_char, c_int, c_void};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::thread::available_parallelism;

use cfsign::{Batch, Error, Terms};

use crate::arguments::{array, text, utf8};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object, objects};
use crate::policy::cfsign_policy;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;
use crate::text::c_text;

/// Is told every few URLs how many are done, those that are refused among them, and at the end how many there are.
/// Returns 0 to end the batch with CFSIGN_CANCELLED, and any other number to go on. It is called on the thread that
/// called. It must not throw or longjmp.
pub type cfsign_progress_callback =
    Option<unsafe extern "C" fn(context: *mut c_void, done: usize) -> c_int>;

/// What came of a batch: one result for each URL, in their order. Immutable. May be used by many threads
/// at once.
pub struct cfsign_signed_urls(Vec<Result<CString, Failure>>);

/// Runs a batch on so many threads, telling the callback.
pub(crate) fn run<R>(
    signer: &cfsign_signer,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    sign: impl FnOnce(Batch<'_>) -> Result<R, Error>,
) -> Result<R, Failure> {
    let all = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut on_progress = |done: usize| {
        let go_on = progress.is_none_or(|progress| {
            // SAFETY: the header says that the function may be called with the context.
            unsafe { progress(context, done) != 0 }
        });
        if go_on {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let batch = signer
        .core
        .batch()
        .path(signer.batch_path)
        .threads(NonZeroUsize::new(threads).unwrap_or_else(all))
        .on_progress(&mut on_progress);
    Ok(sign(batch)?)
}

/// Runs a batch of URLs. In the place of one that is not UTF-8, `sign` gets a URL that is refused and counted as
/// others are; what is told of it is the true reason.
fn run_urls(
    signer: &cfsign_signer,
    urls: &[&[u8]],
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    sign: impl FnOnce(Batch<'_>, &[&str]) -> Result<Vec<Result<String, Error>>, Error>,
) -> Result<cfsign_signed_urls, Failure> {
    let read: Vec<_> = urls.iter().map(|url| utf8("the URL", url)).collect();
    let texts: Vec<_> = read
        .iter()
        .map(|text| *text.as_ref().unwrap_or(&""))
        .collect();
    let signed = run(signer, threads, progress, context, |batch| {
        sign(batch, &texts)
    })?;
    let result = |(text, result): (Result<&str, Failure>, Result<String, Error>)| {
        text.and_then(|_| Ok(c_text(&result?)))
    };
    Ok(cfsign_signed_urls(
        read.into_iter().zip(signed).map(result).collect(),
    ))
}

/// The result at `index`.
pub(crate) fn result_at<R>(results: &[Result<R, Failure>], index: usize) -> Result<&R, Failure> {
    let result = results.get(index).ok_or_else(|| {
        let count = results.len();
        Failure::argument(&format!("found {index} as the index of {count} results"))
    })?;
    result.as_ref().map_err(Clone::clone)
}

/// Signs `count` URLs as cfsign_sign_url does, on several threads.
///
/// `url_lens` has their lengths, or is NULL if each ends with a NUL. `threads` is the most threads that
/// sign at once, this one among them; 0 for one for each core. `progress` may be NULL.
///
/// A URL that is refused is no error of the batch: see cfsign_signed_urls_get. Nor is a signature that could not be
/// made, 90 to 92; 90 stands in the place of every URL where the path of the batch cannot be taken: see "Environment"
/// and cfsign_signer_with_batch_path. Free the result with cfsign_signed_urls_free. Errors: 36 and 37 for the time, 93
/// if `progress` ended it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_urls(
    signer: *const cfsign_signer,
    urls: *const *const c_char,
    url_lens: *const usize,
    count: usize,
    expires: i64,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_urls: *mut *mut cfsign_signed_urls,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, urls, place) = unsafe {
            (
                object("signer", signer)?,
                array("urls", urls, url_lens, count)?,
                Place::new("signed_urls", signed_urls)?,
            )
        };
        let sign = |batch: Batch<'_>, urls: &[&str]| batch.sign_urls(urls, expires);
        place.put_object(run_urls(signer, &urls, threads, progress, context, sign)?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Puts `count` URLs under `policy` as cfsign_sign_url_with does. A custom policy is signed once for all of
/// them, and 90 to 92 are errors of the batch then. The rest is as for cfsign_sign_urls.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_urls_with(
    signer: *const cfsign_signer,
    urls: *const *const c_char,
    url_lens: *const usize,
    count: usize,
    policy: *const cfsign_policy,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_urls: *mut *mut cfsign_signed_urls,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, urls, policy, place) = unsafe {
            (
                object("signer", signer)?,
                array("urls", urls, url_lens, count)?,
                object("policy", policy)?,
                Place::new("signed_urls", signed_urls)?,
            )
        };
        let sign = |batch: Batch<'_>, urls: &[&str]| batch.sign_urls_with(urls, &policy.0);
        place.put_object(run_urls(signer, &urls, threads, progress, context, sign)?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Puts `count` URLs under a policy document that the caller wrote, as cfsign_sign_url_with_raw_policy does; it is
/// signed once for all of them. The rest is as for cfsign_sign_urls; and 33 for an empty policy, 90 to 92 if it
/// could not be signed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_urls_with_raw_policy(
    signer: *const cfsign_signer,
    urls: *const *const c_char,
    url_lens: *const usize,
    count: usize,
    policy: *const c_char,
    policy_len: usize,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_urls: *mut *mut cfsign_signed_urls,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, urls, policy, place) = unsafe {
            (
                object("signer", signer)?,
                array("urls", urls, url_lens, count)?,
                text("policy", policy, policy_len)?,
                Place::new("signed_urls", signed_urls)?,
            )
        };
        let made = run_urls(signer, &urls, threads, progress, context, |batch, urls| {
            batch.sign_urls_with_raw_policy(urls, policy)
        })?;
        place.put_object(made);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Puts each of `count` URLs under the policy of the same place, as cfsign_sign_url_with does: for URLs that end at
/// different times, or have different viewers. `policies` has `count` of them; one may stand there many times. The
/// rest is as for cfsign_sign_urls.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_sign_urls_each(
    signer: *const cfsign_signer,
    urls: *const *const c_char,
    url_lens: *const usize,
    count: usize,
    policies: *const *const cfsign_policy,
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    signed_urls: *mut *mut cfsign_signed_urls,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, urls, policies, place) = unsafe {
            (
                object("signer", signer)?,
                array("urls", urls, url_lens, count)?,
                objects("policies", policies, count)?,
                Place::new("signed_urls", signed_urls)?,
            )
        };
        let made = run_urls(signer, &urls, threads, progress, context, |batch, urls| {
            let terms = policies.iter().map(|policy| Terms::Under(&policy.0));
            let each: Vec<_> = urls.iter().copied().zip(terms).collect();
            batch.sign_urls_each(&each)
        })?;
        place.put_object(made);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees the results of a batch; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_urls_free(signed_urls: *mut cfsign_signed_urls) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(signed_urls) }
}

/// How many results there are, which is how many URLs were given; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_urls_count(signed_urls: *const cfsign_signed_urls) -> usize {
    // SAFETY: the header says: NULL or live.
    let signed_urls = unsafe { signed_urls.as_ref() };
    signed_urls.map_or(0, |signed_urls| signed_urls.0.len())
}

/// Writes to `url` the signed URL at `index`, from 0, which belongs to the results. Or returns why this URL
/// was refused, as cfsign_sign_url would have: 41 for one that is not UTF-8. It is 41 for an index that there is
/// not, too; cfsign_signed_urls_count says which there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signed_urls_get(
    signed_urls: *const cfsign_signed_urls,
    index: usize,
    url: *mut *const c_char,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signed_urls, place) =
            unsafe { (object("signed_urls", signed_urls)?, Place::new("url", url)?) };
        place.put(result_at(&signed_urls.0, index)?.as_ptr());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
