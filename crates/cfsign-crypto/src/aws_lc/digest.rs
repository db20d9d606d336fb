//! Hashing messages with AWS-LC.

use aws_lc_sys as ffi;

use crate::{HashAlgorithm, hash::Digest};

/// The digest of a message.
pub(super) fn digest(hash: HashAlgorithm, message: &[u8]) -> Digest {
    match hash {
        HashAlgorithm::Sha1 => {
            let mut out = [0; 20];
            // SAFETY: the function reads `len` bytes of the message and writes the 20 of SHA-1.
            unsafe { ffi::SHA1(message.as_ptr(), message.len(), out.as_mut_ptr()) };
            Digest::new(&out)
        }
        HashAlgorithm::Sha256 => {
            let mut out = [0; 32];
            // SAFETY: the function reads `len` bytes of the message and writes the 32 of SHA-256.
            unsafe { ffi::SHA256(message.as_ptr(), message.len(), out.as_mut_ptr()) };
            Digest::new(&out)
        }
    }
}

/// AWS-LC's number for a hash.
pub(super) fn nid(hash: HashAlgorithm) -> i32 {
    match hash {
        HashAlgorithm::Sha1 => ffi::NID_sha1,
        HashAlgorithm::Sha256 => ffi::NID_sha256,
    }
}
