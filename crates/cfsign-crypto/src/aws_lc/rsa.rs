//! RSA PKCS#1 v1.5 with AWS-LC.
//!
//! # The check of a signature
//!
//! AWS-LC raises the result of every private operation to the public exponent and compares, before
//! it takes the blinding off (`rsa_default_private_transform` in crypto/fipsmodule/rsa/rsa_impl.c,
//! "Verify the result to protect against fault attacks"). The check needs the public exponent, and
//! so does blinding; both are on for every key built here, since
//! `RsaPrivateParts::parse` refuses a key without an exponent and `RsaSigner::new`
//! looks for the flags that would turn blinding off. A fault in one half of the CRT, the one that
//! reveals the key, is thereby an error. Not caught is a fault after the check: in taking the
//! blinding off, or in writing the result. It yields a signature that does not verify, but none
//! that is right modulo one prime and wrong modulo the other.

use std::{ptr, sync::OnceLock};

use aws_lc_sys as ffi;
use zeroize::Zeroizing;

use super::{
    digest::{digest, nid},
    owned::{Owned, failed},
};
use crate::{
    BatchPath, Error, HashAlgorithm,
    der::write_sequence,
    hash::Digest,
    key::{Signer, Verifier},
    multibuffer::{BYTES, Block, Ifma, LaneKey, Numbers},
};

/// A private key.
pub(crate) struct RsaSigner {
    rsa: SharedRsa,
    /// The key in the form that batches take, from the first batch on; `None` for a key that is not
    /// made for it.
    lanes: OnceLock<Option<LaneKey>>,
}

impl RsaSigner {
    /// Loads a key whose DER has been through `RsaPrivateParts::parse`.
    ///
    /// `RSA_private_key_from_bytes` ends with `RSA_check_key`: n = pq, de = 1 modulo p − 1 and
    /// q − 1, and the CRT parts follow from these.
    pub(crate) fn from_checked_der(der: &[u8]) -> Result<Self, Error> {
        // SAFETY: the function reads `len` bytes; its result is a new object or null.
        let rsa = unsafe { Owned::new(ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len())) };
        Self::new(rsa.ok_or_else(|| failed(Error::InvalidKey("the RSA key contradicts itself")))?)
    }

    fn new(rsa: Owned<ffi::RSA>) -> Result<Self, Error> {
        const UNBLINDED: i32 = ffi::RSA_FLAG_NO_BLINDING | ffi::RSA_FLAG_NO_PUBLIC_EXPONENT;
        // SAFETY: the object is live; the function reads its flags.
        if unsafe { ffi::RSA_test_flags(rsa.as_ptr(), UNBLINDED) } != 0 {
            return Err(Error::InvalidKey(
                "the RSA key would be used without blinding",
            ));
        }
        Ok(Self {
            rsa: SharedRsa(rsa),
            lanes: OnceLock::new(),
        })
    }

    fn sign_digest(&self, hash: HashAlgorithm, digest: &Digest) -> Result<Vec<u8>, Error> {
        let digest = digest.as_bytes();
        let mut signature = vec![0; self.rsa.size()];
        let mut len = 0;
        // SAFETY: the function reads the digest and writes at most `RSA_size` bytes, which is the
        // length of `signature`, and their number. It may be called from several threads at once.
        let ok = unsafe {
            ffi::RSA_sign(
                nid(hash),
                digest.as_ptr(),
                digest.len(),
                signature.as_mut_ptr(),
                &raw mut len,
                self.rsa.0.as_mut_ptr(),
            )
        };
        if ok != 1 || len as usize != signature.len() {
            return Err(failed(Error::SigningFailed(
                "AWS-LC made no valid RSA signature",
            )));
        }
        Ok(signature)
    }

    /// The key for a batch of `count` on this path, made by the first; `None` for one by one. What cannot be had is
    /// an error for one message too, which may be the end of a longer list.
    fn lanes(&self, path: BatchPath, count: usize) -> Result<Option<&LaneKey>, Error> {
        if self.rsa.size() != BYTES {
            return Ok(None);
        }
        let (ifma, path) = (Ifma::detect(), path.or_environment()?);
        if path == BatchPath::Ifma && ifma.is_none() {
            return Err(Error::SigningFailed(
                "the processor has no AVX-512 IFMA, which was asked for; CFSIGN_IFMA=off does without",
            ));
        }
        let wanted = path != BatchPath::OneByOne && count > 1;
        let Some(ifma) = ifma.filter(|_| wanted) else {
            return Ok(None);
        };
        let make = || LaneKey::new(ifma, || self.rsa.numbers());
        Ok(self.lanes.get_or_init(make).as_ref())
    }
}

