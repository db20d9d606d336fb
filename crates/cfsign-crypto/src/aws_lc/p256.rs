//! ECDSA P-256 with AWS-LC.
//!
//! AWS-LC signs with random nonces only (the one function that takes a nonce is named
//! `ECDSA_sign_with_nonce_and_leak_private_key_for_testing`), so signing is put together here. The
//! costly part, the nonce times the generator, is AWS-LC's `EC_POINT_mul`, which takes the same
//! constant-time path as its own ECDSA; arithmetic modulo the order is that of the `p256` crate,
//! constant-time as well.
//!
//! # The check of a signature
//!
//! With deterministic nonces, a right and a faulty signature of one message may share a nonce, and
//! two such signatures reveal the key. Verifying every signature would cost three times as much as
//! making it. Instead, before a signature leaves:
//!
//! * the nonce is derived a second time, from the digest and the key, and must be the same;
//! * R, the nonce times the generator, is on the curve: AWS-LC checks it in
//!   `ec_point_mul_scalar_base` (crypto/fipsmodule/ec/ec.c), and when its bytes are read back;
//! * the point read back from these bytes, whose first half becomes r, equals the R computed;
//! * s·k − r·d = z, with k and z from the second derivation, and −d not computed from the d that
//!   made s but kept beside it;
//! * r and s are not zero.
//!
//! This catches a wrong nonce, a wrong inverse or product, a wrong conversion of R to its
//! coordinates, a changed digest, a flipped bit in either copy of the key, and corrupted arithmetic
//! on the curve, which leaves the curve with all but certainty. It does not catch a multiplication
//! that goes wrong yet ends on the curve (an intact entry of AWS-LC's table added in place of
//! another), the same fault happening twice, or damage done to the bytes after the check.

use std::ptr;

use aws_lc_sys as ffi;
use p256::{
    FieldBytes, NonZeroScalar, Scalar,
    elliptic_curve::{Field, ops::Reduce},
};
use zeroize::Zeroizing;

use super::{
    digest::digest,
    nonce::NonceKey,
    owned::{Owned, failed},
};
use crate::{
    Error, HashAlgorithm,
    der::write_sequence,
    hash::Digest,
    key::{Signer, Verifier},
};

/// A private key.
pub(crate) struct P256Signer {
    d: Zeroizing<Scalar>,
    /// A second copy of d, for the check.
    minus_d: Zeroizing<Scalar>,
    nonces: NonceKey,
}

impl P256Signer {
    /// Loads a key. It stays in one place on the heap, so that moving it about leaves no copies.
    pub(crate) fn from_scalar(scalar: &[u8; 32]) -> Result<Box<Self>, Error> {
        let out_of_range = Error::InvalidKey("the P-256 scalar is zero or too large");
        let d = Option::<NonZeroScalar>::from(NonZeroScalar::from_repr((*scalar).into()));
        let d = Zeroizing::new(*d.ok_or(out_of_range)?);
        let minus_d = Zeroizing::new(-*d);
        Ok(Box::new(Self {
            d,
            minus_d,
            nonces: NonceKey::new(scalar),
        }))
    }

    /// Whether the signature is right, as far as can be told cheaply. `r` is known to be the first
    /// coordinate of a point computed with `k`.
    fn is_consistent(
        &self,
        hash: HashAlgorithm,
        digest: &Digest,
        k: &Scalar,
        (r, s): (&Scalar, &Scalar),
    ) -> bool {
        let z = to_scalar(digest.as_bytes());
        let Some(again) = self.nonces.derive(hash, &z.to_bytes().into()) else {
            return false;
        };
        *again == *k && s * &*again + r * &*self.minus_d == z
    }
}

impl Signer for P256Signer {
    fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let digest = digest(hash, message);
        let z = to_scalar(digest.as_bytes());
        let k = self.nonces.derive(hash, &z.to_bytes().into());
        let k = k.ok_or(Error::SigningFailed("no nonce was found"))?;
        let point = times_generator(&k)?;
        let r = to_scalar(&point[1..33]);
        let inverse = Zeroizing::new(k.invert().unwrap_or(Scalar::ZERO));
        let s = *inverse * (z + r * *self.d);
        if bool::from(r.is_zero() | s.is_zero()) || !self.is_consistent(hash, &digest, &k, (&r, &s))
        {
            return Err(Error::SigningFailed(
                "the ECDSA signature did not pass its check",
            ));
        }
        Ok(write_sequence(&[&r.to_bytes(), &s.to_bytes()]).to_vec())
    }

    fn encoded_public_key(&self) -> Result<Vec<u8>, Error> {
        Ok(times_generator(&self.d)?.to_vec())
    }
}

