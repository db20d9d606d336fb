//! Other paths and query strings that may have been signed.

use std::collections::HashSet;

use super::super::finding::{Finding, FindingKind};
use super::queries;
use crate::url::percent;
use crate::url::sections::UrlSections;

/// Everything after the host, with what is wrong if it was signed; the first is as requested.
pub(super) struct Tails {
    pub(super) list: Vec<(String, Vec<Finding>)>,
    known: HashSet<String>,
}

/// A way to write the same characters in other bytes.
type Rewriting = (FindingKind, &'static str, fn(&str) -> String);

const REWRITINGS: [Rewriting; 18] = [
    (FindingKind::Tilde, "signed with ~", |text| {
        text.replace("%7E", "~").replace("%7e", "~")
    }),
    (FindingKind::Tilde, "signed with %7E", |text| {
        text.replace('~', "%7E")
    }),
    (FindingKind::Plus, "signed with +", |text| {
        text.replace("%20", "+")
    }),
    (FindingKind::Plus, "signed with +, sent as %2B", |text| {
        text.replace("%2B", "+").replace("%2b", "+")
    }),
    (FindingKind::Plus, "signed with %20", |text| {
        text.replace('+', "%20")
    }),
    (FindingKind::Plus, "signed with %2B", |text| {
        text.replace('+', "%2B")
    }),
    (
        FindingKind::EscapeCase,
        "signed with small letters",
        |text| escape_case(text, false),
    ),
    (
        FindingKind::EscapeCase,
        "signed with capital letters",
        |text| escape_case(text, true),
    ),
    (
        FindingKind::PercentEncoding,
        "signed decoded",
        percent::decode,
    ),
    (
        FindingKind::PercentEncoding,
        "signed decoded, with + for a blank",
        |text| percent::decode(&text.replace('+', "%20")),
    ),
    (
        FindingKind::PercentEncoding,
        "signed encoded twice",
        |text| text.replace('%', "%25"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed decoded once less",
        |text| text.replace("%25", "%"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed with every reserved character encoded",
        |text| encode(text, b"/"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed with every reserved character but & and = encoded",
        |text| encode(text, b"/&="),
    ),
    (
        FindingKind::PercentEncoding,
        "signed as encodeURIComponent writes it",
        |text| encode(text, b"/!'()*"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed as encodeURIComponent writes names and values",
        |text| encode(text, b"/&=!'()*"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed with fewer characters encoded",
        |text| encode(text, b"/&=!'()*,;:@$+"),
    ),
    (
        FindingKind::PercentEncoding,
        "signed with ' as %27",
        |text| text.replace('\'', "%27"),
    ),
];

impl Tails {
    pub(super) fn of(url: &UrlSections<'_>, fragment: Option<&str>) -> Self {
        let (path, query) = (url.path(), url.query());
        let whole = |path: &str, query: Option<&str>| match query {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        let sent = whole(path, query);
        let mut tails = Self {
            list: vec![(sent.clone(), Vec::new())],
            known: HashSet::from([sent.clone()]),
        };
        tails.wildcards(path, query);
        for (kind, detail, rewrite) in REWRITINGS {
            tails.put(
                whole(&rewrite(path), query),
                kind,
                &format!("{detail}, in the path"),
            );
            if let Some(query) = query {
                let rewritten = rewrite(query);
                tails.put(
                    whole(path, Some(&rewritten)),
                    kind,
                    &format!("{detail}, in the query string"),
                );
                tails.put(
                    whole(&rewrite(path), Some(&rewritten)),
                    kind,
                    &format!("{detail}, in path and query string"),
                );
            }
        }
        let slashes = path
            .replacen('/', "\u{0}", 1)
            .replace('/', "%2F")
            .replace('\u{0}', "/");
        tails.put(
            whole(&slashes, query),
            FindingKind::PercentEncoding,
            "signed with its slashes as %2F",
        );

        let other_end = path
            .strip_suffix('/')
            .map_or_else(|| format!("{path}/"), str::to_owned);
        tails.put(whole(&other_end, query), FindingKind::TrailingSlash, "");
        let index = match path.strip_suffix("index.html") {
            Some(directory) => directory.to_owned(),
            None => format!("{}/index.html", path.trim_end_matches('/')),
        };
        tails.put(whole(&index, query), FindingKind::IndexHtml, "");
        tails.put(
            whole(&format!("/{path}"), query),
            FindingKind::DoubleSlash,
            "",
        );
        tails.put(
            whole(&path.replace("//", "/"), query),
            FindingKind::DoubleSlash,
            "",
        );
        if let Some(fragment) = fragment {
            tails.put(
                format!("{sent}#{fragment}"),
                FindingKind::SignedFragment,
                "",
            );
        }
        for (other, kind, detail) in queries::others(query) {
            tails.put(whole(path, other.as_deref()), kind, &detail);
        }
        tails
    }

    /// What is signed as if a canned policy could have a wildcard: at each directory, and after the
    /// file name.
    fn wildcards(&mut self, path: &str, query: Option<&str>) {
        let directories: Vec<&str> = path
            .match_indices('/')
            .map(|(at, _)| &path[..=at])
            .collect();
        let extension = path.rsplit_once('.').map(|(_, extension)| extension);
        for directory in directories.iter().rev().take(12) {
            self.wildcard(format!("{directory}*"));
            if let Some(extension) = extension {
                self.wildcard(format!("{directory}*.{extension}"));
            }
        }
        self.wildcard("/*".to_owned());
        self.wildcard(format!("{path}*"));
        self.wildcard(format!("{path}?*"));
        if let Some(query) = query {
            self.wildcard(format!("{path}?{query}*"));
        }
    }

    fn wildcard(&mut self, tail: String) {
        let detail = format!("signed was {tail}");
        self.put(tail, FindingKind::WildcardAsCanned, &detail);
    }

    fn put(&mut self, tail: String, kind: FindingKind, detail: &str) {
        if self.known.insert(tail.clone()) {
            self.list.push((tail, vec![Finding::new(kind, detail)]));
        }
    }
}

/// Encodes what `text` means, all but unreserved characters and those of `plain`.
fn encode(text: &str, plain: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for piece in text.split_inclusive(|character: char| {
        plain.contains(&(character as u8)) && character.is_ascii()
    }) {
        // What separates stays; what is between is read and written anew.
        let (piece, separator) = match piece.char_indices().next_back() {
            Some((at, last)) if last.is_ascii() && plain.contains(&(last as u8)) => {
                piece.split_at(at)
            }
            _ => (piece, ""),
        };
        let meant = percent::decode(piece);
        for character in meant.chars() {
            if character.is_ascii()
                && plain.contains(&(character as u8))
                && !b"/&=".contains(&(character as u8))
            {
                encoded.push(character);
            } else {
                percent::append_encoded(&mut encoded, character.encode_utf8(&mut [0; 4]));
            }
        }
        encoded.push_str(separator);
    }
    encoded
}

fn escape_case(text: &str, capitals: bool) -> String {
    let mut pieces = text.split('%');
    let mut changed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        changed.push('%');
        let digits = piece.len().min(2);
        let Some((digits, rest)) = piece.split_at_checked(digits) else {
            changed.push_str(piece);
            continue;
        };
        changed.push_str(&if capitals {
            digits.to_ascii_uppercase()
        } else {
            digits.to_ascii_lowercase()
        });
        changed.push_str(rest);
    }
    changed
}
