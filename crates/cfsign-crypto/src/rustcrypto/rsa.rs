//! RSA PKCS#1 v1.5 with the `rsa` crate.
//!
//! # The check of a signature
//!
//! `RsaPrivateKey::sign` blinds with numbers from the operating system and, once the blinding is
//! off, raises the result to the public exponent and compares it with the padded digest
//! (`rsa_decrypt_and_check` in the crate's src/algorithms/rsa.rs). A fault anywhere in the private
//! operation is an error. Not caught is damage to the bytes after the check.

use getrandom::SysRng;
use rsa::{
    BoxedUint, Error as RsaError, Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey,
    rand_core::UnwrapErr,
    traits::{PrivateKeyParts, PublicKeyParts},
};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::digest;
use crate::{
    Error, HashAlgorithm,
    der::write_sequence,
    key::{Signer, Verifier},
    rsa_parts::{RsaPrivateParts, RsaPublicParts},
};

/// A private key.
pub(crate) struct RsaSigner(RsaPrivateKey);

impl RsaSigner {
    /// Loads a key, checking that its numbers belong together.
    pub(crate) fn from_parts(parts: &RsaPrivateParts<'_>) -> Result<Self, Error> {
        let contradictory = Error::InvalidKey("the RSA key contradicts itself");
        // All numbers at the length of the modulus, which is public.
        let width = parts.public.bits();
        let number = |bytes| BoxedUint::from_be_slice(bytes, width).map_err(|_| contradictory);
        // This checks that n = pq, and that de = 1 modulo p − 1 and q − 1. It computes the CRT
        // parts itself instead of taking those of the file, which are compared below: AWS-LC
        // refuses a key whose CRT parts are wrong, and so must this engine.
        let key = RsaPrivateKey::from_components(
            number(parts.public.n)?,
            number(parts.public.e)?,
            number(parts.d)?,
            vec![number(parts.p)?, number(parts.q)?],
        );
        let key = key.map_err(|_| contradictory)?;
        // They are missing when p = q.
        let (Some(dp), Some(dq), Some(qinv)) = (key.dp(), key.dq(), key.qinv()) else {
            return Err(contradictory);
        };
        let qinv = Zeroizing::new(qinv.retrieve());
        let computed = [(dp, parts.dp), (dq, parts.dq), (&*qinv, parts.qinv)];
        for (computed, given) in computed {
            if *computed != *Zeroizing::new(number(given)?) {
                return Err(contradictory);
            }
        }
        Ok(Self(key))
    }
}

impl Signer for RsaSigner {
    fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let digest = digest(hash, message);
        let signature =
            self.0
                .sign(padding(hash), digest.as_bytes())
                .map_err(|error| match error {
                    RsaError::Rng => Error::RandomFailed,
                    _ => Error::SigningFailed("the rsa crate made no valid signature"),
                })?;
        if signature.len() != self.0.size() {
            return Err(Error::SigningFailed("the RSA signature has a wrong length"));
        }
        Ok(signature)
    }

    fn encoded_public_key(&self) -> Result<Vec<u8>, Error> {
        Ok(write_sequence(&[&self.0.n_bytes(), &self.0.e_bytes()]).to_vec())
    }
}

/// A public key.
pub(crate) struct RsaVerifier(RsaPublicKey);

impl RsaVerifier {
    /// Loads a key.
    pub(crate) fn from_parts(parts: &RsaPublicParts<'_>) -> Result<Self, Error> {
        let number = BoxedUint::from_be_slice_vartime;
        RsaPublicKey::new(number(parts.n), number(parts.e))
            .map(Self)
            .map_err(|_| Error::InvalidKey("the rsa crate refuses the RSA key"))
    }
}

impl Verifier for RsaVerifier {
    fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        self.0
            .verify(padding(hash), digest(hash, message).as_bytes(), signature)
            .is_ok()
    }
}

/// Makes a key and returns its `RSAPrivateKey`.
pub(crate) fn generate(bits: u32) -> Result<Zeroizing<Vec<u8>>, Error> {
    // The crate wants a generator that cannot fail. The one that fails once has failed here.
    getrandom::fill(&mut [0; 32]).map_err(|_| Error::RandomFailed)?;
    let gave_up = Error::SigningFailed("the rsa crate made no key");
    let key = RsaPrivateKey::new(&mut UnwrapErr(SysRng), bits as usize).map_err(|_| gave_up)?;
    let (Some(dp), Some(dq), Some(qinv)) = (key.dp(), key.dq(), key.qinv()) else {
        return Err(gave_up);
    };
    let qinv = Zeroizing::new(qinv.retrieve());
    let [p, q] = key.primes() else {
        return Err(gave_up);
    };
    let secret = [key.d(), p, q, dp, dq, &*qinv].map(|number| Zeroizing::new(number.to_be_bytes()));
    let [d, p, q, dp, dq, qinv] = &secret;
    Ok(write_sequence(&[
        &[],
        &key.n_bytes(),
        &key.e_bytes(),
        d,
        p,
        q,
        dp,
        dq,
        qinv,
    ]))
}

fn padding(hash: HashAlgorithm) -> Pkcs1v15Sign {
    match hash {
        HashAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
        HashAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
    }
}