impl Signer for RsaSigner {
    fn sign(&self, hash: HashAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        self.sign_digest(hash, &digest(hash, message))
    }

    fn sign_many(
        &self,
        path: BatchPath,
        hash: HashAlgorithm,
        messages: &[&[u8]],
    ) -> Vec<Result<Vec<u8>, Error>> {
        let lanes = match self.lanes(path, messages.len()) {
            Ok(lanes) => lanes,
            Err(error) => return vec![Err(error); messages.len()],
        };
        let digests: Vec<Digest> = messages
            .iter()
            .map(|message| digest(hash, message))
            .collect();
        let Some(lanes) = lanes else {
            let sign = |digest| self.sign_digest(hash, digest);
            return digests.iter().map(sign).collect();
        };
        let padded: Vec<Block> = digests.iter().map(|digest| padded(hash, digest)).collect();
        let signatures = lanes.private_operations(&padded).into_iter();
        let or_one_by_one = |(signature, digest): (Option<Block>, &Digest)| match signature {
            Some(signature) => Ok(signature.to_vec()),
            None => self.sign_digest(hash, digest),
        };
        signatures.zip(&digests).map(or_one_by_one).collect()
    }

    fn batch_path(&self, path: BatchPath) -> Result<BatchPath, Error> {
        Ok(match self.lanes(path, 2)? {
            Some(_) => BatchPath::Ifma,
            None => BatchPath::OneByOne,
        })
    }

    fn encoded_public_key(&self) -> Result<Vec<u8>, Error> {
        let rsa = self.rsa.0.as_ptr();
        // SAFETY: the object is live, and has both numbers since it was loaded with them; each
        // pointer is good for as long as the object, and nothing changes the numbers.
        let (n, e) = unsafe {
            (
                to_bytes(ffi::RSA_get0_n(rsa)),
                to_bytes(ffi::RSA_get0_e(rsa)),
            )
        };
        Ok(write_sequence(&[&n, &e]).to_vec())
    }
}

/// A digest in the padding of PKCS#1 v1.5 (RFC 8017, section 9.2), as [`Signer::sign_many`] needs it
/// where AWS-LC does not pad.
fn padded(hash: HashAlgorithm, digest: &Digest) -> Block {
    // The DER of a DigestInfo up to the digest.
    let prefix: &[u8] = match hash {
        HashAlgorithm::Sha1 => b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
        HashAlgorithm::Sha256 => {
            b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"
        }
    };
    let digest = digest.as_bytes();
    let mut block = [0xff; BYTES];
    block[..2].copy_from_slice(&[0, 1]);
    let (padding, end) = block.split_at_mut(BYTES - digest.len());
    end.copy_from_slice(digest);
    let (padding, end) = padding.split_at_mut(padding.len() - prefix.len());
    end.copy_from_slice(prefix);
    padding[padding.len() - 1] = 0;
    block
}

/// A public key.
pub(crate) struct RsaVerifier(SharedRsa);

impl RsaVerifier {
    /// Loads a key whose DER has been through `RsaPublicParts::parse`.
    pub(crate) fn from_checked_der(der: &[u8]) -> Result<Self, Error> {
        // SAFETY: the function reads `len` bytes; its result is a new object or null.
        let rsa = unsafe { Owned::new(ffi::RSA_public_key_from_bytes(der.as_ptr(), der.len())) };
        let rsa = rsa.ok_or_else(|| failed(Error::InvalidKey("AWS-LC refuses the RSA key")))?;
        Ok(Self(SharedRsa(rsa)))
    }
}

impl Verifier for RsaVerifier {
    fn verify(&self, hash: HashAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let digest = digest(hash, message);
        let digest = digest.as_bytes();
        // SAFETY: the function reads the digest and the signature, whatever their lengths. It may
        // be called from several threads at once.
        let ok = unsafe {
            ffi::RSA_verify(
                nid(hash),
                digest.as_ptr(),
                digest.len(),
                signature.as_ptr(),
                signature.len(),
                self.0.0.as_mut_ptr(),
            )
        };
        if ok == 1 { true } else { failed(false) }
    }
}

