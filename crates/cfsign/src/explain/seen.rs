//! Mistakes that can be seen in a request without any key.

use super::finding::{Finding, FindingKind};
use super::near_miss::encoding;
use super::pasted::unescape_ampersands;
use crate::key::KeyPairId;
use crate::time::EpochSeconds;
use crate::url::parameters::{self, RESERVED};
use crate::verify::checks;
use crate::verify::presented::Presented;
use crate::verify::{Credential, TrustedKeyGroup, Verifier, ViewerRequest};
use crate::{KeyKind, PublicKey};

/// More misspelled names than signing parameters are no mistake but an attempt.
const MOST_NAMES: usize = 5;

/// What the URL itself shows.
pub(super) fn in_request(
    verifier: &Verifier,
    request: &ViewerRequest<'_>,
    now: EpochSeconds,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let url = request.sections();
    let query = url.query().unwrap_or_default();
    if let Some(repaired) = unescape_ampersands(url.as_str()) {
        findings.push(escaped_ampersand(verifier, request, &repaired, now));
    }
    if parameters::is_s3_host(url.host()) {
        findings.push(Finding::new(
            FindingKind::S3Presigned,
            format!("the host is {}", url.host()),
        ));
    } else if let Some(name) = parameters::first_of_s3(query) {
        findings.push(Finding::new(
            FindingKind::S3Presigned,
            format!("it has the parameter {name}"),
        ));
    }
    let names = || {
        query
            .split('&')
            .map(|pair| pair.split('=').next().unwrap_or(pair))
    };
    let there: Vec<&str> = RESERVED
        .into_iter()
        .filter(|name| names().any(|there| there == *name))
        .collect();
    let nearly = names().filter_map(|name| Some((name, misspelled(name)?)));
    let nearly = nearly.filter(|(_, meant)| !there.contains(meant));
    findings.extend(
        nearly
            .take(MOST_NAMES)
            .map(|(name, meant)| parameter_name(name, meant)),
    );
    if names().filter(|name| *name == "Signature").count() > 1 {
        findings.push(Finding::new(FindingKind::SignedTwice, ""));
    }
    if verifier.group.iter().next().is_none() {
        findings.push(Finding::new(FindingKind::NoKeys, ""));
    }
    findings
}

/// What `repaired` would be answered, which is the URL with its ampersands restored.
pub(super) fn escaped_ampersand(
    verifier: &Verifier,
    request: &ViewerRequest<'_>,
    repaired: &str,
    now: EpochSeconds,
) -> Finding {
    let verdict = ViewerRequest::new(repaired).and_then(|repaired| {
        let repaired = match request.address() {
            Some(address) => repaired.viewer_ip(address),
            None => repaired,
        };
        checks::verify(verifier, &repaired, now, None)
    });
    let detail = match verdict {
        Ok(_) => "written with a plain &, it is allowed".to_owned(),
        Err(error) => format!(
            "written with a plain &, it is refused with {}",
            error.code()
        ),
    };
    Finding::new(FindingKind::EscapedAmpersand, detail)
}

/// Cookies of a `Cookie` header that have nearly the names of CloudFront's.
pub(super) fn cookie_names(header: &str) -> Vec<Finding> {
    let pairs = header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let names = pairs.filter_map(|(name, _)| cookie_name(name));
    names.take(MOST_NAMES).collect()
}

/// What is wrong with the name of a cookie, if it is nearly one of CloudFront's.
pub(super) fn cookie_name(name: &str) -> Option<Finding> {
    if name
        .strip_prefix("CloudFront-")
        .is_some_and(|name| RESERVED.contains(&name))
    {
        return None;
    }
    let without_prefix = RESERVED[1..]
        .iter()
        .find(|reserved| **reserved == name)
        .copied();
    let like_ours = normalized(name)
        .starts_with("cloudfront")
        .then(|| misspelled(name));
    let meant = without_prefix.or(like_ours.flatten())?;
    Some(parameter_name(name, &format!("CloudFront-{meant}")))
}

fn parameter_name(name: &str, meant: &str) -> Finding {
    let detail = format!("found {}, wanted {meant}", super::words::shorten(name));
    Finding::new(FindingKind::ParameterName, detail)
}