/// A public key.
pub(crate) struct P256Verifier(SharedEcKey);

impl P256Verifier {
    /// Loads a point in the compressed or uncompressed form, and returns the latter with it.
    pub(crate) fn from_sec1(point: &[u8]) -> Result<(Self, [u8; 65]), Error> {
        let not_a_point = || failed(Error::InvalidKey("the point is not on the curve P-256"));
        let point = point_from_bytes(point).ok_or_else(not_a_point)?;
        let encoded = point_to_bytes(&point).ok_or_else(not_a_point)?;
        // SAFETY: the function allocates, and returns a new object or null.
        let key = unsafe { Owned::new(ffi::EC_KEY_new()) }.ok_or_else(not_a_point)?;
        // SAFETY: key and point are live and of the same group, which is static; the key takes a
        // copy of the point.
        let ok = unsafe {
            ffi::EC_KEY_set_group(key.as_mut_ptr(), group()) == 1
                && ffi::EC_KEY_set_public_key(key.as_mut_ptr(), point.as_ptr()) == 1
        };
        if ok {
            Ok((Self(SharedEcKey(key)), encoded))
        } else {
            Err(not_a_point())
        }
    }
}

impl Verifier for P256Verifier {
    fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let digest = digest(hash, message);
        let digest = digest.as_bytes();
        // SAFETY: the function reads the digest and the signature, whatever their lengths. It may
        // be called from several threads at once. Its first argument is not used.
        let ok = unsafe {
            ffi::ECDSA_verify(
                0,
                digest.as_ptr(),
                digest.len(),
                signature.as_ptr(),
                signature.len(),
                self.0.0.as_ptr(),
            )
        };
        if ok == 1 { true } else { failed(false) }
    }
}

/// A public key used by several threads.
struct SharedEcKey(Owned<ffi::EC_KEY>);

// SAFETY: include/openssl/ec_key.h: an EC_KEY "may be used concurrently on multiple threads by
// non-mutating functions", which are those that take a const pointer; `ECDSA_verify`, the only one
// to see the key once it is built, does. `EC_KEY_free` needs no thread of its own.
unsafe impl Send for SharedEcKey {}
// SAFETY: as above.
unsafe impl Sync for SharedEcKey {}

/// At most 32 bytes as a number modulo the order of the curve.
fn to_scalar(bytes: &[u8]) -> Scalar {
    let mut padded = FieldBytes::default();
    padded[32 - bytes.len()..].copy_from_slice(bytes);
    <Scalar as Reduce<FieldBytes>>::reduce(&padded)
}

/// The uncompressed form of a secret number times the generator, checked as the module says.
fn times_generator(number: &Scalar) -> Result<[u8; 65], Error> {
    checked_times_generator(number)
        .ok_or_else(|| failed(Error::SigningFailed("AWS-LC computed no valid point")))
}

fn checked_times_generator(number: &Scalar) -> Option<[u8; 65]> {
    let bytes = Zeroizing::new(number.to_bytes());
    // SAFETY: the function reads 32 bytes, which it keeps at full width whatever their value; its
    // result is a new object or null.
    let number = unsafe { Owned::new(ffi::BN_bin2bn(bytes.as_ptr(), 32, ptr::null_mut())) }?;
    let point = new_point()?;
    // SAFETY: the objects are live, the point is of the group and this thread's alone. Without a
    // second point there is no second number; a null context makes the function allocate its own.
    let ok = unsafe {
        ffi::EC_POINT_mul(
            group(),
            point.as_mut_ptr(),
            number.as_ptr(),
            ptr::null(),
            ptr::null(),
            ptr::null_mut(),
        )
    };
    if ok != 1 {
        return None;
    }
    let encoded = point_to_bytes(&point)?;
    let read_back = point_from_bytes(&encoded)?;
    // SAFETY: both points are live and of the group; the context is not used.
    let difference =
        unsafe { ffi::EC_POINT_cmp(group(), point.as_ptr(), read_back.as_ptr(), ptr::null_mut()) };
    (difference == 0).then_some(encoded)
}

