//! A URL as a person pastes it, and the request that a browser would make of it.

use super::finding::{Finding, FindingKind};
use crate::url::parameters::RESERVED;
use crate::url::percent;

/// Longer texts are no URLs, and are not looked at closely.
const LONGEST: usize = 64 * 1024;

pub(super) struct Pasted {
    /// What the browser requests, as far as that can be told.
    pub(super) url: String,
    /// What it does not send.
    pub(super) fragment: Option<String>,
    /// The same with `&` where its escaped form stood.
    pub(super) repaired: Option<String>,
    pub(super) findings: Vec<Finding>,
}

impl Pasted {
    pub(super) fn read(text: &str) -> Self {
        let mut pasted = Self {
            url: text.to_owned(),
            fragment: None,
            repaired: None,
            findings: Vec::new(),
        };
        if text.len() > LONGEST {
            return pasted;
        }
        let text = pasted.without_blanks(text);
        let text = pasted.with_scheme(&text);
        // Decimal escapes hold a #, so they are looked for before the fragment is cut off.
        if text.contains("&#") {
            pasted.repaired = unescape_ampersands(&text).map(|text| request_form(&text));
        }
        let (text, fragment) = match text.split_once('#') {
            Some((url, fragment)) => (url.to_owned(), Some(fragment.to_owned())),
            None => (text, None),
        };
        if let Some(fragment) = fragment.filter(|_| pasted.repaired.is_none()) {
            let signed = RESERVED
                .iter()
                .any(|name| fragment.contains(&format!("{name}=")));
            let kind = if signed {
                FindingKind::ParametersInFragment
            } else {
                FindingKind::Fragment
            };
            pasted.findings.push(Finding::new(kind, ""));
            pasted.fragment = Some(fragment);
        }
        pasted.url = request_form(&text);
        pasted
    }

    /// Browsers take off what stands around a URL, and line breaks and tabs inside.
    fn without_blanks(&mut self, text: &str) -> String {
        let trimmed = text.trim_matches(|character: char| {
            character.is_whitespace()
                || matches!(character, '"' | '\'' | '<' | '>' | '`' | '\u{feff}')
        });
        let url = trimmed.replace(['\t', '\r', '\n'], "");
        if url.len() != text.len() || url.contains(' ') {
            self.findings.push(Finding::new(FindingKind::Blanks, ""));
        }
        url
    }

    fn with_scheme(&mut self, text: &str) -> String {
        if let Some((scheme, rest)) = text.split_once("://")
            && !scheme.contains(['/', '?', '.'])
        {
            return format!("{}://{rest}", scheme.to_ascii_lowercase());
        }
        self.findings.push(Finding::new(FindingKind::NoScheme, ""));
        format!("https://{}", text.trim_start_matches('/'))
    }
}

/// The bytes of the request line, where a client must write them in another way.
fn request_form(url: &str) -> String {
    let host_start = url.find("://").map_or(0, |at| at + "://".len());
    let host_end = url[host_start..]
        .find(['/', '?'])
        .map_or(url.len(), |at| host_start + at);
    let mut request = url[..host_start].to_owned();
    request.push_str(&url[host_start..host_end].to_ascii_lowercase());
    if !url[host_end..].starts_with('/') {
        request.push('/');
    }
    for character in url[host_end..].chars() {
        if matches!(character, '!'..='~') && !matches!(character, '"' | '<' | '>') {
            request.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                percent::append_escape(&mut request, byte);
            }
        }
    }
    request
}

/// `text` with `&` for what HTML, XML and JSON write in its place; nothing if there is none of it.
pub(super) fn unescape_ampersands(text: &str) -> Option<String> {
    let mut plain = text.to_owned();
    for escape in ["&amp;", "&#38;", "&#038;", "&#x26;", "\\u0026"] {
        // Twice, for what has been escaped twice.
        plain = plain.replace(escape, "&").replace(escape, "&");
    }
    (plain != text).then_some(plain)
}
