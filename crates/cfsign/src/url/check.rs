//! Which URLs can be signed as they are.

use super::correct;
use super::sections::UrlSections;
use super::{parameters, percent};
use crate::error::Error;

/// An absolute URL that clients send byte for byte.
#[derive(Clone, Copy)]
pub(crate) struct SignableUrl<'a> {
    sections: UrlSections<'a>,
    has_star: bool,
}

impl<'a> SignableUrl<'a> {
    /// Takes `text` as a URL to sign, or says what is wrong with it and how to write it.
    ///
    /// The common, good case costs one pass over the bytes; the reason for a refusal is worked out
    /// afterwards.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        Self::parse_good(text).ok_or_else(|| correct::why_refused(text))
    }

    pub(crate) fn parse_good(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let host_start = if bytes.starts_with(b"https://") {
            8
        } else if bytes.starts_with(b"http://") {
            7
        } else {
            return None;
        };
        let path_start = host_start + bytes[host_start..].iter().position(|&byte| byte == b'/')?;
        if !is_good_host(&text[host_start..path_start], host_start == 8) {
            return None;
        }
        let mut seen = 0;
        let mut path_end = bytes.len();
        let mut before = b'/';
        for (at, &byte) in bytes.iter().enumerate().skip(path_start) {
            let class = CLASS[usize::from(byte)];
            if class & (QUERY | DOT | PERCENT) != 0 {
                if class & QUERY != 0 {
                    path_end = at;
                    break;
                }
                // `/.` may begin a dot segment, and so may `/%2e`; rare enough to look closely.
                if before == b'/' && starts_with_dot_segment(&bytes[at..]) {
                    return None;
                }
                if class & PERCENT != 0 && !percent::is_normal_escape(&bytes[at..]) {
                    return None;
                }
            }
            seen |= class;
            before = byte;
        }
        let scheme_end = host_start - "://".len();
        let sections = UrlSections::new(text, scheme_end, path_start, path_end);
        if let Some(query) = sections.query() {
            let taken = parameters::first_reserved(query).or(parameters::first_of_s3(query));
            if query.is_empty() || taken.is_some() {
                return None;
            }
            for (at, &byte) in query.as_bytes().iter().enumerate() {
                let class = CLASS[usize::from(byte)];
                if class & QUOTE != 0
                    || class & PERCENT != 0 && !percent::is_normal_escape(&query.as_bytes()[at..])
                {
                    return None;
                }
                seen |= class;
            }
        }
        let has_star = seen & STAR != 0;
        (seen & REFUSED == 0).then_some(Self { sections, has_star })
    }

    pub(crate) fn sections(&self) -> &UrlSections<'a> {
        &self.sections
    }

    pub(crate) fn as_str(&self) -> &'a str {
        self.sections.as_str()
    }

    /// Whether a `*` stands in the URL: someone meant a wildcard, or a file has it in its name.
    pub(crate) fn has_star(&self) -> bool {
        self.has_star
    }
}

/// Never sent as it stands, anywhere in a URL.
pub(super) const REFUSED: u8 = 1;
/// Begins the query string.
const QUERY: u8 = 2;
/// May begin a dot segment.
const DOT: u8 = 4;
/// Must be followed by two hexadecimal digits.
const PERCENT: u8 = 8;
/// A wildcard in a policy.
const STAR: u8 = 16;
/// Browsers write it as `%27`, in a query string only.
const QUOTE: u8 = 32;

#[allow(clippy::cast_possible_truncation)] // The index of a table of 256 is a byte.
pub(super) const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            0..=b' '
            | 0x7f..
            | b'"'
            | b'#'
            | b'<'
            | b'>'
            | b'\\'
            | b'^'
            | b'`'
            | b'{'
            | b'|'
            | b'}'
            | b'['
            | b']' => REFUSED,
            b'?' => QUERY,
            b'.' => DOT,
            b'%' => PERCENT,
            b'*' => STAR,
            b'\'' => QUOTE,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// Whether a path segment that begins here is `.` or `..`, in any spelling a client resolves.
pub(super) fn starts_with_dot_segment(bytes: &[u8]) -> bool {
    fn after_dot(bytes: &[u8]) -> Option<&[u8]> {
        match bytes {
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => Some(rest),
            _ => None,
        }
    }
    let ends = |rest: &[u8]| matches!(rest.first(), None | Some(b'/' | b'?' | b'#' | b'\\'));
    let Some(rest) = after_dot(bytes) else {
        return false;
    };
    ends(rest) || after_dot(rest).is_some_and(ends)
}

/// Whether `host`, with its port if it has one, is a host that clients leave alone and that can be
/// a CloudFront distribution, an alternate domain name or a local test server.
pub(super) fn is_good_host(host: &str, https: bool) -> bool {
    if parameters::is_s3_host(host) {
        return false;
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    let good_port = port.is_none_or(|port| {
        let default = if https { "443" } else { "80" };
        port.parse::<u16>()
            .is_ok_and(|number| number.to_string() == port)
            && port != default
    });
    let good_name = match name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        // Clients and Rust write addresses with IPv4 in them differently, so those are refused.
        Some(address) => address
            .parse::<std::net::Ipv6Addr>()
            .is_ok_and(|ip| ip.to_string() == address && !address.contains('.')),
        None => is_good_name(name) && is_name_or_address(name),
    };
    good_name && good_port
}

/// Whether clients read the name as a name, or as the IPv4 address it spells out in full. They take
/// `127.1`, `0x7f.1` and `2130706433` for addresses too, and write them in full.
pub(crate) fn is_name_or_address(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    !number || name.parse::<std::net::Ipv4Addr>().is_ok()
}

/// Labels of small letters, digits, hyphens and underscores, with one dot between them.
fn is_good_name(name: &str) -> bool {
    let mut before = b'.';
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'.' if before != b'.' => {}
            _ => return false,
        }
        before = byte;
    }
    before != b'.' && name.len() <= 253
}
