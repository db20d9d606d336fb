//! The numbers of a key, and those that it is used on, as bytes.

use zeroize::Zeroize;

/// Bytes of n, of a padded message and of a signature.
pub(crate) const BYTES: usize = 256;

/// One number of [`BYTES`] bytes, big-endian, as PKCS#1 has them.
pub(crate) type Block = [u8; BYTES];

/// The numbers of a key whose public exponent is 65537, big-endian.
pub(crate) struct Numbers {
    pub(crate) n: [u8; BYTES],
    pub(crate) p: [u8; BYTES / 2],
    pub(crate) q: [u8; BYTES / 2],
    pub(crate) dp: [u8; BYTES / 2],
    pub(crate) dq: [u8; BYTES / 2],
    pub(crate) qinv: [u8; BYTES / 2],
}

impl Numbers {
    pub(crate) const ZERO: Self = Self {
        n: [0; BYTES],
        p: [0; BYTES / 2],
        q: [0; BYTES / 2],
        dp: [0; BYTES / 2],
        dq: [0; BYTES / 2],
        qinv: [0; BYTES / 2],
    };

    /// Whether n has 2048 bits and is odd, and p and q have 1024: the sizes that the lanes are made
    /// for. Lengths are no secret.
    pub(super) fn have_the_right_sizes(&self) -> bool {
        let tops = [self.n[0], self.p[0], self.q[0]];
        let ends = [self.n[BYTES - 1], self.p[127], self.q[127]];
        tops.iter().all(|byte| byte >> 7 == 1) && ends.iter().all(|byte| byte & 1 == 1)
    }
}

impl Zeroize for Numbers {
    fn zeroize(&mut self) {
        self.n.zeroize();
        for secret in [
            &mut self.p,
            &mut self.q,
            &mut self.dp,
            &mut self.dq,
            &mut self.qinv,
        ] {
            secret.zeroize();
        }
    }
}
