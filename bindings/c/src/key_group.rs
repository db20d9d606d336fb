//! `cfsign_key_group`.

use std::ffi::c_char;

use cfsign::{KeyPairId, PublicKey, TrustedKeyGroup};

use crate::arguments::{bytes, text};
use crate::failure::{Failure, cfsign_error};
use crate::guard::guard;
use crate::handles::{Place, free, object_mut};
use crate::status::cfsign_status;

/// The public keys that a distribution trusts, by their key pair IDs.
///
/// May be used by many threads at once; cfsign_key_group_add changes it, and wants it for itself.
#[derive(Default)]
pub struct cfsign_key_group {
    // As DER, since a verifier owns its keys.
    keys: Vec<(KeyPairId, Vec<u8>)>,
}

impl cfsign_key_group {
    pub(crate) fn to_core(&self) -> Result<TrustedKeyGroup, Failure> {
        let mut group = TrustedKeyGroup::new();
        for (id, der) in &self.keys {
            group = group.with_key(id, PublicKey::read(der)?);
        }
        Ok(group)
    }
}

/// Makes a group that trusts nobody. Free it with cfsign_key_group_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_group_new(
    group: *mut *mut cfsign_key_group,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: NULL or writable.
        unsafe { Place::new("group", group) }?.put_object(cfsign_key_group::default());
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a group; NULL is ignored. Verifiers that were made from it live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_group_free(group: *mut cfsign_key_group) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(group) }
}

/// Adds a public key, in PEM or DER, to the group; one of the same ID is replaced. Errors: 10 to 20.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_key_group_add(
    group: *mut cfsign_key_group,
    key_pair_id: *const c_char,
    key_pair_id_len: usize,
    public_key: *const c_char,
    public_key_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the group.
        let (group, key_pair_id, public_key) = unsafe {
            (
                object_mut("group", group)?,
                text("key_pair_id", key_pair_id, key_pair_id_len)?,
                bytes("public_key", public_key, public_key_len)?,
            )
        };
        let key_pair_id = key_pair_id.parse()?;
        let der = PublicKey::read(public_key)?.to_der();
        group.keys.push((key_pair_id, der));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
