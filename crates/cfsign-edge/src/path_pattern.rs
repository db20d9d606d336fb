//! Path patterns of cache behaviours, and which paths need a signature.

use std::fmt;
use std::str::FromStr;

use wildmatch::WildMatch;

use crate::error::EdgeError;

/// CloudFront's limit for a path pattern.
const LONGEST: usize = 255;

/// A path pattern of a CloudFront behaviour: `*` is any characters, `?` exactly one, case matters, and
/// a slash at the beginning may be left out. The query string is not part of what is matched.
///
/// ```
/// let pattern: cfsign_edge::PathPattern = "private/*.jp?g".parse()?;
/// assert!(pattern.matches("/private/2026/a.jpeg"));
/// assert!(!pattern.matches("/Private/a.jpeg"));
/// # Ok::<(), cfsign_edge::EdgeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PathPattern {
    text: String,
    pattern: WildMatch,
}

impl PathPattern {
    /// Whether `path` fits the pattern.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.pattern.matches(path)
    }
}

impl FromStr for PathPattern {
    type Err = EdgeError;

    fn from_str(text: &str) -> Result<Self, EdgeError> {
        let refused = |wanted| Err(EdgeError::option("path pattern", text, wanted));
        if text.is_empty() {
            return refused("a path with wildcards, as in /private/*");
        }
        if text.len() > LONGEST {
            return refused("no more than 255 characters, which is CloudFront's limit");
        }
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.*$/~\"'@:+&?".contains(&byte);
        if !text.bytes().all(allowed) {
            return refused(
                "letters, digits, the wildcards * and ?, and _-.$/~\"'@:+& only, as CloudFront does",
            );
        }
        let pattern = if text.starts_with(['/', '*', '?']) {
            WildMatch::new(text)
        } else {
            WildMatch::new(&format!("/{text}"))
        };
        Ok(Self {
            text: text.to_owned(),
            pattern,
        })
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Patterns in their order, with what they say: the behaviours of the distribution.
#[derive(Clone, Debug, Default)]
pub(crate) struct Behaviours(Vec<(PathPattern, bool)>);

impl Behaviours {
    pub(crate) fn push(&mut self, pattern: PathPattern, restricted: bool) {
        self.0.push((pattern, restricted));
    }

    /// Whether `path` needs a signature: whether it does in any way that an origin may read it.
    pub(crate) fn restrict(&self, path: &str) -> bool {
        self.0.is_empty()
            || crate::paths::readings(path)
                .iter()
                .any(|reading| self.restrict_exactly(reading))
    }

    /// The first pattern decides. What none fits needs a signature, unless some pattern said which do.
    fn restrict_exactly(&self, path: &str) -> bool {
        let first = self.0.iter().find(|(pattern, _)| pattern.matches(path));
        first.map_or_else(
            || !self.0.iter().any(|(_, restricted)| *restricted),
            |(_, restricted)| *restricted,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behaviours(patterns: &[(&str, bool)]) -> Behaviours {
        let mut behaviours = Behaviours::default();
        for (pattern, restricted) in patterns {
            behaviours.push(pattern.parse().unwrap(), *restricted);
        }
        behaviours
    }

    #[test]
    fn the_first_pattern_that_fits_decides() {
        let open_in_closed = behaviours(&[("/private/logo.png", false), ("/private/*", true)]);
        assert!(!open_in_closed.restrict("/private/logo.png"));
        assert!(open_in_closed.restrict("/private/a.png"));
        assert!(!open_in_closed.restrict("/index.html"));
        let open_alone = behaviours(&[("/public/*", false)]);
        assert!(!open_alone.restrict("/public/a"));
        assert!(open_alone.restrict("/a"));
        assert!(behaviours(&[]).restrict("/a"));
    }

    #[test]
    fn no_other_spelling_of_a_path_opens_it() {
        let private = behaviours(&[("/private/*", true)]);
        for path in [
            "/private/a",
            "/%70rivate/a",
            "/public/../private/a",
            "/public/%2e%2E/private/a",
            "/public/..%2fprivate/a",
            "//private/a",
            "/.//private/a",
            "/./private/a",
            "/%2fprivate/a",
            "/x\\..\\private\\a",
            "/x/%5c../%5c../private/a",
            "/private%2fa",
            "/%2570rivate/a",
            "/../private/a",
        ] {
            assert!(private.restrict(path), "{path}");
        }
        for path in ["/privat/a", "/Private/a", "/public/private/a", "/%31/a"] {
            assert!(!private.restrict(path), "{path}");
        }
        let public = behaviours(&[("/public/*", false)]);
        assert!(public.restrict("/public/../a"));
        assert!(public.restrict("/public/..%2fa"));
        assert!(!public.restrict("/public/%61"));
    }

    #[test]
    fn patterns_are_cloudfronts() {
        for good in ["*", "/a/*", "images/*.jpg", "/a?c/*", "/a~b@c"] {
            assert!(good.parse::<PathPattern>().is_ok(), "{good}");
        }
        for bad in ["", "/a b", "/a#b", "/[a]", "/ä"] {
            assert!(bad.parse::<PathPattern>().is_err(), "{bad}");
        }
        assert!("a".repeat(256).parse::<PathPattern>().is_err());
    }
}
