//! Ratios of times, measured so that they mean something on a busy machine.
//!
//! Absolute times wander with whatever else the machine does. So two pieces of work take turns, block
//! by block in one process, and what counts is the median of the ratios of all rounds.

use std::time::{Duration, Instant};

/// Rounds and block length of one comparison.
const ROUNDS: usize = 41;
const BLOCK: Duration = Duration::from_millis(20);

/// What came out of a comparison; times are medians, in nanoseconds.
pub struct Ratio {
    /// Median of the ratios first to second.
    pub ratio: f64,
    /// The time of the first piece of work.
    pub first: f64,
    /// The time of the second.
    pub second: f64,
}

/// Runs `first` and `second` in turns.
pub fn compare<A, B>(mut first: impl FnMut() -> A, mut second: impl FnMut() -> B) -> Ratio {
    block(&mut first);
    block(&mut second);
    let rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| (block(&mut first), block(&mut second)))
        .collect();
    Ratio {
        ratio: median(rounds.iter().map(|(first, second)| first / second)),
        first: median(rounds.iter().map(|round| round.0)),
        second: median(rounds.iter().map(|round| round.1)),
    }
}

/// The median time of `work` in nanoseconds.
pub fn nanoseconds<A>(mut work: impl FnMut() -> A) -> f64 {
    block(&mut work);
    median((0..ROUNDS).map(|_| block(&mut work)))
}

/// Prints one line of a table: what was measured, what it should be, whether it is.
pub fn report(what: &str, found: f64, goal: f64, unit: &str) {
    let verdict = if found <= goal { "reached" } else { "MISSED" };
    println!("{what:<58} {found:>9.3} {unit:<3} goal <= {goal:<7} {verdict}");
}

/// The same for what should be large.
pub fn report_at_least(what: &str, found: f64, goal: f64, unit: &str) {
    let verdict = if found >= goal { "reached" } else { "MISSED" };
    println!("{what:<58} {found:>9.3} {unit:<3} goal >= {goal:<7} {verdict}");
}

/// Repeats `work` for one block; returns nanoseconds for each time.
fn block<A>(work: &mut impl FnMut() -> A) -> f64 {
    let start = Instant::now();
    let mut times = 0_u32;
    loop {
        // A few at a time, so that reading the clock costs nothing beside short work.
        for _ in 0..8 {
            std::hint::black_box(work());
        }
        times += 8;
        let elapsed = start.elapsed();
        if elapsed >= BLOCK {
            return elapsed.as_secs_f64() * 1e9 / f64::from(times);
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
