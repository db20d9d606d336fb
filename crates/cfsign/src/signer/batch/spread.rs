//! Work on many things, a few at a time, on as many threads as there are for it.

use std::num::NonZeroUsize;
use std::ops::{ControlFlow, Range};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
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
    let parts: Mutex<Vec<(usize, Vec<R>)>> = Mutex::default();
    let work = |chunk: Range<usize>| {
        let first = chunk.start;
        let part = (first, work(&items[chunk]));
        let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.push(part);
    };
    in_chunks(items.len(), threads, on_progress, &work)?;
    let mut parts = parts.into_inner().unwrap_or_else(PoisonError::into_inner);
    parts.sort_unstable_by_key(|(first, _)| *first);
    Ok(parts.into_iter().flat_map(|(_, results)| results).collect())
}

/// Calls `work` for all of `0..len`, a few of it at a time. Packages hold it once, and not once for each
/// kind of batch.
fn in_chunks(
    len: usize,
    threads: NonZeroUsize,
    on_progress: OnProgress<'_>,
    work: &(dyn Fn(Range<usize>) + Sync),
) -> Result<(), Cancelled> {
    let would_wait = threads.get() > 1 && len < threads.get().saturating_mul(CHUNK);
    let chunk_len = if would_wait { SMALL_CHUNK } else { CHUNK };
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let cancelled = AtomicBool::new(false);
    let take_chunks = |on_progress: OnProgress<'_>| {
        while !cancelled.load(Ordering::Relaxed) {
            let first = next.fetch_add(chunk_len, Ordering::Relaxed);
            if first >= len {
                break;
            }
            let chunk = first..len.min(first + chunk_len);
            let count = chunk.len();
            work(chunk);
            let done = done.fetch_add(count, Ordering::Relaxed) + count;
            if on_progress(done).is_break() {
                cancelled.store(true, Ordering::Relaxed);
            }
        }
    };
    let helpers = threads.get().min(len.div_ceil(chunk_len)).saturating_sub(1);
    let in_silence = || take_chunks(&mut |_| ControlFlow::Continue(()));
    let mut told = 0;
    thread::scope(|scope| {
        // A thread that the system does not give leaves more to the others.
        let helpers: Vec<_> = (0..helpers)
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, in_silence).ok())
            .collect();
        take_chunks(&mut |done| {
            told = done;
            on_progress(done)
        });
        for helper in helpers {
            helper.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    // Another thread did the last of them.
    if !cancelled.load(Ordering::Relaxed) && told < len && on_progress(len).is_break() {
        cancelled.store(true, Ordering::Relaxed);
    }
    if cancelled.into_inner() {
        return Err(Cancelled(done.into_inner()));
    }
    Ok(())
}
