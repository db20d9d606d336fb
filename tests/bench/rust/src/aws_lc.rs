//! AWS-LC, called directly: what everything is compared with.

use std::{hint::black_box, ptr};

use aws_lc_sys as ffi;

use crate::{Case, Made, key, policy};

pub fn sha1(message: &[u8]) -> [u8; 20] {
    let mut digest = [0; 20];
    // SAFETY: the function reads `len` bytes and writes 20.
    unsafe { ffi::SHA1(message.as_ptr(), message.len(), digest.as_mut_ptr()) };
    digest
}

fn private_key() -> *mut ffi::RSA {
    let der = key("rsa-2048.pkcs1.der");
    // SAFETY: the function reads `len` bytes; most callers never free the key, this being a bench.
    let rsa = unsafe { ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len()) };
    assert!(!rsa.is_null());
    rsa
}

fn rsa_sign(rsa: *mut ffi::RSA, message: &[u8]) -> Vec<u8> {
    let (digest, mut signature, mut len) = (sha1(message), vec![0; 256], 0);
    // SAFETY: the key is live, the digest has 20 bytes, the buffer is as long as the modulus.
    let ok = unsafe {
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
    signature
}

pub fn sign() -> Case {
    let (rsa, policy) = (private_key(), policy());
    Box::new(move || Made::Bytes(rsa_sign(rsa, black_box(policy.as_bytes()))))
}

/// What the machine gives threads that have nothing in common: 128 signatures, each thread with a key of its own. The
/// thread that calls is one of them, as with our lists: Linux leaves two new ones on one core for a while.
pub fn sign_in_threads(threads: usize) -> Case {
    let policy = policy();
    let sign = move || {
        let rsa = private_key();
        for _ in 0..128 / threads {
            black_box(rsa_sign(rsa, black_box(policy.as_bytes())));
        }
        // SAFETY: it was made above, and nothing else has it.
        unsafe { ffi::RSA_free(rsa) };
    };
    Box::new(move || {
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(&sign);
            }
            sign();
        });
        Made::Nothing
    })
}

pub fn verify() -> Case {
    let (rsa, policy) = (private_key(), policy());
    let signature = rsa_sign(rsa, policy.as_bytes());
    Box::new(move || {
        let digest = sha1(black_box(policy.as_bytes()));
        // SAFETY: all pointers are live and as long as is said.
        let ok = unsafe {
            ffi::RSA_verify(
                ffi::NID_sha1,
                digest.as_ptr(),
                digest.len(),
                signature.as_ptr(),
                signature.len(),
                rsa,
            )
        };
        assert_eq!(ok, 1);
        Made::Nothing
    })
}

pub fn load() -> Case {
    let pem = key("rsa-2048.pkcs8.pem");
    Box::new(move || {
        // SAFETY: the BIO reads `len` bytes while it lives; both objects are freed once.
        unsafe {
            let len = isize::try_from(pem.len()).expect("a short file");
            let bio = ffi::BIO_new_mem_buf(black_box(pem.as_ptr()).cast(), len);
            let key = ffi::PEM_read_bio_PrivateKey(bio, ptr::null_mut(), None, ptr::null_mut());
            assert!(!key.is_null());
            ffi::EVP_PKEY_free(key);
            ffi::BIO_free(bio);
        }
        Made::Nothing
    })
}

/// `ECDSA_sign`, which draws a random nonce.
pub fn sign_p256() -> Case {
    let policy = policy();
    // SAFETY: the key is made here and never freed, this being a bench.
    let ec_key = unsafe {
        let ec_key = ffi::EC_KEY_new_by_curve_name(ffi::NID_X9_62_prime256v1);
        assert_eq!(ffi::EC_KEY_generate_key(ec_key), 1);
        ec_key
    };
    Box::new(move || {
        let (digest, mut signature, mut len) = (sha1(black_box(policy.as_bytes())), [0; 80], 0);
        // SAFETY: the key is live, the digest has 20 bytes, the buffer is longer than any signature.
        let ok = unsafe {
            ffi::ECDSA_sign(
                0,
                digest.as_ptr(),
                digest.len(),
                signature.as_mut_ptr(),
                &raw mut len,
                ec_key,
            )
        };
        assert_eq!(ok, 1);
        black_box(signature);
        Made::Nothing
    })
}
