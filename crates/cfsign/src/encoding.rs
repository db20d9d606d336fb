//! CloudFront's Base64: the MIME alphabet with `-`, `~` and `_` for `+`, `/` and `=`.
//!
//! It is not the URL-safe Base64 of RFC 4648: there `/` becomes `_`, here `=` does.

use base64::Engine as _;
use base64::alphabet::{Alphabet, Symbol};
use base64::engine::general_purpose::{GeneralPurpose, PAD};

use crate::error::{Error, ErrorKind};

const ALPHABET: Alphabet = {
    let Some(padding) = Symbol::new(b'_') else {
        panic!("an ASCII symbol")
    };
    let symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~";
    match Alphabet::new_with_padding(symbols, padding) {
        Ok(alphabet) => alphabet,
        Err(_) => panic!("64 different symbols"),
    }
};
const CLOUDFRONT: GeneralPurpose = GeneralPurpose::new(&ALPHABET, PAD);

/// Encodes bytes the way CloudFront wants `Policy` and `Signature`.
///
/// ```
/// assert_eq!(cfsign::base64_encode(&[0xfb, 0xff, 0xfe, 0x00]), "-~~-AA__");
/// ```
#[must_use]
pub fn base64_encode(bytes: &[u8]) -> String {
    CLOUDFRONT.encode(bytes)
}

/// Decodes CloudFront's Base64, strictly: right alphabet, right padding, nothing else.
///
/// ```
/// assert_eq!(cfsign::base64_decode("-~~-AA__")?, [0xfb, 0xff, 0xfe, 0x00]);
/// assert!(cfsign::base64_decode("+//+AA==").is_err());
/// # Ok::<(), cfsign::Error>(())
/// ```
pub fn base64_decode(text: &str) -> Result<Vec<u8>, Error> {
    CLOUDFRONT.decode(text).map_err(|_| {
        Error::new(
            ErrorKind::InvalidPolicy,
            "it is not CloudFront's Base64, which has - for +, ~ for / and _ for =",
        )
    })
}
