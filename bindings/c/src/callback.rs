//! Keys in an HSM, in KMS, in an agent: the caller signs.

use std::error::Error;
use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cfsign::{ExternalSigner, HashAlgorithm, KeyKind, PublicKey, Signer};

use crate::arguments::{bytes, hash_algorithm, hash_algorithm_number, text};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::Place;
use crate::signer::cfsign_signer;
use crate::status::cfsign_status;

/// Signs `message` with a key that the caller holds.
///
/// The message is whole, not hashed, and `hash_algorithm` says what to hash it with. The signature is
/// PKCS#1 v1.5 for RSA and ASN.1 DER for ECDSA; it is written to `signature`, which has room for
/// `signature_size` bytes, and its length to `signature_len`. Returns 0 if it
/// could not be made, and any other number if it was.
///
/// It is called on the threads that sign, on several at once if several do. It must not throw or
/// longjmp, and must not keep the pointers.
pub type cfsign_sign_callback = Option<
    unsafe extern "C" fn(
        context: *mut c_void,
        hash_algorithm: u32,
        message: *const c_char,
        message_len: usize,
        signature: *mut c_char,
        signature_size: usize,
        signature_len: *mut usize,
    ) -> c_int,
>;

/// Frees a context, when nothing uses it any more. It must not throw or longjmp.
pub type cfsign_release_callback = Option<unsafe extern "C" fn(context: *mut c_void)>;

/// RSA of 8192 bits gives 1024 bytes, and no key gives more.
const LONGEST_SIGNATURE: usize = 1024;

type Sign = unsafe extern "C" fn(
    *mut c_void,
    u32,
    *const c_char,
    usize,
    *mut c_char,
    usize,
    *mut usize,
) -> c_int;

struct Callback {
    sign: Sign,
    context: *mut c_void,
    release: cfsign_release_callback,
    /// Whether the context is ours to release: not until the signer is made.
    owned: AtomicBool,
    public_key: PublicKey,
}

// SAFETY: the header says that function and context are used from the threads that sign, several at
// once, and that the context may be released on any.
unsafe impl Send for Callback {}
// SAFETY: as above.
unsafe impl Sync for Callback {}

impl Drop for Callback {
    fn drop(&mut self) {
        if let Some(release) = self.release.filter(|_| *self.owned.get_mut()) {
            // SAFETY: the header says that the context is alive until this call.
            unsafe { release(self.context) };
        }
    }
}

impl ExternalSigner for Callback {
    fn kind(&self) -> KeyKind {
        self.public_key.kind()
    }

    fn sign(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let mut signature = vec![0_u8; LONGEST_SIGNATURE];
        let mut len = 0;
        // SAFETY: message and signature have the lengths given, and the context is alive.
        let signed = unsafe {
            (self.sign)(
                self.context,
                hash_algorithm_number(hash),
                message.as_ptr().cast(),
                message.len(),
                signature.as_mut_ptr().cast(),
                signature.len(),
                &raw mut len,
            )
        };
        if signed == 0 || len > signature.len() {
            return Err("the callback gave no signature".into());
        }
        signature.truncate(len);
        Ok(signature)
    }

    fn public_key(&self) -> Option<&PublicKey> {
        Some(&self.public_key)
    }
}

/// Makes a signer for a private key that the caller holds: in an HSM, in KMS, in an agent.
///
/// `public_key` is its public half, in PEM or DER. Every signature is checked with it before it is
/// used, so a wrong one never leaves. `context` is handed to the callbacks and may be NULL; `release`
/// may be NULL, and is called with it once, when the signer is freed. If this function fails, `release`
/// is not called, and the context is still the caller's.
///
/// Errors: 10 to 21. Signing with it can also fail with CFSIGN_EXTERNAL_SIGNER_FAILED, if the callback
/// returns 0, and CFSIGN_WRONG_SIGNATURE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_from_callback(
    sign: cfsign_sign_callback,
    context: *mut c_void,
    release: cfsign_release_callback,
    public_key: *const c_char,
    public_key_len: usize,
    key_pair_id: *const c_char,
    key_pair_id_len: usize,
    hash_algorithm: u32,
    signer: *mut *mut cfsign_signer,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (public_key, key_pair_id, place) = unsafe {
            (
                bytes("public_key", public_key, public_key_len)?,
                text("key_pair_id", key_pair_id, key_pair_id_len)?,
                Place::new("signer", signer)?,
            )
        };
        let callback = Arc::new(Callback {
            sign: sign.ok_or_else(|| Failure::null("sign"))?,
            context,
            release,
            owned: AtomicBool::new(false),
            public_key: PublicKey::read(public_key)?,
        });
        let core = Signer::builder(key_pair_id)
            .external(callback.clone())
            .hash_algorithm(self::hash_algorithm(hash_algorithm)?)
            .build()?;
        let made = cfsign_signer::new(core)?;
        callback.owned.store(true, Ordering::Relaxed);
        place.put_object(made);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
