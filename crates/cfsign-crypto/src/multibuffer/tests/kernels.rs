//! The kernels on digits that random numbers never have, against `crypto-bigint`.
#![allow(unsafe_code)]

use crypto_bigint::{NonZero, Uint};

use super::super::digits::{Digit, LANES, MASK, N, Num, from_words};
use super::super::kernel::{
    Cell, ENTRIES, Modulus, Selector, Table, mask_digits, mul, mul_lookup, normalise, square,
};
use super::super::setup::Constants;
use super::{ifma, lanes, new_key};

/// Room for the product of a product and 2^1040.
type Large = Uint<64>;

fn value(x: &Num, lane: usize) -> Large {
    x.iter().rev().fold(Large::ZERO, |value, digit| {
        value
            .shl_vartime(52)
            .wrapping_add(&Large::from_u64(digit.0[lane] & MASK))
    })
}

/// The same digit everywhere, but for the top, which has room for a few times the modulus only.
fn fill(digit: u64, top: u64) -> Num {
    let mut x = [Digit([digit; LANES]); N];
    x[N - 1] = Digit([top; LANES]);
    x
}

/// Nothing, all ones, carry bits above bit 51, and a mixture that differs from lane to lane.
fn extremes() -> [Num; 5] {
    let full = fill(MASK, (1 << 38) - 1);
    let mut mixed = full;
    for (i, digit) in mixed.iter_mut().enumerate() {
        for (lane, digit) in digit.0.iter_mut().enumerate() {
            *digit *= u64::from((i + lane) % 3 != 0);
        }
    }
    let mut one = fill(0, 0);
    one[0] = Digit([1; LANES]);
    [fill(0, 0), full, fill(u64::MAX, 1 << 37), mixed, one]
}

fn moduli(key: &Constants) -> ([Large; 2], [NonZero<Large>; 2]) {
    let m = [&key.p.m, &key.q.m].map(|m| value(m, 0));
    (m, m.map(|m| NonZero::new(m).unwrap()))
}

/// `found * 2^1040 = wanted` modulo the modulus of the lane, and `found` is below three of them.
fn check(
    key: &Constants,
    found: &Num,
    wanted: impl Fn(usize) -> Large,
    prime: impl Fn(usize) -> usize,
) {
    let (m, divisors) = moduli(key);
    for lane in 0..LANES {
        let (m, divisor) = (&m[prime(lane)], &divisors[prime(lane)]);
        let found = value(found, lane);
        assert_eq!(
            found.shl_vartime(1040).rem_vartime(divisor),
            wanted(lane).rem_vartime(divisor),
            "lane {lane}"
        );
        assert!(found < m.wrapping_mul(&Large::from_u8(3)), "lane {lane}");
    }
}

fn products<C: Cell>(key: &Constants, k: &Modulus<C>, prime: impl Fn(usize) -> usize + Copy) {
    let cases = extremes();
    for (x, y) in cases.iter().flat_map(|x| cases.iter().map(move |y| (x, y))) {
        let (mut product, mut squared) = (*x, *x);
        // SAFETY: there is a key only if the processor has the instructions.
        unsafe {
            mul(&mut product, y, k);
            square(&mut squared, k);
            mask_digits(&mut product);
            mask_digits(&mut squared);
        }
        check(
            key,
            &product,
            |lane| value(x, lane).wrapping_mul(&value(y, lane)),
            prime,
        );
        check(
            key,
            &squared,
            |lane| value(x, lane).wrapping_square(),
            prime,
        );
    }
}

#[test]
fn products_of_extreme_digits() {
    let Some(ifma) = ifma() else { return };
    for p_below_q in [false, true] {
        let lanes = lanes(ifma, &new_key(p_below_q));
        let key = &lanes.constants;
        products(key, &key.p.modulus, |_| 0);
        products(key, &key.q.modulus, |_| 1);
        products(key, &key.both.modulus, |lane| usize::from(lane >= 4));
    }
}

/// Every window in every lane, beside windows that differ from lane to lane.
#[test]
fn a_lookup_multiplies_by_the_entry() {
    let Some(ifma) = ifma() else { return };
    let lanes = lanes(ifma, &new_key(false));
    let key = &lanes.constants;
    #[allow(clippy::large_stack_arrays, reason = "a test has a large stack")]
    let mut table: Table = [[Digit::ZERO; ENTRIES]; N];
    let mut state = 1_u64;
    for row in &mut table[..N - 1] {
        for digit in row.as_flattened_lanes() {
            // The generator of Knuth's MMIX; its upper bits are good enough to tell entries apart.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *digit = state >> 12;
        }
    }
    let entry = |e: usize| -> Num { std::array::from_fn(|i| table[i][e]) };
    let x = extremes()[3];
    let same = (0..16_u8).map(|window| [window; LANES]);
    let different = (0..16_u8)
        .map(|first| std::array::from_fn(|lane| (first + 5 * u8::try_from(lane).unwrap()) % 16));
    for windows in same.chain(different) {
        let (mut product, mut selector) = (x, Selector::ZERO);
        // SAFETY: there is a key only if the processor has the instructions.
        unsafe {
            selector.set(windows);
            mul_lookup(&mut product, &table, &selector, &key.both.modulus);
            mask_digits(&mut product);
        }
        let wanted = |lane: usize| {
            value(&x, lane).wrapping_mul(&value(&entry(usize::from(windows[lane])), lane))
        };
        check(key, &product, wanted, |lane| usize::from(lane >= 4));
    }
}

#[test]
fn carries_have_a_sign() {
    if ifma().is_none() {
        return;
    }
    // 2^1040 - 1, minus the same, plus 5, in digits of their own.
    let mut x: Num = [Digit([0; LANES]); N];
    x[0] = Digit([5_u64.wrapping_sub(3 << 52); LANES]);
    x[1] = Digit([3; LANES]);
    // SAFETY: the processor has the instructions.
    unsafe { normalise(&mut x) };
    assert_eq!(value(&x, 7), Large::from_u8(5));
    assert_eq!(x[1].0, [0; LANES]);
}

#[test]
fn numbers_are_cut_into_digits_and_back() {
    use super::super::digits::{from_be_bytes, to_be_bytes};
    for block in super::random_blocks(50)
        .into_iter()
        .chain([[0xff; 256], [0; 256], [1; 256]])
    {
        let digits = from_be_bytes(&block);
        assert!(digits.iter().all(|digit| digit >> 52 == 0));
        assert_eq!(to_be_bytes(&digits), block);
    }
    assert_eq!(from_words::<2>(&[u64::MAX]), [MASK, 0xfff]);
}

/// The lanes of a row, one after the other.
trait Flatten {
    fn as_flattened_lanes(&mut self) -> impl Iterator<Item = &mut u64>;
}

impl Flatten for [Digit; ENTRIES] {
    fn as_flattened_lanes(&mut self) -> impl Iterator<Item = &mut u64> {
        self.iter_mut().flat_map(|digit| &mut digit.0)
    }
}
