//! The `Resource` of a policy: one exact URL, or a pattern. Which of the two is a matter of type.

use std::fmt;

use super::pattern::Pattern;
use crate::error::{Error, ErrorKind};
use crate::url::check::SignableUrl;

/// What a policy gives access to.
///
/// An *exact* resource is one URL, and a `*` in it is refused: data from users can never widen a
/// grant. A *pattern* is written by whoever writes the program; `*` stands for any number of
/// characters and `?` for exactly one.
///
/// See [the custom policy page][page] of the developer guide.
///
/// [page]: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
#[derive(Clone, PartialEq, Eq)]
pub struct Resource(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Exact(String),
    Pattern(Pattern),
}

impl Resource {
    /// One URL, exactly as viewers will request it, with its own query string.
    ///
    /// In a custom policy CloudFront may also read the question mark before the query string as a
    /// wildcard for one character (the guide contradicts itself). So let no user choose the whole
    /// query string of such a URL; values that [`UrlBuilder`](crate::UrlBuilder) has encoded hold no
    /// slash and cannot name another directory. A canned policy has no wildcards.
    pub fn exact(url: &str) -> Result<Self, Error> {
        Self::exact_parsed(&SignableUrl::parse(url)?)
    }

    pub(crate) fn exact_parsed(url: &SignableUrl<'_>) -> Result<Self, Error> {
        if url.has_star() {
            return Err(star_in_url());
        }
        Ok(Self(Kind::Exact(url.as_str().to_owned())))
    }

    /// A pattern where `text` has a `*`, and else exactly one URL: for text that comes from whoever
    /// runs the program, such as an option of a command. Never for data of users.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.contains('*') {
            Self::pattern(text)
        } else {
            Self::exact(text)
        }
    }

    /// Every URL that fits `pattern`: `https://cdn.example.com/videos/*`, `http*://…`, `*`.
    ///
    /// Never build one from data of users; [`Resource::below`] and
    /// [`UrlBuilder::build_below`](crate::UrlBuilder::build_below) take such data safely.
    ///
    /// ```
    /// use cfsign::Resource;
    ///
    /// let videos = Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/*.mp4")?;
    /// assert!(videos.covers("https://d111111abcdef8.cloudfront.net/videos/2026/one.mp4"));
    /// assert!(!videos.covers("https://d111111abcdef8.cloudfront.net/images/one.png"));
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn pattern(pattern: &str) -> Result<Self, Error> {
        Pattern::parse(pattern).map(|pattern| Self(Kind::Pattern(pattern)))
    }

    /// Every URL that begins with `prefix`, an exact URL or the beginning of one up to a slash.
    ///
    /// A wildcard in `prefix` is refused, so the `*` that this adds at its end is the only one.
    pub fn below(prefix: &str) -> Result<Self, Error> {
        let parsed = SignableUrl::parse(prefix)?;
        if parsed.has_star() {
            return Err(star_in_url());
        }
        if parsed.sections().query().is_some() {
            return Err(Error::new(
                ErrorKind::InvalidResource,
                "a query string cannot have anything below it",
            ));
        }
        let slash = if prefix.ends_with('/') { "" } else { "/" };
        Self::pattern(&format!("{prefix}{slash}*"))
    }

    /// The resource as it stands in the policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kind::Exact(url) => url,
            Kind::Pattern(pattern) => pattern.as_str(),
        }
    }

    /// Whether this is a pattern, which only a custom policy can hold.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        matches!(self.0, Kind::Pattern(_))
    }

    /// Refuses an exact URL that a custom policy would read as a pattern.
    ///
    /// CloudFront takes an unescaped question mark in a policy for a wildcard too. The first one is
    /// where the query string begins; another would match any character in its place. A canned policy
    /// is rebuilt from the request, so there it stands for itself.
    pub(crate) fn check_in_custom_policy(&self) -> Result<(), Error> {
        let Kind::Exact(url) = &self.0 else {
            return Ok(());
        };
        let Some((path, query)) = url.split_once('?').filter(|(_, query)| query.contains('?'))
        else {
            return Ok(());
        };
        Err(Error::new(
            ErrorKind::InvalidResource,
            "found a second question mark, which a custom policy reads as a wildcard; percent-encode it as %3F",
        )
        .with_suggestion(format!("{path}?{}", query.replace('?', "%3F"))))
    }

    /// Whether a viewer who requests `url` requests this resource. A URL that cannot be signed is
    /// covered by nothing.
    #[must_use]
    pub fn covers(&self, url: &str) -> bool {
        SignableUrl::parse_good(url).is_some_and(|url| self.covers_parsed(&url))
    }

    pub(crate) fn covers_parsed(&self, url: &SignableUrl<'_>) -> bool {
        match &self.0 {
            Kind::Exact(exact) => exact == url.as_str(),
            Kind::Pattern(pattern) => pattern.matches(url.sections()),
        }
    }
}

impl fmt::Debug for Resource {
    /// The text stays out: it may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_pattern() {
            "Resource(pattern)"
        } else {
            "Resource(exact)"
        })
    }
}

/// Someone meant a wildcard, or a file has a star in its name: both can be written.
pub(crate) fn star_in_url() -> Error {
    Error::new(
        ErrorKind::WildcardNeedsCustomPolicy,
        "found a * in the URL; write it as %2A if it is part of a name, \
         or sign a custom policy whose resource is a pattern",
    )
}
