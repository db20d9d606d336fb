//! What this crate adds to AWS-LC's own functions, as ratios.
//!
//! `cargo bench -p cfsign-crypto --bench engines`
#![allow(
    unsafe_code,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

use std::{hint::black_box, ptr};

use aws_lc_sys as ffi;
use cfsign_crypto::{Engine, HashAlgorithm, PrivateKey, generate};
use cfsign_tests::ratio::{compare, report};

const MESSAGE: &[u8; 154] = &[b'p'; 154];

fn main() {
    rsa_2048();
    p256();
}

fn rsa_2048() {
    let der = generate::rsa_pkcs1_der(Engine::AwsLc, 2048).unwrap();
    let key = PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, &der).unwrap();
    // SAFETY: the function reads `len` bytes; the key is never freed, this being a benchmark.
    let rsa = unsafe { ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len()) };
    let mut signature = [0; 256];
    let mut raw = || {
        let digest = sha1(MESSAGE);
        let mut len = 0;
        // SAFETY: the key is live, the digest has its length, the buffer that of the modulus.
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
    let sign = || black_box(key.sign(HashAlgorithm::Sha1, black_box(MESSAGE)).unwrap());
    let load = || black_box(PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, &der).unwrap());
    report(
        "RSA 2048: sign / RSA_sign",
        compare(sign, &mut raw).ratio,
        1.03,
        "x",
    );
    report(
        "RSA 2048: load / RSA_sign",
        compare(load, &mut raw).ratio,
        1.0,
        "x",
    );
    #[cfg(feature = "rustcrypto")]
    {
        let key = PrivateKey::rsa_from_pkcs1_der(Engine::RustCrypto, &der).unwrap();
        let sign = || black_box(key.sign(HashAlgorithm::Sha1, MESSAGE).unwrap());
        report(
            "RSA 2048: rustcrypto sign / RSA_sign",
            compare(sign, &mut raw).ratio,
            10.0,
            "x",
        );
    }
}

fn p256() {
    let scalar = generate::p256_scalar(Engine::AwsLc).unwrap();
    let key = PrivateKey::p256_from_scalar(Engine::AwsLc, &scalar).unwrap();
    // SAFETY: every pointer is live, the number lies within the order of the curve; nothing is
    // freed, this being a benchmark.
    let ec_key = unsafe {
        let ec_key = ffi::EC_KEY_new_by_curve_name(ffi::NID_X9_62_prime256v1);
        let number = ffi::BN_bin2bn(scalar.as_ptr(), 32, ptr::null_mut());
        assert_eq!(ffi::EC_KEY_set_private_key(ec_key, number), 1);
        ec_key
    };
    let mut signature = [0; 72];
    let mut raw = || {
        let digest = sha1(MESSAGE);
        let mut len = 0;
        // SAFETY: the key is live, the digest has its length, the buffer that of any signature.
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
    let load = || black_box(PrivateKey::p256_from_scalar(Engine::AwsLc, &scalar).unwrap());
    for (name, hash) in [
        ("P-256: sign SHA-1 / ECDSA_sign", HashAlgorithm::Sha1),
        ("P-256: sign SHA-256 / ECDSA_sign", HashAlgorithm::Sha256),
    ] {
        let sign = || key.sign(hash, black_box(MESSAGE)).unwrap();
        report(name, compare(sign, &mut raw).ratio, 1.25, "x");
    }
    report(
        "P-256: load / ECDSA_sign",
        compare(load, &mut raw).ratio,
        1.0,
        "x",
    );
    #[cfg(feature = "rustcrypto")]
    {
        let key = PrivateKey::p256_from_scalar(Engine::RustCrypto, &scalar).unwrap();
        let sign = || black_box(key.sign(HashAlgorithm::Sha1, MESSAGE).unwrap());
        report(
            "P-256: rustcrypto sign / ECDSA_sign",
            compare(sign, &mut raw).ratio,
            15.0,
            "x",
        );
    }
}

fn sha1(message: &[u8]) -> [u8; 20] {
    let mut digest = [0; 20];
    // SAFETY: the function reads `len` bytes and writes 20.
    unsafe { ffi::SHA1(message.as_ptr(), message.len(), digest.as_mut_ptr()) };
    digest
}
