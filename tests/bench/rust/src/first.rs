//! The first signature of a process, and what the process holds in memory after it.

use std::hint::black_box;
use std::time::Instant;

use crate::{Outcome, case, timing};

/// Makes `name` ready and calls it once, and then some more times.
pub fn measure(name: &str) -> Outcome<()> {
    let start = Instant::now();
    let mut work = case(name)?;
    let load = start.elapsed();
    let start = Instant::now();
    black_box(work());
    let first = start.elapsed();
    let (used, memory) = (timing::cpu(), peak_memory()?);
    let next = (0..20).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    });
    let next = next.min().ok_or("some calls")?;
    println!(
        r#"{{"load": {}, "first": {}, "next": {}, "used": {used}, "memory": {memory}}}"#,
        load.as_nanos(),
        first.as_nanos(),
        next.as_nanos()
    );
    Ok(())
}

/// The most that this program has had in memory, in bytes. What `wait` tells counts its parent as well.
fn peak_memory() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kilobytes: u64 = kilobytes.ok_or("/proc/self/status has VmHWM")?.parse()?;
    Ok(kilobytes * 1024)
}
