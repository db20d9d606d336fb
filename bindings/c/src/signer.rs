//! `cfsign_signer`.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use cfsign::{BatchPath, Policy, Signer};

use crate::arguments::{bytes, hash_algorithm, hash_algorithm_number, optional_bytes, text};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object};
use crate::length::Blank;
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// A private key with its key pair ID and hash algorithm: signs URLs and cookies.
///
/// Immutable. One signer may be used by many threads at once, and is made once, not for each URL:
/// reading a key takes longer than most other things here. The key is zeroed when the signer is freed.
/// After fork() the child may go on using it.
pub struct cfsign_signer {
    pub(crate) core: Signer,
    pub(crate) batch_path: BatchPath,
    /// The same with blanks for signatures.
    pub(crate) blank: Signer,
    /// The most bytes that a canned policy adds to a URL, whatever the URL.
    pub(crate) most_added: usize,
    key_pair_id: CString,
    key_type: CString,
}

/// No time has more digits.
const LATEST: i64 = 253_402_300_799;

impl cfsign_signer {
    pub(crate) fn new(core: Signer) -> Result<Self, Failure> {
        Self::with_batch_path(core, BatchPath::Auto)
    }

    fn with_batch_path(core: Signer, batch_path: BatchPath) -> Result<Self, Failure> {
        let canned = Policy::canned("https://example.com/", LATEST)?;
        Ok(Self {
            blank: Blank::of(&core)?,
            most_added: core.max_added_len(&canned),
            key_pair_id: c_text(core.key_pair_id().as_str()),
            key_type: c_text(&core.key_kind().to_string()),
            core,
            batch_path,
        })
    }
}

/// The number that the header has for a path is its place: CFSIGN_BATCH_AUTO, CFSIGN_BATCH_IFMA,
/// CFSIGN_BATCH_ONE_BY_ONE.
const BATCH_PATHS: [BatchPath; 3] = [BatchPath::Auto, BatchPath::Ifma, BatchPath::OneByOne];

/// Makes a signer from a private key: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8, as PEM or
/// DER, encrypted or not.
///
/// `private_key` is the content of the key file, not its name. `passphrase` is NULL if there is none; a
/// key that is not encrypted ignores it. `key_pair_id` is the ID that CloudFront gave the public key,
/// such as `K2JCJMDEHXQW5F`. `hash_algorithm` is CFSIGN_SHA1, what CloudFront assumes if nothing is
/// said, or CFSIGN_SHA256, which adds `Hash-Algorithm=SHA256` to URLs and a cookie to cookies. The
/// library keeps no pointer to what it was given.
///
/// Free the signer with cfsign_signer_free. Errors: 10 to 21 for what is wrong with the key or the ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_new(
    private_key: *const c_char,
    private_key_len: usize,
    passphrase: *const c_char,
    passphrase_len: usize,
    key_pair_id: *const c_char,
    key_pair_id_len: usize,
    hash_algorithm: u32,
    signer: *mut *mut cfsign_signer,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (private_key, passphrase, key_pair_id, place) = unsafe {
            (
                bytes("private_key", private_key, private_key_len)?,
                optional_bytes("passphrase", passphrase, passphrase_len)?,
                text("key_pair_id", key_pair_id, key_pair_id_len)?,
                Place::new("signer", signer)?,
            )
        };
        let mut builder = Signer::builder(key_pair_id)
            .private_key(private_key)
            .hash_algorithm(self::hash_algorithm(hash_algorithm)?);
        if let Some(passphrase) = passphrase {
            builder = builder.passphrase(passphrase);
        }
        place.put_object(cfsign_signer::new(builder.build()?)?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Makes another signer with the same key, which says how batches with an RSA 2048 key are signed. The signatures are
/// the same either way.
///
/// `path` is CFSIGN_BATCH_IFMA for eight at once, with which every signature is refused (90) on a processor that has no
/// AVX-512 IFMA; CFSIGN_BATCH_ONE_BY_ONE; or CFSIGN_BATCH_AUTO, what signers do if nothing is said: eight at once
/// where the processor can, unless the environment says otherwise (see "Environment"). Other keys are signed with one
/// by one, whatever is asked for.
///
/// Free it with cfsign_signer_free; neither needs the other. Error: 41 for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_with_batch_path(
    signer: *const cfsign_signer,
    path: u32,
    made: *mut *mut cfsign_signer,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (signer, place) = unsafe { (object("signer", signer)?, Place::new("made", made)?) };
        let known = usize::try_from(path)
            .ok()
            .and_then(|path| BATCH_PATHS.get(path));
        let path = known.ok_or_else(|| {
            Failure::argument(&format!(
                "found {path} as the path of batches; wanted CFSIGN_BATCH_AUTO, CFSIGN_BATCH_IFMA or \
                 CFSIGN_BATCH_ONE_BY_ONE"
            ))
        })?;
        place.put_object(cfsign_signer::with_batch_path(signer.core.clone(), *path)?);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a signer; NULL is ignored. Grants and cookies that it made live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_free(signer: *mut cfsign_signer) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(signer) }
}

/// The key pair ID of the signer, which it belongs to; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_key_pair_id(signer: *const cfsign_signer) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let signer = unsafe { signer.as_ref() };
    pointer_to(signer.map(|signer| &*signer.key_pair_id))
}

/// The kind of the key, such as `RSA 2048` or `ECDSA P-256`; belongs to the signer; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_key_type(signer: *const cfsign_signer) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let signer = unsafe { signer.as_ref() };
    signer.map_or(ptr::null(), |signer| CStr::as_ptr(&signer.key_type))
}

/// CFSIGN_SHA1 or CFSIGN_SHA256; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_signer_hash_algorithm(signer: *const cfsign_signer) -> u32 {
    // SAFETY: the header says: NULL or live.
    let signer = unsafe { signer.as_ref() };
    signer.map_or(0, |signer| {
        hash_algorithm_number(signer.core.hash_algorithm())
    })
}
