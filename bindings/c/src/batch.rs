//! Many URLs at once.

use std::ffi::{CString, c_char, c_int, c_void};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::thread::available_parallelism;

use cfsign::{Batch, Error, Signer, Terms};

use crate::arguments::{array, text, utf8};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object, objects};
use crate::policy::cfsign_policy;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;
use crate::text::c_text;

/// Is told every few URLs how many are done; returns 0 to end the batch with CFSIGN_CANCELLED, and any other
/// number to go on. It is called on the thread that called. It must not throw or longjmp.
pub type cfsign_progress_callback =
    Option<unsafe extern "C" fn(context: *mut c_void, done: usize) -> c_int>;

/// What came of a batch: one result for each URL, in their order. Immutable. May be used by many threads
/// at once.
pub struct cfsign_signed_urls(Vec<Result<CString, Failure>>);

/// Runs a batch on so many threads, telling the callback.
pub(crate) fn run<R>(
    signer: &Signer,
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
        .batch()
        .threads(NonZeroUsize::new(threads).unwrap_or_else(all))
        .on_progress(&mut on_progress);
    Ok(sign(batch)?)
}

/// Runs a batch of URLs; `sign` gets those that are UTF-8 with their places. The others are refused in theirs, as
/// URLs with other faults are.
fn run_urls(
    signer: &Signer,
    urls: &[&[u8]],
    threads: usize,
    progress: cfsign_progress_callback,
    context: *mut c_void,
    sign: impl FnOnce(Batch<'_>, &[(usize, &str)]) -> Result<Vec<Result<String, Error>>, Error>,
) -> Result<cfsign_signed_urls, Failure> {
    let texts: Vec<_> = urls.iter().map(|url| utf8("the URL", url)).collect();
    let places = texts.iter().enumerate();
    let readable: Vec<_> = places
        .filter_map(|(index, text)| Some((index, *text.as_ref().ok()?)))
        .collect();
    let signed = run(signer, threads, progress, context, |batch| {
        sign(batch, &readable)
    })?;
    let mut signed = signed.into_iter();
    let in_its_place = |text: Result<&str, Failure>| {
        text.and_then(|_| {
            let result = signed.next().expect("a result for each URL");
            Ok(c_text(&result?))
        })
    };
    Ok(cfsign_signed_urls(
        texts.into_iter().map(in_its_place).collect(),
    ))
}

fn texts<'a>(urls: &[(usize, &'a str)]) -> Vec<&'a str> {
    urls.iter().map(|(_, url)| *url).collect()
}

/// Signs `count` URLs as cfsign_sign_url does, on several threads.
///
/// `url_lens` has their lengths, or is NULL if each ends with a NUL. `threads` is the most threads that
/// sign at once, this one among them; 0 for one for each core. `progress` may be NULL.
///
/// A URL that is refused is no error of the batch: see cfsign_signed_urls_get. Free the result with
/// cfsign_signed_urls_free. Errors: 36 and 37 for the time, 93 if `progress` ended it.
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
        let sign =
            |batch: Batch<'_>, urls: &[(usize, &str)]| batch.sign_urls(&texts(urls), expires);
        place.put_object(run_urls(
            &signer.core,
            &urls,
            threads,
            progress,
            context,
            sign,
        )?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Puts `count` URLs under `policy` as cfsign_sign_url_with does. A custom policy is signed once for all of
/// them. The rest is as for cfsign_sign_urls.
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
        let sign = |batch: Batch<'_>, urls: &[(usize, &str)]| {
            batch.sign_urls_with(&texts(urls), &policy.0)
        };
        place.put_object(run_urls(
            &signer.core,
            &urls,
            threads,
            progress,
            context,
            sign,
        )?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Puts `count` URLs under a policy document that the caller wrote, as cfsign_sign_url_with_raw_policy does; it is
/// signed once for all of them. The rest is as for cfsign_sign_urls; and 33 for an empty policy.
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
        let made = run_urls(
            &signer.core,
            &urls,
            threads,
            progress,
            context,
            |batch, urls| batch.sign_urls_with_raw_policy(&texts(urls), policy),
        )?;
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
        let made = run_urls(
            &signer.core,
            &urls,
            threads,
            progress,
            context,
            |batch, urls| {
                let under = |&(index, url): &(usize, _)| (url, Terms::Under(&policies[index].0));
                batch.sign_urls_each(&urls.iter().map(under).collect::<Vec<_>>())
            },
        )?;
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
/// was refused, as cfsign_sign_url would have. Error: 41 for an index that there is not.
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
        let result = signed_urls.0.get(index).ok_or_else(|| {
            let count = signed_urls.0.len();
            Failure::argument(&format!("found {index} as the index of {count} results"))
        })?;
        match result {
            Ok(url) => place.put(url.as_ptr()),
            Err(failure) => return Err(failure.clone()),
        }
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
