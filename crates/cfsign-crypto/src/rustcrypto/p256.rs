//! ECDSA P-256 with the `ecdsa` and `p256` crates.
//!
//! # The check of a signature
//!
//! Every signature is computed twice, nonce included, and must come out the same. This catches any
//! fault that happens once, the kind by which a deterministic signature reveals its key. It does
//! not catch a fault that happens twice alike; a key changed for good in memory is one, but since
//! its nonces change with it, its signatures tell nothing about the right key.

use ecdsa::hazmat::{sign_prehashed_rfc6979, verify_prehashed};
use p256::{
    NistP256, NonZeroScalar, ProjectivePoint, PublicKey,
    ecdsa::Signature,
    elliptic_curve::{group::Group, sec1::ToSec1Point},
};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::digest;
use crate::{
    Error, HashAlgorithm,
    key::{Signer, Verifier},
};

/// A private key.
pub(crate) struct P256Signer(Box<Zeroizing<NonZeroScalar>>);

impl P256Signer {
    /// Loads a key.
    pub(crate) fn from_scalar(scalar: &[u8; 32]) -> Result<Self, Error> {
        let scalar = Option::<NonZeroScalar>::from(NonZeroScalar::from_repr((*scalar).into()));
        let scalar = scalar.ok_or(Error::InvalidKey("the P-256 scalar is zero or too large"))?;
        Ok(Self(Box::new(Zeroizing::new(scalar))))
    }

    fn sign_once(&self, hash: HashAlgorithm, digest: &[u8]) -> Signature {
        match hash {
            HashAlgorithm::Sha1 => sign_prehashed_rfc6979::<NistP256, Sha1>(&self.0, digest, &[]).0,
            HashAlgorithm::Sha256 => {
                sign_prehashed_rfc6979::<NistP256, Sha256>(&self.0, digest, &[]).0
            }
        }
    }
}

impl Signer for P256Signer {
    fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let digest = digest(hash, message);
        let signature = self.sign_once(hash, digest.as_bytes());
        if signature != std::hint::black_box(self).sign_once(hash, digest.as_bytes()) {
            return Err(Error::SigningFailed(
                "the ECDSA signature did not pass its check",
            ));
        }
        Ok(signature.to_der().as_bytes().to_vec())
    }

    fn encoded_public_key(&self) -> Result<Vec<u8>, Error> {
        let point = ProjectivePoint::mul_by_generator(&self.0).to_affine();
        Ok(point.to_sec1_point(false).as_bytes().to_vec())
    }
}

/// A public key.
pub(crate) struct P256Verifier(ProjectivePoint);

impl P256Verifier {
    /// Loads a point in the compressed or uncompressed form, and returns the latter with it.
    pub(crate) fn from_sec1(point: &[u8]) -> Result<(Self, [u8; 65]), Error> {
        let not_a_point = Error::InvalidKey("the point is not on the curve P-256");
        let key = PublicKey::from_sec1_bytes(point).map_err(|_| not_a_point)?;
        let encoded = key.to_sec1_point(false);
        let encoded = encoded.as_bytes().try_into().map_err(|_| not_a_point)?;
        Ok((Self(key.to_projective()), encoded))
    }
}

impl Verifier for P256Verifier {
    fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_der(signature) else {
            return false;
        };
        verify_prehashed(&self.0, digest(hash, message).as_bytes(), &signature).is_ok()
    }
}
