//! Multiplication, by a number or by entries of the window table.

use core::arch::x86_64::{_mm512_setzero_si512, _mm512_ternarylogic_epi64};

use super::super::digits::{Digit, N, Num};
use super::select::{Selector, select};
use super::{
    Cell, ENTRIES, Modulus, Table, V, add, carry, lo, load, load_cell, madd, store, unroll,
};

/// `a = a * b / 2^1040 mod m`
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
pub(in super::super) fn mul<C: Cell>(a: &mut Num, b: &Num, k: &Modulus<C>) {
    let rows: &[[Digit; 1]; N] = b.as_chunks().0.try_into().expect("a number has N digits");
    multiply(a, rows, &Selector::ZERO, k);
}

/// `a = a * table[window] / 2^1040 mod m`, with the window of each lane. Every entry of the table is
/// read, whatever the windows are.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
pub(in super::super) fn mul_lookup<C: Cell>(
    a: &mut Num,
    table: &Table,
    selector: &Selector,
    k: &Modulus<C>,
) {
    multiply(a, table, selector, k);
}

/// `a` times the digits of a number (`W` is 1) or of the selected entries (`W` is [`ENTRIES`]).
///
/// A loop with one digit in each round: unrolled, it and the squaring would not fit the instruction
/// cache together. The rounds reduce with `shift`; only the last is a Montgomery round. The digit
/// of the next round is looked up a step at a time, between the multiplications.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma")]
fn multiply<C: Cell, const W: usize>(
    a: &mut Num,
    rows: &[[Digit; W]; N],
    selector: &Selector,
    k: &Modulus<C>,
) {
    const { assert!(W == 1 || W == ENTRIES) };
    let zero = _mm512_setzero_si512();
    let pair = selector.pair;
    let (mut low, mut high, mut next) = (zero, zero, zero);
    // Steps 0 to 8 of fetching a digit into `next`: four pairs of the lower half of the table, four
    // of the upper, and which half.
    macro_rules! fetch {
        ($step:expr, $row:expr) => {
            if W == 1 {
                if $step == 0 {
                    next = load(&$row[0]);
                }
            } else if $step < 4 {
                if $step == 0 {
                    low = load(&selector.bit0);
                }
                low = select::<{ $step % 4 }, W>(low, pair[$step % 4], $row);
            } else if $step < 8 {
                if $step == 4 {
                    high = load(&selector.bit0);
                }
                high = select::<{ 4 + $step % 4 }, W>(high, pair[$step % 4], $row);
            } else {
                let bit3 = load(&selector.bit3);
                next = _mm512_ternarylogic_epi64::<0xAC>(bit3, low, high);
            }
        };
    }
    unroll!(T in [0 1 2 3 4 5 6 7 8] { fetch!(T, &rows[0]); });
    let mut c: [V; N + 2] = [zero; N + 2];
    for row in &rows[1..] {
        let x = next;
        let mut up = zero;
        unroll!(J in 0..20 {
            (c[J], c[J + 1]) = madd::<Digit, J>((c[J], c[J + 1]), x, a);
            if J == 0 {
                up = carry(c[0]);
            }
            if J == 1 {
                c[1] = add(c[1], up);
            }
            if J % 4 == 3 {
                fetch!(J / 4, row);
            }
        });
        unroll!(J in 0..20 {
            (c[J + 1], c[J + 2]) = madd::<C, J>((c[J + 1], c[J + 2]), c[0], &k.shift);
            if J % 4 == 3 && J < 16 {
                fetch!(J / 4 + 5, row);
            }
        });
        unroll!(J in 0..20 { c[J] = c[J + 1]; });
        c[20] = c[21];
        c[21] = zero;
    }
    unroll!(J in 0..20 { (c[J], c[J + 1]) = madd::<Digit, J>((c[J], c[J + 1]), next, a); });
    let u = lo(zero, c[0], load_cell(&k.k0));
    unroll!(J in 0..20 {
        (c[J], c[J + 1]) = madd::<C, J>((c[J], c[J + 1]), u, &k.m);
        if J != 0 {
            c[J] = add(c[J], carry(c[J - 1]));
            store(&mut a[J - 1], c[J]);
        }
    });
    store(&mut a[19], add(c[20], carry(c[19])));
}
