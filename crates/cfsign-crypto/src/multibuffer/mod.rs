//! Eight RSA-2048 private operations at once, in the lanes of AVX-512 IFMA.

mod detect;
mod numbers;

#[cfg(target_arch = "x86_64")]
mod blinding;
#[cfg(target_arch = "x86_64")]
mod digits;
#[cfg(target_arch = "x86_64")]
mod erase;
#[cfg(all(test, target_arch = "x86_64"))]
mod fault;
#[cfg(target_arch = "x86_64")]
mod kernel;
#[cfg(target_arch = "x86_64")]
mod key;
#[cfg(target_arch = "x86_64")]
mod pass;
#[cfg(target_arch = "x86_64")]
mod plan;
#[cfg(target_arch = "x86_64")]
mod power;
#[cfg(all(feature = "timing-test", target_arch = "x86_64"))]
pub mod probe;
#[cfg(target_arch = "x86_64")]
mod public;
#[cfg(target_arch = "x86_64")]
mod recombine;
#[cfg(target_arch = "x86_64")]
mod setup;
#[cfg(all(test, target_arch = "x86_64"))]
mod tests;

#[cfg(not(target_arch = "x86_64"))]
#[path = "elsewhere.rs"]
mod key;

pub(crate) use detect::Ifma;
pub(crate) use key::LaneKey;
pub(crate) use numbers::{BYTES, Block, Numbers};
