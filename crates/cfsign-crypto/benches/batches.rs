//! Batches of RSA-2048 signatures against AWS-LC's `RSA_sign` one by one, in turns in one run.
//!
//! `cargo bench -p cfsign-crypto --bench batches`; on a quiet machine pin it to one core for all but
//! the last line. Blinding and the check of every signature are on, as always.
#![allow(
    unsafe_code,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

use std::hint::black_box;

use aws_lc_sys as ffi;
use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, PrivateKey, generate};
use cfsign_tests::ratio::{compare, report, report_at_least};

/// As long as a canned policy.
type Message = [u8; 154];

fn main() {
    let der = generate::rsa_pkcs1_der(Engine::AwsLc, 2048).unwrap();
    let key = PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, &der).unwrap();
    println!(
        "batches are signed by: {:?}",
        key.batch_path(BatchPath::Auto)
    );
    // SAFETY: the function reads `len` bytes; the key is never freed, this being a benchmark.
    let rsa = unsafe { ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len()) };
    let mut one = || rsa_sign(rsa);
    // On a processor without the instructions a batch should cost no more than its signatures.
    let in_lanes = key.batch_path(BatchPath::Auto) == Ok(BatchPath::Ifma);
    let goals: [(usize, f64); 10] = [
        (1, 0.97),
        (2, 1.5),
        (3, 2.2),
        (4, 2.9),
        (5, 1.9),
        (6, 2.2),
        (7, 2.6),
        (8, 3.1),
        (64, 3.3),
        (256, 3.3),
    ];
    for (count, goal) in goals {
        let messages = messages(count);
        let batch = || sign(&key, &messages);
        let times = compare(&mut one, batch);
        #[allow(clippy::cast_precision_loss, reason = "a small number")]
        let speed = times.ratio * count as f64;
        let goal = if in_lanes { goal } else { 0.97 };
        let what = format!("{count} at once, times as fast as RSA_sign one by one");
        report_at_least(&what, speed, goal, "x");
    }
    first_batch(&der, &mut one);
    two_cores(&key);
}

/// A key's first batch computes what the lanes need, and draws blinding factors.
fn first_batch(der: &[u8], one: &mut impl FnMut()) {
    let messages = messages(8);
    let first = || {
        let key = PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, der).unwrap();
        sign(&key, &messages);
    };
    let load = || PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, der).unwrap();
    let eight = compare(first, &mut *one).ratio;
    let loading = compare(load, &mut *one).ratio;
    report(
        "first 8 of a key / RSA_sign, loading taken off",
        eight - loading,
        4.5,
        "x",
    );
}

/// Beside it, what the machine gives two threads that have nothing in common but the key.
fn two_cores(key: &PrivateKey) {
    for (path, what, goal) in [
        (BatchPath::OneByOne, "two cores to one, one by one", 0.0),
        (BatchPath::Auto, "two cores to one", 1.9),
    ] {
        let messages = messages(128);
        let share = |part: &[Message]| {
            for chunk in part.chunks(8) {
                let signed = key.sign_many(path, HashAlgorithm::Sha1, black_box(chunk));
                assert!(black_box(signed).iter().all(Result::is_ok));
            }
        };
        let (left, right) = messages.split_at(messages.len() / 2);
        let together = || {
            std::thread::scope(|scope| {
                scope.spawn(|| share(left));
                share(right);
            });
        };
        let times = compare(|| share(&messages), together);
        report_at_least(what, times.ratio, goal, "x");
    }
}

fn sign(key: &PrivateKey, messages: &[Message]) {
    let signed = key.sign_many(BatchPath::Auto, HashAlgorithm::Sha1, black_box(messages));
    assert!(black_box(signed).iter().all(Result::is_ok));
}

fn messages(count: usize) -> Vec<Message> {
    let message = |at: usize| [at.to_le_bytes()[0]; 154];
    (0..count).map(message).collect()
}

fn rsa_sign(rsa: *mut ffi::RSA) {
    let (mut digest, mut signature, mut len) = ([0; 20], [0; 256], 0);
    let message = black_box([b'p'; 154]);
    // SAFETY: the key is live, the digest has its length, the buffer that of the modulus.
    let ok = unsafe {
        ffi::SHA1(message.as_ptr(), message.len(), digest.as_mut_ptr());
        ffi::RSA_sign(
            ffi::NID_sha1,
            digest.as_ptr(),
            digest.len(),
            signature.as_mut_ptr(),
            &raw mut len,
            rsa,
        )
    };
    assert_eq!(ok, 1);
    black_box(signature);
}
