//! The private-key and public-key engines of cfsign, behind one small interface.
//!
//! CloudFront accepts RSA PKCS#1 v1.5 and ECDSA P-256 signatures over SHA-1 or SHA-256. This crate
//! makes and checks exactly those, with either of two engines:
//!
//! * [`Engine::AwsLc`] (feature `aws-lc`, the default): AWS-LC through its C interface. The safe
//!   wrapper `aws-lc-rs` signs neither with SHA-1 nor with 1024-bit keys, so this crate calls the C
//!   functions itself. Batches of RSA 2048 are signed eight at once where the processor has AVX-512
//!   IFMA. All `unsafe` code of the project's core is in these two modules, `aws_lc` and
//!   `multibuffer`.
//! * [`Engine::RustCrypto`] (feature `rustcrypto`): the `rsa`, `p256` and `ecdsa` crates. No C
//!   compiler and no `unsafe` code in this crate; slower, and a second opinion for tests.
//!
//! Both engines accept the same keys and make identical bytes for the same key, hash and message:
//! PKCS#1 v1.5 is deterministic, and ECDSA nonces follow RFC 6979, with HMAC over the hash that the
//! message was hashed with.
//!
//! ```
//! use cfsign_crypto::{Engine, HashAlgorithm, PrivateKey, generate};
//!
//! # fn main() -> Result<(), cfsign_crypto::Error> {
//! let scalar = generate::p256_scalar(Engine::default())?;
//! let key = PrivateKey::p256_from_scalar(Engine::default(), &scalar)?;
//! let signature = key.sign(HashAlgorithm::Sha256, b"a policy")?;
//! assert!(key.public_key()?.verify(HashAlgorithm::Sha256, b"a policy", &signature));
//! # Ok(())
//! # }
//! ```
//!
//! # Keys accepted
//!
//! * RSA: two primes, a modulus of 1024 to 8192 bits, neither prime longer than half the modulus
//!   (rounded up), an odd public exponent from 3 to 2³³ − 1, and every part consistent with the
//!   others. That the primes are prime is not checked; a key with a composite one loads and then
//!   fails to sign.
//! * ECDSA: P-256 only.
//!
//! # Faults
//!
//! One wrong RSA-CRT signature, or one wrong deterministic ECDSA signature beside the right one,
//! can reveal the private key. Each engine therefore checks a signature before handing it out and
//! returns [`Error::SigningFailed`] rather than a wrong one. The `rsa` and `p256` modules of the
//! engines say what their checks catch and what they do not.
//!
//! # Batches
//!
//! [`PrivateKey::sign_many`] signs several messages with one key. On x86-64 processors with AVX-512
//! IFMA and VBMI2 (Intel from Ice Lake on where AVX-512 is enabled, AMD from Zen 4 on), an RSA key of
//! 2048 bits with primes of 1024 bits and the public exponent 65537, held by AWS-LC, signs eight in the
//! time of two and a half. Everything else signs one after the other. The bytes are the same.
//! [`BatchPath`] and the environment variable `CFSIGN_IFMA` choose: a dense stream of 512-bit
//! instructions lowers the clock of some processors, which neighbours on the same core may feel.
//!
//! # Erasing keys
//!
//! A private key is erased when it is dropped. AWS-LC also erases every intermediate value that it
//! frees, and this crate its own. The `rsa` crate erases the numbers of its keys, but not all that
//! it computes from them while loading and signing; a process whose memory others may come to read
//! should use AWS-LC.
//!
//! # What seeds blinding
//!
//! RSA private operations are blinded in both engines, so that their timing says nothing about the
//! key. ECDSA nonces come from the key and the message alone: no signature of this crate depends on
//! a random number for its value, and none is weakened by a bad one.
//!
//! *RustCrypto* asks the operating system for every blinding factor.
//!
//! *AWS-LC* draws blinding factors from a per-thread AES-256-CTR generator. As built by default it
//! seeds the root of these generators from CPU jitter, which costs 36 to 45 ms in the first RSA
//! signature of a process. Built with `AWS_LC_SYS_NO_JITTER_ENTROPY=1` in the environment (this
//! workspace sets it in `.cargo/config.toml`) it uses the configuration that its source calls
//! "opt-out CPU jitter" (`crypto/fipsmodule/rand/entropy/entropy_sources.c`): the seed comes from
//! the operating system (`getrandom` on Linux, through `CRYPTO_sysrand`), and the personalization
//! string from `rdrand` or `rndr` where the processor has it, else from the operating system again.
//! After a fork the generator is seeded anew.
//!
//! That is safe: the operating system's generator is what TLS stacks, OpenSSL and BoringSSL are
//! seeded with, jitter being an extra source that FIPS validation asks for; and a blinding factor
//! need only be unpredictable to somebody who measures time. Were the generator broken outright,
//! signatures would stay correct, and an attacker would be left with a constant-time
//! exponentiation.
//!
//! A package outside this workspace that wants the quick start sets the same variable in its own
//! `.cargo/config.toml` or build environment. This crate cannot set it: a build script only reaches
//! its own package, and the variable is read by that of `aws-lc-sys`. Without it everything works
//! the same, except for those milliseconds in the first RSA signature.

#![allow(
    clippy::doc_markdown,
    reason = "CloudFront, RustCrypto and paths are not code"
)]
#![cfg_attr(not(feature = "aws-lc"), forbid(unsafe_code))]
#![cfg_attr(feature = "aws-lc", deny(unsafe_code))]

#[cfg(not(any(feature = "aws-lc", feature = "rustcrypto")))]
compile_error!(
    "cfsign-crypto needs an engine: enable feature `aws-lc` (fast, needs a C compiler) \
     or feature `rustcrypto` (pure Rust)"
);

#[cfg(feature = "aws-lc")]
mod aws_lc;
mod batch_path;
mod der;
mod engine;
mod error;
pub mod generate;
mod hash;
mod key;
#[cfg(feature = "aws-lc")]
mod multibuffer;
mod rsa_parts;
#[cfg(feature = "rustcrypto")]
mod rustcrypto;

#[cfg(all(feature = "timing-test", target_arch = "x86_64"))]
#[doc(hidden)]
pub use multibuffer::probe;

pub use batch_path::BatchPath;
pub use engine::Engine;
pub use error::Error;
pub use hash::HashAlgorithm;
pub use key::{KeyKind, PrivateKey, PublicKey};
