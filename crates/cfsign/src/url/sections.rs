//! The sections of a URL, as policies see them.

/// `scheme://host/path?query`, split and not judged.
#[derive(Clone, Copy)]
pub(crate) struct UrlSections<'a> {
    text: &'a str,
    ends: SectionEnds,
}

/// Where the sections of a URL end, for who keeps the text itself.
#[derive(Clone, Copy)]
pub(crate) struct SectionEnds {
    scheme: usize,
    host: usize,
    /// Where the question mark stands, or the end.
    path: usize,
}

impl<'a> UrlSections<'a> {
    /// Splits an absolute URL; nothing where it has no scheme or no path.
    pub(crate) fn split(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let scheme = if text.starts_with("https://") {
            5
        } else {
            text.find("://")?
        };
        let host_start = scheme + "://".len();
        let host = host_start
            + bytes[host_start..]
                .iter()
                .position(|byte| matches!(byte, b'/' | b'?'))?;
        if bytes[host] == b'?' {
            return None;
        }
        let path = bytes[host..]
            .iter()
            .position(|&byte| byte == b'?')
            .map_or(text.len(), |at| host + at);
        Some(Self {
            text,
            ends: SectionEnds { scheme, host, path },
        })
    }

    /// For a caller who knows where the sections end.
    pub(super) fn new(text: &'a str, scheme: usize, host: usize, path: usize) -> Self {
        Self {
            text,
            ends: SectionEnds { scheme, host, path },
        }
    }

    /// The sections of a text that was split before.
    pub(crate) fn with_ends(text: &'a str, ends: SectionEnds) -> Self {
        Self { text, ends }
    }

    pub(crate) fn ends(&self) -> SectionEnds {
        self.ends
    }

    pub(crate) fn as_str(&self) -> &'a str {
        self.text
    }

    pub(crate) fn scheme(&self) -> &'a str {
        &self.text[..self.ends.scheme]
    }

    /// The host with its port, if there is one.
    pub(crate) fn host(&self) -> &'a str {
        &self.text[self.ends.scheme + "://".len()..self.ends.host]
    }

    /// From the first slash up to the query string.
    pub(crate) fn path(&self) -> &'a str {
        &self.text[self.ends.host..self.ends.path]
    }

    /// What follows the question mark, if there is one.
    pub(crate) fn query(&self) -> Option<&'a str> {
        self.text.get(self.ends.path + 1..)
    }

    pub(crate) fn path_and_query_len(&self) -> usize {
        self.text.len() - self.ends.host
    }

    /// What stands between the URL and the first signing parameter.
    pub(crate) fn separator(&self) -> char {
        if self.ends.path == self.text.len() {
            '?'
        } else {
            '&'
        }
    }
}
