//! Resource patterns by their definition: slow, and plainly so.

/// A pattern of one section, taken apart.
#[derive(Clone, Copy, PartialEq)]
enum Token {
    /// `*`: any text.
    Star,
    /// `?`: one byte.
    Any,
    Byte(u8),
}

/// Takes a section apart. `\?` is a question mark and no wildcard in a query string.
fn tokens(pattern: &str, escapes: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut bytes = pattern.bytes().peekable();
    while let Some(byte) = bytes.next() {
        tokens.push(match byte {
            b'*' => Token::Star,
            b'?' => Token::Any,
            b'\\' if escapes && bytes.peek() == Some(&b'?') => {
                bytes.next();
                Token::Byte(b'?')
            }
            _ => Token::Byte(byte),
        });
    }
    tokens
}

/// Whether `text` fits: a table with a row for each token and a column for each beginning of the text.
fn fits(pattern: &[Token], text: &str) -> bool {
    let text = text.as_bytes();
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for token in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match *token {
                Token::Star => row[at] || at > 0 && next[at - 1],
                Token::Any => at > 0 && row[at - 1],
                Token::Byte(byte) => at > 0 && row[at - 1] && text[at - 1] == byte,
            };
        }
        row = next;
    }
    row[text.len()]
}

/// The sections of a URL: scheme, host, path, query string.
pub fn sections(url: &str) -> Option<(&str, &str, &str, Option<&str>)> {
    let (before_query, query) = match url.split_once('?') {
        Some((before, query)) => (before, Some(query)),
        None => (url, None),
    };
    let (scheme, rest) = before_query.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    Some((scheme, host, path, query))
}

/// As many unescaped question marks are tried as the beginning of the query string.
const MOST_DELIMITERS: usize = 8;

/// Whether the pattern covers the URL; nothing where it is no pattern.
pub fn covers(pattern: &str, url: &str) -> Option<bool> {
    if pattern.contains('\u{1}') {
        return None;
    }
    // What stands before `://` is a protocol, unless that belongs to a path or a query string.
    let protocol = pattern
        .find("://")
        .filter(|&end| !pattern[..end].contains(['/', '?']));
    let (scheme, rest) = match protocol {
        Some(end) => (&pattern[..end], &pattern[end + 3..]),
        None if pattern.starts_with('*') => ("*", pattern),
        None => return None,
    };
    if !["http", "https", "http*", "*"].contains(&scheme) {
        return None;
    }
    // Without a slash, there is no path: a star at the end stands for every path, and a pattern that
    // leaves out the protocol means the root.
    let (host, path) = match rest.find('/') {
        Some(slash) => (&rest[..slash], Some(&rest[slash..])),
        None if rest.ends_with('*') && !rest.contains('?') => (rest, None),
        None if !rest.ends_with('*') && protocol.is_none() => (rest, Some("/")),
        None => return None,
    };
    if host.is_empty() {
        return None;
    }
    let (url_scheme, url_host, url_path, url_query) = sections(url)?;
    let before_path =
        fits(&tokens(scheme, false), url_scheme) && fits(&tokens(host, false), url_host);
    let Some(path) = path else {
        return Some(before_path);
    };
    let reading = |path: &str, query: Option<&str>| {
        let path_fits = || fits(&tokens(path, false), url_path);
        match (query, url_query) {
            (None, None) => path_fits(),
            // The star at the end of a path covers the query string, whether or not there is one.
            (None, Some(_)) => path.ends_with('*') && path_fits(),
            (Some(query), None) => {
                let anything = !query.is_empty() && query.chars().all(|character| character == '*');
                path.ends_with('*') && anything && path_fits()
            }
            (Some(query), Some(found)) => fits(&tokens(query, true), found) && path_fits(),
        }
    };
    // An escaped question mark begins the query string, and else any other may do so, or none.
    let covers = match path.split_once("\\?") {
        Some((path, query)) => reading(path, Some(query)),
        None => {
            let delimiters = path.match_indices('?').take(MOST_DELIMITERS);
            let mut splits = delimiters.map(|(at, _)| (&path[..at], &path[at + 1..]));
            reading(path, None) || splits.any(|(path, query)| reading(path, Some(query)))
        }
    };
    Some(before_path && covers)
}

/// Whether a pattern may be signed: one that is a pattern, of characters that a URL can have.
pub fn may_be_signed(pattern: &str) -> bool {
    let plain = pattern
        .replace("\\?", "?")
        .bytes()
        .all(|byte| (b'!'..=b'~').contains(&byte) && !b"\"<>^`{|}\\#".contains(&byte));
    let protocol = pattern
        .find("://")
        .filter(|&end| !pattern[..end].contains(['/', '?']));
    let host = protocol.map_or(pattern, |end| &pattern[end + 3..]);
    let host = host.split('/').next().unwrap_or(host);
    plain
        && !host.bytes().any(|byte| byte.is_ascii_uppercase())
        && covers(pattern, "https://a/").is_some()
}
