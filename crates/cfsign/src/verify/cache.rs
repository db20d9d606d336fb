//! Verified policies, kept so that a repeated one costs no public-key operation.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cfsign_crypto::HashAlgorithm;

use super::checks::Terms;
use crate::policy::read::PolicyDocument;

/// A bounded memory of custom policies whose signature was right.
///
/// The whole of what was verified is the key, so a hit is as good as a verification. Only what was
/// right is kept: nobody can fill it without a private key. It has two halves; when the younger is
/// full it becomes the older, and the older is forgotten, so what is used stays.
pub(crate) struct Cache {
    halves: Mutex<Halves>,
    half_size: usize,
}

#[derive(Default)]
struct Halves {
    young: HashMap<Box<str>, Arc<PolicyDocument>>,
    old: HashMap<Box<str>, Arc<PolicyDocument>>,
}

impl Cache {
    pub(super) fn new(entries: usize) -> Self {
        Self {
            halves: Mutex::default(),
            half_size: entries.div_ceil(2),
        }
    }

    pub(super) fn get(
        &self,
        key_pair_id: &str,
        hash_algorithm: HashAlgorithm,
        terms: &Terms<'_>,
        signature: &str,
    ) -> Option<Arc<PolicyDocument>> {
        let key = key(key_pair_id, hash_algorithm, terms, signature)?;
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(policy) = halves.young.get(&*key) {
            return Some(Arc::clone(policy));
        }
        let policy = halves.old.remove(&*key)?;
        halves.insert(key, Arc::clone(&policy), self.half_size);
        Some(policy)
    }

    pub(super) fn put(
        &self,
        key_pair_id: &str,
        hash_algorithm: HashAlgorithm,
        terms: &Terms<'_>,
        signature: &str,
        policy: &Arc<PolicyDocument>,
    ) {
        if let Some(key) = key(key_pair_id, hash_algorithm, terms, signature) {
            let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
            halves.insert(key, Arc::clone(policy), self.half_size);
        }
    }
}

impl Halves {
    fn insert(&mut self, key: Box<str>, policy: Arc<PolicyDocument>, half_size: usize) {
        if self.young.len() >= half_size {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, policy);
    }
}

/// All that a verification depends on. Canned policies differ with every URL, so they are not kept.
fn key(
    key_pair_id: &str,
    hash_algorithm: HashAlgorithm,
    terms: &Terms<'_>,
    signature: &str,
) -> Option<Box<str>> {
    let Terms::Custom { policy } = terms else {
        return None;
    };
    // None of the parts can hold a blank, so no two requests have one key.
    let key = [key_pair_id, hash_algorithm.as_str(), signature, policy];
    let apart = key.iter().all(|part| !part.contains(' '));
    apart.then(|| key.join(" ").into_boxed_str())
}
