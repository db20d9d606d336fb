//! Resource patterns, matched section by section as the developer guide has it.
//!
//! A pattern has the sections `protocol://domain/path\?query`, and a wildcard does not reach over
//! the edge of its section, with these exceptions: a `*` at the end of the path also covers the
//! query string; a `*` at the end of the domain also covers path and query; a pattern may leave the
//! protocol out and begin with `*`.
//!
//! The guide contradicts itself on the question mark that begins the query string: older text and
//! today's examples escape it (`\?`), today's text says not to. Both are taken: `\?` is a literal
//! question mark, and an unescaped one is the beginning of the query string *or* one character.

use super::wildcard;
use crate::error::{Error, ErrorKind};
use crate::url::sections::UrlSections;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: String,
    /// The text before its one wildcard, a `*` at the end of a path: the common case, and fast.
    literal_prefix: Option<usize>,
    scheme: String,
    host: String,
    /// How path and query may be read; empty where a `*` at the end of the domain covers them.
    readings: Vec<Reading>,
}

/// Nobody writes as many question marks on purpose.
const MOST_READINGS: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading {
    path: String,
    query: Option<String>,
}

impl Pattern {
    /// Takes a pattern to sign: strict, so that nobody signs what can never match.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        check_characters(text)?;
        let pattern = Self::read(text)?;
        if pattern.host.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(invalid(
                "found capital letters in the domain, which viewers send small",
            ));
        }
        Ok(pattern)
    }

    /// Reads the resource of a policy that someone has signed, with whatever characters.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        if text.contains(wildcard::LITERAL_QUESTION_MARK) {
            return Err(invalid("found a control character"));
        }
        // A `://` in a query string is no end of a protocol.
        let protocol = text
            .split_once("://")
            .filter(|(scheme, _)| !scheme.contains(['/', '?']));
        let (scheme, rest) = match protocol {
            Some((scheme @ ("http" | "https" | "http*" | "*"), rest)) => (scheme, rest),
            Some(_) => {
                return Err(invalid(
                    "wanted http://, https://, http*:// or *:// at its beginning",
                ));
            }
            None if text.starts_with('*') => ("*", text),
            None => {
                return Err(invalid(
                    "wanted http:// or https:// at its beginning, or a *",
                ));
            }
        };
        let (host, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            // The guide: `*example.com` is `*://*example.com/`.
            None if protocol.is_none() && !rest.ends_with('*') => (rest, "/"),
            None => (rest, ""),
        };
        if host.is_empty() {
            return Err(invalid("found no domain"));
        }
        if path.is_empty() && (!host.ends_with('*') || host.contains('?')) {
            return Err(invalid(
                "found no path after the domain; write /* for everything",
            ));
        }
        let before_last = text
            .strip_suffix('*')
            .filter(|text| !text.contains(['*', '?', '\\']));
        Ok(Self {
            text: text.to_owned(),
            literal_prefix: before_last.filter(|_| !path.is_empty()).map(str::len),
            scheme: scheme.to_owned(),
            host: host.to_owned(),
            readings: readings(path),
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn matches(&self, url: &UrlSections<'_>) -> bool {
        if let Some(prefix_len) = self.literal_prefix {
            return url
                .as_str()
                .as_bytes()
                .starts_with(&self.text.as_bytes()[..prefix_len]);
        }
        wildcard::matches(&self.scheme, url.scheme())
            && wildcard::matches(&self.host, url.host())
            && (self.readings.is_empty()
                || self.readings.iter().any(|reading| reading.matches(url)))
    }
}

impl Reading {
    fn matches(&self, url: &UrlSections<'_>) -> bool {
        let query_matches = match (&self.query, url.query()) {
            (Some(pattern), Some(query)) => wildcard::matches(pattern, query),
            // `/hello*` is `/hello*\?*`: the star at the end of a path covers the query string.
            (None, Some(_)) => self.path.ends_with('*'),
            (Some(pattern), None) => {
                !pattern.is_empty()
                    && pattern.bytes().all(|byte| byte == b'*')
                    && self.path.ends_with('*')
            }
            (None, None) => true,
        };
        query_matches && wildcard::matches(&self.path, url.path())
    }
}

/// The ways to read what stands after the domain.
fn readings(text: &str) -> Vec<Reading> {
    if text.is_empty() {
        return Vec::new();
    }
    if let Some((path, query)) = text.split_once("\\?") {
        return vec![Reading {
            path: path.to_owned(),
            query: Some(literal_question_marks(query)),
        }];
    }
    // Any of the question marks may be where the query string begins, or none.
    let delimiters = text
        .match_indices('?')
        .take(MOST_READINGS)
        .map(|(at, _)| Reading {
            path: text[..at].to_owned(),
            query: Some(text[at + 1..].to_owned()),
        });
    let all_path = Reading {
        path: text.to_owned(),
        query: None,
    };
    delimiters.chain([all_path]).collect()
}

/// Marks the question marks that are escaped, so that the matcher takes them for themselves.
fn literal_question_marks(query: &str) -> String {
    query.replace("\\?", wildcard::LITERAL_QUESTION_MARK)
}

/// Refuses what no URL can match and what would have to be escaped in JSON, so that a resource can
/// never end its string and add conditions of its own.
fn check_characters(text: &str) -> Result<(), Error> {
    for (at, character) in text.char_indices() {
        let wanted = match character {
            '\\' if text[at + 1..].starts_with('?') => continue,
            '\\' => "a backslash may stand before ? only",
            '#' => "a fragment is never sent; write # as %23 if it is part of a name",
            '!'..='~' if !matches!(character, '"' | '<' | '>' | '^' | '`' | '{' | '|' | '}') => {
                continue;
            }
            _ if character.is_ascii() => {
                "percent-encode blanks, quotes, control characters and <>^`{|}"
            }
            _ => {
                "percent-encode non-ASCII characters of the path, and write the domain in punycode"
            }
        };
        return Err(invalid_at(at, wanted));
    }
    Ok(())
}

fn invalid(detail: &'static str) -> Error {
    Error::new(ErrorKind::InvalidResource, detail)
}

fn invalid_at(at: usize, wanted: &str) -> Error {
    Error::new(
        ErrorKind::InvalidResource,
        format!("found at byte {at} what no resource can hold: {wanted}"),
    )
}
