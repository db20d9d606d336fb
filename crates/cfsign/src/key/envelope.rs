//! What people really have where a key is wanted: text in many wrappings.
//!
//! Everything comes down to blocks of DER. Wrappings are taken off only where there is one way to
//! read them; a key is never guessed.

use serde_json::Value;
use zeroize::Zeroizing;

use super::base64::{decode_base64, is_base64};
use super::names;
use super::pem::{self, Block};
use crate::error::{Error, ErrorKind};

/// How often a wrapping may hold another: Base64 of a JSON of a Base64 of a PEM is three.
const DEEPEST: u8 = 3;

/// Takes the wrappings off `input` and returns the DER blocks in it, at least one.
pub(super) fn open(input: &[u8]) -> Result<Vec<Block>, Error> {
    open_at(input, 0)
}

fn open_at(input: &[u8], depth: u8) -> Result<Vec<Block>, Error> {
    for der in [input, input.trim_ascii_end()] {
        if pem::is_one_der_value(der) {
            return Ok(vec![Block::from_der(der)]);
        }
    }
    let text = to_text(input)?;
    if let Some(strings) = json_strings(text.trim()).filter(|_| depth < DEEPEST) {
        return open_json(&strings, depth);
    }
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
    if let Some(error) = names::not_a_key_we_read(text) {
        return Err(error);
    }
    if depth < DEEPEST && is_base64(text) {
        return open_at(&decode_base64(text)?, depth + 1).map_err(|error| match error.kind() {
            ErrorKind::InvalidKey => nothing_known(),
            _ => error,
        });
    }
    Err(nothing_known())
}

fn nothing_known() -> Error {
    Error::new(
        ErrorKind::InvalidKey,
        "found neither PEM (it begins with -----BEGIN …-----) nor DER, nor one of them in Base64",
    )
}

/// The texts in a JSON document, where the input is one: a secret store's object, or one text.
fn json_strings(text: &str) -> Option<Vec<Zeroizing<String>>> {
    if !text.starts_with(['{', '[', '"']) {
        return None;
    }
    let mut strings = Vec::new();
    collect_strings(serde_json::from_str(text).ok()?, &mut strings);
    Some(strings)
}

fn collect_strings(value: Value, strings: &mut Vec<Zeroizing<String>>) {
    match value {
        Value::String(text) => strings.push(Zeroizing::new(text)),
        Value::Array(values) => values
            .into_iter()
            .for_each(|value| collect_strings(value, strings)),
        Value::Object(members) => {
            members
                .into_iter()
                .for_each(|(_, value)| collect_strings(value, strings));
        }
        _ => {}
    }
}

/// Opens the one text among `strings` that holds a key.
fn open_json(strings: &[Zeroizing<String>], depth: u8) -> Result<Vec<Block>, Error> {
    // A text alone may be anything, one of several only what it plainly is.
    if let [text] = strings {
        return open_at(text.as_bytes(), depth + 1);
    }
    let may_hold_a_key = |text: &&Zeroizing<String>| text.contains(pem::BEGIN) || is_base64(text);
    let tried = strings.iter().filter(may_hold_a_key).map(|text| {
        let is_pem = text.contains(pem::BEGIN);
        (is_pem, open_at(text.as_bytes(), depth + 1))
    });
    // A PEM that cannot be read counts, and says why; any other text may just be long.
    let mut found: Vec<Result<Vec<Block>, Error>> = tried
        .filter(|(is_pem, opened)| *is_pem || opened.is_ok())
        .map(|(_, opened)| opened)
        .collect();
    match found.len() {
        0 => Err(Error::new(
            ErrorKind::InvalidKey,
            "found JSON without a PEM in it (a JSON Web Key has to be converted to PEM first)",
        )),
        1 => found.remove(0),
        _ => Err(Error::new(
            ErrorKind::InvalidKey,
            "found JSON with more than one key in it; pass the one that is meant",
        )),
    }
}

/// The input as text, whatever editors and shells put before it.
fn to_text(input: &[u8]) -> Result<Zeroizing<String>, Error> {
    let not_text = || {
        Error::new(
            ErrorKind::InvalidKey,
            "found bytes that are neither text nor one whole DER value",
        )
    };
    match input {
        [0xff, 0xfe, rest @ ..] => utf16(u16::from_le_bytes, rest).ok_or_else(not_text),
        [0xfe, 0xff, rest @ ..] => utf16(u16::from_be_bytes, rest).ok_or_else(not_text),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match std::str::from_utf8(rest) {
            Ok(text) => Ok(Zeroizing::new(text.to_owned())),
            Err(_) => Err(not_text()),
        },
    }
}

fn utf16(unit: fn([u8; 2]) -> u16, bytes: &[u8]) -> Option<Zeroizing<String>> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    // Long enough from the start: what grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for character in char::decode_utf16(units) {
        text.push(character.ok()?);
    }
    Some(text)
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
