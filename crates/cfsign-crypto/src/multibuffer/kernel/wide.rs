//! The parts of 2048-bit arithmetic, for the check, the blinding and the recombination.

use core::arch::x86_64::_mm512_setzero_si512;

use super::super::digits::{Digit, N, Num};
use super::{Modulus, add, carry, lo, load, load_cell, madd, madd_folded, store, unroll};

/// `acc += a * b`; the columns are left as they are.
///
/// # Panics
///
/// If `acc` is not 40 columns; so it is with [`reduce`].
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma")]
pub(in super::super) fn mul_add(acc: &mut [Digit; 2 * N], a: &Num, b: &Num) {
    let mut c = [_mm512_setzero_si512(); N + 1];
    unroll!(J in 0..20 { c[J] = load(&acc[J]); });
    for i in 0..N {
        let x = load(&b[i]);
        c[N] = load(&acc[i + N]);
        unroll!(J in 0..20 {
            (c[J], c[J + 1]) = madd_folded::<Digit, J>((c[J], c[J + 1]), x, a);
        });
        store(&mut acc[i], c[0]);
        unroll!(J in 0..20 { c[J] = c[J + 1]; });
    }
    unroll!(J in 0..20 { store(&mut acc[N + J], c[J]); });
}

/// 20 Montgomery rounds with the low half of a longer modulus. What is left are the upper 20
/// columns; the quotient goes to `quotient`, for the caller to add its product with the high half.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma")]
pub(in super::super) fn reduce(
    acc: &mut [Digit; 2 * N],
    quotient: &mut Num,
    low_half: &Modulus<u64>,
) {
    let zero = _mm512_setzero_si512();
    let k0 = load_cell(&low_half.k0);
    let mut c = [zero; N + 1];
    unroll!(J in 0..20 { c[J] = load(&acc[J]); });
    for i in 0..N {
        let u = lo(zero, c[0], k0);
        store(&mut quotient[i], u);
        c[N] = load(&acc[i + N]);
        unroll!(J in 0..20 {
            (c[J], c[J + 1]) = madd::<u64, J>((c[J], c[J + 1]), u, &low_half.m);
        });
        c[1] = add(c[1], carry(c[0]));
        unroll!(J in 0..20 { c[J] = c[J + 1]; });
    }
    unroll!(J in 0..20 { store(&mut acc[N + J], c[J]); });
}