/// Makes a key and returns its `RSAPrivateKey`.
pub(crate) fn generate(bits: u32) -> Result<Zeroizing<Vec<u8>>, Error> {
    const PUBLIC_EXPONENT: [u8; 3] = [1, 0, 1];
    let gave_up = || failed(Error::SigningFailed("AWS-LC made no RSA key"));
    let bits = i32::try_from(bits).map_err(|_| Error::UnsupportedKey("too long"))?;
    // SAFETY: the function allocates, and returns a new object or null.
    let rsa = unsafe { Owned::new(ffi::RSA_new()) }.ok_or_else(gave_up)?;
    // SAFETY: the function reads the three bytes; its result is a new object or null.
    let e = unsafe { Owned::new(ffi::BN_bin2bn(PUBLIC_EXPONENT.as_ptr(), 3, ptr::null_mut())) };
    let e = e.ok_or_else(gave_up)?;
    // Finding primes gives up once in 2^20; that it does so four times does not happen.
    let made = (0..4).any(|_| {
        // SAFETY: both objects are live, this thread's alone; a callback is optional.
        unsafe {
            ffi::RSA_generate_key_ex(rsa.as_mut_ptr(), bits, e.as_ptr(), ptr::null_mut()) == 1
        }
    });
    if !made {
        return Err(gave_up());
    }
    let (mut bytes, mut len) = (ptr::null_mut(), 0);
    // SAFETY: the function writes the pointer to a new buffer and its length, or returns zero.
    if unsafe { ffi::RSA_private_key_to_bytes(&raw mut bytes, &raw mut len, rsa.as_ptr()) } != 1 {
        return Err(gave_up());
    }
    // SAFETY: the buffer is ours to free, as rsa.h says.
    let bytes = unsafe { Owned::new(bytes) }.ok_or_else(gave_up)?;
    // SAFETY: the buffer has `len` bytes, all written, and lives until the end of this function.
    Ok(Zeroizing::new(
        unsafe { std::slice::from_raw_parts(bytes.as_ptr(), len) }.to_vec(),
    ))
}

/// An RSA key used by several threads.
struct SharedRsa(Owned<ffi::RSA>);

// SAFETY: include/openssl/rsa.h: an RSA object "may be used concurrently on multiple threads by
// non-mutating functions", and `RSA_sign` and `RSA_verify` "are considered non-mutating for
// thread-safety purposes and may be used concurrently"; what they cache inside (the blinding
// factors, the Montgomery numbers) they guard with the lock of the object. Beyond these two, only
// functions that take a const pointer see the object, and `RSA_free`, which needs no thread of
// its own.
unsafe impl Send for SharedRsa {}
// SAFETY: as above.
unsafe impl Sync for SharedRsa {}

impl SharedRsa {
    /// The length of the modulus in bytes.
    fn size(&self) -> usize {
        // SAFETY: the object is live; the function reads its modulus.
        unsafe { ffi::RSA_size(self.0.as_ptr()) as usize }
    }

    /// The numbers of a private key of 2048 bits whose public exponent is 65537 and whose primes
    /// have at most 1024 bits.
    fn numbers(&self) -> Option<Zeroizing<Numbers>> {
        const PUBLIC_EXPONENT: u64 = 65537;
        let rsa = self.0.as_ptr();
        // SAFETY: the object is live; the result is its number, or null, which the next function
        // does not get for a key that was loaded with an exponent.
        if unsafe { ffi::BN_get_word(ffi::RSA_get0_e(rsa)) } != PUBLIC_EXPONENT {
            return None;
        }
        let mut numbers = Zeroizing::new(Numbers::ZERO);
        let Numbers {
            n,
            p,
            q,
            dp,
            dq,
            qinv,
        } = &mut *numbers;
        // SAFETY: the object is live, and has all of its numbers since it was loaded with them; each
        // pointer is good for as long as the object, and nothing changes the numbers.
        let parts = unsafe {
            [
                (ffi::RSA_get0_n(rsa), n.as_mut_slice()),
                (ffi::RSA_get0_p(rsa), p),
                (ffi::RSA_get0_q(rsa), q),
                (ffi::RSA_get0_dmp1(rsa), dp),
                (ffi::RSA_get0_dmq1(rsa), dq),
                (ffi::RSA_get0_iqmp(rsa), qinv),
            ]
        };
        for (number, bytes) in parts {
            // SAFETY: the number is live, and as many bytes are written as there are. How long this
            // takes depends on the lengths alone (crypto/fipsmodule/bn/bytes.c).
            if unsafe { ffi::BN_bn2bin_padded(bytes.as_mut_ptr(), bytes.len(), number) } != 1 {
                return None;
            }
        }
        Some(numbers)
    }
}

