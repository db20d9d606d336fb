//! Eight RSA-2048 private operations at once, in the lanes of AVX-512 IFMA.
//!
//! An RSA signature takes about a million multiplications of 64 bits. A vector instruction does eight
//! of 52 bits, but one signature offers few that do not wait for each other. Eight signatures do:
//! lane 0 of every register works for the first message, lane 1 for the second, and every
//! instruction advances all. Per signature it is 3.5 times as fast as AWS-LC, which uses the same
//! instructions for one message at a time (`cargo bench --bench batches`).
//!
//! # How
//!
//! * **Digits.** A number modulo a prime has 20 digits of 52 bits, because IFMA multiplies 52 bits;
//!   digit `i` of eight numbers is vector `i` (`digits`). 20 digits have 1040 bits, 16 more than a
//!   prime, and this room is why the kernels need no subtraction at their ends (`kernel`).
//! * **Chinese remainders.** A signature m^d mod n is put together (`recombine`) from m^dp mod p and
//!   m^dq mod q (`power`), which have half the length and take a quarter of the time each.
//! * **Passes.** Either eight messages modulo p and then modulo q, or four messages modulo p in lanes
//!   0 to 3 and modulo q in lanes 4 to 7, in half the time. `plan` cuts a batch into them; a single
//!   message is left to AWS-LC.
//! * **Windows.** Exponents are taken four bits at a time. The entry of the table is chosen by
//!   reading all sixteen (`kernel::select`), between the multiplications, where it costs little.
//!
//! # What protects the key
//!
//! * **Constant time.** No branch and no address depends on anything secret: see `kernel`. Set-up is
//!   done by `crypto-bigint` (`setup`). `tests/constant_time` reads the compiled code, and
//!   `examples/timing` measures.
//! * **Blinding** (`blinding`), should some processor's time for an instruction depend on its operands.
//! * **The check** (`pass`). A fault in one half of the Chinese remainders makes a signature that
//!   reveals the key. Each result is raised to the public exponent modulo n, without p and q, and is
//!   withheld unless that gives the message back; AWS-LC then makes the signature. What is checked
//!   is what leaves: after the blinding has come off.
//! * **Erasing.** Keys, tables and digits are erased when they have been used, stack and registers
//!   after each pass (`erase`).
//!
//! A pass follows `pass::run` from top to bottom. `tests` has the tests that look inside,
//! `tests/batches.rs` of the crate those of whole signatures.

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
