//! A second opinion on requests, written from the rules and not from the core.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cfsign::HashAlgorithm;

use crate::glob;
use crate::policy::Document;

/// The options of a verifier.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub valid_at_its_end: bool,
    pub valid_at_its_start: bool,
    pub refuse_expires_beside_policy: bool,
    pub epoch_time_without_prefix: bool,
    pub ignore_host_case: bool,
}

impl Options {
    /// From a word with a letter for each.
    pub fn of(word: &str) -> Self {
        Self {
            valid_at_its_end: word.contains('e'),
            valid_at_its_start: word.contains('s'),
            refuse_expires_beside_policy: word.contains('b'),
            epoch_time_without_prefix: word.contains('p'),
            ignore_host_case: word.contains('h'),
        }
    }

    pub fn number(self) -> usize {
        [
            self.valid_at_its_end,
            self.valid_at_its_start,
            self.refuse_expires_beside_policy,
            self.epoch_time_without_prefix,
            self.ignore_host_case,
        ]
        .iter()
        .fold(0, |number, &option| number * 2 + usize::from(option))
    }
}

/// Why a request is allowed.
#[derive(Debug, PartialEq)]
pub struct Grounds {
    pub by_cookies: bool,
    pub canned: bool,
    pub key_pair_id: String,
    /// The URL without the signing parameters.
    pub origin_url: String,
    pub resource: Option<String>,
}

const NAMES: [&str; 5] = [
    "Expires",
    "Policy",
    "Signature",
    "Key-Pair-Id",
    "Hash-Algorithm",
];

/// Whether a request is allowed, and why.
pub fn judge(
    url: &str,
    cookie_headers: &[&str],
    viewer: Option<IpAddr>,
    now: u64,
    options: Options,
) -> Option<Grounds> {
    let now = i64::try_from(now).ok()?;
    let (before_query, query) = match url.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (url, None),
    };
    let is_signing = |pair: &&str| NAMES.contains(&pair.split('=').next().unwrap_or_default());
    let (signing, others): (Vec<&str>, Vec<&str>) = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .partition(is_signing);
    let mut origin_url = before_query.to_owned();
    if !others.is_empty() {
        origin_url = format!("{before_query}?{}", others.join("&"));
    }

    let by_cookies = signing.is_empty();
    let mut fields: Vec<(&str, String)> = Vec::new();
    if by_cookies {
        for pair in cookie_headers.iter().flat_map(|header| header.split(';')) {
            let pair = pair.trim_matches([' ', '\t']);
            if let Some((name, value)) = pair.split_once('=')
                && let Some(name) = NAMES
                    .iter()
                    .find(|wanted| name == format!("CloudFront-{wanted}"))
            {
                fields.push((name, value.to_owned()));
            }
        }
    } else {
        for pair in signing {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.push((name, unescaped(value)));
        }
    }
    let field = |wanted: &str| {
        let mut found = fields.iter().filter(|(name, _)| *name == wanted);
        (
            found.next().map(|(_, value)| value.as_str()),
            found.next().is_some(),
        )
    };
    if NAMES.iter().any(|name| field(name).1) {
        return None;
    }
    let [expires, policy, signature, id, hash] = NAMES.map(|name| field(name).0);

    let (id, key) = crate::trusted()
        .iter()
        .find(|(known, _)| Some(*known) == id)?;
    let hash = match hash {
        None | Some("SHA1") => HashAlgorithm::Sha1,
        Some("SHA256") => HashAlgorithm::Sha256,
        Some(_) => return None,
    };
    let mut signed_url = origin_url.clone();
    if options.ignore_host_case {
        let host_start = url.find("://")? + "://".len();
        let host_end = host_start + url[host_start..].find('/')?;
        signed_url = url[..host_end].to_ascii_lowercase() + &origin_url[host_end..];
    }
    let (text, document) = match (policy, expires) {
        (Some(_), Some(_)) if options.refuse_expires_beside_policy => return None,
        (Some(policy), _) => (decoded(policy)?, None),
        (None, Some(expires)) => {
            let end: i64 = expires.parse().ok()?;
            if end.to_string() != expires || end < 0 {
                return None;
            }
            let resource = serde_json::to_string(&signed_url).expect("a text");
            let text = format!(
                r#"{{"Statement":[{{"Resource":{resource},"Condition":{{"DateLessThan":{{"AWS:EpochTime":{end}}}}}}}]}}"#
            );
            let document = Document {
                resource: Some(signed_url.clone()),
                end,
                start: None,
                range: None,
            };
            (text.into_bytes(), Some(document))
        }
        (None, None) => return None,
    };
    if !key.verify(hash, &text, &decoded(signature?)?) {
        return None;
    }
    let canned = document.is_some();
    let document = match document {
        Some(document) => document,
        None => Document::read(&text, options.epoch_time_without_prefix)?,
    };
    let in_time = (now < document.end || now == document.end && options.valid_at_its_end)
        && document
            .start
            .is_none_or(|start| now > start || now == start && options.valid_at_its_start);
    let in_range = document.range.is_none_or(|(address, length)| {
        let Some(IpAddr::V4(viewer)) = viewer.map(|viewer| viewer.to_canonical()) else {
            return false;
        };
        // As texts of zeros and ones: the first `length` of them.
        let bits = |address: std::net::Ipv4Addr| format!("{:032b}", address.to_bits());
        bits(address)[..length as usize] == bits(viewer)[..length as usize]
    });
    let exact = document.resource.as_ref() == Some(&signed_url);
    let covered = exact
        || document
            .resource
            .as_ref()
            .is_none_or(|resource| glob::covers(resource, &signed_url) == Some(true));
    let safe = exact || !has_dot_segment(&signed_url);
    (in_time && in_range && covered && safe).then_some(Grounds {
        by_cookies,
        canned,
        key_pair_id: (*id).to_owned(),
        origin_url,
        resource: document.resource,
    })
}

/// Whether an origin could climb out of a directory: `.` and `..` once everything is decoded, also
/// between backslashes, which some servers take for slashes.
pub fn has_dot_segment(url: &str) -> bool {
    let Some((_, _, path, _)) = glob::sections(url) else {
        return false;
    };
    unescaped(path)
        .replace('\\', "/")
        .split('/')
        .any(|segment| [".", ".."].contains(&segment))
}

/// CloudFront's Base64.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    if text.contains(['+', '/', '=']) {
        return None;
    }
    STANDARD
        .decode(text.replace('-', "+").replace('~', "/").replace('_', "="))
        .ok()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..percent]);
        let digits = rest
            .get(percent + 1..percent + 3)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let used = match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                3
            }
            None => {
                bytes.push(b'%');
                1
            }
        };
        rest = &rest[percent + used..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
