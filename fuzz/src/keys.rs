//! Test keys, and how a key is changed and wrapped: `keys` takes inputs of this form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

macro_rules! keys {
    ($($name:literal)*) => {
        /// Keys in DER, by the order that inputs name them in.
        pub const KEYS: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../tests/keys/", $name)))),*];
    };
}
keys! {
    "p256.pkcs8.der" "p256.sec1.der" "p256.public.der" "p256.pkcs8-aes256.der"
    "p256-b.public.der" "rsa-1024.pkcs1.der" "rsa-1024.pkcs8.der" "rsa-1024.public.der"
    "rsa-2048.pkcs1.der" "rsa-2048.pkcs8.der" "rsa-2048.public.der" "rsa-2048.pkcs8-aes256.der"
}

/// The passphrase of every encrypted test key.
pub const PASSPHRASE: &str = "correct horse";

/// The key of the first byte, in which each group of four bytes after it sets, inserts or takes out
/// one byte.
pub fn changed(data: &[u8]) -> Vec<u8> {
    let Some((&index, changes)) = data.split_first() else {
        return Vec::new();
    };
    let mut key = KEYS[usize::from(index) % KEYS.len()].1.to_vec();
    for change in changes.chunks_exact(4).take(16) {
        let at = usize::from(u16::from_be_bytes([change[1], change[2]])) % key.len().max(1);
        match change[0] % 4 {
            0 if !key.is_empty() => key[at] = change[3],
            1 => key.insert(at, change[3]),
            2 if !key.is_empty() => drop(key.remove(at)),
            _ if !key.is_empty() => key[at] = key[at].wrapping_add(change[3]),
            _ => {}
        }
    }
    key
}

const LABELS: [&str; 6] = [
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
];

/// DER in one of the wrappings that keys travel in.
pub fn wrapped(kind: u8, der: &[u8]) -> Vec<u8> {
    let base64 = STANDARD.encode(der);
    let label = LABELS[usize::from(kind) % LABELS.len()];
    let lines = |line_break: &str| {
        let body = base64
            .as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8_lossy(line).into_owned());
        let body = body.collect::<Vec<_>>().join(line_break);
        format!(
            "-----BEGIN {label}-----{line_break}{body}{line_break}-----END {label}-----{line_break}"
        )
    };
    match usize::from(kind) / LABELS.len() % 8 {
        0 => lines("\n"),
        1 => lines("\r\n"),
        2 => lines("\\n"),
        3 => lines(" "),
        4 => STANDARD.encode(lines("\n")),
        5 => format!("{{\"key\":\"{}\"}}", lines("\\n")),
        6 => format!("\u{feff}  \"{}\"  ", lines("\n")),
        _ => {
            return lines("\n").encode_utf16().flat_map(u16::to_be_bytes).fold(
                vec![0xfe, 0xff],
                |mut bytes, byte| {
                    bytes.push(byte);
                    bytes
                },
            );
        }
    }
    .into_bytes()
}

/// Two private keys in one text.
pub fn two(one: u8, other: u8, how: u8) -> Vec<u8> {
    let private: Vec<&[u8]> = KEYS
        .iter()
        .filter(|(name, _)| !name.contains("public") && !name.contains("aes"))
        .map(|(_, der)| *der)
        .collect();
    let [one, other] = [one, other].map(|index| private[usize::from(index) % private.len()]);
    let pem = |der| String::from_utf8_lossy(&wrapped(0, der)).replace('\n', "\\n");
    match how % 4 {
        0 => [wrapped(0, one), wrapped(0, other)].concat(),
        1 => format!(r#"{{"a":"{}","b":"{}"}}"#, pem(one), pem(other)).into_bytes(),
        2 => format!(
            r#"{{"a":"{}","b":"{}"}}"#,
            STANDARD.encode(one),
            STANDARD.encode(other)
        )
        .into_bytes(),
        _ => format!(r#"["{}","{}"]"#, pem(one), STANDARD.encode(other)).into_bytes(),
    }
}

/// Whether opening it with a passphrase is a matter of milliseconds: deriving the key of a PKCS#8
/// file takes as long as the file says.
pub fn opens_quickly(der: &[u8]) -> bool {
    // The object identifiers of PBKDF2 and scrypt; the salt follows in a sequence, and then the cost.
    const PBKDF2: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c";
    const SCRYPT: &[u8] = b"\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x04\x0b";
    let after = |oid: &[u8]| {
        let at = der.windows(oid.len()).position(|window| window == oid)?;
        Some(&der[at + oid.len()..])
    };
    let numbers = |after: &[u8], most: &[u64]| -> Option<bool> {
        let (_, after) = value(after, 0x30, false)?;
        let (_, mut after) = value(after, 0x04, true)?;
        for most in most {
            let number;
            (number, after) = value(after, 0x02, true)?;
            let number = number.iter().fold(0u64, |all, &byte| {
                all.saturating_mul(256).saturating_add(byte.into())
            });
            if number > *most {
                return Some(false);
            }
        }
        Some(true)
    };
    // What has neither has no cost, and what cannot be read here will not be read there.
    match (after(PBKDF2), after(SCRYPT)) {
        (Some(after), None) => numbers(after, &[4096]).unwrap_or(true),
        (None, Some(after)) => numbers(after, &[1024, 8, 2]).unwrap_or(true),
        (None, None) => true,
        _ => false,
    }
}

/// The content of a DER value, and what follows it, or follows its header.
fn value(der: &[u8], tag: u8, skip: bool) -> Option<(&[u8], &[u8])> {
    let (length, content) = match der {
        [found, length @ 0..=0x7f, rest @ ..] if *found == tag => (usize::from(*length), rest),
        [found, 0x81, length, rest @ ..] if *found == tag => (usize::from(*length), rest),
        [found, 0x82, high, low, rest @ ..] if *found == tag => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    let value = content.get(..length)?;
    Some((value, if skip { &content[length..] } else { content }))
}
