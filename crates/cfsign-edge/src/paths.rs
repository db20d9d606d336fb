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
