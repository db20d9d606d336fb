//! `cfsign_private_key` and `cfsign_public_key`: keys by themselves.

use std::ffi::{CString, c_char};

use cfsign::{PrivateKey, PublicKey};

use crate::arguments::{bytes, hash_algorithm, optional_bytes};
use crate::buffer::Buffer;
use crate::failure::cfsign_error;
use crate::guard::guard;
use crate::handles::{Place, free, object};
use crate::length::Blank;
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// A private key by itself, for programs that sign messages and not URLs; a cfsign_signer has its own.
///
/// Immutable. May be used by many threads at once. Zeroed when it is freed.
pub struct cfsign_private_key {
    core: PrivateKey,
    key_type: CString,
}

/// A public key: what CloudFront holds, in a trusted key group. Immutable. May be used by many threads at
/// once.
pub struct cfsign_public_key {
    core: PublicKey,
    key_type: CString,
}

impl cfsign_public_key {
    fn new(core: PublicKey) -> Self {
        let key_type = c_text(&core.kind().to_string());
        Self { core, key_type }
    }
}

/// Reads a private key, in all the forms that cfsign_signer_new takes. `passphrase` is NULL if there is
/// none. Free it with cfsign_private_key_free. Errors: 10 to 19.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_private_key_new(
    private_key: *const c_char,
    private_key_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    key: *mut *mut cfsign_private_key,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (private_key, passphrase, place) = unsafe {
            (
                bytes("private_key", private_key, private_key_len)?,
                optional_bytes("passphrase", passphrase, passphrase_len)?,
                Place::new("key", key)?,
            )
        };
        let core = match passphrase {
            Some(passphrase) => PrivateKey::read_encrypted(private_key, passphrase)?,
            None => PrivateKey::read(private_key)?,
        };
        let key_type = c_text(&core.kind().to_string());
        place.put_object(cfsign_private_key { core, key_type });
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Zeroes and frees a private key; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_private_key_free(key: *mut cfsign_private_key) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(key) }
}

/// The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the key; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_private_key_type(key: *const cfsign_private_key) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let key = unsafe { key.as_ref() };
    pointer_to(key.map(|key| &*key.key_type))
}

/// Signs `message` as cfsign_sign_message does, with CFSIGN_SHA1 or CFSIGN_SHA256. Errors: 41 for another
/// hash algorithm, 90.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_private_key_sign(
    key: *const cfsign_private_key,
    hash_algorithm: u32,
    message: *const c_char,
    message_len: usize,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (key, message, buffer) = unsafe {
            (
                object("key", key)?,
                bytes("message", message, message_len)?,
                Buffer::new(buffer, buffer_size, len)?,
            )
        };
        let hash = self::hash_algorithm(hash_algorithm)?;
        buffer.room_for_bytes(Blank(key.core.kind()).bytes().len())?;
        buffer.put_bytes(&key.core.sign(hash, message)?)
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Makes the public half of a private key. Free it with cfsign_public_key_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_private_key_public_key(
    key: *const cfsign_private_key,
    public_key: *mut *mut cfsign_public_key,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (key, place) = unsafe { (object("key", key)?, Place::new("public_key", public_key)?) };
        place.put_object(cfsign_public_key::new(key.core.public_key()?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Reads a public key, in SPKI (`BEGIN PUBLIC KEY`) or PKCS#1 (`BEGIN RSA PUBLIC KEY`), as PEM or DER. Free
/// it with cfsign_public_key_free. Errors: 10 to 19.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_new(
    public_key: *const c_char,
    public_key_len: usize,
    key: *mut *mut cfsign_public_key,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (public_key, place) = unsafe {
            (
                bytes("public_key", public_key, public_key_len)?,
                Place::new("key", key)?,
            )
        };
        place.put_object(cfsign_public_key::new(PublicKey::read(public_key)?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a public key; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_free(key: *mut cfsign_public_key) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(key) }
}

/// The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the key; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_type(key: *const cfsign_public_key) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let key = unsafe { key.as_ref() };
    pointer_to(key.map(|key| &*key.key_type))
}

/// Writes to `right` whether `signature` is one over `message` by the private half: PKCS#1 v1.5 for RSA,
/// ASN.1 DER for ECDSA. Error: 41 for a hash algorithm that is neither CFSIGN_SHA1 nor CFSIGN_SHA256.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_verify(
    key: *const cfsign_public_key,
    hash_algorithm: u32,
    message: *const c_char,
    message_len: usize,
    signature: *const c_char,
    signature_len: usize,
    right: *mut bool,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (key, message, signature, place) = unsafe {
            (
                object("key", key)?,
                bytes("message", message, message_len)?,
                bytes("signature", signature, signature_len)?,
                Place::new("right", right)?,
            )
        };
        let hash = self::hash_algorithm(hash_algorithm)?;
        place.put(key.core.verify(hash, message, signature));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Writes the key in PEM to `buffer`, with a NUL, as it is uploaded to CloudFront.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_pem(
    key: *const cfsign_public_key,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (key, buffer) =
            unsafe { (object("key", key)?, Buffer::new(buffer, buffer_size, len)?) };
        buffer.put_text(&key.core.to_pem())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Writes the key as SubjectPublicKeyInfo in DER to `buffer`, without a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_public_key_der(
    key: *const cfsign_public_key,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (key, buffer) =
            unsafe { (object("key", key)?, Buffer::new(buffer, buffer_size, len)?) };
        buffer.put_bytes(&key.core.to_der())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
