//! Random factors on the way in, and off again on the way out.
//!
//! The exponentiations are constant-time; should they not be on some processor to come, an attacker
//! who chooses messages and measures time must not learn from it. So what is raised to the secret
//! exponent is not the message m but m * r^e with a random r, and the outcome is divided by r.
//!
//! Finding 1/r costs as much as a signature. As in OpenSSL and AWS-LC, a pair (r^e, 1/r) is
//! therefore squared after each use, which makes the pair of r^2, and drawn anew after 32. Every lane
//! has its own.

use crypto_bigint::{Uint, modular::FixedMontyForm};
use zeroize::Zeroizing;

use super::digits::{LANES, WIDE_ZERO, Wide, from_words, set_lane};
use super::erase::erase_all;
use super::numbers::BYTES;
use super::public::Public;
use super::setup::{ModulusN, WORDS_OF_N};

type Residue = Uint<WORDS_OF_N>;

/// Passes after which factors are drawn anew.
const USES: u32 = 32;

/// The factors of the eight lanes, both in Montgomery form.
pub(super) struct Blinding {
    /// r^e mod n
    pub(super) factor: Wide,
    /// 1/r mod n
    pub(super) undo: Wide,
    uses_left: u32,
    /// The process that drew them: its child draws its own after a fork.
    process: u32,
}

impl Blinding {
    /// Factors from the operating system's random numbers. `None` where it gives none, or if one
    /// has no inverse, which does not happen unless it is 0 or finds a factor of n.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn draw(n: &ModulusN, public: &Public) -> Option<Self> {
        let mut random = Zeroizing::new([0; LANES * BYTES]);
        getrandom::fill(random.as_mut_slice()).ok()?;
        let mut r = Zeroizing::new([Residue::ZERO; LANES]);
        for (r, random) in r.iter_mut().zip(random.chunks_exact_mut(BYTES)) {
            // Without the top bit it is less than n, and one of 2^2047 is as good as one of all.
            random[0] &= 0x7f;
            *r = Residue::from_be_slice(random);
        }
        let mut factor = in_lanes(&r);
        invert_all(&mut r, n)?;
        let mut undo = in_lanes(&r);
        factor = public.mul(&public.power_e(&factor), &public.r2);
        undo = public.mul(&undo, &public.r2);
        Some(Self {
            factor,
            undo,
            uses_left: USES,
            process: std::process::id(),
        })
    }

    /// Factors of one, so that a test can say what the kernels get.
    #[cfg(any(test, feature = "timing-test"))]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn none(public: &Public) -> Self {
        let mut one = WIDE_ZERO;
        one[0].0 = [1; LANES];
        let one = public.mul(&one, &public.r2);
        Self {
            factor: one,
            undo: one,
            uses_left: u32::MAX,
            process: std::process::id(),
        }
    }

    /// Whether they may be used once more.
    pub(super) fn is_fresh(&self) -> bool {
        self.uses_left > 0 && self.process == std::process::id()
    }

    /// Goes on to the next factors.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn advance(&mut self, public: &Public) {
        self.factor = public.square(&self.factor);
        self.undo = public.square(&self.undo);
        self.uses_left = self.uses_left.saturating_sub(1);
    }
}

impl Drop for Blinding {
    fn drop(&mut self) {
        erase_all(&mut self.factor);
        erase_all(&mut self.undo);
    }
}

fn in_lanes(numbers: &[Residue; LANES]) -> Wide {
    let mut lanes = WIDE_ZERO;
    for (lane, number) in numbers.iter().enumerate() {
        set_lane(&mut lanes, lane, &from_words(number.as_words()));
    }
    lanes
}

/// All inverses for little more than the price of one (Montgomery's trick): that of the product of
/// all, times all others.
#[cold]
#[inline(never)]
fn invert_all(numbers: &mut [Residue; LANES], n: &ModulusN) -> Option<()> {
    for number in &mut *numbers {
        *number = FixedMontyForm::new(number, n).to_montgomery();
    }
    // `products[i]` is the product of the numbers up to i.
    let mut products = Zeroizing::new(*numbers);
    for at in 1..LANES {
        products[at] = times(&products[at - 1], &numbers[at], n);
    }
    let all = Zeroizing::new(FixedMontyForm::from_montgomery(products[LANES - 1], n));
    let mut inverse = Zeroizing::new(all.invert().into_option()?.to_montgomery());
    for at in (1..LANES).rev() {
        let number = numbers[at];
        numbers[at] = times(&inverse, &products[at - 1], n);
        *inverse = times(&inverse, &number, n);
    }
    numbers[0] = *inverse;
    for number in numbers {
        *number = FixedMontyForm::from_montgomery(*number, n).retrieve();
    }
    Some(())
}

/// The product of two numbers in Montgomery form.
#[inline(never)]
fn times(a: &Residue, b: &Residue, n: &ModulusN) -> Residue {
    let a = Zeroizing::new(FixedMontyForm::from_montgomery(*a, n));
    let b = Zeroizing::new(FixedMontyForm::from_montgomery(*b, n));
    a.mul(&b).to_montgomery()
}
