//! What the checks say.

use crate::error::ErrorKind;

/// `text` without the signatures that may stand in it under some other name than `Signature`: that
/// of S3, or one that was misspelled, escaped or signed once more.
pub(super) fn without_signatures(text: &str) -> String {
    const NAME: &str = "signature";
    let lower = text.to_ascii_lowercase();
    let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(found) = lower[at..].find(NAME) {
        let name_end = at + found + NAME.len();
        let rest = &lower[name_end..];
        let value_start = ["=", "%3d"].iter().find_map(|sign| rest.strip_prefix(sign));
        let value_start = value_start.map(|value| text.len() - value.len());
        shown.push_str(&text[at..value_start.unwrap_or(name_end)]);
        at = value_start.map_or(name_end, |start| {
            shown.push('…');
            let end = text[start..].find(['&', '"', '#', '?', ';', ' ', '\\']);
            end.map_or(text.len(), |end| start + end)
        });
    }
    shown.push_str(&text[at..]);
    shown
}

/// Keeps a line readable whatever was sent.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 200;
    let text = without_signatures(text);
    let mut short: String = text
        .chars()
        .take(LONGEST)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// What a check wants.
pub(super) fn wanted(code: &str) -> &'static str {
    match code {
        "request" => "an absolute http or https URL",
        "signed" => "signing parameters, or signed cookies",
        "duplicates" => "each signing parameter once",
        "key-pair-id" => "the ID of a public key of the trusted key group",
        "hash-algorithm" => "none, SHA1 or SHA256",
        "terms" => "Expires with whole epoch seconds, or Policy",
        "signature-present" => "a signature",
        "policy-encoding" => "CloudFront's Base64, for a custom policy",
        "signature-encoding" => "Base64 with - for +, ~ for / and _ for =",
        "signature" => "a signature over exactly the signed text, by the key of that ID",
        "policy" => "one statement with Resource and Condition, times in whole epoch seconds",
        "time" => "now, after DateGreaterThan and before DateLessThan",
        "viewer-address" => "a viewer in the IPv4 range of the policy, if it has one",
        _ => "the URL of the request without its signing parameters, or a pattern that covers it",
    }
}

/// What to do about a reason.
pub(super) fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotSigned => {
            "request the signed URL, or see to it that the cookies are sent; a URL in a shell must stand in quotes, or it ends at its first &"
        }
        ErrorKind::MissingKeyPairId => "send Key-Pair-Id, or the cookie CloudFront-Key-Pair-Id",
        ErrorKind::UnknownKeyPairId => {
            "add the public key of this ID to the key group of the cache behavior, or sign with one that is in it"
        }
        ErrorKind::MissingSignature => "send Signature, or the cookie CloudFront-Signature",
        ErrorKind::MalformedSignature => "encode the signature in CloudFront's Base64, in full",
        ErrorKind::MissingPolicy => "send Expires for a canned policy, or Policy for a custom one",
        ErrorKind::MalformedPolicy => "write the policy as the developer guide has it",
        ErrorKind::MalformedExpires => "send whole seconds since 1970, without fraction and quotes",
        ErrorKind::UnknownHashAlgorithm => "send SHA256, or leave it out for SHA-1",
        ErrorKind::DuplicateParameter => "sign the bare URL, once",
        ErrorKind::SignatureMismatch => "sign exactly the text that CloudFront verifies",
        ErrorKind::Expired => "sign anew, with a later expiry",
        ErrorKind::NotYetValid => "wait, or leave DateGreaterThan out",
        ErrorKind::IpNotAllowed => "sign for the address that CloudFront sees",
        ErrorKind::ResourceMismatch => "sign a policy whose resource covers the URL",
        ErrorKind::UnsafePath => "resolve . and .. before the request is made",
        ErrorKind::ExpiresBesidePolicy => "send one of Expires and Policy",
        _ => "give an absolute URL, as it stands in the address bar of a browser",
    }
}
