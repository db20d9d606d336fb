//! What people really have where a key is wanted: text in many wrappings.
//!
//! Everything comes down to blocks of DER. Wrappings are taken off only where there is one way to
//! read them; a key is never guessed.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use super::pem::{self, Block};
use crate::error::{Error, ErrorKind};

/// `-----BEGIN` in Base64: a PEM that someone encoded once more.
const BEGIN_IN_BASE64: &str = "LS0tLS1CRUdJTi";

/// How often a wrapping may hold another: Base64 of a JSON of a PEM is three.
const DEEPEST: u8 = 3;

/// Takes the wrappings off `input` and returns the DER blocks in it, at least one.
pub(super) fn open(input: &[u8]) -> Result<Vec<Block>, Error> {
    open_at(input, 0)
}

fn open_at(input: &[u8], depth: u8) -> Result<Vec<Block>, Error> {
    if pem::is_one_der_value(input) {
        return Ok(vec![Block::from_der(input)]);
    }
    let text = to_text(input)?;
    let text = unquoted(&text);
    if text.is_empty() {
        return Err(Error::new(
            ErrorKind::EmptyKey,
            "found nothing; is the variable or the file that should hold it set?",
        ));
    }
    if text.contains(pem::BEGIN) {
        return pem::blocks(text);
    }
    if let Some(start) = text.find(BEGIN_IN_BASE64).filter(|_| depth < DEEPEST) {
        return open_at(&decode_base64(base64_run(&text[start..]))?, depth + 1);
    }
    if let Some(error) = not_a_key_we_read(text) {
        return Err(error);
    }
    if depth < DEEPEST && text.len() >= 60 && text.bytes().all(is_base64_or_blank) {
        let decoded = decode_base64(text)?;
        if pem::is_one_der_value(&decoded) {
            return open_at(&decoded, depth + 1);
        }
    }
    Err(Error::new(
        ErrorKind::InvalidKey,
        "found neither PEM (it begins with -----BEGIN …-----) nor DER, nor one of them in Base64",
    ))
}

/// The input as text, whatever editors and shells put before it.
fn to_text(input: &[u8]) -> Result<Zeroizing<String>, Error> {
    let not_text = || {
        Error::new(
            ErrorKind::InvalidKey,
            "found bytes that are neither text nor one whole DER value",
        )
    };
    let utf16 = |unit: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let characters: Result<String, _> = char::decode_utf16(units).collect();
        characters.map(Zeroizing::new).map_err(|_| not_text())
    };
    match input {
        [0xff, 0xfe, rest @ ..] => utf16(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => utf16(u16::from_be_bytes, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match std::str::from_utf8(rest) {
            Ok(text) => Ok(Zeroizing::new(text.to_owned())),
            Err(_) => Err(not_text()),
        },
    }
}

/// Without blanks and quotes around it.
fn unquoted(text: &str) -> &str {
    let mut text = text.trim();
    for quote in ['"', '\''] {
        let inside = text
            .strip_prefix(quote)
            .and_then(|text| text.strip_suffix(quote));
        text = inside.unwrap_or(text).trim();
    }
    text
}

/// Base64 up to the first character that cannot belong to it. JSON may write a slash as `\/`.
fn base64_run(text: &str) -> &str {
    let end = text
        .bytes()
        .position(|byte| !is_base64_or_blank(byte) && byte != b'\\');
    &text[..end.unwrap_or(text.len())]
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
    Base64::decode_vec(&plain)
        .map(Zeroizing::new)
        .map_err(|_| Error::new(ErrorKind::InvalidKey, "its Base64 is damaged or cut off"))
}

/// Says what a text is that holds no PEM and no DER but that people take for a key.
fn not_a_key_we_read(text: &str) -> Option<Error> {
    let first_line = text.lines().next().unwrap_or(text);
    if text.starts_with("PuTTY-User-Key-File") {
        return Some(Error::new(
            ErrorKind::OpensshKey,
            "found a PuTTY key; convert it with: puttygen key.ppk -O private-openssh -o key && ssh-keygen -p -m PEM -f key",
        ));
    }
    if [
        "ssh-",
        "ecdsa-sha2-",
        "sk-ssh-",
        "sk-ecdsa-",
        "---- BEGIN SSH2",
    ]
    .iter()
    .any(|start| text.starts_with(start))
    {
        return Some(Error::new(
            ErrorKind::OpensshKey,
            "found an SSH public key; convert it with: ssh-keygen -e -m PKCS8 -f key.pub",
        ));
    }
    if text.starts_with('{') {
        let detail = if text.contains("\"kty\"") {
            "found a JSON Web Key; convert it to PEM first"
        } else {
            "found JSON without a PEM in it"
        };
        return Some(Error::new(ErrorKind::InvalidKey, detail));
    }
    let drive =
        matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let starts_as_path = ["/", "./", "../", "~/", "file://", "fileb://", "\\\\"]
        .iter()
        .any(|start| first_line.starts_with(start));
    let extension = first_line
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let ends_as_path = first_line.contains('.')
        && matches!(
            &*extension,
            "pem" | "key" | "der" | "pk8" | "p8" | "crt" | "cer" | "pub"
        );
    // Base64 may begin with a slash, but is longer than the names people give their key files.
    let short = text.len() < 400 && first_line.len() == text.len();
    (short
        && (drive
            || starts_as_path && text.contains(['.', '/']) && !looks_like_base64(text)
            || ends_as_path))
        .then(|| {
            Error::new(
                ErrorKind::FilePathGiven,
                "read the file and pass what is in it",
            )
        })
}

fn looks_like_base64(text: &str) -> bool {
    text.len() >= 60 && text.len().is_multiple_of(4) && text.bytes().all(is_base64_or_blank)
}
