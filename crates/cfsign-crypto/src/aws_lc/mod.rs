//! The engine that calls AWS-LC.
//!
//! File names in comments are those of AWS-LC's source, as shipped in `aws-lc-sys`.
//!
//! AWS-LC erases what it frees: `OPENSSL_free` calls `OPENSSL_cleanse` on every allocation
//! (crypto/mem.c), and `RSA_free`, `BN_free` and `EC_POINT_free` release all memory through it.
#![allow(unsafe_code)]

mod digest;
mod nonce;
mod owned;
mod p256;
mod rsa;

pub(crate) use p256::{P256Signer, P256Verifier};
pub(crate) use rsa::{RsaSigner, RsaVerifier, generate as generate_rsa};
