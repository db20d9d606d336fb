//! How long one repetition takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::Case;

/// Nanoseconds of processor time that this process has used, all threads together.
pub fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    #[allow(clippy::cast_precision_loss, reason = "days at most")]
    return time.tv_sec as f64 * 1e9 + time.tv_nsec as f64;
}

/// Repeats `work` for that many milliseconds, once at least; returns nanoseconds for each time, by the clock and of
/// processor time.
pub fn block(work: &mut Case, milliseconds: u64) -> (f64, f64) {
    // Others ran in between: the caches are theirs, and the clock of the core may be as well.
    let warming = Instant::now();
    black_box(work());
    let once = warming.elapsed();
    let length = Duration::from_millis(milliseconds);
    // So many at a time that reading the clock costs nothing beside short work.
    let few = if once < length / 1000 { 64 } else { 1 };
    let (start, cpu_start) = (Instant::now(), cpu());
    let mut times = 0_u32;
    loop {
        for _ in 0..few {
            black_box(work());
        }
        times += few;
        let elapsed = start.elapsed();
        if elapsed >= length {
            let used = cpu() - cpu_start;
            return (
                elapsed.as_secs_f64() * 1e9 / f64::from(times),
                used / f64::from(times),
            );
        }
    }
}
