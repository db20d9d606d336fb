//! What the name of a file says of its kind, for `Content-Type`.

use std::path::Path;

/// Lines of an ending and a kind. They are those of `mime_guess`, which a test compares; its own table
/// of pointers takes four times the room in a shared library.
const KINDS: &str = include_str!("content_types.txt");

/// What S3 says of a file of which it was told nothing.
const UNKNOWN: &str = "binary/octet-stream";

pub(crate) fn content_type(name: &Path) -> &'static str {
    let Some(ending) = name.extension().and_then(|ending| ending.to_str()) else {
        return UNKNOWN;
    };
    let kind = |line: &'static str| {
        let (of, kind) = line.split_once(' ')?;
        of.eq_ignore_ascii_case(ending).then_some(kind)
    };
    KINDS.lines().find_map(kind).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::fs;

    use super::*;

    /// HLS: `mime_guess` knows these two endings for older uses first.
    const STREAMING: [(&str, &str); 2] = [
        ("m3u8", "application/vnd.apple.mpegurl"),
        ("ts", "video/mp2t"),
    ];

    #[test]
    fn the_kinds_are_what_mime_guess_says() {
        let mut endings = mime_guess::get_mime_extensions_str("*/*").unwrap().to_vec();
        endings.sort_unstable();
        endings.dedup();
        let line = |ending: &&str| {
            let streaming = STREAMING.iter().find(|(of, _)| of == ending);
            let kind = streaming.map_or_else(
                || mime_guess::from_ext(ending).first_raw().unwrap(),
                |(_, kind)| kind,
            );
            format!("{ending} {kind}\n")
        };
        let made: String = endings.iter().map(line).collect();
        if env::var_os("CFSIGN_BLESS").is_some() {
            let place = concat!(env!("CARGO_MANIFEST_DIR"), "/src/content_types.txt");
            return fs::write(place, &made).unwrap();
        }
        assert!(made.lines().count() > 1000);
        assert_eq!(
            KINDS, made,
            "run CFSIGN_BLESS=1 cargo test -p cfsign-edge --lib"
        );
    }

    #[test]
    fn endings_in_any_case_and_names_without() {
        for (name, kind) in [
            ("video/1.TS", "video/mp2t"),
            ("a.tar.gz", "application/gzip"),
            ("photo.Jpeg", "image/jpeg"),
            ("README", UNKNOWN),
            (".jpg", UNKNOWN),
            ("a.no-such-ending", UNKNOWN),
        ] {
            assert_eq!(content_type(Path::new(name)), kind, "{name}");
        }
    }
}
