//! Verified policies, kept so that a repeated one costs no public-key operation.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cfsign_crypto::HashAlgorithm;

use super::terms::Terms;
use crate::policy::read::PolicyDocument;

/// How much of the end of a signature names an entry. It is as random as the signature, and cheaper to
/// hash; the whole is compared afterwards.
const NAME_LEN: usize = 32;

/// A bounded memory of custom policies whose signature was right.
///
/// All that was verified is compared, so a hit is as good as a verification. Only what was right is
/// kept: nobody can fill it without a private key. It has two halves; when the younger is full it
/// becomes the older, and the older is forgotten, so what is used stays.
pub(crate) struct Cache {
    halves: Mutex<Halves>,
    half_size: usize,
}

#[derive(Default)]
struct Halves {
    young: HashMap<Box<str>, Arc<Entry>>,
    old: HashMap<Box<str>, Arc<Entry>>,
}

/// What was verified, and what came of it.
struct Entry {
    key_pair_id: String,
    hash_algorithm: HashAlgorithm,
    policy: String,
    signature: String,
    document: Arc<PolicyDocument>,
}

/// What a verification depends on. Canned policies differ with every URL, so they are not kept.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    key_pair_id: &'a str,
    hash_algorithm: HashAlgorithm,
    policy: &'a str,
    signature: &'a str,
}

impl<'a> Question<'a> {
    pub(super) fn new(
        key_pair_id: &'a str,
        hash_algorithm: HashAlgorithm,
        terms: &'a Terms<'_>,
        signature: &'a str,
    ) -> Option<Self> {
        let Terms::Custom { policy } = terms else {
            return None;
        };
        Some(Self {
            key_pair_id,
            hash_algorithm,
            policy,
            signature,
        })
    }

    fn name(&self) -> &'a str {
        let start = self.signature.len().saturating_sub(NAME_LEN);
        self.signature.get(start..).unwrap_or(self.signature)
    }

    fn is_answered_by(&self, entry: &Entry) -> bool {
        self.signature == entry.signature
            && self.policy == entry.policy
            && self.key_pair_id == entry.key_pair_id
            && self.hash_algorithm == entry.hash_algorithm
    }
}

impl Cache {
    pub(super) fn new(entries: usize) -> Self {
        Self {
            halves: Mutex::default(),
            half_size: entries.div_ceil(2),
        }
    }

    pub(super) fn get(&self, question: Question<'_>) -> Option<Arc<PolicyDocument>> {
        let name = question.name();
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = halves.young.get(name) {
            return question
                .is_answered_by(entry)
                .then(|| Arc::clone(&entry.document));
        }
        let entry = Arc::clone(
            halves
                .old
                .get(name)
                .filter(|entry| question.is_answered_by(entry))?,
        );
        let document = Arc::clone(&entry.document);
        halves.insert(name, entry, self.half_size);
        Some(document)
    }

    pub(super) fn put(&self, question: Question<'_>, document: &Arc<PolicyDocument>) {
        let entry = Entry {
            key_pair_id: question.key_pair_id.to_owned(),
            hash_algorithm: question.hash_algorithm,
            policy: question.policy.to_owned(),
            signature: question.signature.to_owned(),
            document: Arc::clone(document),
        };
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.insert(question.name(), Arc::new(entry), self.half_size);
    }
}

impl Halves {
    fn insert(&mut self, name: &str, entry: Arc<Entry>, half_size: usize) {
        if self.young.len() >= half_size {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(name.into(), entry);
    }
}
