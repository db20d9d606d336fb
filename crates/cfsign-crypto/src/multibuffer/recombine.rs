//! From the two halves of a private operation to the whole, by Garner's formula.

use zeroize::Zeroize;

use super::digits::{Digit, N, Num, WIDE_ZERO, Wide, ZERO};
use super::kernel::{Modulus, mul, mul_add, normalise, reduce_fully};

/// What joins the halves.
pub(super) struct Crt {
    pub(super) p: Modulus<u64>,
    pub(super) p_digits: Num,
    /// 2p, which makes s_p - s_q positive: q < 2p, as both have 1024 bits.
    pub(super) p_twice: Num,
    pub(super) q: Num,
    /// R/q mod p
    pub(super) qinv: Num,
}

impl Crt {
    pub(super) const ZERO: Self = Self {
        p: Modulus::ZERO,
        p_digits: ZERO,
        p_twice: ZERO,
        q: ZERO,
        qinv: ZERO,
    };

    /// `s_q + q * ((s_p - s_q) / q mod p)`, which is less than n.
    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512ifma")]
    pub(super) fn recombine(&self, sp: &Num, sq: &Num) -> Wide {
        let mut h = *sp;
        for ((h, sq), twice) in h.iter_mut().zip(sq).zip(&self.p_twice) {
            for ((h, sq), twice) in h.0.iter_mut().zip(&sq.0).zip(&twice.0) {
                *h = h.wrapping_sub(*sq).wrapping_add(*twice);
            }
        }
        normalise(&mut h);
        mul(&mut h, &self.qinv, &self.p);
        reduce_fully(&mut h, &self.p_digits);

        let mut s: [Digit; 2 * N] = WIDE_ZERO;
        s[..N].copy_from_slice(sq);
        mul_add(&mut s, &h, &self.q);
        normalise(&mut s);
        s
    }
}

impl Zeroize for Crt {
    fn zeroize(&mut self) {
        self.p.zeroize();
        self.p_digits.zeroize();
        self.p_twice.zeroize();
        self.q.zeroize();
        self.qinv.zeroize();
    }
}
