//! Carries, sums and the last reduction: what is done a few times in a pass.
//!
//! By vectors, too: the compiler would make gathers of loops over lanes.

use core::arch::x86_64::{
    _mm512_and_si512, _mm512_cmplt_epi64_mask, _mm512_mask_blend_epi64, _mm512_set1_epi64,
    _mm512_setzero_si512, _mm512_shuffle_i64x2, _mm512_srai_epi64, _mm512_sub_epi64,
};

use super::super::digits::{Digit, MASK, Num, Wide};
use super::{add, load, store};

/// `x += y`, digit by digit.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn add_digits(x: &mut Num, y: &Num) {
    for (x, y) in x.iter_mut().zip(y) {
        let sum = add(load(x), load(y));
        store(x, sum);
    }
}

/// `x -= y`, digit by digit, which may leave digits below zero.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn subtract_digits(x: &mut Num, y: &Num) {
    for (x, y) in x.iter_mut().zip(y) {
        let difference = _mm512_sub_epi64(load(x), load(y));
        store(x, difference);
    }
}

/// `x += x`, digit by digit.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn double_digits(x: &mut Wide) {
    for digit in x {
        let sum = add(load(digit), load(digit));
        store(digit, sum);
    }
}

/// Puts lanes 0 to 3 in lanes 4 to 7 as well.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn repeat_low_lanes(x: &mut Wide) {
    for digit in x {
        let low = load(digit);
        store(digit, _mm512_shuffle_i64x2::<0b01_00_01_00>(low, low));
    }
}

/// Exchanges lanes 0 to 3 with lanes 4 to 7.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn exchange_lanes(x: &mut Num) {
    for digit in x {
        let both = load(digit);
        store(digit, _mm512_shuffle_i64x2::<0b01_00_11_10>(both, both));
    }
}

/// Takes off the bits that a kernel has already added to the next digit.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn mask_digits(x: &mut Num) {
    let mask = _mm512_set1_epi64(MASK.cast_signed());
    let [low @ .., _] = x;
    for digit in low {
        let masked = _mm512_and_si512(load(digit), mask);
        store(digit, masked);
    }
}

/// Carries from digit to digit, with sign; the top digit keeps all that it gets.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn normalise<const D: usize>(x: &mut [Digit; D]) {
    let mask = _mm512_set1_epi64(MASK.cast_signed());
    let mut up = _mm512_setzero_si512();
    for (i, digit) in x.iter_mut().enumerate() {
        let sum = add(load(digit), up);
        up = _mm512_srai_epi64::<52>(sum);
        store(
            digit,
            if i + 1 < D {
                _mm512_and_si512(sum, mask)
            } else {
                sum
            },
        );
    }
}

/// `x -= m` in the lanes where `x >= m`; `x` is normalised.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn subtract_if_ge<const D: usize>(x: &mut [Digit; D], m: &[Digit; D]) {
    let zero = _mm512_setzero_si512();
    let mask = _mm512_set1_epi64(MASK.cast_signed());
    let mut difference = [Digit::ZERO; D];
    let mut up = zero;
    for (d, (x, m)) in difference.iter_mut().zip(x.iter().zip(m)) {
        let sum = add(_mm512_sub_epi64(load(x), load(m)), up);
        up = _mm512_srai_epi64::<52>(sum);
        store(d, _mm512_and_si512(sum, mask));
    }
    let less = _mm512_cmplt_epi64_mask(up, zero);
    for (x, d) in x.iter_mut().zip(&difference) {
        let chosen = _mm512_mask_blend_epi64(less, load(d), load(x));
        store(x, chosen);
    }
}

/// A product of the kernels, which is below 3 m, made less than m.
#[inline(never)]
#[target_feature(enable = "avx512f")]
pub(in super::super) fn reduce_fully(x: &mut Num, m: &Num) {
    mask_digits(x);
    subtract_if_ge(x, m);
    subtract_if_ge(x, m);
}
