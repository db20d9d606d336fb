//! A fault anywhere in the secret computation never reaches the outside.

use super::super::digits::Digit;
use super::super::fault::{Place, during};
use super::super::setup::Constants;
use super::super::{Block, LaneKey};
use super::{ifma, lanes, new_key, random_blocks};
use crate::aws_lc::RsaSigner;
use crate::key::Signer as _;
use crate::{BatchPath, Error, HashAlgorithm};

type Damage = (&'static str, fn(&mut Constants));

fn flip(digits: &mut [Digit], at: usize, bit: u64) {
    for lane in &mut digits[at].0 {
        *lane ^= bit;
    }
}

/// In what both kinds of pass use.
const SHARED: [Damage; 8] = [
    ("p of the recombination", |k| k.crt.p.m[3] ^= 1 << 20),
    ("the shift constant of the recombination", |k| {
        k.crt.p.shift[0] ^= 1;
    }),
    ("2p", |k| flip(&mut k.crt.p_twice, 2, 1)),
    ("q of the recombination", |k| flip(&mut k.crt.q, 0, 4)),
    ("1/q", |k| flip(&mut k.crt.qinv, 7, 1)),
    ("n in the check", |k| k.public.n_low.m[1] ^= 2),
    ("the high half of n", |k| flip(&mut k.public.n_high, 5, 1)),
    ("R^2 mod n", |k| flip(&mut k.public.r2, 30, 1 << 51)),
];

const OF_EIGHT: [Damage; 10] = [
    ("a window of dp", |k| {
        k.p.windows[100] = k.p.windows[100].map(|w| w ^ 1);
    }),
    ("a window of dq", |k| {
        k.q.windows[200] = k.q.windows[200].map(|w| w ^ 8);
    }),
    ("the first window of dp", |k| {
        k.p.windows[0] = k.p.windows[0].map(|w| w ^ 4);
    }),
    ("the last window of dq", |k| {
        k.q.windows[255] = k.q.windows[255].map(|w| w ^ 2);
    }),
    ("p", |k| k.p.modulus.m[3] ^= 1 << 20),
    ("the shift constant of q", |k| k.q.modulus.shift[9] ^= 1),
    ("-1/p", |k| k.p.modulus.k0 ^= 1 << 40),
    ("one modulo q", |k| flip(&mut k.q.one, 0, 1)),
    ("R^2 mod q", |k| flip(&mut k.q.r2, 1, 8)),
    ("R^3 mod p", |k| flip(&mut k.p.r3, 19, 1)),
];

const OF_FOUR: [Damage; 5] = [
    ("a window of dq in its lanes", |k| {
        (4..8).for_each(|lane| k.both.windows[50][lane] ^= 2);
    }),
    ("p in its lanes", |k| {
        (0..4).for_each(|lane| k.both.modulus.m[0].0[lane] ^= 1 << 40);
    }),
    ("the shift constants", |k| {
        flip(&mut k.both.modulus.shift, 11, 1);
    }),
    ("one", |k| flip(&mut k.both.one, 3, 1)),
    ("R^2", |k| flip(&mut k.both.r2, 4, 1)),
];

#[test]
fn damage_to_the_key_is_withheld() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let mut cases = 0;
    for (count, of_this) in [(8, &OF_EIGHT[..]), (4, &OF_FOUR[..])] {
        let blocks = random_blocks(count);
        for (name, damage) in SHARED.iter().chain(of_this) {
            let mut lanes = lanes(ifma, &key);
            assert!(!lanes.private_operations(&blocks).contains(&None), "{name}");
            damage(&mut lanes.constants);
            assert_eq!(
                lanes.private_operations(&blocks),
                vec![None; count],
                "{name}"
            );
            cases += 1;
        }
    }
    assert_eq!(cases, 31);
}

type Strike = (&'static str, Place, usize, u64);

/// One bit of one digit in one lane, at one moment: where in the block of digits, which bit.
const MOMENTS: [Strike; 6] = [
    ("entry 0 of the table", Place::Table, 0, 1),
    ("entry 7 of the table", Place::Table, 5 * 16 + 7, 1 << 30),
    ("the accumulator", Place::Accumulator, 12, 1 << 51),
    ("the top of the accumulator", Place::Accumulator, 19, 1),
    ("both halves, joined", Place::Recombined, 39, 1),
    ("the signature", Place::Signature, 0, 1),
];

#[test]
fn a_bit_that_flips_on_the_way_spoils_one_lane_and_is_withheld() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(true);
    let lanes = lanes(ifma, &key);
    for (count, of_lane) in [(8, 5), (4, 2)] {
        let blocks = random_blocks(count);
        let right: Vec<Option<Block>> = blocks.iter().map(|block| Some(key.raw(block))).collect();
        for (name, place, at, bit) in MOMENTS {
            let mut calls = 0;
            // The first window, and then one in the middle, of which there are two in an eight.
            let fault = move |now: Place, digits: &mut [Digit]| {
                if now == place {
                    calls += 1;
                    if place != Place::Accumulator || calls == 77 {
                        digits[at].0[of_lane] ^= bit;
                    }
                }
            };
            let found = during(fault, || lanes.private_operations(&blocks));
            for lane in 0..count {
                if lane == of_lane {
                    assert_eq!(found[lane], None, "{name}, lane {lane} of {count}");
                } else {
                    assert_eq!(found[lane], right[lane], "{name}, lane {lane} of {count}");
                }
            }
            // The fault is over.
            assert_eq!(lanes.private_operations(&blocks), right, "{name}");
        }
    }
}

#[test]
fn a_fault_in_the_blinding_is_withheld_and_then_gone() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let lanes = lanes(ifma, &key);
    let blocks = random_blocks(8);
    let right: Vec<Option<Block>> = blocks.iter().map(|block| Some(key.raw(block))).collect();
    for undo in [false, true] {
        assert_eq!(lanes.private_operations(&blocks), right);
        let mut idle = lanes.idle.lock().unwrap();
        let blinding = idle[0].blinding.as_mut().unwrap();
        let factor = if undo {
            &mut blinding.undo
        } else {
            &mut blinding.factor
        };
        factor[17].0[3] ^= 1;
        drop(idle);
        let found = lanes.private_operations(&blocks);
        let withheld: Vec<usize> = (0..8).filter(|lane| found[*lane].is_none()).collect();
        assert_eq!(withheld, [3]);
        assert_eq!(lanes.private_operations(&blocks), right, "drawn anew");
    }
}

fn damaged_lanes(key: &RsaSigner, ifma: super::Ifma) -> LaneKey {
    let mut lanes = lanes(ifma, key);
    lanes.constants.p.windows[17][5] ^= 4;
    lanes
}

#[test]
fn aws_lc_does_again_what_was_withheld() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let lanes = damaged_lanes(&key, ifma);
    let key = key.with_lanes(lanes);
    let messages: Vec<[u8; 1]> = (0..8).map(|at| [at]).collect();
    let messages: Vec<&[u8]> = messages.iter().map(AsRef::as_ref).collect();
    let hash = HashAlgorithm::Sha1;
    let signed = key.sign_many(BatchPath::Ifma, hash, &messages);
    for (message, signed) in messages.iter().zip(signed) {
        assert_eq!(signed, key.sign(hash, message));
    }

    // And where AWS-LC fails as well, there is an error for that one and no other.
    key.spoil();
    let signed = key.sign_many(BatchPath::Ifma, hash, &messages);
    let failed: Vec<usize> = (0..8).filter(|at| signed[*at].is_err()).collect();
    assert_eq!(failed, [5]);
    assert!(matches!(signed[5], Err(Error::SigningFailed(_))));
}
