//! Values in another Base64 than CloudFront's, and signatures in another form than DER.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::super::finding::{Finding, FindingKind};
use crate::url::percent;

/// What stands for `+` and `/`, and the sign that pads.
const ALPHABETS: [(&str, [char; 2], char); 4] = [
    ("CloudFront's alphabet without its padding", ['-', '~'], '_'),
    ("the standard alphabet, with + / =", ['+', '/'], '='),
    ("the URL-safe alphabet of RFC 4648", ['-', '_'], '='),
    ("an alphabet with _ for / and ~ for =", ['-', '_'], '~'),
];

/// The bytes that `value` may have been meant to be, each with what is wrong with it; none where it
/// is right.
pub(crate) fn forms(name: &str, value: &str) -> Vec<(Vec<u8>, Option<Finding>)> {
    let mut forms: Vec<(Vec<u8>, Option<Finding>)> = Vec::new();
    if let Ok(bytes) = crate::encoding::base64_decode(value) {
        forms.push((bytes, None));
    }
    let mut put = |bytes: Vec<u8>, kind, detail| {
        if !forms.iter().any(|(known, _)| *known == bytes) {
            forms.push((bytes, Some(Finding::new(kind, detail))));
        }
    };
    for (alphabet, bytes) in in_alphabets(value) {
        put(
            bytes,
            FindingKind::Base64Alphabet,
            format!("{name} is in {alphabet}"),
        );
    }
    let unquoted = value.trim_matches(['"', '\'', ' ']);
    let unescaped = percent::decode(&percent::decode(unquoted));
    let unescaped = unescaped.trim_matches(['"', '\'', ' ']);
    let (kind, what) = if value.contains('%') {
        (
            FindingKind::CookieEncoded,
            "is percent-encoded once too often",
        )
    } else {
        (FindingKind::CookieQuoted, "has quotes or blanks around it")
    };
    if unescaped != value {
        if let Ok(bytes) = crate::encoding::base64_decode(unescaped) {
            put(bytes, kind, format!("{name} {what}"));
        }
        for (alphabet, bytes) in in_alphabets(unescaped) {
            let detail = format!("{name} {what}, and in {alphabet}");
            put(bytes, FindingKind::Base64Alphabet, detail);
        }
    }
    forms
}

/// As much of `value` as decodes in one of the alphabets: for a value that was cut off.
pub(crate) fn decode_beginning(value: &str) -> Option<Vec<u8>> {
    let value = value
        .trim_matches(['"', '\'', ' '])
        .trim_end_matches(['_', '=']);
    let whole = value.len() / 4 * 4;
    // Two or three characters more are one or two bytes more; one is none.
    let value = if value.len() - whole == 1 {
        value.get(..whole)?
    } else {
        value
    };
    in_alphabets(value).next().map(|(_, bytes)| bytes)
}

fn in_alphabets(value: &str) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    ALPHABETS
        .into_iter()
        .filter_map(move |(name, [plus, slash], padding)| {
            let digits = value.trim_end_matches([padding, '=']);
            let standard: Option<String> = digits
                .chars()
                .map(|digit| match digit {
                    'A'..='Z' | 'a'..='z' | '0'..='9' => Some(digit),
                    // A + of the standard alphabet arrives as a blank where a server decodes forms.
                    ' ' if plus == '+' => Some('+'),
                    _ if digit == plus => Some('+'),
                    _ if digit == slash => Some('/'),
                    _ => None,
                })
                .collect();
            Some((name, decode_leniently(&standard?)?))
        })
}

/// A value that was cut has bits left over that the strict decoder refuses.
fn decode_leniently(standard: &str) -> Option<Vec<u8>> {
    if let Ok(bytes) = STANDARD_NO_PAD.decode(standard) {
        return Some(bytes);
    }
    let (whole, rest) = standard.split_at(standard.len() / 4 * 4);
    let mut bytes = STANDARD_NO_PAD.decode(whole).ok()?;
    // The last character of a group of two or three holds bits that belong to nobody.
    let rest = format!("{rest}AA");
    let more = STANDARD_NO_PAD.decode(rest.get(..4)?).ok()?;
    bytes.extend_from_slice(&more[..standard.len() % 4 - 1]);
    Some(bytes)
}

/// The DER form of an ECDSA signature that came as the numbers r and s, 32 bytes each.
pub(super) fn der_of_raw(signature: &[u8]) -> Option<Vec<u8>> {
    let (r, s) = (signature.get(..32)?, signature.get(32..64)?);
    if signature.len() != 64 {
        return None;
    }
    let mut inside = Vec::with_capacity(72);
    for number in [r, s] {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let digits = &number[zeros.min(31)..];
        let sign = usize::from(digits[0] >= 0x80);
        inside.extend([0x02, u8::try_from(digits.len() + sign).expect("33 at most")]);
        inside.extend(std::iter::repeat_n(0, sign));
        inside.extend_from_slice(digits);
    }
    let mut der = vec![0x30, u8::try_from(inside.len()).expect("70 at most")];
    der.append(&mut inside);
    Some(der)
}
