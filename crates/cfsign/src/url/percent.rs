//! Percent-encoding, for the URL builder and for corrected forms.

use std::fmt::Write as _;

/// Appends `text` with everything but unreserved characters (RFC 3986) percent-encoded.
///
/// Browsers, curl and the HTTP libraries of Python, Node, Go and Java send the outcome as it is (of
/// those tried, only aiohttp decodes some of it, unless told `encoded=True`). A `+` is encoded too,
/// since S3 reads a bare one as a blank.
pub(crate) fn append_encoded(url: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            url.push(char::from(byte));
        } else {
            append_escape(url, byte);
        }
    }
}

/// Whether RFC 3986 says that the character never needs an escape.
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

pub(crate) fn append_escape(url: &mut String, byte: u8) {
    write!(url, "%{byte:02X}").expect("a String takes any text");
}

/// The byte that a percent sign and two hexadecimal digits stand for.
pub(crate) fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else {
        return None;
    };
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// Whether an escape stands as every client leaves it: in capitals, and none of a character that
/// needs no escape (some libraries of Python write those out, and the others in capitals).
pub(crate) fn is_normal_escape(bytes: &[u8]) -> bool {
    let in_capitals = !bytes.iter().take(3).any(u8::is_ascii_lowercase);
    in_capitals && escaped_byte(bytes).is_some_and(|byte| !is_unreserved(byte))
}

/// Decodes every well-formed escape; for comparisons only, so ill-formed UTF-8 may be replaced.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = escaped_byte(&bytes[at..]) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
