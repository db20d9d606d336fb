//! The bare private operation on numbers that random ones never are, against AWS-LC's.

use crypto_bigint::Uint;
use zeroize::Zeroizing;

use super::super::blinding::Blinding;
use super::super::pass::Workspace;
use super::super::{Block, LaneKey};
use super::{Number, block, ifma, lanes, new_key, random_blocks};

fn edges(n: &Number, p: &Number, q: &Number) -> Vec<Number> {
    let (one, two) = (Number::ONE, Number::from_u8(2));
    let times = |x: &Number, factor: u8| x.wrapping_mul(&Number::from_u8(factor));
    let bits = |count: u32| Number::ONE.shl_vartime(count);
    vec![
        Number::ZERO,
        one,
        two,
        n.wrapping_sub(&one),
        n.wrapping_sub(&two),
        *p,
        *q,
        times(p, 3),
        times(q, 5),
        times(p, 255),
        n.wrapping_sub(p),
        n.wrapping_sub(q),
        p.wrapping_sub(&one),
        p.wrapping_add(&one),
        q.wrapping_sub(&one),
        q.wrapping_add(&one),
        p.wrapping_add(q),
        // One digit, the lower half, all but the top bit: full of ones; and one more.
        bits(52).wrapping_sub(&one),
        bits(52),
        bits(1024).wrapping_sub(&one),
        bits(1040).wrapping_sub(&one),
        bits(1040),
        bits(2047).wrapping_sub(&one),
        bits(2047),
        // Every digit full but the top one.
        bits(2028).wrapping_sub(&one),
        bits(2047).wrapping_sub(&bits(1040)),
    ]
}

/// Lanes whose blinding multiplies by one, so that the kernels get the very numbers.
#[allow(unsafe_code)]
fn without_blinding(key: LaneKey) -> LaneKey {
    let mut workspace = Workspace::new();
    // SAFETY: there is a `LaneKey` only if the processor has the instructions.
    workspace.blinding = Some(unsafe { Blinding::none(&key.constants.public) });
    key.idle.lock().unwrap().push(workspace);
    key
}

#[test]
fn edges_are_as_aws_lc_has_them() {
    let Some(ifma) = ifma() else { return };
    let mut cases = 0;
    for p_below_q in [false, true] {
        let key = new_key(p_below_q);
        let numbers = key.numbers().unwrap();
        let n = Number::from_be_slice(&numbers.n);
        let [p, q] = [&numbers.p, &numbers.q].map(|prime| Uint::<16>::from_be_slice(prime));
        assert_eq!(p < q, p_below_q);
        let blocks: Vec<Block> = edges(&n, &p.resize(), &q.resize())
            .iter()
            .map(block)
            .collect();
        // AWS-LC refuses 0, 1 and -1, which are their own odd powers.
        let own = [Number::ZERO, Number::ONE, n.wrapping_sub(&Number::ONE)].map(|x| block(&x));
        let power = |block: &Block| {
            if own.contains(block) {
                *block
            } else {
                key.raw(block)
            }
        };
        let wanted: Vec<Option<Block>> = blocks.iter().map(|block| Some(power(block))).collect();
        for lanes in [lanes(ifma, &key), without_blinding(lanes(ifma, &key))] {
            // All at once, and in passes of eight, seven, four and two.
            for size in [blocks.len(), 8, 7, 4, 2] {
                for (blocks, wanted) in blocks.chunks(size).zip(wanted.chunks(size)) {
                    let found = lanes.private_operations(blocks);
                    for (at, (found, wanted)) in found.iter().zip(wanted).enumerate() {
                        // What was left to ordinary RSA is the last, if anything.
                        if found.is_some() || at + 1 < blocks.len() {
                            assert_eq!(found, wanted, "number {at} of {}", blocks.len());
                            cases += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(cases > 500, "{cases}");
}

#[test]
fn what_is_not_less_than_the_modulus_is_withheld() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let lanes = lanes(ifma, &key);
    let n: Block = key.numbers().unwrap().n;
    let mut blocks = random_blocks(4);
    (blocks[1], blocks[3]) = (n, [0xff; 256]);
    let found = lanes.private_operations(&blocks);
    assert_eq!(found[0], Some(key.raw(&blocks[0])));
    assert_eq!(found[2], Some(key.raw(&blocks[2])));
    assert_eq!((found[1], found[3]), (None, None));
}

#[test]
fn other_sizes_have_no_lanes() {
    let Some(ifma) = ifma() else { return };
    let numbers = new_key(false).numbers().unwrap();
    for place in 0..6 {
        let mut numbers = super::super::Numbers { ..*numbers };
        match place {
            0 => numbers.n[0] &= 0x7f,
            1 => numbers.p[0] &= 0x7f,
            2 => numbers.q[0] &= 0x7f,
            3 => numbers.n[255] &= 0xfe,
            4 => numbers.p[127] &= 0xfe,
            _ => numbers.q[127] &= 0xfe,
        }
        let numbers = || Some(Zeroizing::new(numbers));
        assert!(LaneKey::new(ifma, numbers).is_none(), "{place}");
    }
}
