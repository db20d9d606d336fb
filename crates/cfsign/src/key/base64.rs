//! The Base64 of keys: the standard alphabet, with whatever blanks came in on the way.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// The shortest Base64 that can hold a key; anything shorter is some word.
const SHORTEST: usize = 60;

/// Whether a text can be Base64 of a key.
pub(super) fn is_base64(text: &str) -> bool {
    text.len() >= SHORTEST && text.bytes().all(is_base64_or_blank)
}

fn is_base64_or_blank(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=') || byte.is_ascii_whitespace()
}

/// Decodes standard Base64 with blanks, line breaks and backslashes in it, in constant time.
pub(super) fn decode_base64(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len() + 3));
    // A line break that was escaped for a shell or a JSON file is the letter n or r after a backslash.
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next_if(|next| matches!(next, 'n' | 'r' | 't'));
            }
            '=' => {}
            _ if character.is_ascii_whitespace() => {}
            _ => plain.push(character),
        }
    }
    while !plain.len().is_multiple_of(4) {
        plain.push('=');
    }
    let mut decoded = Zeroizing::new(vec![0; plain.len() / 4 * 3]);
    let length = match Base64::decode(&*plain, &mut decoded) {
        Ok(bytes) => bytes.len(),
        Err(_) => {
            return Err(Error::new(
                ErrorKind::InvalidKey,
                "its Base64 is damaged or cut off",
            ));
        }
    };
    decoded.truncate(length);
    Ok(decoded)
}
