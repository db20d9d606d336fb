//! Nonces of ECDSA P-256 by RFC 6979, section 3.2.
//!
//! HMAC is that of the RustCrypto crates: it finds the processor's hash instructions as AWS-LC's
//! does, its keyed state can be kept and copied without an allocation, and it is erased on drop.

use hmac::{
    EagerHash, HmacReset, KeyInit, Mac,
    digest::{FixedOutput, FixedOutputReset, array::Array},
};
use p256::{NonZeroScalar, Scalar};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::HashAlgorithm;

/// What the nonces of a key begin with: HMAC states that have taken in the key, one for each hash.
///
/// In step d, HMAC is keyed with zeros and its input begins with V, a zero byte and the private
/// key. None of it depends on the message.
pub(super) struct NonceKey {
    sha1: HmacReset<Sha1>,
    sha256: HmacReset<Sha256>,
    scalar: Zeroizing<[u8; 32]>,
}

impl NonceKey {
    /// Prepares the nonces of a private key.
    pub(super) fn new(scalar: &[u8; 32]) -> Self {
        Self {
            sha1: step_d(scalar),
            sha256: step_d(scalar),
            scalar: Zeroizing::new(*scalar),
        }
    }

    /// The nonce for a digest, which is given as `bits2octets` of RFC 6979: as long as the order of
    /// the curve, and reduced by it. `None` does not happen, see [`PROPOSALS`].
    pub(super) fn derive(
        &self,
        hash: HashAlgorithm,
        digest: &[u8; 32],
    ) -> Option<Zeroizing<Scalar>> {
        match hash {
            HashAlgorithm::Sha1 => {
                Proposals::new(&self.sha1, &self.scalar, digest).first_in_range()
            }
            HashAlgorithm::Sha256 => {
                Proposals::new(&self.sha256, &self.scalar, digest).first_in_range()
            }
        }
    }
}

/// How many numbers to draw. The first will do unless it is zero or not below the order of the
/// curve, which happens once in 2^32, so that running out of 8 happens once in 2^256.
const PROPOSALS: usize = 8;

/// A value of HMAC over the hash `D`.
type Output<D> = Zeroizing<hmac::digest::Output<HmacReset<D>>>;

fn step_d<D: EagerHash>(scalar: &[u8; 32]) -> HmacReset<D> {
    keyed::<D>(&Output::<D>::default())
        .chain_update(ones::<D>().as_slice())
        .chain_update([0])
        .chain_update(scalar)
}

/// The numbers that RFC 6979 proposes as the nonce, one after the other.
struct Proposals<D: EagerHash> {
    /// HMAC keyed with K.
    hmac: HmacReset<D>,
    v: Output<D>,
}

impl<D: EagerHash> Proposals<D> {
    /// Steps b to g.
    fn new(step_d: &HmacReset<D>, scalar: &[u8; 32], digest: &[u8; 32]) -> Self {
        let mut k = Output::<D>::default();
        step_d.clone().chain_update(digest).finalize_into(&mut k);
        let mut proposals = Self {
            hmac: keyed::<D>(&k),
            v: ones::<D>(),
        };
        proposals.step();
        proposals.rekey(&[&[1], scalar, digest]);
        proposals
    }

    fn first_in_range(mut self) -> Option<Zeroizing<Scalar>> {
        for _ in 0..PROPOSALS {
            let nonce = NonZeroScalar::from_repr((*self.next()).into());
            if let Some(nonce) = Option::<NonZeroScalar>::from(nonce) {
                return Some(Zeroizing::new(*nonce));
            }
            self.rekey(&[&[0]]);
        }
        None
    }

    /// Step h, 1 and 2: as many values as fill the 256 bits of the order, of which bits2int keeps
    /// the first 256.
    fn next(&mut self) -> Zeroizing<[u8; 32]> {
        let mut number = Zeroizing::new([0; 32]);
        for part in number.chunks_mut(self.v.len()) {
            self.step();
            part.copy_from_slice(&self.v[..part.len()]);
        }
        number
    }

    /// K = HMAC(V, parts), then V = HMAC(V).
    fn rekey(&mut self, parts: &[&[u8]]) {
        let mut k = Output::<D>::default();
        Mac::update(&mut self.hmac, &self.v);
        for part in parts {
            Mac::update(&mut self.hmac, part);
        }
        FixedOutputReset::finalize_into_reset(&mut self.hmac, &mut k);
        self.hmac = keyed::<D>(&k);
        self.step();
    }

    /// V = HMAC(V). The state is used again and not copied, since every copy must be erased.
    fn step(&mut self) {
        Mac::update(&mut self.hmac, &self.v);
        FixedOutputReset::finalize_into_reset(&mut self.hmac, &mut self.v);
    }
}

/// The first value of V.
fn ones<D: EagerHash>() -> Output<D> {
    Zeroizing::new(Array::from_fn(|_| 1))
}

/// HMAC with a key that is an output of HMAC, hence shorter than a block and padded with zeros.
fn keyed<D: EagerHash>(key: &Output<D>) -> HmacReset<D> {
    let mut block = Zeroizing::new(hmac::digest::Key::<HmacReset<D>>::default());
    block[..key.len()].copy_from_slice(key);
    HmacReset::new(&block)
}

#[cfg(test)]
mod tests {
    use hmac::digest::block_api::BlockSizeUser;
    use rfc6979::{KGenerator, bigint::U256};
    use sha2::Digest;

    use super::*;

    /// A signature looks at the second proposal once in 2^32, so only a comparison with another
    /// implementation tests what comes after the first.
    #[test]
    fn later_proposals_are_those_of_the_rfc6979_crate() {
        // An order above which nothing lies makes the crate take every number.
        let order = U256::MAX;
        let mut cases = 0;
        for byte in 0..0x80u8 {
            let (scalar, digest) = ([byte; 32], [byte ^ 0x2a; 32]);
            let key = NonceKey::new(&scalar);
            cases += compare(&key.sha1, &scalar, &digest, &order);
            cases += compare(&key.sha256, &scalar, &digest, &order);
        }
        assert_eq!(cases, 128 * 2 * 5);
    }

    fn compare<D: EagerHash + Digest + BlockSizeUser>(
        step_d: &HmacReset<D>,
        scalar: &[u8; 32],
        digest: &[u8; 32],
        order: &U256,
    ) -> usize {
        let mut theirs = KGenerator::<D, U256>::new(scalar, digest, &[], order);
        let mut ours = Proposals::new(step_d, scalar, digest);
        for _ in 0..5 {
            let mut number = [0; 32];
            theirs.fill_next_k(&mut number);
            assert_eq!(*ours.next(), number);
            ours.rekey(&[&[0]]);
        }
        5
    }
}
