//! Arithmetic modulo n, which the outside knows: the check of signatures, and the blinding.

use zeroize::Zeroize;

use super::digits::{Digit, N, Num, WIDE, WIDE_ZERO, Wide, ZERO};
use super::erase::erase_all;
use super::kernel::{Modulus, double_digits, mul_add, normalise, reduce, subtract_if_ge};

/// n and its constants. It has 40 digits: two halves for the kernels of 20. Montgomery's R is
/// 2^2080 here.
#[cfg_attr(feature = "timing-test", derive(Clone))]
pub(super) struct Public {
    pub(super) n_low: Modulus<u64>,
    pub(super) n_high: Num,
    pub(super) n: Wide,
    /// R^2 mod n
    pub(super) r2: Wide,
}

impl Public {
    pub(super) const ZERO: Self = Self {
        n_low: Modulus::ZERO,
        n_high: ZERO,
        n: WIDE_ZERO,
        r2: WIDE_ZERO,
    };

    /// `a * b / R mod n`, below n plus a little (n / 2^30); the factors may be the same, or as large.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn mul(&self, a: &Wide, b: &Wide) -> Wide {
        let ((a_low, a_high), (b_low, b_high)) = (halves(a), halves(b));
        let mut t = [Digit::ZERO; 2 * WIDE];
        mul_add(columns::<N>(&mut t), a_low, b_high);
        mul_add(columns::<N>(&mut t), a_high, b_low);
        self.finish(&mut t, (a_low, b_low), (a_high, b_high))
    }

    /// `a * a / R mod n`, as [`mul`](Self::mul), with a quarter of the products less.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn square(&self, a: &Wide) -> Wide {
        let (low, high) = halves(a);
        let mut t = [Digit::ZERO; 2 * WIDE];
        mul_add(columns::<N>(&mut t), low, high);
        double_digits(columns::<N>(&mut t));
        self.finish(&mut t, (low, low), (high, high))
    }

    /// Adds the products of the low and of the high halves to the columns, and reduces: the low half
    /// of the columns by multiples of n, twenty at a time.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn finish(&self, t: &mut [Digit; 2 * WIDE], low: (&Num, &Num), high: (&Num, &Num)) -> Wide {
        let mut quotient = ZERO;
        mul_add(columns::<0>(t), low.0, low.1);
        mul_add(columns::<WIDE>(t), high.0, high.1);
        reduce(columns::<0>(t), &mut quotient, &self.n_low);
        mul_add(columns::<N>(t), &quotient, &self.n_high);
        reduce(columns::<N>(t), &mut quotient, &self.n_low);
        mul_add(columns::<WIDE>(t), &quotient, &self.n_high);
        let mut product = *columns::<WIDE>(t);
        normalise(&mut product);
        product
    }

    /// `x^65537 mod n`, less than n: seventeen products, whatever x is.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn power_e(&self, x: &Wide) -> Wide {
        let mut y = self.mul(x, &self.r2);
        for _ in 0..16 {
            y = self.square(&y);
        }
        // A factor that is not in Montgomery form takes the product out of it.
        y = self.mul(&y, x);
        subtract_if_ge(&mut y, &self.n);
        y
    }
}

impl Zeroize for Public {
    fn zeroize(&mut self) {
        self.n_low.zeroize();
        erase_all(&mut self.n_high);
        erase_all(&mut self.n);
        erase_all(&mut self.r2);
    }
}

/// The low and the high twenty digits.
pub(super) fn halves(x: &Wide) -> (&Num, &Num) {
    let [low, high] = x.as_chunks().0 else {
        unreachable!("40 digits are twice 20");
    };
    (low, high)
}

/// Forty of the eighty columns of a product.
#[inline]
fn columns<const FROM: usize>(t: &mut [Digit; 2 * WIDE]) -> &mut [Digit; WIDE] {
    const { assert!(FROM <= WIDE) };
    t[FROM..]
        .first_chunk_mut()
        .expect("there are as many left, as asserted")
}
