//! What the test programs share.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "test code; each test program uses a part of it"
)]

use cfsign_crypto::{Engine, Error, HashAlgorithm, PrivateKey};

pub const HASHES: [HashAlgorithm; 2] = [HashAlgorithm::Sha1, HashAlgorithm::Sha256];

/// The bytes of a file in `tests/keys`.
pub fn key_file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/keys/{name}.der", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// The RSA key of a file, in an engine.
pub fn rsa_key(engine: Engine, name: &str) -> Result<PrivateKey, Error> {
    PrivateKey::rsa_from_pkcs1_der(engine, &key_file(name))
}

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next().to_be_bytes()[0]).collect()
    }

    /// A P-256 scalar; one in 2^32 is out of range, and these are not.
    pub fn scalar(&mut self) -> [u8; 32] {
        self.bytes(32).try_into().unwrap()
    }
}

/// The messages to sign: empty, short, around the hashes' block length, and long.
pub fn messages(numbers: &mut Numbers) -> Vec<Vec<u8>> {
    [
        0, 1, 2, 19, 20, 32, 55, 56, 63, 64, 65, 119, 154, 1000, 100_000,
    ]
    .into_iter()
    .map(|len| numbers.bytes(len))
    .collect()
}

/// A DER value.
pub fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let len = content.len();
    let mut out = vec![tag];
    match len {
        0..=0x7f => out.push(len.try_into().unwrap()),
        0x80..=0xff => out.extend([0x81, len.try_into().unwrap()]),
        _ => {
            out.push(0x82);
            out.extend(u16::try_from(len).unwrap().to_be_bytes());
        }
    }
    out.extend_from_slice(content);
    out
}

/// A DER INTEGER from big-endian bytes.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().take_while(|&&byte| byte == 0).count();
    let mut content = bytes[start..].to_vec();
    if content.first().is_none_or(|&byte| byte >= 0x80) {
        content.insert(0, 0);
    }
    der(2, &content)
}

/// A DER SEQUENCE.
pub fn sequence(values: &[Vec<u8>]) -> Vec<u8> {
    der(0x30, &values.concat())
}

/// The big-endian numbers of a SEQUENCE of INTEGERs.
pub fn integers(der: &[u8]) -> Vec<Vec<u8>> {
    fn value(input: &[u8]) -> (&[u8], &[u8]) {
        let (len, start) = match input[1] {
            0x82 => (usize::from(input[2]) << 8 | usize::from(input[3]), 4),
            0x81 => (usize::from(input[2]), 3),
            len => (usize::from(len), 2),
        };
        input[start..].split_at(len)
    }
    let (mut rest, _) = value(der);
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (content, after) = value(rest);
        out.push(content.strip_prefix(&[0]).unwrap_or(content).to_vec());
        rest = after;
    }
    out
}

/// `a + b`, at the length of `a`; `None` when it does not fit.
pub fn add(a: &[u8], b: &[u8]) -> Option<Vec<u8>> {
    let mut out = a.to_vec();
    let mut carry = 0u16;
    for (index, byte) in out.iter_mut().rev().enumerate() {
        let other = b.iter().rev().nth(index).copied().unwrap_or(0);
        let sum = u16::from(*byte) + u16::from(other) + carry;
        *byte = sum.to_be_bytes()[1];
        carry = sum >> 8;
    }
    (carry == 0).then_some(out)
}

pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// The kind of an error, without its text.
pub fn kind_of<T>(result: &Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(Error::InvalidKey(_)) => "invalid",
        Err(Error::UnsupportedKey(_)) => "unsupported",
        Err(_) => "another error",
    }
}
