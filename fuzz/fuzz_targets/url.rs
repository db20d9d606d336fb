//! A URL that is signed is one that browsers send as it stands; one that is refused comes with a
//! correction that means the same and can be signed; and names survive the builder.
//!
//! Input: a URL, the origin for a builder, and then its steps, a line each: `/path`, `+segment`,
//! `?name=value`, `dname` and `sname` for a download and for showing it.
#![no_main]

use cfsign::{Resource, UrlBuilder};
use cfsign_fuzz::{EXPIRES, Lines, glob, pretended_signer};
use libfuzzer_sys::fuzz_target;
use url::Url;

const WILDCARD: &str = "wildcard-needs-custom-policy";
const LENGTH: &str = "url-too-long";

fuzz_target!(|data: &[u8]| {
    let Some(mut lines) = Lines::of(data) else {
        return;
    };
    given(lines.line());
    built(lines.line(), &lines.collect::<Vec<_>>());
});

fn given(url: &str) {
    match pretended_signer().sign_url(url, EXPIRES) {
        Ok(signed) => {
            assert!(signed.starts_with(url) && signed.is_ascii() && signed.len() <= 8192);
            check_sent_unchanged(url);
            check_sent_unchanged(&signed);
            assert!(Resource::exact(url).is_ok());
        }
        Err(error) => {
            let code = error.code();
            assert!(code == LENGTH || Resource::exact(url).is_err(), "{code}");
            if let Some(suggestion) = error.suggestion() {
                assert_ne!(suggestion, url);
                match pretended_signer().sign_url(suggestion, EXPIRES) {
                    Ok(_) => check_sent_unchanged(suggestion),
                    Err(error) => assert!([WILDCARD, LENGTH].contains(&error.code()), "{error}"),
                }
                check_means_the_same(url, suggestion);
            }
        }
    }
}

/// What browsers make of it is itself.
fn check_sent_unchanged(url: &str) {
    match Url::parse(url) {
        Ok(parsed) => assert_eq!(parsed.as_str(), url),
        // Browsers decode these labels, and refuse some; no program here does.
        Err(_) if url.contains("xn--") => {}
        Err(error) => panic!("no URL for browsers: {error}: {url}"),
    }
}

/// The correction goes where browsers would have gone, but for what they and CloudFront do not agree
/// on and what has to be encoded then.
fn check_means_the_same(given: &str, suggestion: &str) {
    let text = given.trim();
    let blanks_differ = text != given.trim_matches(|character| character <= ' ');
    let lowered = text.to_ascii_lowercase();
    let no_scheme = !lowered.starts_with("http://") && !lowered.starts_with("https://");
    // Browsers drop line breaks and tabs inside of a URL.
    if blanks_differ || no_scheme || text.contains(['\t', '\n', '\r']) || lowered.contains("xn--") {
        return;
    }
    // Here `url` is not as browsers are: it lets no `..` remove `a:`, as if every URL were a file.
    let is_drive = |bytes: &[u8]| matches!(bytes, [b'/' | b'\\', letter, b':' | b'|'] if letter.is_ascii_alphabetic());
    if text.as_bytes().windows(3).any(is_drive) {
        return;
    }
    // A backslash is a slash for browsers, and a character for everybody else.
    let meant = [text.to_owned(), text.replace('\\', "%5C")].map(|text| {
        Url::parse(&text).map(|mut url| {
            url.set_fragment(None);
            if url.query() == Some("") {
                url.set_query(None);
            }
            encoded(url.as_str())
        })
    });
    assert!(
        meant
            .iter()
            .any(|meant| meant.as_ref().is_ok_and(|meant| meant == suggestion)),
        "{suggestion:?} for {given:?}, which means {meant:?}"
    );
}

