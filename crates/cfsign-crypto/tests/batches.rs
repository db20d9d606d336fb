//! Batches: the signatures of one by one, whichever way they are made.
#![cfg(feature = "aws-lc")]
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, KeyKind, PrivateKey, generate};
use cfsign_tests::say_path;
use common::{HASHES, Numbers, integer, integers, key_file, rsa_key, sequence};
use crypto_bigint::{NonZero, Odd, Uint};

/// The paths of batches with a key that lanes are made for. `OneByOne` is there on every machine.
fn paths(key: &PrivateKey) -> Vec<BatchPath> {
    let path = key.batch_path(BatchPath::Auto).unwrap();
    say_path(path == BatchPath::Ifma);
    let mut paths = vec![BatchPath::Auto, BatchPath::OneByOne];
    paths.extend((path == BatchPath::Ifma).then_some(BatchPath::Ifma));
    paths
}

fn load(der: &[u8]) -> PrivateKey {
    PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, der).unwrap()
}

/// A key whose primes stand the other way round than AWS-LC makes them: p < q.
fn exchanged(der: &[u8]) -> Vec<u8> {
    let mut parts = integers(der);
    let [p, q] = [&parts[4], &parts[5]].map(|prime| Uint::<16>::from_be_slice(prime));
    assert!(p > q);
    let qinv = p.invert_odd_mod(&Odd::new(q).unwrap()).unwrap();
    parts.swap(4, 5);
    parts.swap(6, 7);
    parts[8] = qinv.to_be_bytes().as_ref().to_vec();
    let numbers: Vec<Vec<u8>> = parts.iter().map(|part| integer(part)).collect();
    sequence(&numbers)
}

/// Checks a share of the 20,000 signatures: so many keys, each signing 800 messages in batches of
/// all sizes.
fn random_signatures(keys: usize, seed: u64) {
    let mut numbers = Numbers(seed);
    let (mut signatures, mut wanted) = (0, 0);
    for round in 0..keys {
        let der = generate::rsa_pkcs1_der(Engine::AwsLc, 2048).unwrap();
        let key = if round % 2 == 0 {
            load(&der)
        } else {
            load(&exchanged(&der))
        };
        let path = *paths(&key).last().unwrap();
        let hash = HASHES[round / 2 % 2];
        // One by one is what they are compared with; a few show that batches are cut and put together.
        let count = if path == BatchPath::Ifma { 800 } else { 80 };
        let messages: Vec<Vec<u8>> = (0..count).map(|_| numbers.bytes(24)).collect();
        wanted += count;
        let mut rest = &messages[..];
        while !rest.is_empty() {
            let count = usize::try_from(numbers.next() % 40 + 1).unwrap();
            let (now, later) = rest.split_at(count.min(rest.len()));
            let signed = key.sign_many(path, hash, now);
            assert_eq!(signed.len(), now.len());
            for (message, signature) in now.iter().zip(signed) {
                assert_eq!(signature, key.sign(hash, message));
                signatures += 1;
            }
            rest = later;
        }
    }
    assert_eq!(signatures, wanted);
}

// In two tests, for two cores.

#[test]
fn random_signatures_of_many_keys_are_as_aws_lc_makes_them() {
    random_signatures(13, 1);
}

#[test]
fn random_signatures_of_more_keys_are_as_aws_lc_makes_them() {
    random_signatures(12, 2);
}

#[test]
fn every_size_of_a_batch_gives_the_same() {
    let key = rsa_key(Engine::AwsLc, "rsa-2048").unwrap();
    let public = key.public_key().unwrap();
    let messages: Vec<[u8; 8]> = (0..70_u64).map(u64::to_be_bytes).collect();
    for hash in HASHES {
        let wanted: Vec<Vec<u8>> = messages
            .iter()
            .map(|message| key.sign(hash, message).unwrap())
            .collect();
        for path in paths(&key) {
            // One by one is what `wanted` is; a few sizes show that it works at all.
            let step = if path == BatchPath::OneByOne { 23 } else { 1 };
            for count in (0..=70).step_by(step) {
                let signed = key.sign_many(path, hash, &messages[..count]);
                let signed: Vec<Vec<u8>> = signed.into_iter().map(Result::unwrap).collect();
                assert_eq!(signed, wanted[..count], "{count}, {path:?}");
            }
        }
        for (message, signature) in messages.iter().zip(&wanted) {
            assert!(public.verify(hash, message, signature));
        }
    }
}

