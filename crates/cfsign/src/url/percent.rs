//! Percent-encoding, for the URL builder and for corrected forms.

use std::fmt::Write as _;

/// Appends `text` with everything but unreserved characters (RFC 3986) percent-encoded.
///
/// Nothing rewrites the outcome: no client encodes unreserved characters or decodes the others. A
/// `+` is encoded too, since S3 reads a bare one as a blank.
pub(crate) fn append_encoded(url: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                url.push(char::from(byte));
            }
            _ => append_escape(url, byte),
        }
    }
}

pub(crate) fn append_escape(url: &mut String, byte: u8) {
    write!(url, "%{byte:02X}").expect("a String takes any text");
}

/// Decodes every well-formed escape; for comparisons only, so ill-formed UTF-8 may be replaced.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if super::check::is_escape(&bytes[at..]) {
            let escape = u8::from_str_radix(&text[at + 1..at + 3], 16);
            decoded.push(escape.expect("two hexadecimal digits"));
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
