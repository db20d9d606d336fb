//! `cfsign_key_pair`: new keys.

use std::ffi::{CString, c_char};
use std::ptr;

use cfsign::{KeyType, generate_key_pair};
use zeroize::Zeroizing;

use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free};
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// A new private key and its public half, in PEM. Immutable. May be used by many threads at once. The private
/// key is zeroed when the pair is freed.
pub struct cfsign_key_pair {
    /// With its NUL.
    private_pem: Zeroizing<Vec<u8>>,
    public_pem: CString,
}

/// How the header calls the two kinds.
const ECDSA_P256: u32 = 1;
const RSA_2048: u32 = 2;

/// Makes a key pair from the operating system's random numbers. `key_type` is CFSIGN_ECDSA_P256, which signs
/// many times faster and makes shorter URLs, or CFSIGN_RSA_2048, which every older tool can sign with.
///
/// Free it with cfsign_key_pair_free. Errors: 41 for another kind, 90.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_generate_key_pair(
    key_type: u32,
    pair: *mut *mut cfsign_key_pair,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: NULL or writable.
        let place = unsafe { Place::new("pair", pair) }?;
        let made = generate_key_pair(match key_type {
            ECDSA_P256 => KeyType::EcdsaP256,
            RSA_2048 => KeyType::Rsa2048,
            other => {
                return Err(Failure::argument(&format!(
                    "found {other} as the kind of key; wanted CFSIGN_ECDSA_P256 or CFSIGN_RSA_2048"
                )));
            }
        })?;
        // All of the room at once, so that no copy stays behind that nobody zeroes.
        let mut private_pem = Zeroizing::new(Vec::with_capacity(made.private_pem.len() + 1));
        private_pem.extend_from_slice(made.private_pem.as_bytes());
        private_pem.push(0);
        place.put_object(cfsign_key_pair {
            private_pem,
            public_pem: c_text(&made.public_pem),
        });
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Zeroes and frees a pair; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_pair_free(pair: *mut cfsign_key_pair) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(pair) }
}

/// The private key, as PKCS#8 in PEM: for cfsign_signer_new, and for a file that nobody else can read. Belongs
/// to the pair; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_pair_private_pem(
    pair: *const cfsign_key_pair,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let pair = unsafe { pair.as_ref() };
    pair.map_or(ptr::null(), |pair| pair.private_pem.as_ptr().cast())
}

/// The public key, as SPKI in PEM: what is uploaded to CloudFront. Belongs to the pair; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_pair_public_pem(pair: *const cfsign_key_pair) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let pair = unsafe { pair.as_ref() };
    pointer_to(pair.map(|pair| &*pair.public_pem))
}
