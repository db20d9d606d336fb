//! Many URLs under one key, on as many threads as the caller has for it.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use cfsign_crypto::BatchPath;

use super::{Signer, Unsigned};
use crate::error::{Error, ErrorKind};
use crate::policy::Policy;
use crate::time::ToEpochSeconds;
use crate::url::check::SignableUrl;

/// How many URLs a thread takes at a time: as many as an RSA 2048 key signs at once where the
/// processor can, or half of it, which takes half the time, if that keeps more threads busy.
const CHUNK: usize = 8;
const SMALL_CHUNK: usize = 4;

/// Signs many URLs with one signer; made by [`Signer::batch`].
///
/// The results are in the order of the URLs, and the same as signing one by one gives.
///
/// ```
/// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
/// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
/// use std::num::NonZeroUsize;
/// use std::ops::ControlFlow;
///
/// let urls: Vec<String> = (0..100)
///     .map(|page| format!("https://d111111abcdef8.cloudfront.net/{page}.jpg"))
///     .collect();
/// let two = NonZeroUsize::new(2).expect("two is not zero");
/// let signed = signer
///     .batch()
///     .threads(two)
///     .on_progress(&mut |done| {
///         assert!(done <= 100);
///         ControlFlow::Continue(())
///     })
///     .sign_urls(&urls, 1_767_290_400)?;
/// assert!(signed.iter().all(Result::is_ok));
/// # Ok::<(), cfsign::Error>(())
/// ```
#[must_use = "a batch does nothing until it is given URLs"]
pub struct Batch<'a> {
    signer: &'a Signer,
    threads: NonZeroUsize,
    path: BatchPath,
    on_progress: Option<OnProgress<'a>>,
}

type OnProgress<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;
type Results = Vec<Result<String, Error>>;

impl<'a> Batch<'a> {
    pub(super) fn new(signer: &'a Signer) -> Self {
        Self {
            signer,
            threads: NonZeroUsize::MIN,
            path: BatchPath::Auto,
            on_progress: None,
        }
    }

    /// The most threads that sign at once, the calling one among them; one, if this is not called.
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Whether an RSA 2048 key may sign several URLs at once, as some processors can; they may, if
    /// this is not called. What comes out is the same.
    pub fn path(mut self, path: BatchPath) -> Self {
        self.path = path;
        self
    }

    /// Calls `on_progress` on the calling thread every few URLs with how many are done. On
    /// [`ControlFlow::Break`] the batch ends with the error kind `cancelled`.
    pub fn on_progress(mut self, on_progress: OnProgress<'a>) -> Self {
        self.on_progress = Some(on_progress);
        self
    }

    /// Signs every URL as [`Signer::sign_url`] does.
    pub fn sign_urls(
        self,
        urls: &[impl AsRef<str> + Sync],
        expires: impl ToEpochSeconds,
    ) -> Result<Results, Error> {
        let expires = expires.to_epoch_seconds()?;
        let (signer, path) = (self.signer, self.path);
        self.run(urls, |urls| {
            sign_chunk(signer, path, urls, |url| signer.prepare(url, Ok(expires)))
        })
    }

    /// Puts every URL under `policy` as [`Signer::sign_url_with`] does. A custom policy is signed
    /// once for all of them.
    pub fn sign_urls_with(
        mut self,
        urls: &[impl AsRef<str> + Sync],
        policy: &Policy,
    ) -> Result<Results, Error> {
        let (signer, path) = (self.signer, self.path);
        if policy.is_canned() {
            return self.run(urls, |urls| {
                sign_chunk(signer, path, urls, |url| signer.prepare_with(url, policy))
            });
        }
        let grant = signer.grant(policy)?;
        // Copying is over before another thread would have begun.
        self.threads = NonZeroUsize::MIN;
        self.run(urls, |urls| {
            let urls = urls.iter().map(AsRef::as_ref);
            urls.map(|url| grant.sign_url(url)).collect()
        })
    }

    fn run<U: AsRef<str> + Sync>(
        self,
        urls: &[U],
        sign: impl Fn(&[U]) -> Results + Sync,
    ) -> Result<Results, Error> {
        let chunk_len = if urls.len() < self.threads.get().saturating_mul(CHUNK) {
            SMALL_CHUNK
        } else {
            CHUNK
        };
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let cancelled = AtomicBool::new(false);
        let work = |on_progress: OnProgress<'_>| {
            let mut parts: Vec<(usize, Results)> = Vec::new();
            while !cancelled.load(Ordering::Relaxed) {
                let first = next.fetch_add(chunk_len, Ordering::Relaxed);
                let rest = urls.get(first..).unwrap_or_default();
                let chunk = &rest[..rest.len().min(chunk_len)];
                if chunk.is_empty() {
                    break;
                }
                parts.push((first, sign(chunk)));
                let done = done.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
                if on_progress(done).is_break() {
                    cancelled.store(true, Ordering::Relaxed);
                }
            }
            parts
        };
        let helpers = self
            .threads
            .get()
            .min(urls.len().div_ceil(chunk_len))
            .saturating_sub(1);
        let in_silence = || work(&mut |_| ControlFlow::Continue(()));
        let mut nobody = |_| ControlFlow::Continue(());
        let on_progress = self.on_progress.unwrap_or(&mut nobody);
        let mut told = 0;
        let mut parts = thread::scope(|scope| {
            // A thread that the system does not give leaves more to the others.
            let helpers: Vec<_> = (0..helpers)
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, in_silence).ok())
                .collect();
            let mut parts = work(&mut |done| {
                told = done;
                on_progress(done)
            });
            for helper in helpers {
                parts.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            parts
        });
        // Another thread signed the last of them.
        let all = urls.len();
        if !cancelled.load(Ordering::Relaxed) && told < all && on_progress(all).is_break() {
            cancelled.store(true, Ordering::Relaxed);
        }
        if cancelled.into_inner() {
            let counted = format!("{} of {} URLs were signed", done.into_inner(), urls.len());
            return Err(Error::new(ErrorKind::Cancelled, counted));
        }
        parts.sort_unstable_by_key(|(first, _)| *first);
        Ok(parts.into_iter().flat_map(|(_, results)| results).collect())
    }
}

/// Signs at once what `prepare` lets through.
fn sign_chunk<'u>(
    signer: &Signer,
    path: BatchPath,
    urls: &'u [impl AsRef<str>],
    prepare: impl Fn(&'u str) -> Result<(SignableUrl<'u>, Unsigned), Error>,
) -> Results {
    let mut unsigned = Vec::with_capacity(urls.len());
    let mut take = |(url, one)| {
        unsigned.push(one);
        url
    };
    let prepared: Vec<Result<SignableUrl<'u>, Error>> = urls
        .iter()
        .map(|url| prepare(url.as_ref()).map(&mut take))
        .collect();
    let mut signed = signer.sign_all(path, unsigned).into_iter();
    let finish = |url: Result<SignableUrl<'u>, Error>| {
        let url = url?;
        let parameters = signed
            .next()
            .expect("there is one for each URL let through");
        parameters?.append_to(&url)
    };
    prepared.into_iter().map(finish).collect()
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("signer", &self.signer)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}
