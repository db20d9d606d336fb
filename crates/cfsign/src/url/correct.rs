//! What is wrong with a URL that cannot be signed, and what it should be.

use std::fmt::Write as _;

use super::check::{self, CLASS, REFUSED, SignableUrl};
use super::{parameters, percent};
use crate::error::{Error, ErrorKind};

/// The reason why [`SignableUrl::parse`] refused `text`, with the corrected URL where there is one.
#[cold]
pub(super) fn why_refused(text: &str) -> Error {
    let error = reason(text);
    if matches!(
        error.kind(),
        ErrorKind::ReservedParameter | ErrorKind::S3Url
    ) {
        return error;
    }
    match corrected(text) {
        Some(url) => {
            let shown = url
                .split_once('?')
                .map_or(url.clone(), |(path, _)| format!("{path}?…"));
            let detail = format!("{}; write {}", error.detail(), shorten(&shown));
            Error::new(error.kind(), detail).with_suggestion(url)
        }
        None => error,
    }
}

fn reason(text: &str) -> Error {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Error::new(ErrorKind::UrlScheme, "the URL is empty");
    }
    if trimmed.len() != text.len() {
        return Error::new(
            ErrorKind::UrlCharacter,
            "found blanks around it, which clients drop",
        );
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Error::new(ErrorKind::UrlScheme, "found no scheme");
    };
    if !matches!(scheme, "http" | "https") {
        return Error::new(ErrorKind::UrlScheme, found_scheme(scheme));
    }
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let after_host = &rest[host.len()..];
    let query = text
        .split('#')
        .next()
        .and_then(|url| url.split_once('?'))
        .map_or("", |(_, query)| query);
    if let Some(name) = parameters::first_of_s3(query) {
        return Error::new(
            ErrorKind::S3Url,
            format!(
                "found the parameter {name} of an S3 presigned URL; sign the URL of the distribution instead, with the same path"
            ),
        );
    }
    if parameters::is_s3_host(host) {
        return Error::new(
            ErrorKind::S3Url,
            "found an S3 host; use the domain name of the distribution, such as d111111abcdef8.cloudfront.net, with the same path",
        );
    }
    // A URL that someone has signed already says more than whatever else is odd about it.
    if let Some(name) = parameters::first_reserved(query) {
        return Error::new(
            ErrorKind::ReservedParameter,
            format!("found {name}; sign the URL without it (perhaps it has been signed already)"),
        );
    }
    if !check::is_good_host(host, scheme == "https") {
        return Error::new(ErrorKind::UrlHost, host_reason(host));
    }
    if after_host.contains('#') {
        return Error::new(
            ErrorKind::UrlFragment,
            "take the # and what follows it off, or write # as %23 if it is part of a name",
        );
    }
    if !after_host.starts_with('/') {
        return Error::new(
            ErrorKind::UrlPath,
            "found no slash after the host, and clients add one",
        );
    }
    let path = after_host.split('?').next().unwrap_or(after_host);
    if has_dot_segment(path) {
        return Error::new(
            ErrorKind::UrlPath,
            "found a . or .. segment, which clients resolve",
        );
    }
    if let Some(error) = character_reason(text) {
        return error;
    }
    if query.is_empty() {
        return Error::new(
            ErrorKind::UrlEmptyQuery,
            "found a question mark with nothing after it",
        );
    }
    Error::new(
        ErrorKind::UrlCharacter,
        "found something that clients rewrite",
    )
}

fn found_scheme(scheme: &str) -> String {
    match scheme {
        "http*" | "*" => format!(
            "found {scheme}://, which only a policy resource may have; \
             give the URL itself with https:// and the pattern as the resource of the policy"
        ),
        _ if scheme.len() <= 12 && scheme.is_ascii() => {
            format!("found {}://", scheme.escape_debug())
        }
        _ => "found another scheme".to_owned(),
    }
}

fn host_reason(host: &str) -> &'static str {
    if host.is_empty() {
        "found no host"
    } else if host.contains('@') {
        "found a user name or password in it"
    } else if !host.is_ascii() {
        "found non-ASCII letters; write an international domain name in punycode, as xn--…"
    } else if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        "found capital letters, which clients write small"
    } else if host.contains(':') {
        "found a port that clients drop, or that is no port"
    } else if host.contains(['*', '?']) {
        "found a wildcard, which only a policy resource may have"
    } else {
        "wanted a domain name of letters, digits, hyphens and dots"
    }
}

