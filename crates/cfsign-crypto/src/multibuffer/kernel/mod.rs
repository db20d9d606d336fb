//! The vector code: eight independent operations at a time.
//!
//! A number is 20 digits of 52 bits; vector `i` holds digit `i` of eight numbers. The work is done
//! by `vpmadd52luq` and `vpmadd52huq`, which multiply the low 52 bits of each lane and add the low
//! or the high half of the product to a 64-bit column: [`lo`] and [`hi`].
//!
//! # What goes in and comes out
//!
//! Values are kept below a few times the modulus and not fully reduced: there are 16 bits of room.
//! With factors below 2^7 m, a product is below 3 m. Digits that a kernel has written may carry
//! bits above bit 51 that were already added to the next digit. IFMA ignores them; everything else
//! takes them off first with [`mask_digits`]. A column sums at most 80 products of 52 bits and
//! their carries, which is below 2^59.
//!
//! # Why it looks like this
//!
//! The compiler's output is as fast as assembly that is allocated by hand, provided that
//!
//! * all indices are constants once macros are expanded (`unroll!`), so that the columns live in
//!   registers: in a loop over an array they live in memory, and take 2.5 times as long;
//! * operands that an instruction can read from memory are read so, by an `asm!` of one
//!   instruction ([`madd`]): this saves a register and an issue slot, and the compiler cannot move
//!   the load away and spill what it loaded;
//! * all other loads are volatile ([`load`]), for the same reason.
//!
//! # Constant time
//!
//! All of it is straight-line or loops a fixed number of times, no address and no branch depends
//! on data, and the processor's time for these instructions does not depend on their operands.
//! `tests/constant_time` checks the first two in the compiled code.

#![allow(unsafe_code)]

mod carry;
mod multiply;
mod select;
mod square;
mod wide;

use core::arch::asm;
use core::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64, _mm512_set1_epi64,
    _mm512_srli_epi64,
};

use zeroize::Zeroize;

use super::digits::{Digit, N};
use super::erase::erase_all;
pub(super) use carry::{
    add_digits, double_digits, exchange_lanes, mask_digits, normalise, reduce_fully,
    repeat_low_lanes, subtract_digits, subtract_if_ge,
};
pub(super) use multiply::{mul, mul_lookup};
pub(super) use select::Selector;
pub(super) use square::square;
pub(super) use wide::{mul_add, reduce};

/// Entries of the window table: all values of a window of four bits.
pub(super) const ENTRIES: usize = 16;
/// `table[i][e]` is digit `i` of entry `e`: in the order in which the multiplication reads it.
pub(super) type Table = [[Digit; ENTRIES]; N];

type V = __m512i;

/// How the digits of a modulus lie in memory.
pub(super) trait Cell: Copy + Zeroize {
    const ZERO: Self;
    /// Whether one number serves all lanes.
    const BROADCAST: bool;
}

/// One modulus for all lanes; the instructions broadcast it, and it takes an eighth of the cache.
impl Cell for u64 {
    const ZERO: Self = 0;
    const BROADCAST: bool = true;
}

/// A modulus for each lane.
impl Cell for Digit {
    const ZERO: Self = Self::ZERO;
    const BROADCAST: bool = false;
}

/// A modulus and what the kernels need to know of it.
#[repr(C, align(64))]
#[derive(Clone)]
pub(super) struct Modulus<C> {
    pub(super) m: [C; N],
    /// 2^-52 mod m: the lowest digit times this is what a Montgomery round would carry over, and no
    /// quotient digit is needed.
    pub(super) shift: [C; N],
    /// -1/m mod 2^52
    pub(super) k0: C,
}

impl<C: Cell> Modulus<C> {
    pub(super) const ZERO: Self = Self {
        m: [C::ZERO; N],
        shift: [C::ZERO; N],
        k0: C::ZERO,
    };
}

impl<C: Cell> Zeroize for Modulus<C> {
    fn zeroize(&mut self) {
        erase_all(&mut self.m);
        erase_all(&mut self.shift);
        self.k0.zeroize();
    }
}

/// Repeats a block with a constant for a counter.
macro_rules! unroll {
    ($i:ident in [$($n:literal)*] $body:block) => { $({ const $i: usize = $n; $body })* };
    ($i:ident in 0..20 $body:block) => {
        unroll!($i in [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19] $body)
    };
    ($i:ident in 1..20 $body:block) => {
        unroll!($i in [1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19] $body)
    };
    ($i:ident in 2..20 $body:block) => {
        unroll!($i in [2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19] $body)
    };
}
use unroll;

