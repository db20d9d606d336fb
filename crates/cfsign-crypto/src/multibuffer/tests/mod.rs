//! Tests that look inside. Those of whole signatures are in `tests/batches.rs` of the crate.
//!
//! On a processor without the instructions they say so, and fail if `CFSIGN_REQUIRE_IFMA` is set.
#![allow(clippy::unwrap_used, reason = "test code")]

mod edges;
mod erasing;
mod faults;
mod kernels;

use crypto_bigint::{Odd, Uint};

use super::{BYTES, Block, Ifma, LaneKey};
use crate::aws_lc::{RsaSigner, generate_rsa};
use crate::der::write_sequence;
use crate::rsa_parts::RsaPrivateParts;

type Number = Uint<32>;

/// The instructions, if the processor has them.
fn ifma() -> Option<Ifma> {
    let ifma = Ifma::detect();
    cfsign_tests::say_path(ifma.is_some());
    ifma
}

/// A new key; `p_below_q` is the other way round than AWS-LC makes them.
fn new_key(p_below_q: bool) -> RsaSigner {
    let der = generate_rsa(2048).unwrap();
    if !p_below_q {
        return RsaSigner::from_checked_der(&der).unwrap();
    }
    let parts = RsaPrivateParts::parse(&der).unwrap();
    let [p, q] = [parts.p, parts.q].map(Uint::<16>::from_be_slice);
    let qinv = p.invert_odd_mod(&Odd::new(q).unwrap()).unwrap();
    let exchanged = write_sequence(&[
        &[],
        parts.public.n,
        parts.public.e,
        parts.d,
        parts.q,
        parts.p,
        parts.dq,
        parts.dp,
        qinv.to_be_bytes().as_ref(),
    ]);
    RsaSigner::from_checked_der(&exchanged).unwrap()
}

fn lanes(ifma: Ifma, key: &RsaSigner) -> LaneKey {
    LaneKey::new(ifma, || key.numbers()).unwrap()
}

fn block(number: &Number) -> Block {
    number.to_be_bytes().as_ref().try_into().unwrap()
}

/// Random numbers with a zero byte at the top, which are less than any modulus.
fn random_blocks(count: usize) -> Vec<Block> {
    (0..count)
        .map(|_| {
            let mut block = [0; BYTES];
            getrandom::fill(&mut block[1..]).unwrap();
            block
        })
        .collect()
}