/// A number as big-endian bytes.
///
/// # Safety
///
/// `number` points to a live, initialized number.
unsafe fn to_bytes(number: *const ffi::BIGNUM) -> Vec<u8> {
    // SAFETY: the number is live.
    let mut bytes = vec![0; unsafe { ffi::BN_num_bytes(number) } as usize];
    // SAFETY: the number is live, and its bytes fit, as they were just counted.
    unsafe { ffi::BN_bn2bin(number, bytes.as_mut_ptr()) };
    bytes
}

#[cfg(all(any(test, feature = "timing-test"), target_arch = "x86_64"))]
impl RsaSigner {
    pub(crate) fn numbers(&self) -> Option<Zeroizing<Numbers>> {
        self.rsa.numbers()
    }
}

/// What the tests of the lanes compare with.
#[cfg(all(test, target_arch = "x86_64"))]
impl RsaSigner {
    /// The private operation of AWS-LC on a bare number.
    pub(crate) fn raw(&self, block: &Block) -> Block {
        let (mut out, mut len) = ([0; BYTES], 0);
        // SAFETY: the key is live, both buffers are as long as its modulus.
        let ok = unsafe {
            ffi::RSA_sign_raw(
                self.rsa.0.as_mut_ptr(),
                &raw mut len,
                out.as_mut_ptr(),
                out.len(),
                block.as_ptr(),
                block.len(),
                ffi::RSA_NO_PADDING,
            )
        };
        assert_eq!((ok, len), (1, BYTES), "{block:02x?}");
        out
    }

    /// The key with lanes that a test has made, faulty ones for instance.
    pub(crate) fn with_lanes(self, lanes: LaneKey) -> Self {
        let lanes = OnceLock::from(Some(lanes));
        Self { lanes, ..self }
    }

    /// Makes every signature of AWS-LC fail its check, as a fault in memory would.
    pub(crate) fn spoil(&self) {
        tests::flip(self, 0, ffi::RSA_get0_dmp1, 5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Part = unsafe extern "C" fn(*const ffi::RSA) -> *const ffi::BIGNUM;

    /// The CRT parts changed behind the back of `RSA_check_key`, as a fault in memory would.
    #[test]
    fn a_faulty_crt_part_is_an_error_and_not_a_signature() {
        let der = generate(1024).unwrap();
        let parts: [Part; 3] = [ffi::RSA_get0_dmp1, ffi::RSA_get0_dmq1, ffi::RSA_get0_iqmp];
        for (index, part) in parts.into_iter().enumerate() {
            for bit in [0, 1, 100, 400] {
                let key = RsaSigner::from_checked_der(&der).unwrap();
                flip(&key, index, part, bit);
                for hash in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
                    let outcome = key.sign(hash, b"message");
                    assert!(
                        matches!(outcome, Err(Error::SigningFailed(_))),
                        "{index} {bit}"
                    );
                }
                // SAFETY: the function takes nothing.
                let error = unsafe { ffi::ERR_peek_error() };
                assert_eq!(error, 0, "the error queue is empty");
            }
        }
    }

    pub(super) fn flip(key: &RsaSigner, index: usize, part: Part, bit: i32) {
        let rsa = key.rsa.0.as_mut_ptr();
        // SAFETY: the key is live and this thread's alone; `RSA_set0_crt_params` takes over the
        // copy and leaves the parts for which it gets null.
        unsafe {
            let copy = ffi::BN_dup(part(rsa));
            let is_set = ffi::BN_is_bit_set(copy, bit) == 1;
            let change = if is_set {
                ffi::BN_clear_bit
            } else {
                ffi::BN_set_bit
            };
            assert_eq!(change(copy, bit), 1);
            let mut changed = [ptr::null_mut(); 3];
            changed[index] = copy;
            assert_eq!(
                ffi::RSA_set0_crt_params(rsa, changed[0], changed[1], changed[2]),
                1
            );
        }
    }

    #[test]
    fn a_key_that_turns_blinding_off_is_refused() {
        let der = generate(1024).unwrap();
        // SAFETY: the function reads `len` bytes; its result is a new object or null.
        let rsa = unsafe { Owned::new(ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len())) };
        let rsa = rsa.unwrap();
        // SAFETY: the key is live and this thread's alone.
        unsafe { ffi::RSA_blinding_off_temp_for_accp_compatibility(rsa.as_mut_ptr()) };
        assert!(matches!(RsaSigner::new(rsa), Err(Error::InvalidKey(_))));
    }
}
