//! Numbers as digits in lanes, and the way there and back from bytes.

use zeroize::Zeroize;

use super::numbers::{BYTES, Block};

/// Bits of a digit: what one IFMA instruction multiplies.
pub(super) const BITS: usize = 52;
/// Digits of a number modulo a prime: 1040 bits, 16 more than a prime has. This room is what lets
/// the kernels leave their results unreduced.
pub(super) const N: usize = 20;
/// Digits of a number modulo n.
pub(super) const WIDE: usize = 2 * N;
/// The bits of a digit.
pub(super) const MASK: u64 = (1 << BITS) - 1;
/// Numbers side by side.
pub(super) const LANES: usize = 8;

/// The same digit of eight numbers: one vector register.
#[repr(C, align(64))]
#[derive(Clone, Copy)]
pub(super) struct Digit(pub [u64; LANES]);

impl Digit {
    pub(super) const ZERO: Self = Self([0; LANES]);
}

impl Zeroize for Digit {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Eight numbers modulo a prime, the lowest digit first.
pub(super) type Num = [Digit; N];
/// Eight numbers modulo n.
pub(super) type Wide = [Digit; WIDE];

pub(super) const ZERO: Num = [Digit::ZERO; N];
pub(super) const WIDE_ZERO: Wide = [Digit::ZERO; WIDE];

/// Puts one digit of each of up to eight numbers in lanes.
pub(super) fn set_lane<const D: usize>(lanes: &mut [Digit; D], lane: usize, digits: &[u64; D]) {
    for (to, from) in lanes.iter_mut().zip(digits) {
        to.0[lane] = *from;
    }
}

/// The number in one lane.
pub(super) fn lane_of<const D: usize>(lanes: &[Digit; D], lane: usize) -> [u64; D] {
    lanes.map(|digit| digit.0[lane])
}

/// The same number in all lanes.
#[inline(never)]
pub(super) fn splat<const D: usize>(digits: &[u64; D]) -> [Digit; D] {
    digits.map(|digit| Digit([digit; LANES]))
}

/// Cuts 64-bit words, the lowest first, into digits; words that are not there are zero.
#[inline(never)]
pub(super) fn from_words<const D: usize>(words: &[u64]) -> [u64; D] {
    let word = |at: usize| words.get(at).copied().unwrap_or(0);
    core::array::from_fn(|i| {
        let (at, shift) = (i * BITS / 64, i * BITS % 64);
        // Twice, since a shift by 64 is none.
        ((word(at) >> shift) | (word(at + 1) << 1 << (63 - shift))) & MASK
    })
}

/// The digits of a big-endian number.
pub(super) fn from_be_bytes(bytes: &Block) -> [u64; WIDE] {
    let mut words = [0; BYTES / 8];
    for (word, bytes) in words.iter_mut().zip(bytes.rchunks_exact(8)) {
        *word = bytes
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte));
    }
    from_words(&words)
}

/// The big-endian bytes of digits that are below 2^52 each, and below 2^2048 together.
pub(super) fn to_be_bytes(digits: &[u64; WIDE]) -> Block {
    let mut words = [0; WIDE * BITS / 64 + 2];
    for (i, digit) in digits.iter().enumerate() {
        let (at, shift) = (i * BITS / 64, i * BITS % 64);
        words[at] |= digit << shift;
        words[at + 1] |= digit >> 1 >> (63 - shift);
    }
    let mut bytes = [0; BYTES];
    for (word, bytes) in words.iter().zip(bytes.rchunks_exact_mut(8)) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}