#[test]
fn threads_share_a_key_from_its_first_batch_on() {
    const THREADS: usize = 8;
    for path in [BatchPath::Auto, BatchPath::OneByOne] {
        let key = rsa_key(Engine::AwsLc, "rsa-2048").unwrap();
        let count = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for thread in 0..THREADS {
                let (key, count) = (&key, &count);
                scope.spawn(move || {
                    let public = key.public_key().unwrap();
                    for round in 0..6 {
                        let messages: Vec<[u8; 3]> = (0..=round + 3)
                            .map(|at| [thread, round, at].map(|n| n.to_le_bytes()[0]))
                            .collect();
                        let signed = key.sign_many(path, HashAlgorithm::Sha256, &messages);
                        for (message, signature) in messages.iter().zip(signed) {
                            let signature = signature.unwrap();
                            assert!(public.verify(HashAlgorithm::Sha256, message, &signature));
                            count.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!(count.into_inner(), THREADS * (4 + 5 + 6 + 7 + 8 + 9));
    }
}

/// More passes than one set of blinding factors serves, by one thread.
#[test]
fn a_key_signs_the_same_over_and_over() {
    let key = rsa_key(Engine::AwsLc, "rsa-2048").unwrap();
    let messages = [b"a", b"b", b"c", b"d"];
    let hash = HashAlgorithm::Sha1;
    let first = key.sign_many(BatchPath::Auto, hash, &messages);
    for _ in 0..150 {
        assert_eq!(key.sign_many(BatchPath::Auto, hash, &messages), first);
    }
    assert_eq!(first[3], key.sign(hash, b"d"));
}

#[test]
fn other_keys_sign_one_by_one_whatever_is_asked_for() {
    let rsa = ["rsa-1024", "rsa-1024-exponent-3", "rsa-3072", "rsa-2048"];
    let mut keys: Vec<PrivateKey> = rsa[..3]
        .iter()
        .map(|name| rsa_key(Engine::AwsLc, name).unwrap())
        .collect();
    keys.push(PrivateKey::p256_from_scalar(Engine::AwsLc, &[0x42; 32]).unwrap());
    keys.push(load(&with_other_exponent(&key_file("rsa-2048"))));
    if Engine::available().contains(&Engine::RustCrypto) {
        keys.push(rsa_key(Engine::RustCrypto, rsa[3]).unwrap());
    }
    for key in &keys {
        for path in [BatchPath::Auto, BatchPath::Ifma, BatchPath::OneByOne] {
            if path == BatchPath::Ifma && key.batch_path(path).is_err() {
                // What is asked for is asked of the processor first.
                assert!(matches!(key.kind(), KeyKind::Rsa { bits: 2048 }));
                continue;
            }
            assert_eq!(key.batch_path(path), Ok(BatchPath::OneByOne));
            let signed = key.sign_many(path, HashAlgorithm::Sha1, &["a", "b", "c"]);
            assert_eq!(signed.len(), 3);
            assert_eq!(signed[2], key.sign(HashAlgorithm::Sha1, b"c"));
        }
    }
}

/// A key with the same primes and another public exponent.
fn with_other_exponent(der: &[u8]) -> Vec<u8> {
    type Number = Uint<32>;
    let mut parts = integers(der);
    let [p, q] = [4, 5].map(|at| Uint::<16>::from_be_slice(&parts[at]).resize::<32>());
    let [p1, q1] = [p, q].map(|prime| prime.wrapping_sub(&Number::ONE));
    let phi = p1.wrapping_mul(&q1);
    // The least that has an inverse.
    let (e, d) = [3, 5, 7, 11, 13, 17, 257]
        .into_iter()
        .find_map(|e| {
            let d = Number::from_u16(e).invert_mod(&NonZero::new(phi).unwrap());
            d.into_option().map(|d| (e, d))
        })
        .unwrap();
    let bytes = |number: &Number| number.to_be_bytes().as_ref().to_vec();
    let modulo = |number: &Number, m: Number| number.rem(&NonZero::new(m).unwrap());
    parts[2] = e.to_be_bytes().to_vec();
    (parts[3], parts[6], parts[7]) = (bytes(&d), bytes(&modulo(&d, p1)), bytes(&modulo(&d, q1)));
    let numbers: Vec<Vec<u8>> = parts.iter().map(|part| integer(part)).collect();
    sequence(&numbers)
}

/// The environment variable, in processes of their own.
#[test]
fn the_environment_decides_where_nobody_else_does() {
    let key = rsa_key(Engine::AwsLc, "rsa-2048").unwrap();
    let in_lanes = key.batch_path(BatchPath::Ifma).is_ok();
    let with = |value: &str| {
        let program = std::env::current_exe().unwrap();
        let output = Command::new(program)
            .args([
                "--exact",
                "says_its_path",
                "--nocapture",
                "--test-threads=1",
            ])
            .env("CFSIGN_IFMA", value)
            .env_remove("CFSIGN_REQUIRE_IFMA")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find(|line| line.contains("path: ")).unwrap();
        line.split_once("path: ").unwrap().1.to_owned()
    };
    let (fast, forced) = if in_lanes {
        ("Ok(Ifma)", "Ok(Ifma)")
    } else {
        ("Ok(OneByOne)", "no AVX-512 IFMA")
    };
    assert_eq!(with(""), fast);
    assert_eq!(with("off"), "Ok(OneByOne)");
    assert!(with("on").contains(forced));
    assert!(with("yes").contains("CFSIGN_IFMA is neither on nor off"));
}

/// Says which path a batch takes, for the test above.
#[test]
fn says_its_path() {
    let key = rsa_key(Engine::AwsLc, "rsa-2048").unwrap();
    let path = key.batch_path(BatchPath::Auto);
    println!("path: {path:?}");
    let signed = key.sign_many(BatchPath::Auto, HashAlgorithm::Sha1, &["a", "b"]);
    assert!(
        signed
            .iter()
            .all(|signature| signature.is_ok() == path.is_ok())
    );
    // What the program says counts for more.
    let chosen = key.sign_many(BatchPath::OneByOne, HashAlgorithm::Sha1, &["a", "b"]);
    assert!(chosen.iter().all(Result::is_ok));
}
