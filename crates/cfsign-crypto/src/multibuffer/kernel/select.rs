//! Choosing a table entry for each lane, without a secret address.

use core::arch::asm;
use core::arch::x86_64::{
    _mm_cvtsi64_si128, _mm512_and_si512, _mm512_cmpeq_epi64_mask, _mm512_cvtepu8_epi64,
    _mm512_set1_epi64, _mm512_setzero_si512, _mm512_srli_epi64, _mm512_sub_epi64,
};

use zeroize::Zeroize;

use super::super::digits::{Digit, LANES};
use super::{V, load, store};

/// The windows of the eight lanes, four bits each, in the form that the lookup takes.
///
/// The lowest bit of a window is the even or the odd entry of a pair, the next two are one of four
/// pairs, the highest is one of two halves of the table.
#[repr(C, align(64))]
pub(in super::super) struct Selector {
    /// All ones where bit 0 of the window is set.
    pub(super) bit0: Digit,
    /// All ones where bit 3 of the window is set.
    pub(super) bit3: Digit,
    /// `pair[p]`: the lanes whose bits 2 and 1 make `p`.
    pub(super) pair: [u8; 4],
}

impl Selector {
    pub(in super::super) const ZERO: Self = Self {
        bit0: Digit::ZERO,
        bit3: Digit::ZERO,
        pair: [0; 4],
    };

    /// Takes the windows of the eight lanes, each below 16.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(in super::super) fn set(&mut self, windows: [u8; LANES]) {
        let zero = _mm512_setzero_si512();
        let windows = _mm512_cvtepu8_epi64(_mm_cvtsi64_si128(i64::from_le_bytes(windows)));
        let bit0 = _mm512_and_si512(windows, _mm512_set1_epi64(1));
        let bit3 = _mm512_srli_epi64::<3>(windows);
        let pair = _mm512_and_si512(_mm512_srli_epi64::<1>(windows), _mm512_set1_epi64(3));
        store(&mut self.bit0, _mm512_sub_epi64(zero, bit0));
        store(&mut self.bit3, _mm512_sub_epi64(zero, bit3));
        self.pair = [0, 1, 2, 3].map(|p| _mm512_cmpeq_epi64_mask(pair, _mm512_set1_epi64(p)));
    }
}

impl Zeroize for Selector {
    fn zeroize(&mut self) {
        self.bit0.zeroize();
        self.bit3.zeroize();
        self.pair.zeroize();
    }
}

/// Two entries with one instruction: the lanes in `pair` become `acc ? odd : even`. So an `acc` that
/// begins as bit 0 of the window chooses within the pair, and the mask chooses the pair.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn select<const PAIR: usize, const W: usize>(
    mut acc: V,
    pair: u8,
    entries: &[Digit; W],
) -> V {
    const { assert!(2 * PAIR + 1 < W || W == 1) };
    let even = load(&entries[2 * PAIR % W]);
    // SAFETY: the processor has the instruction, as the function says; it reads the 64 bytes of
    // element 2 * PAIR + 1 of the array, which is there: `multiply` calls this for tables only.
    unsafe {
        asm!("vpternlogq {}{{{}}}, {}, zmmword ptr [{} + {}], 0xAC",
             inout(zmm_reg) acc, in(kreg) pair, in(zmm_reg) even, in(reg) entries.as_ptr(),
             const 64 * (2 * PAIR + 1), options(nostack, preserves_flags, readonly));
    }
    acc
}