/// P-256, a static object of AWS-LC.
fn group() -> *const ffi::EC_GROUP {
    // SAFETY: the function takes nothing and initializes the group once, under a lock.
    unsafe { ffi::EC_group_p256() }
}

fn new_point() -> Option<Owned<ffi::EC_POINT>> {
    // SAFETY: the group is static; the result is a new object or null.
    unsafe { Owned::new(ffi::EC_POINT_new(group())) }
}

fn point_from_bytes(bytes: &[u8]) -> Option<Owned<ffi::EC_POINT>> {
    let point = new_point()?;
    // SAFETY: the point is live, of the group and this thread's alone; the function reads `len`
    // bytes; a null context makes it allocate its own.
    let ok = unsafe {
        ffi::EC_POINT_oct2point(
            group(),
            point.as_mut_ptr(),
            bytes.as_ptr(),
            bytes.len(),
            ptr::null_mut(),
        )
    };
    (ok == 1).then_some(point)
}

/// The uncompressed form; `None` for the point at infinity, which has none.
fn point_to_bytes(point: &Owned<ffi::EC_POINT>) -> Option<[u8; 65]> {
    let mut bytes = [0; 65];
    // SAFETY: the point is live and of the group; the function writes at most `len` bytes; the
    // context is not used.
    let len = unsafe {
        ffi::EC_POINT_point2oct(
            group(),
            point.as_ptr(),
            ffi::point_conversion_form_t::POINT_CONVERSION_UNCOMPRESSED,
            bytes.as_mut_ptr(),
            bytes.len(),
            ptr::null_mut(),
        )
    };
    (len == bytes.len()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASHES: [HashAlgorithm; 2] = [HashAlgorithm::Sha1, HashAlgorithm::Sha256];

    fn signer() -> Box<P256Signer> {
        P256Signer::from_scalar(&[0x42; 32]).unwrap()
    }

    fn fails(signer: &P256Signer) -> bool {
        HASHES
            .iter()
            .all(|&hash| matches!(signer.sign(hash, b"message"), Err(Error::SigningFailed(_))))
    }

    /// One bit of either copy of the key changed after loading.
    #[test]
    fn a_changed_key_is_an_error_and_not_a_signature() {
        let mut cases = 0;
        for bit in 0..256 {
            let power = (0..bit).fold(Scalar::ONE, |power, _| power.double());
            let mut changed = signer();
            *changed.d += power;
            assert!(fails(&changed), "d, bit {bit}");
            changed = signer();
            *changed.minus_d += power;
            assert!(fails(&changed), "-d, bit {bit}");
            cases += 2;
        }
        assert_eq!(cases, 512);
        assert!(!fails(&signer()));
    }

    #[test]
    fn the_check_sees_every_number() {
        let signer = signer();
        let digest = digest(HashAlgorithm::Sha256, b"message");
        let z = to_scalar(digest.as_bytes());
        let k = signer
            .nonces
            .derive(HashAlgorithm::Sha256, &z.to_bytes().into())
            .unwrap();
        let r = to_scalar(&times_generator(&k).unwrap()[1..33]);
        let s = k.invert().unwrap() * (z + r * *signer.d);
        let check = |digest: &Digest, k: &Scalar, r: Scalar, s: Scalar| {
            signer.is_consistent(HashAlgorithm::Sha256, digest, k, (&r, &s))
        };
        let one = Scalar::ONE;
        assert!(check(&digest, &k, r, s));
        assert!(!check(&digest, &(*k + one), r, s), "another nonce");
        assert!(!check(&digest, &k, r + one, s), "another r");
        assert!(!check(&digest, &k, r, s + one), "another s");
        assert!(!check(&digest, &k, r, -s), "the negated s");
        let other = super::digest(HashAlgorithm::Sha256, b"another message");
        assert!(!check(&other, &k, r, s), "another digest");
    }

    #[test]
    fn the_point_at_infinity_is_an_error() {
        assert!(matches!(
            times_generator(&Scalar::ZERO),
            Err(Error::SigningFailed(_))
        ));
        // SAFETY: the function takes nothing.
        assert_eq!(unsafe { ffi::ERR_peek_error() }, 0);
    }
}
