//! PEM blocks as people have them: with line breaks of any kind, or without.

use zeroize::Zeroizing;

use super::base64::decode_base64;
use super::legacy;
use crate::error::{Error, ErrorKind};

pub(super) const BEGIN: &str = "-----BEGIN ";

/// One DER value, and what the PEM around it said.
pub(super) struct Block {
    /// Empty for bare DER.
    pub(super) label: String,
    pub(super) der: Zeroizing<Vec<u8>>,
    /// For PEM encrypted in OpenSSL's old way: how.
    pub(super) encryption: Option<legacy::Encryption>,
}

impl Block {
    pub(super) fn from_der(der: &[u8]) -> Self {
        Self {
            label: String::new(),
            der: Zeroizing::new(der.to_vec()),
            encryption: None,
        }
    }
}

/// Every PEM block in `text`.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        rest = &rest[start + BEGIN.len()..];
        let Some((label, after)) = rest
            .split_once("-----")
            .filter(|(label, _)| is_label(label))
        else {
            return Err(damaged("the BEGIN line is damaged"));
        };
        let end = format!("-----END {label}-----");
        let Some((body, after)) = after.split_once(&end) else {
            return Err(damaged(
                "the END line is missing or damaged: the text is cut off, or a shell kept the first line only (quote the variable)",
            ));
        };
        rest = after;
        blocks.push(block(label, body)?);
    }
    Ok(blocks)
}

fn block(label: &str, body: &str) -> Result<Block, Error> {
    let (encryption, base64) = match body.find(legacy::MARK) {
        Some(mark) => {
            let (encryption, base64) = legacy::headers(&body[mark + legacy::MARK.len()..])?;
            (Some(encryption), base64)
        }
        None => (None, body),
    };
    let der = decode_base64(base64)?;
    if der.is_empty() {
        return Err(damaged("there is nothing between its BEGIN and END lines"));
    }
    // A PEM in the armour of a PEM: someone pasted the Base64 of a whole file between the lines.
    if der.starts_with(b"-----BEGIN ") {
        return Err(damaged(
            "between the BEGIN and END lines stands another whole PEM in Base64; decode it once and use that",
        ));
    }
    Ok(Block {
        label: label.to_owned(),
        der,
        encryption,
    })
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() < 64
        && label
            .bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_alphanumeric())
}

fn damaged(detail: &'static str) -> Error {
    Error::new(ErrorKind::InvalidKey, detail)
}

/// Whether `bytes` are one DER sequence from their first byte to their last.
pub(super) fn is_one_der_value(bytes: &[u8]) -> bool {
    let (header, length) = match bytes {
        [0x30, length @ 0..=0x7f, ..] => (2, usize::from(*length)),
        [0x30, 0x81, length, ..] => (3, usize::from(*length)),
        [0x30, 0x82, high, low, ..] => (4, usize::from(u16::from_be_bytes([*high, *low]))),
        _ => return false,
    };
    bytes.len() == header + length
}
