//! Builds URLs from raw names: encoded once, before they are signed.

use super::check::SignableUrl;
use super::percent::append_encoded;
use crate::error::{Error, ErrorKind};
use crate::policy::resource::Resource;

/// Builds a URL that can be signed from file names and parameters as people write them.
///
/// Everything but letters, digits and `-._~` is percent-encoded, so no client rewrites the outcome,
/// and `*` or `?` in a name stay characters and never become wildcards.
///
/// ```
/// use cfsign::UrlBuilder;
///
/// let url = UrlBuilder::new("https://d111111abcdef8.cloudfront.net")?
///     .path("reports/2026/Übersicht 50%.pdf")
///     .download_as("Übersicht.pdf")?
///     .build()?;
/// assert_eq!(
///     url,
///     "https://d111111abcdef8.cloudfront.net/reports/2026/%C3%9Cbersicht%2050%25.pdf\
///      ?response-content-disposition=attachment%3B%20filename%3D%22_bersicht.pdf%22\
///      %3B%20filename%2A%3DUTF-8%27%27%25C3%259Cbersicht.pdf",
/// );
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone)]
pub struct UrlBuilder {
    url: String,
    has_path: bool,
    has_query: bool,
    bad_segment: bool,
}

impl UrlBuilder {
    /// Begins with the scheme and host of the distribution, such as `https://cdn.example.com`.
    pub fn new(origin: &str) -> Result<Self, Error> {
        let origin = origin.strip_suffix('/').unwrap_or(origin);
        let mut url = String::with_capacity(origin.len() + 100);
        url.push_str(origin);
        url.push('/');
        let parsed = SignableUrl::parse(&url)?;
        if parsed.sections().path() != "/" || parsed.sections().query().is_some() {
            return Err(Error::new(
                ErrorKind::UrlPath,
                "wanted the scheme and host alone; give the rest to path()",
            ));
        }
        url.pop();
        Ok(Self {
            url,
            has_path: false,
            has_query: false,
            bad_segment: false,
        })
    }

    /// Appends path segments from a raw path, such as an S3 key; its slashes separate segments.
    #[must_use]
    pub fn path(mut self, raw: &str) -> Self {
        if self.has_path && self.url.ends_with('/') {
            // The slash that the path before ended with is the one that this begins with.
            self.url.pop();
        }
        for segment in raw.strip_prefix('/').unwrap_or(raw).split('/') {
            self = self.segment(segment);
        }
        self
    }

    /// Appends one path segment from a raw name; a slash in it is encoded.
    #[must_use]
    pub fn segment(mut self, raw: &str) -> Self {
        self.bad_segment |= self.has_query || matches!(raw, "." | "..");
        self.url.push('/');
        self.has_path = true;
        append_encoded(&mut self.url, raw);
        self
    }

    /// Appends a query parameter from its raw name and value.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if !self.has_path {
            self = self.segment("");
        }
        self.url.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        append_encoded(&mut self.url, name);
        self.url.push('=');
        append_encoded(&mut self.url, value);
        self
    }

    /// Asks S3 to send the file as a download called `name`, whatever its key is.
    ///
    /// The parameter is `response-content-disposition`; the cache policy or origin request policy of
    /// the distribution must forward it, and the bucket must accept signed requests only.
    pub fn download_as(self, name: &str) -> Result<Self, Error> {
        let disposition = content_disposition("attachment", name)?;
        Ok(self.query("response-content-disposition", &disposition))
    }

    /// Asks S3 to send the file to be shown in place, and saved as `name`.
    pub fn show_as(self, name: &str) -> Result<Self, Error> {
        let disposition = content_disposition("inline", name)?;
        Ok(self.query("response-content-disposition", &disposition))
    }

    /// The URL, ready to be signed.
    pub fn build(self) -> Result<String, Error> {
        let url = self.finish()?;
        SignableUrl::parse(&url)?;
        Ok(url)
    }

    /// The resource of a policy for everything below this path: the names given are exact, and the
    /// only wildcard is the `*` at the end.
    ///
    /// ```
    /// use cfsign::UrlBuilder;
    ///
    /// let everything = UrlBuilder::new("https://d111111abcdef8.cloudfront.net")?
    ///     .segment("course *1")
    ///     .build_below()?;
    /// assert_eq!(everything.as_str(), "https://d111111abcdef8.cloudfront.net/course%20%2A1/*");
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn build_below(self) -> Result<Resource, Error> {
        if self.has_query {
            return Err(Error::new(
                ErrorKind::InvalidResource,
                "a query string cannot have anything below it",
            ));
        }
        let url = self.finish()?;
        Resource::below(&url)
    }

    fn finish(mut self) -> Result<String, Error> {
        if self.bad_segment {
            return Err(Error::new(
                ErrorKind::UrlPath,
                "a segment is . or .., which clients resolve in every spelling, or comes after the query",
            ));
        }
        if !self.has_path {
            self.url.push('/');
        }
        Ok(self.url)
    }
}

impl std::fmt::Debug for UrlBuilder {
    /// Without the URL: query values may be private.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UrlBuilder")
            .field("length", &self.url.len())
            .finish_non_exhaustive()
    }
}

/// The header value of RFC 6266: a plain name that every client reads, and the exact one beside it
/// where they differ.
fn content_disposition(kind: &str, name: &str) -> Result<String, Error> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::new(
            ErrorKind::UrlCharacter,
            "the file name is empty or has a control character, which no header can hold",
        ));
    }
    let mut plain = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            // Some clients decode a percent sign, which RFC 6266 warns of.
            '"' | '\\' | '/' | '%' => plain.push('_'),
            _ if character.is_ascii() => plain.push(character),
            _ => plain.push('_'),
        }
    }
    let mut disposition = format!("{kind}; filename=\"{plain}\"");
    if plain != name {
        disposition.push_str("; filename*=UTF-8''");
        append_encoded(&mut disposition, name);
    }
    Ok(disposition)
}
