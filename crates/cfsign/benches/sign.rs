//! What signing costs above the bare private-key operation of AWS-LC, called directly in the same run.
//!
//! `cargo bench -p cfsign --bench sign`

#![allow(unsafe_code, clippy::unwrap_used)] // A benchmark, which calls C to compare with it.

use std::error::Error;
use std::hint::black_box;

use aws_lc_sys as ffi;
use cfsign::{ExternalSigner, HashAlgorithm, KeyKind, Policy, PrivateKey, Resource, Signer};
use cfsign_tests::key;
use cfsign_tests::ratio::{compare, nanoseconds, report};

const URL: &str = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg";
const EXPIRES: i64 = 1_767_290_400;
/// As long as the canned policy of the URL.
const MESSAGE: [u8; 154] = [b'p'; 154];

fn main() {
    rsa_2048();
    p256();
    around_the_operation();
    grant();
}

fn rsa_2048() {
    let pem = key("rsa-2048.pkcs8.pem");
    let signer = Signer::from_pem(&pem, "K2JCJMDEHXQW5F").unwrap();
    let der = key("rsa-2048.pkcs1.der");
    // SAFETY: the function reads `der.len()` bytes; the key is never freed, this being a benchmark.
    let rsa = unsafe { ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len()) };
    let mut signature = [0; 256];
    let mut raw = || {
        let (digest, mut len) = (sha1(), 0);
        // SAFETY: the key is live, the digest has 20 bytes, the buffer is as long as the modulus.
        let ok = unsafe {
            ffi::RSA_sign(
                ffi::NID_sha1,
                digest.as_ptr(),
                20,
                signature.as_mut_ptr(),
                &raw mut len,
                rsa,
            )
        };
        assert_eq!(ok, 1);
    };
    let signed = compare(
        || signer.sign_url(black_box(URL), EXPIRES).unwrap(),
        &mut raw,
    );
    report("sign_url with RSA 2048 / RSA_sign", signed.ratio, 1.03, "x");
    let loaded = compare(|| PrivateKey::read(black_box(&pem)).unwrap(), &mut raw);
    report("reading a 2048-bit PEM / RSA_sign", loaded.ratio, 1.0, "x");
}

fn p256() {
    let signer = Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    // SAFETY: the key is made here and never freed, this being a benchmark.
    let ec_key = unsafe {
        let ec_key = ffi::EC_KEY_new_by_curve_name(ffi::NID_X9_62_prime256v1);
        assert_eq!(ffi::EC_KEY_generate_key(ec_key), 1);
        ec_key
    };
    let mut signature = [0; 80];
    let raw = || {
        let (digest, mut len) = (sha1(), 0);
        // SAFETY: the key is live, the digest has 20 bytes, the buffer is longer than any signature.
        let ok = unsafe {
            ffi::ECDSA_sign(
                0,
                digest.as_ptr(),
                20,
                signature.as_mut_ptr(),
                &raw mut len,
                ec_key,
            )
        };
        assert_eq!(ok, 1);
    };
    let signed = compare(|| signer.sign_url(black_box(URL), EXPIRES).unwrap(), raw);
    report(
        "sign_url with P-256 / ECDSA_sign with a random nonce",
        signed.ratio,
        1.25,
        "x",
    );
}

fn sha1() -> [u8; 20] {
    let mut digest = [0; 20];
    // SAFETY: the message and the digest are as long as the function is told and expects.
    let done = unsafe {
        ffi::SHA1(
            black_box(&MESSAGE).as_ptr(),
            MESSAGE.len(),
            digest.as_mut_ptr(),
        )
    };
    assert!(!done.is_null());
    digest
}

/// Answers at once, after hashing as a signature does.
struct NoOperation;

impl ExternalSigner for NoOperation {
    fn kind(&self) -> KeyKind {
        KeyKind::Rsa { bits: 2048 }
    }

    fn sign(&self, _: HashAlgorithm, _: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        Ok(vec![black_box(sha1())[0]; 256])
    }
}

fn around_the_operation() {
    let signer = Signer::builder("K2JCJMDEHXQW5F")
        .external(NoOperation)
        .build()
        .unwrap();
    let canned = nanoseconds(|| signer.sign_url(black_box(URL), EXPIRES).unwrap());
    report(
        "everything but the private-key operation, canned",
        canned / 1000.0,
        1.5,
        "us",
    );
    let policy = Policy::new(
        Resource::pattern("https://d111111abcdef8.cloudfront.net/images/*").unwrap(),
        EXPIRES,
    )
    .unwrap()
    .ip_address("192.0.2.0/24".parse().unwrap());
    let custom = nanoseconds(|| signer.sign_url_with(black_box(URL), &policy).unwrap());
    report(
        "everything but the private-key operation, custom",
        custom / 1000.0,
        1.5,
        "us",
    );
}

fn grant() {
    let signer = Signer::from_pem(key("rsa-2048.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    let policy = Policy::new(
        Resource::pattern("https://d111111abcdef8.cloudfront.net/images/*").unwrap(),
        EXPIRES,
    );
    let grant = signer.grant(&policy.unwrap()).unwrap();
    let signed = nanoseconds(|| grant.sign_url(black_box(URL)).unwrap());
    report("a URL under a reusable grant", signed, 150.0, "ns");
}
