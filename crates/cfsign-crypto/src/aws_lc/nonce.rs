//! Nonces of ECDSA P-256 by RFC 6979, section 3.2.
//!
//! HMAC is that of the RustCrypto crates: it finds the processor's hash instructions as AWS-LC's
//! does, its keyed state can be kept and copied without an allocation, and it is erased on drop.

use hmac::{
    EagerHash, HmacReset, KeyInit, Mac,
    digest::{FixedOutput, FixedOutputReset, array::Array},
};
use p256::{FieldBytes, NonZeroScalar, Scalar};
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
            HashAlgorithm::Sha1 => derive(&self.sha1, &self.scalar, digest),
            HashAlgorithm::Sha256 => derive(&self.sha256, &self.scalar, digest),
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

fn derive<D: EagerHash>(
    step_d: &HmacReset<D>,
    scalar: &[u8; 32],
    digest: &[u8; 32],
) -> Option<Zeroizing<Scalar>> {
    let mut v = ones::<D>();
    let mut k = Output::<D>::default();
    // Steps d to g. HMAC is keyed with K throughout.
    step_d.clone().chain_update(digest).finalize_into(&mut k);
    let mut hmac = keyed::<D>(&k);
    mac(&mut hmac, &[&v.clone()], &mut v);
    mac(&mut hmac, &[&v, &[1], scalar, digest], &mut k);
    hmac = keyed::<D>(&k);
    mac(&mut hmac, &[&v.clone()], &mut v);
    for _ in 0..PROPOSALS {
        // Step h: as many outputs as fill the 256 bits of the order, of which bits2int takes the
        // first 256.
        let mut number = Zeroizing::new(FieldBytes::default());
        for part in number.chunks_mut(v.len()) {
            mac(&mut hmac, &[&v.clone()], &mut v);
            part.copy_from_slice(&v[..part.len()]);
        }
        if let Some(nonce) = Option::<NonZeroScalar>::from(NonZeroScalar::from_repr(*number)) {
            return Some(Zeroizing::new(*nonce));
        }
        mac(&mut hmac, &[&v, &[0]], &mut k);
        hmac = keyed::<D>(&k);
        mac(&mut hmac, &[&v.clone()], &mut v);
    }
    None
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

/// One value of HMAC. The state is used again rather than copied: erasing copies takes longer than
/// hashing.
fn mac<D: EagerHash>(hmac: &mut HmacReset<D>, parts: &[&[u8]], out: &mut Output<D>) {
    for part in parts {
        Mac::update(hmac, part);
    }
    FixedOutputReset::finalize_into_reset(hmac, out);
}
