//! What people compare to see whether two keys are a pair.

use std::fmt::Write as _;

use cfsign::PublicKey;
use sha2::{Digest as _, Sha256};

/// The SHA-256 of the public key in DER (SPKI), in hexadecimal: what
/// `openssl pkey -pubin -outform DER | sha256sum` prints for the file in CloudFront.
pub(super) fn fingerprint(key: &PublicKey) -> String {
    Sha256::digest(key.to_der())
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a String takes any text");
            text
        })
}
