//! Does the time of a pass depend on what is secret? A test of the kind of dudect.
//!
//! `cargo run --release -p cfsign-crypto --features timing-test --example timing [measurements [secret]]`
//!
//! For each secret, a fixed one and random ones take turns at random, 100,000 measurements if nothing
//! else is said, and Welch's t tells the two apart: beyond 4.5 they differ. Slow measurements, which
//! are interruptions, are left out at several percentiles. Blinding is off, since it would hide what
//! is looked for. It takes a quarter of an hour, and wants a quiet core (`taskset -c 1`).
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "an example"
)]

use std::process::ExitCode;

#[cfg(target_arch = "x86_64")]
mod measure;

/// Processors of other kinds sign one by one, with AWS-LC.
#[cfg(not(target_arch = "x86_64"))]
mod measure {
    pub fn run() -> Option<std::process::ExitCode> {
        None
    }
}

fn main() -> ExitCode {
    measure::run().unwrap_or_else(|| {
        println!("the processor has no AVX-512 IFMA: nothing to measure");
        ExitCode::FAILURE
    })
}
