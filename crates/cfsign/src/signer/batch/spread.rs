//! Work on many things, a few at a time, on as many threads as there are for it.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::OnProgress;

/// How many things a thread takes at a time: as many as an RSA 2048 key signs at once where the
/// processor can, or half of it, which takes half the time, if that keeps more threads busy.
const CHUNK: usize = 8;
const SMALL_CHUNK: usize = 4;

/// How many were done before `on_progress` ended it.
pub(super) struct Cancelled(pub(super) usize);

/// What `work` makes of `items`, in order.
pub(super) fn spread<'i, T: Sync, R: Send>(
    items: &'i [T],
    threads: NonZeroUsize,
    on_progress: OnProgress<'_>,
    work: impl Fn(&'i [T]) -> Vec<R> + Sync,
) -> Result<Vec<R>, Cancelled> {
    let chunk_len = if items.len() < threads.get().saturating_mul(CHUNK) {
        SMALL_CHUNK
    } else {
        CHUNK
    };
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let cancelled = AtomicBool::new(false);
    let take_chunks = |on_progress: OnProgress<'_>| {
        let mut parts: Vec<(usize, Vec<R>)> = Vec::new();
        while !cancelled.load(Ordering::Relaxed) {
            let first = next.fetch_add(chunk_len, Ordering::Relaxed);
            let rest = items.get(first..).unwrap_or_default();
            let chunk = &rest[..rest.len().min(chunk_len)];
            if chunk.is_empty() {
                break;
            }
            parts.push((first, work(chunk)));
            let done = done.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
            if on_progress(done).is_break() {
                cancelled.store(true, Ordering::Relaxed);
            }
        }
        parts
    };
    let chunks = items.len().div_ceil(chunk_len);
    let helpers = threads.get().min(chunks).saturating_sub(1);
    let in_silence = || take_chunks(&mut |_| ControlFlow::Continue(()));
    let mut told = 0;
    let mut parts = thread::scope(|scope| {
        // A thread that the system does not give leaves more to the others.
        let helpers: Vec<_> = (0..helpers)
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, in_silence).ok())
            .collect();
        let mut parts = take_chunks(&mut |done| {
            told = done;
            on_progress(done)
        });
        for helper in helpers {
            parts.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        parts
    });
    // Another thread did the last of them.
    let all = items.len();
    if !cancelled.load(Ordering::Relaxed) && told < all && on_progress(all).is_break() {
        cancelled.store(true, Ordering::Relaxed);
    }
    if cancelled.into_inner() {
        return Err(Cancelled(done.into_inner()));
    }
    parts.sort_unstable_by_key(|(first, _)| *first);
    Ok(parts.into_iter().flat_map(|(_, results)| results).collect())
}