/// With everything encoded that must not stand in a signed URL, and every escape as clients leave it.
fn encoded(url: &str) -> String {
    let host_end = "https://".len() + url["https://".len()..].find('/').expect("a path");
    let mut text = url[..host_end].to_owned();
    let mut bytes = url[host_end..].bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        let digits = url.get(host_end + at + 1..host_end + at + 3);
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let escaped = digits
            .filter(|_| byte == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if escaped.is_some() {
            bytes.nth(1);
        }
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let plain = match escaped {
            Some(byte) => unreserved(byte),
            None => !b"%\"<>\\^`{|}[]".contains(&byte),
        };
        let byte = escaped.unwrap_or(byte);
        if plain {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn built(origin: &str, steps: &[&str]) {
    let Ok(mut builder) = UrlBuilder::new(origin) else {
        return;
    };
    let (mut segments, mut pairs) = (Vec::new(), Vec::new());
    let mut may_be_refused = Vec::new();
    for step in steps {
        let mut characters = step.chars();
        let kind = characters.next();
        let raw = characters.as_str();
        match kind {
            Some('/') | Some('+') => {
                let names: Vec<&str> = match kind {
                    Some('/') => raw.strip_prefix('/').unwrap_or(raw).split('/').collect(),
                    _ => vec![raw],
                };
                builder = if kind == Some('/') {
                    builder.path(raw)
                } else {
                    builder.segment(raw)
                };
                if !pairs.is_empty() || names.iter().any(|name| [".", ".."].contains(name)) {
                    may_be_refused.push("url-path");
                }
                // Two paths have one slash between them.
                if kind == Some('/') && segments.last() == Some(&String::new()) {
                    segments.pop();
                }
                segments.extend(names.iter().map(|name| (*name).to_owned()));
            }
            Some('?') => {
                let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
                builder = builder.query(name, value);
                pairs.push((name.to_owned(), Some(value.to_owned())));
                if [
                    "Expires",
                    "Policy",
                    "Signature",
                    "Key-Pair-Id",
                    "Hash-Algorithm",
                ]
                .contains(&name)
                {
                    may_be_refused.push("reserved-parameter");
                }
                if name.to_ascii_lowercase().starts_with("x-amz-") || name == "AWSAccessKeyId" {
                    may_be_refused.push("s3-url");
                }
            }
            Some('d') | Some('s') => {
                let before = builder.clone();
                let done = if kind == Some('d') {
                    builder.download_as(raw)
                } else {
                    builder.show_as(raw)
                };
                builder = match done {
                    Ok(builder) => {
                        pairs.push(("response-content-disposition".to_owned(), None));
                        builder
                    }
                    Err(error) => {
                        assert!(
                            raw.is_empty() || raw.chars().any(char::is_control),
                            "{error}"
                        );
                        before
                    }
                };
            }
            _ => {}
        }
    }
    if segments.is_empty() {
        segments.push(String::new());
    }
    if pairs.is_empty()
        && let Ok(below) = builder.clone().build_below()
    {
        // Whatever the names are, there is one wildcard, and it is the last character.
        let text = below.as_str();
        assert_eq!(text.find(['*', '?', '\\']), Some(text.len() - 1));
        assert!(text.ends_with("/*"));
        assert!(below.covers(&text.replace('*', "x/y?z")));
    }
    let url = match builder.build() {
        Ok(url) => url,
        Err(error) => {
            assert!(may_be_refused.contains(&error.code()), "{error}");
            return;
        }
    };
    assert!(
        may_be_refused.is_empty(),
        "built, though {may_be_refused:?}: {url}"
    );
    match pretended_signer().sign_url(&url, EXPIRES) {
        Ok(signed) => check_sent_unchanged(&signed),
        Err(error) => assert_eq!(error.code(), LENGTH),
    }
    check_sent_unchanged(&url);
    let (_, _, path, query) = glob::sections(&url).expect("it was built");
    let found: Vec<String> = path.split('/').skip(1).map(unescaped).collect();
    assert_eq!(found, segments);
    let found: Vec<(String, String)> = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .map(|pair| pair.split_once('=').expect("a pair"))
        .map(|(name, value)| (unescaped(name), unescaped(value)))
        .collect();
    assert_eq!(found.len(), pairs.len());
    for ((found_name, found), (name, value)) in found.iter().zip(&pairs) {
        assert_eq!(found_name, name);
        assert!(value.as_ref().is_none_or(|value| value == found));
        // A header line, and so without line breaks.
        assert!(value.is_some() || !found.chars().any(char::is_control));
    }
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte == b'%' {
            let digits = std::str::from_utf8(&after[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).expect("what was put in was text")
}
