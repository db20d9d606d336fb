//! Creates and verifies Amazon CloudFront signed URLs and signed cookies.
//!
//! Two steps: read the private key once, then sign.
//!
//! ```
//! # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
//! use cfsign::{Policy, Resource, Signer};
//!
//! let signer = Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
//!
//! // One file, until 2026-01-01 18:00 UTC.
//! let url = signer.sign_url("https://d111111abcdef8.cloudfront.net/report.pdf", 1_767_290_400)?;
//!
//! // Everything below /videos/, from one office only; as a URL, and as cookies.
//! let videos = Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/*")?;
//! let policy = Policy::new(videos, 1_767_290_400)?.ip_address("192.0.2.0/24".parse()?);
//! let url = signer.sign_url_with("https://d111111abcdef8.cloudfront.net/videos/1.m3u8", &policy)?;
//! let cookies = signer.sign_cookies(&policy)?;
//! # Ok::<(), cfsign::Error>(())
//! ```
//!
//! # Terms
//!
//! The words are CloudFront's own. A *canned policy* is an exact URL and an expiry, and is not sent; a
//! *custom policy* can have wildcards, a start date and a range of addresses, and travels in the URL
//! or in a cookie. The *key pair ID* is the ID that CloudFront gave the public key; the public keys a
//! distribution trusts are its *trusted key group*. The *viewer* is the browser or program that
//! requests the file. See [private content][guide] in the developer guide.
//!
//! # What this crate does not do
//!
//! It does no I/O, reads no clock and no environment, and holds no `unsafe` code: `now` is an
//! argument, and keys come in as bytes. Nothing is normalised: a URL is signed and returned byte for
//! byte, or refused with its corrected form.
//!
//! # Features
//!
//! Both engines give identical bytes. [`Engine`] chooses where both are compiled in.
//!
//! - `aws-lc` (default): AWS-LC, compiled from source by a C compiler. Build with
//!   `AWS_LC_SYS_NO_JITTER_ENTROPY=1` in the environment, or the first RSA signature of a process
//!   takes 40 ms longer.
//! - `rustcrypto`: pure Rust, for places without a C compiler, and slower.
//!
//! [guide]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(not(test), warn(clippy::exhaustive_enums, clippy::exhaustive_structs))]

mod cookies;
mod encoding;
mod error;
mod explain;
mod ip;
mod key;
mod policy;
mod signer;
mod time;
mod url;
mod verify;

pub use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, KeyKind};
pub use cookies::{CookieAttributes, CookieDomain, SameSite, SignedCookies};
pub use encoding::{base64_decode, base64_encode};
pub use error::{Error, ErrorClass, ErrorKind};
pub use explain::{
    Check, Explainer, Explanation, Finding, FindingKind, Outcome, ResponseLayer, ResponseOrigin,
    classify_response, judge_set_cookie,
};
pub use ip::IpRange;
pub use key::{
    ExternalSigner, GeneratedKeyPair, KeyPairId, KeyType, PrivateKey, PublicKey,
    cloudfront_objection, generate_key_pair, hash_algorithm,
};
pub use policy::Policy;
pub use policy::resource::Resource;
pub use policy::write::{Dialect, PolicyFields};
pub use signer::{Batch, Grant, SignedParameters, Signer, SignerBuilder, Terms};
pub use time::{EpochSeconds, ToEpochSeconds};
pub use url::builder::UrlBuilder;
pub use verify::{Allowed, CloudFrontError, Credential, TrustedKeyGroup, Verifier, ViewerRequest};
