//! Squaring: three quarters of the work.
#![allow(
    clippy::many_single_char_names,
    reason = "the columns, the quotient and the factors have no longer names"
)]

use core::arch::x86_64::{_mm512_set1_epi64, _mm512_setzero_si512, _mm512_shldi_epi64};

use super::super::digits::{Digit, MASK, N, Num};
use super::{Cell, Modulus, add, carry, hi, lo, load, load_cell, madd, madd_folded, store, unroll};

/// `a = a * a / 2^1040 mod m`
///
/// The low 20 columns come first, then 20 Montgomery rounds. The products of the high columns are
/// computed inside the rounds and join one column in each, so that nothing is staged in memory.
///
/// The low columns start at 2^52-1 instead of 0, which adds 2^1040-1 to the square. A round makes
/// the lowest column 2^52-1 modulo 2^52; what is to be carried is then a plain shift of the column
/// as it was before, plus the high half of `u * m[0]`: neither the low half of that product nor
/// a wait for `u` is needed.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma,avx512vbmi2")]
pub(in super::super) fn square<C: Cell>(a: &mut Num, k: &Modulus<C>) {
    let zero = _mm512_setzero_si512();
    let ones = _mm512_set1_epi64(-1);
    // Columns 1 to 19 are doubled with a one shifted in, which makes 2^52-1 of 2^51-1.
    let mut c = [zero; 2 * N + 1];
    unroll!(J in 1..20 { c[J] = _mm512_set1_epi64((MASK >> 1).cast_signed()); });
    let a0 = load(&a[0]);
    c[0] = lo(_mm512_set1_epi64(MASK.cast_signed()), a0, a0);
    unroll!(J in 1..20 {
        let x = load(&a[J]);
        c[J] = lo(c[J], x, a0);
        c[J + 1] = hi(c[J + 1], x, a0);
        unroll!(I in [1 2 3 4 5 6 7 8 9] {
            if I < J && I + J < N {
                (c[I + J], c[I + J + 1]) =
                    madd_folded::<Digit, I>((c[I + J], c[I + J + 1]), x, a);
            }
        });
        // Column J has all its cross products now.
        c[J] = _mm512_shldi_epi64::<1>(c[J], ones);
        let y = load(&a[J / 2]);
        c[J] = if J % 2 == 1 { hi(c[J], y, y) } else { lo(c[J], y, y) };
    });

    let k0 = load_cell(&k.k0);
    // The preset is "minus one" modulo 2^52; beginning with k0 makes up for it.
    let (mut u, mut up) = ([zero; N + 1], [zero; N + 1]);
    u[0] = lo(k0, c[0], k0);
    up[0] = carry(c[0]);
    unroll!(R in 0..20 {
        // Cross product number P of column R + 20.
        macro_rules! cross {
            ($p:expr) => {
                if $p < (19 - R) / 2 {
                    let x = load(&a[(R + 1 + $p) % N]);
                    (c[R + 20], c[R + 21]) =
                        madd_folded::<Digit, { 19 - $p }>((c[R + 20], c[R + 21]), x, a);
                }
            };
        }
        if R == 0 {
            // Something to do while the first u is not there.
            unroll!(P in [0 1 2 3] { cross!(P) });
        }
        up[R] = super::hi_from_memory::<C, 0>(up[R], u[R], &k.m);
        (c[R + 1], c[R + 2]) = madd::<C, 1>((c[R + 1], c[R + 2]), u[R], &k.m);
        c[R + 1] = add(c[R + 1], up[R]);
        // The next u as early as possible: this is the only chain.
        u[R + 1] = lo(k0, c[R + 1], k0);
        up[R + 1] = carry(c[R + 1]);
        if R == 19 {
            store(&mut a[0], c[20]);
        }
        unroll!(J in 2..20 {
            if J.is_multiple_of(2) {
                cross!(J / 2 - 1 + if R == 0 { 4 } else { 0 });
            }
            if J == 19 {
                // Column R + 20 gets its square, after the doubling of its cross products.
                let y = load(&a[10 + R / 2]);
                c[R + 20] = add(c[R + 20], c[R + 20]);
                c[R + 20] = if R % 2 == 1 { hi(c[R + 20], y, y) } else { lo(c[R + 20], y, y) };
            }
            (c[R + J], c[R + J + 1]) = madd::<C, J>((c[R + J], c[R + J + 1]), u[R], &k.m);
            if R == 19 {
                c[R + J] = add(c[R + J], carry(c[R + J - 1]));
                store(&mut a[J - 1], c[R + J]);
            }
        });
    });
    c[39] = add(c[39], carry(c[38]));
    store(&mut a[19], c[39]);
}
