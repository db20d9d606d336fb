//! The paths that one path may be taken for.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// How often a path is decoded; origins decode once, and proxies before them sometimes once more.
const ROUNDS: usize = 3;

/// `path` itself, and what servers make of it that decode it and resolve its dots, slashes and
/// backslashes. CloudFront normalises a path before it looks for its behaviour, and sends the raw
/// path to the origin; so a path must not get by in one spelling and be served in another.
pub(crate) fn readings(path: &str) -> Vec<Cow<'_, str>> {
    let mut readings = vec![Cow::Borrowed(path)];
    let plain = !path.contains(['%', '\\']) && !path.contains("//") && !path.contains("/.");
    if plain {
        return readings;
    }
    let mut text = path.to_owned();
    for _ in 0..ROUNDS {
        readings.push(Cow::Owned(resolved(&text)));
        let decoded = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            break;
        }
        readings.push(Cow::Owned(decoded.clone()));
        text = decoded;
    }
    readings
}

/// Whether `path`, decoded as origins do, has dot segments: under a wildcard, it may be served as a
/// path that the wildcard was not meant for. The core sees `..` and `%2e%2e`; here are `..%2f` and
/// backslashes as well, which nginx and others take for the end of a segment.
pub(crate) fn climbs(path: &str) -> bool {
    let has_dots = |text: &str| {
        let mut segments = text.split(['/', '\\']);
        segments.any(|segment| matches!(segment, "." | ".."))
    };
    readings(path).iter().any(|reading| has_dots(reading))
}

/// `path` without dot segments, empty segments and backslashes.
fn resolved(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let slash = if path.ends_with(['/', '\\']) && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::climbs;

    #[test]
    fn what_may_leave_its_folder() {
        for path in [
            "/a/..%2fb",
            "/a/%2e%2e%5cb",
            "/a/..\\b",
            "/a/%252e%252e/b",
            "/a%2f..",
            "/a/%2e",
        ] {
            assert!(climbs(path), "{path}");
        }
        for path in [
            "/a/b",
            "/a/..b",
            "/a/b..",
            "/a/...",
            "/a/%20.",
            "/a%2fb",
            "/a//b",
            "/.well-known",
        ] {
            assert!(!climbs(path), "{path}");
        }
    }
}