/// The reserved name that `name` is, but for capital letters, hyphens and CloudFront's prefix.
fn misspelled(name: &str) -> Option<&'static str> {
    if name.len() > 40 || RESERVED.contains(&name) {
        return None;
    }
    let name = normalized(name);
    let name = name.strip_prefix("cloudfront").unwrap_or(&name);
    RESERVED
        .into_iter()
        .find(|reserved| normalized(reserved) == name)
}

fn normalized(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What the values of parameters or cookies show.
pub(super) fn in_values(
    group: &TrustedKeyGroup,
    request: &ViewerRequest<'_>,
    presented: &Presented<'_>,
    credential: Credential,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let values = [
        ("Expires", &presented.expires),
        ("Policy", &presented.policy),
        ("Signature", &presented.signature),
        ("Key-Pair-Id", &presented.key_pair_id),
    ];
    for (name, value) in values {
        let Some(value) = value.as_deref() else {
            continue;
        };
        if matches!(
            value,
            "undefined" | "null" | "None" | "nil" | "NaN" | "false"
        ) {
            let detail = format!("{name} is {value}");
            findings.push(Finding::new(FindingKind::Placeholder, detail));
        }
        if credential == Credential::Cookies {
            if value.contains('%') {
                findings.push(Finding::new(
                    FindingKind::CookieEncoded,
                    format!("CloudFront-{name}"),
                ));
            }
            if value.starts_with('"') {
                findings.push(Finding::new(
                    FindingKind::CookieQuoted,
                    format!("CloudFront-{name}"),
                ));
            }
        }
    }
    let terms = presented.expires.is_some() || presented.policy.is_some();
    let nothing_else = presented.signature.is_none() && presented.key_pair_id.is_none();
    if credential == Credential::Url {
        let last = request
            .sections()
            .query()
            .and_then(|query| query.rsplit('&').next());
        let cut =
            last.is_some_and(|pair| pair.starts_with("Expires=") || pair.starts_with("Policy="));
        if terms && nothing_else && cut {
            findings.push(Finding::new(FindingKind::CutAtAmpersand, ""));
        }
        if !request.cookies().is_empty() {
            findings.push(Finding::new(FindingKind::CookiesIgnored, ""));
        }
    }
    if checks::hash_algorithm(presented).is_err() {
        findings.push(Finding::new(FindingKind::HashName, ""));
    }
    let id = presented.key_pair_id.as_deref().unwrap_or_default();
    match group.get(id) {
        Some(key) => findings.extend(signature_cut(key, presented.signature.as_deref())),
        None => findings.extend(key_id(group, id)),
    }
    findings
}

fn key_id(group: &TrustedKeyGroup, id: &str) -> Option<Finding> {
    let trimmed = id.trim_matches(|character: char| character.is_whitespace() || character == '"');
    if let Some((known, _)) = group
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(trimmed))
    {
        let detail = format!("the group has {known}");
        return Some(Finding::new(FindingKind::KeyIdSpelling, detail));
    }
    let doubt = trimmed.parse::<KeyPairId>().ok()?.doubt()?;
    Some(Finding::new(FindingKind::KeyIdOfSomethingElse, doubt))
}

fn is_whole_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, length, rest @ ..] if usize::from(*length) == rest.len())
}

fn signature_cut(key: &PublicKey, signature: Option<&str>) -> Option<Finding> {
    let signature = signature.filter(|signature| !signature.is_empty())?;
    let (bytes, wanted) = match (key.kind(), encoding::decode_beginning(signature)?) {
        // A whole ECDSA signature: another kind of key has signed, and nothing is cut off.
        (KeyKind::Rsa { .. }, bytes) if is_whole_der(&bytes) => return None,
        (KeyKind::Rsa { bits }, bytes) => (bytes.len(), usize::try_from(bits).ok()?.div_ceil(8)),
        // DER says after its first byte how long it is; 64 bytes are r and s without DER.
        (_, bytes) if bytes.first() == Some(&0x30) && bytes.len() != 64 => {
            (bytes.len(), usize::from(*bytes.get(1)?) + 2)
        }
        _ => return None,
    };
    let detail = format!("it has {bytes} bytes of {wanted}");
    (bytes < wanted).then(|| Finding::new(FindingKind::SignatureCut, detail))
}