/// One half of `x * row[I]`, added to `acc`; the instruction itself reads the factor.
macro_rules! from_memory {
    ($name:ident, $instruction:literal) => {
        #[inline]
        #[target_feature(enable = "avx512f,avx512ifma")]
        fn $name<C: Cell, const I: usize>(mut acc: V, x: V, row: &[C; N]) -> V {
            const { assert!(I < N) };
            let row = row.as_ptr();
            if C::BROADCAST {
                // SAFETY: the processor has the instruction, as the function says; it reads the
                // eight bytes of element I of the array, which is there.
                unsafe {
                    asm!(concat!($instruction, " {}, {}, qword ptr [{} + {}]{{1to8}}"),
                         inout(zmm_reg) acc, in(zmm_reg) x, in(reg) row, const 8 * I,
                         options(nostack, preserves_flags, readonly));
                }
            } else {
                // SAFETY: as above, with the 64 bytes of element I.
                unsafe {
                    asm!(concat!($instruction, " {}, {}, zmmword ptr [{} + {}]"),
                         inout(zmm_reg) acc, in(zmm_reg) x, in(reg) row, const 64 * I,
                         options(nostack, preserves_flags, readonly));
                }
            }
            acc
        }
    };
}
from_memory!(lo_from_memory, "vpmadd52luq");
from_memory!(hi_from_memory, "vpmadd52huq");

/// The low halves of the products, added.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn lo(acc: V, x: V, y: V) -> V {
    _mm512_madd52lo_epu64(acc, x, y)
}

/// The high halves of the products, added.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn hi(acc: V, x: V, y: V) -> V {
    _mm512_madd52hi_epu64(acc, x, y)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn add(x: V, y: V) -> V {
    _mm512_add_epi64(x, y)
}

/// What a column passes on to the next.
#[inline]
#[target_feature(enable = "avx512f")]
fn carry(x: V) -> V {
    _mm512_srli_epi64::<52>(x)
}

/// Adds `x * row[I]` to two columns; both instructions read the factor from memory.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn madd_folded<C: Cell, const I: usize>(columns: (V, V), x: V, row: &[C; N]) -> (V, V) {
    (
        lo_from_memory::<C, I>(columns.0, x, row),
        hi_from_memory::<C, I>(columns.1, x, row),
    )
}

/// Adds `x * row[I]` to two columns. Full vectors are read from memory by the instructions only
/// half of the time: it saves an issue slot and a register, but loads twice. Which of the two to
/// use was measured for each loop.
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn madd<C: Cell, const I: usize>(columns: (V, V), x: V, row: &[C; N]) -> (V, V) {
    if C::BROADCAST || I % 2 == 1 {
        madd_folded::<C, I>(columns, x, row)
    } else {
        let y = load_cell(&row[I]);
        (lo(columns.0, x, y), hi(columns.1, x, y))
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(digit: &Digit) -> V {
    // SAFETY: a `Digit` has the size and the alignment of a vector, and any bytes make one.
    unsafe { core::ptr::from_ref(digit).cast::<V>().read_volatile() }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(digit: &mut Digit, vector: V) {
    // SAFETY: as in `load`, and the vector's bytes make a `Digit`.
    unsafe {
        core::ptr::from_mut(digit)
            .cast::<V>()
            .write_volatile(vector);
    }
}

/// One constant of a modulus, for all lanes.
#[inline]
#[target_feature(enable = "avx512f")]
fn load_cell<C: Cell>(cell: &C) -> V {
    let cell = core::ptr::from_ref(cell);
    if C::BROADCAST {
        const { assert!(!C::BROADCAST || size_of::<C>() == 8) };
        // SAFETY: a cell to broadcast is eight bytes, any of which make a number.
        _mm512_set1_epi64(unsafe { cell.cast::<i64>().read_volatile() })
    } else {
        const { assert!(C::BROADCAST || size_of::<C>() == 64 && align_of::<C>() == 64) };
        // SAFETY: any other cell has the size and the alignment of a vector.
        unsafe { cell.cast::<V>().read_volatile() }
    }
}
