//! From the two halves of a private operation to the whole, by Garner's formula.

use zeroize::Zeroize;

use super::digits::{Num, WIDE_ZERO, Wide, ZERO};
use super::erase::erase_all;
use super::kernel::{Modulus, add_digits, mul, mul_add, normalise, reduce_fully, subtract_digits};

/// What joins the halves.
#[cfg_attr(feature = "timing-test", derive(Clone))]
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
        add_digits(&mut h, &self.p_twice);
        subtract_digits(&mut h, sq);
        normalise(&mut h);
        mul(&mut h, &self.qinv, &self.p);
        reduce_fully(&mut h, &self.p_digits);

        let mut s = WIDE_ZERO;
        *s.first_chunk_mut().expect("40 digits are more than 20") = *sq;
        mul_add(&mut s, &h, &self.q);
        normalise(&mut s);
        s
    }
}

impl Zeroize for Crt {
    fn zeroize(&mut self) {
        self.p.zeroize();
        erase_all(&mut self.p_digits);
        erase_all(&mut self.p_twice);
        erase_all(&mut self.q);
        erase_all(&mut self.qinv);
    }
}
