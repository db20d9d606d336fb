//! The sections of a URL, as policies see them.

/// `scheme://host/path?query`, split and not judged.
#[derive(Clone, Copy)]
pub(crate) struct UrlSections<'a> {
    text: &'a str,
    scheme_end: usize,
    path_start: usize,
    /// Where the question mark stands, or the end.
    path_end: usize,
}

impl<'a> UrlSections<'a> {
    /// Splits an absolute URL; nothing where it has no scheme or no path.
    pub(crate) fn split(text: &'a str) -> Option<Self> {
        let scheme_end = text.find("://")?;
        let host_start = scheme_end + "://".len();
        let path_start = host_start + text[host_start..].find(['/', '?'])?;
        if text.as_bytes()[path_start] == b'?' {
            return None;
        }
        let path_end = text[path_start..]
            .find('?')
            .map_or(text.len(), |at| path_start + at);
        Some(Self {
            text,
            scheme_end,
            path_start,
            path_end,
        })
    }

    /// For a caller who knows where the sections are.
    pub(super) fn new(
        text: &'a str,
        scheme_end: usize,
        path_start: usize,
        path_end: usize,
    ) -> Self {
        Self {
            text,
            scheme_end,
            path_start,
            path_end,
        }
    }

    pub(crate) fn as_str(&self) -> &'a str {
        self.text
    }

    pub(crate) fn scheme(&self) -> &'a str {
        &self.text[..self.scheme_end]
    }

    /// The host with its port, if there is one.
    pub(crate) fn host(&self) -> &'a str {
        &self.text[self.scheme_end + "://".len()..self.path_start]
    }

    /// From the first slash up to the query string.
    pub(crate) fn path(&self) -> &'a str {
        &self.text[self.path_start..self.path_end]
    }

    /// What follows the question mark, if there is one.
    pub(crate) fn query(&self) -> Option<&'a str> {
        self.text.get(self.path_end + 1..)
    }

    /// What stands between the URL and the first signing parameter.
    pub(crate) fn separator(&self) -> char {
        if self.path_end == self.text.len() {
            '?'
        } else {
            '&'
        }
    }
}
