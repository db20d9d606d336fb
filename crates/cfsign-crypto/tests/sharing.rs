//! Keys shared between threads, and what they show of themselves.
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};

use cfsign_crypto::{Engine, Error, HashAlgorithm, KeyKind, PrivateKey, PublicKey};
use common::{HASHES, Numbers, rsa_key};

const THREADS: usize = 8;

/// Every thread signs and verifies with the same two objects, from the first use on, when the
/// engine fills its caches.
fn hammer(key: &PrivateKey, signatures: usize) {
    let public = &key.public_key().unwrap();
    let count = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let count = &count;
            scope.spawn(move || {
                for round in 0..signatures {
                    let message = [thread.to_le_bytes(), round.to_le_bytes()].concat();
                    for hash in HASHES {
                        let signature = key.sign(hash, &message).unwrap();
                        assert!(public.verify(hash, &message, &signature));
                        assert!(!public.verify(hash, b"another", &signature));
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(count.into_inner(), 2 * THREADS * signatures);
}

#[test]
fn threads_share_a_key() {
    for &engine in Engine::available() {
        hammer(&rsa_key(engine, "rsa-1024").unwrap(), 20);
        hammer(
            &PrivateKey::p256_from_scalar(engine, &Numbers(9).scalar()).unwrap(),
            50,
        );
    }
}

/// More signatures than AWS-LC draws blinding factors for at once (32), by one thread.
#[test]
fn a_key_signs_the_same_over_and_over() {
    for &engine in Engine::available() {
        let key = rsa_key(engine, "rsa-1024").unwrap();
        let first = key.sign(HashAlgorithm::Sha1, b"message").unwrap();
        for _ in 0..100 {
            assert_eq!(key.sign(HashAlgorithm::Sha1, b"message").unwrap(), first);
        }
    }
}

#[test]
fn a_key_outlives_its_thread() {
    for &engine in Engine::available() {
        let key = std::thread::spawn(move || {
            let key = rsa_key(engine, "rsa-1024").unwrap();
            key.sign(HashAlgorithm::Sha1, b"message").unwrap();
            key
        });
        let key = key.join().unwrap();
        let signature = key.sign(HashAlgorithm::Sha1, b"message").unwrap();
        let public = std::thread::spawn(move || key.public_key().unwrap())
            .join()
            .unwrap();
        assert!(public.verify(HashAlgorithm::Sha1, b"message", &signature));
    }
}

#[test]
fn keys_may_be_sent_and_shared() {
    fn check<T: Send + Sync + Unpin>() {}
    check::<PrivateKey>();
    check::<PublicKey>();
    check::<Error>();
}

#[test]
fn what_is_shown_names_the_kind_and_nothing_else() {
    let engine = Engine::default();
    let key = PrivateKey::p256_from_scalar(engine, &[0x42; 32]).unwrap();
    assert_eq!(
        format!("{key:?}"),
        format!("PrivateKey {{ kind: EcdsaP256, engine: {engine:?}, .. }}")
    );
    let key = rsa_key(engine, "rsa-1024").unwrap();
    let kind = "Rsa { bits: 1024 }";
    assert_eq!(
        format!("{key:?}"),
        format!("PrivateKey {{ kind: {kind}, engine: {engine:?}, .. }}")
    );
    let public = key.public_key().unwrap();
    assert_eq!(
        format!("{public:?}"),
        format!("PublicKey {{ kind: {kind}, engine: {engine:?}, .. }}")
    );
}

#[test]
fn texts() {
    assert_eq!(KeyKind::Rsa { bits: 2048 }.to_string(), "RSA 2048");
    assert_eq!(KeyKind::EcdsaP256.to_string(), "ECDSA P-256");
    assert_eq!(HashAlgorithm::default().to_string(), "SHA1");
    assert_eq!(HashAlgorithm::Sha256.as_str(), "SHA256");
    assert_eq!(
        [Engine::AwsLc, Engine::RustCrypto].map(Engine::name),
        ["aws-lc", "rustcrypto"]
    );
    let errors = [
        Error::EngineUnavailable(Engine::AwsLc),
        Error::InvalidKey("why"),
        Error::UnsupportedKey("why"),
        Error::SigningFailed("why"),
        Error::RandomFailed,
    ];
    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "the aws-lc engine is not part of this build",
            "invalid key: why",
            "unsupported key: why",
            "signing failed: why",
            "the operating system gave no random bytes",
        ]
    );
}
