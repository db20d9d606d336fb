//! Both engines make the same bytes and accept each other's.
#![cfg(all(feature = "aws-lc", feature = "rustcrypto"))]
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use cfsign_crypto::{Engine, HashAlgorithm, PrivateKey, PublicKey, generate};
use common::{HASHES, Numbers, key_file, messages, rsa_key};

const ENGINES: [Engine; 2] = [Engine::AwsLc, Engine::RustCrypto];

struct Pair {
    private: [PrivateKey; 2],
    public: [PublicKey; 2],
}

impl Pair {
    fn new(load: impl Fn(Engine) -> PrivateKey) -> Self {
        let private = ENGINES.map(load);
        let public = [&private[0], &private[1]].map(|key| key.public_key().unwrap());
        assert_eq!(public[0].encoded(), public[1].encoded());
        assert_eq!(private[0].kind(), private[1].kind());
        assert_eq!(private[0].kind(), public[0].kind());
        Self { private, public }
    }

    /// Signs and verifies with both.
    fn check(&self, hash: HashAlgorithm, message: &[u8]) {
        let signature = self.private[0].sign(hash, message).unwrap();
        assert_eq!(signature, self.private[1].sign(hash, message).unwrap());
        assert!(signature.len() <= self.private[0].max_signature_len());
        for public in &self.public {
            assert!(public.verify(hash, message, &signature));
        }
    }
}

#[test]
fn rsa_engines_make_the_same_bytes() {
    let mut cases = 0;
    // How many messages of the list each key signs: the long keys are slow.
    let keys = [
        ("rsa-1024", 15),
        ("rsa-1024-p-below-q", 15),
        ("rsa-1024-euler-exponent", 15),
        ("rsa-1024-exponent-3", 15),
        ("rsa-1024-exponent-33-bits", 15),
        ("rsa-1031", 15),
        ("rsa-2048", 15),
        ("rsa-3072", 8),
        ("rsa-4096", 5),
        ("rsa-8192", 1),
    ];
    for (name, count) in keys {
        let pair = Pair::new(|engine| rsa_key(engine, name).unwrap());
        for message in messages(&mut Numbers(1)).iter().take(count) {
            for hash in HASHES {
                pair.check(hash, message);
                cases += 1;
            }
        }
        let len = pair.private[0]
            .sign(HashAlgorithm::Sha1, b"")
            .unwrap()
            .len();
        assert_eq!(len, pair.private[0].max_signature_len());
    }
    assert_eq!(cases, 2 * (7 * 15 + 8 + 5 + 1));
}

#[test]
fn the_order_of_the_primes_makes_no_difference() {
    for engine in ENGINES {
        let [one, other] = ["rsa-1024", "rsa-1024-p-below-q"].map(|name| {
            rsa_key(engine, name)
                .unwrap()
                .sign(HashAlgorithm::Sha256, b"message")
                .unwrap()
        });
        assert_eq!(one, other);
    }
}

#[test]
fn p256_engines_make_the_same_bytes_with_many_keys() {
    let mut numbers = Numbers(2);
    let mut cases = 0;
    for _ in 0..1000 {
        let scalar = numbers.scalar();
        let pair = Pair::new(|engine| PrivateKey::p256_from_scalar(engine, &scalar).unwrap());
        for hash in HASHES {
            let len = usize::from(numbers.next().to_be_bytes()[0]);
            pair.check(hash, &numbers.bytes(len));
            cases += 1;
        }
    }
    assert_eq!(cases, 2000);
}

#[test]
fn p256_engines_make_the_same_bytes_with_many_messages() {
    let mut numbers = Numbers(3);
    let scalar = numbers.scalar();
    let pair = Pair::new(|engine| PrivateKey::p256_from_scalar(engine, &scalar).unwrap());
    let mut cases = 0;
    for message in messages(&mut numbers) {
        for hash in HASHES {
            pair.check(hash, &message);
            cases += 1;
        }
    }
    for _ in 0..1000 {
        let message = numbers.bytes(154);
        for hash in HASHES {
            pair.check(hash, &message);
            cases += 1;
        }
    }
    assert_eq!(cases, 2 * (15 + 1000));
}

/// The least and the greatest scalar, where carries and reductions differ from the common case.
#[test]
fn p256_engines_agree_at_the_ends_of_the_range() {
    let greatest = common::hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550");
    let mut least = [0; 32];
    least[31] = 1;
    for scalar in [least, greatest.try_into().unwrap()] {
        let pair = Pair::new(|engine| PrivateKey::p256_from_scalar(engine, &scalar).unwrap());
        for hash in HASHES {
            pair.check(hash, b"message");
        }
    }
}

#[test]
fn made_keys_work_in_the_other_engine() {
    let mut cases = 0;
    for maker in ENGINES {
        let der = generate::rsa_pkcs1_der(maker, 1024).unwrap();
        let scalar = generate::p256_scalar(maker).unwrap();
        let rsa = Pair::new(|engine| PrivateKey::rsa_from_pkcs1_der(engine, &der).unwrap());
        let p256 = Pair::new(|engine| PrivateKey::p256_from_scalar(engine, &scalar).unwrap());
        for hash in HASHES {
            rsa.check(hash, b"message");
            p256.check(hash, b"message");
            cases += 2;
        }
    }
    assert_eq!(cases, 8);
}

#[test]
fn a_compressed_point_is_the_same_key() {
    let mut numbers = Numbers(4);
    for _ in 0..20 {
        let scalar = numbers.scalar();
        let key = PrivateKey::p256_from_scalar(Engine::AwsLc, &scalar).unwrap();
        let point = key.public_key().unwrap().encoded().to_vec();
        let mut compressed = point[..33].to_vec();
        compressed[0] = 2 + (point[64] & 1);
        for engine in ENGINES {
            let public = PublicKey::p256_from_sec1(engine, &compressed).unwrap();
            assert_eq!(public.encoded(), point);
        }
    }
}

#[test]
fn a_key_file_holds_what_its_public_key_encodes() {
    let private = common::integers(&key_file("rsa-2048"));
    for engine in ENGINES {
        let public = rsa_key(engine, "rsa-2048").unwrap().public_key().unwrap();
        assert_eq!(common::integers(public.encoded()), private[1..3]);
        let again = PublicKey::rsa_from_pkcs1_der(engine, public.encoded()).unwrap();
        assert_eq!(again.encoded(), public.encoded());
    }
}