/// Names the first character that clients would rewrite, and how they would write it.
fn character_reason(text: &str) -> Option<Error> {
    let query_start = text.find('?').unwrap_or(text.len());
    for (at, character) in text.char_indices() {
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).as_bytes();
        let bad = CLASS[usize::from(bytes[0])] & REFUSED != 0
            || character == '%' && !percent::is_normal_escape(&text.as_bytes()[at..])
            || character == '\'' && at > query_start;
        if !bad {
            continue;
        }
        if let Some(byte) = percent::escaped_byte(&text.as_bytes()[at..]) {
            return Some(odd_escape(&text[at..at + 3], byte));
        }
        let mut escaped = String::new();
        for &byte in bytes {
            percent::append_escape(&mut escaped, byte);
        }
        let name = match character {
            ' ' => "a blank".to_owned(),
            '%' => "a % that is not followed by two hexadecimal digits".to_owned(),
            '\'' => "a '".to_owned(),
            '\t' | '\r' | '\n' => "a tab or line break".to_owned(),
            _ if character.is_control() => "a control character".to_owned(),
            _ if !character.is_ascii() => format!("the non-ASCII character {character}"),
            _ => format!("the character {character}"),
        };
        let section = if at > query_start {
            "query string"
        } else {
            "path"
        };
        return Some(Error::new(
            ErrorKind::UrlCharacter,
            format!("found {name} in the {section}, at byte {at}; percent-encode it as {escaped}"),
        ));
    }
    None
}

fn has_dot_segment(path: &str) -> bool {
    path.split('/')
        .skip(1)
        .any(|segment| check::starts_with_dot_segment(segment.as_bytes()))
}

/// The URL that was meant, if that can be known: it must then be one that can be signed.
fn corrected(given: &str) -> Option<String> {
    let text = given.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let scheme = scheme.to_ascii_lowercase();
    let rest = rest.split('#').next()?;
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(host_end);
    let host = host.to_ascii_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let without_port = host
        .strip_suffix(default_port)
        .filter(|host| !host.contains(':') || host.ends_with(']'));
    let host = without_port.unwrap_or(&host);
    let (path, query) = rest
        .split_once('?')
        .map_or((rest, None), |(path, query)| (path, Some(query)));

    let mut url = format!("{scheme}://{host}");
    append_path(&mut url, path);
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        url.push('?');
        append_corrected(&mut url, query, true);
    }
    (url != given && SignableUrl::parse_good(&url).is_some()).then_some(url)
}

/// Appends the path with its dot segments resolved as clients do it.
fn append_path(url: &mut String, path: &str) {
    let mut segments: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.split('/').skip(1).collect();
    for (index, segment) in all.iter().enumerate() {
        match &*percent::decode(segment) {
            "." => {}
            ".." => drop(segments.pop()),
            _ => {
                segments.push(segment);
                continue;
            }
        }
        if index + 1 == all.len() {
            segments.push("");
        }
    }
    url.push('/');
    append_corrected(url, &segments.join("/"), false);
}

fn append_corrected(url: &mut String, section: &str, in_query: bool) {
    let bytes = section.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if let Some(byte) = percent::escaped_byte(&bytes[at..]) {
            if percent::is_unreserved(byte) {
                url.push(char::from(byte));
            } else {
                percent::append_escape(url, byte);
            }
            at += 3;
            continue;
        }
        let rewritten =
            CLASS[usize::from(byte)] & REFUSED != 0 || byte == b'%' || byte == b'\'' && in_query;
        if rewritten {
            percent::append_escape(url, byte);
        } else {
            url.push(char::from(byte));
        }
        at += 1;
    }
}

/// An escape that is right, and that some clients write in another way.
fn odd_escape(escape: &str, byte: u8) -> Error {
    let detail = if percent::is_unreserved(byte) {
        format!(
            "found {escape}, which some clients write as {}",
            char::from(byte)
        )
    } else {
        format!(
            "found {escape}, which some clients write as {}",
            escape.to_ascii_uppercase()
        )
    };
    Error::new(ErrorKind::UrlCharacter, detail)
}

/// Keeps a message readable where a URL is very long.
fn shorten(url: &str) -> String {
    const LONGEST: usize = 300;
    if url.len() <= LONGEST {
        return url.to_owned();
    }
    let mut short: String = url.chars().take(LONGEST).collect();
    write!(short, "… ({} bytes)", url.len()).expect("a String takes any text");
    short
}
