//! The generated files are what the generators write: the statuses, from the one table of errors, and
//! the header, from the functions. `CFSIGN_BLESS=1` rewrites both.

mod header;

use std::fmt::Write as _;
use std::path::PathBuf;

use cfsign::ErrorKind;

/// What this library adds to the table: number, name, code, sentence.
const OWN: [(u32, &str, &str, &str); 4] = [
    (0, "CFSIGN_OK", "ok", "the call did what it was asked to"),
    (
        1,
        "CFSIGN_NULL_POINTER",
        "null-pointer",
        "a pointer is NULL that must not be",
    ),
    (
        2,
        "CFSIGN_BUFFER_TOO_SMALL",
        "buffer-too-small",
        "the buffer is too small; what it needs is told beside it",
    ),
    (
        3,
        "CFSIGN_PANIC",
        "panic",
        "a bug in cfsign stopped the call",
    ),
];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn compare_or_bless(name: &str, wanted: &str) {
    let path = path(name);
    if std::env::var_os("CFSIGN_BLESS").is_some() {
        std::fs::write(&path, wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{name} is not what its generator writes; run `make generate`"
    );
}

#[test]
fn statuses_are_those_of_the_table() {
    compare_or_bless("src/status.rs", &statuses());
}

#[test]
fn the_header_is_that_of_the_functions() {
    compare_or_bless("../../include/cfsign.h", &header::generate());
}

/// The name of a kind in C: `url-scheme` is `CFSIGN_URL_SCHEME`.
fn name(kind: ErrorKind) -> String {
    format!(
        "CFSIGN_{}",
        kind.code().to_ascii_uppercase().replace('-', "_")
    )
}

fn statuses() -> String {
    let mut text = String::from(
        "//! Statuses, written by `bindings/c/tests/generated.rs` from the table of errors. Not to be edited.\n\n\
         use std::ffi::CStr;\n\n\
         use cfsign::ErrorKind;\n\n\
         /// What came of a call: CFSIGN_OK, or why it failed. Numbers are never reused.\n\
         ///\n\
         /// From 10 keys, from 30 policies, times and addresses, from 50 URLs, from 70 cookies, from 90 the\n\
         /// signing itself, from 100 requests that CloudFront would refuse.\n\
         #[repr(C)]\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub enum cfsign_status {\n",
    );
    let mut line = |line: std::fmt::Arguments<'_>| {
        text.write_fmt(line).expect("a String takes any text");
        text.push('\n');
    };
    for (number, name, _, sentence) in OWN {
        line(format_args!("    /// {sentence}\n    {name} = {number},"));
    }
    for kind in ErrorKind::ALL {
        line(format_args!(
            "    /// {}\n    {} = {},",
            kind.sentence(),
            name(*kind),
            kind.number()
        ));
    }
    line(format_args!(
        "}}\n\nimpl cfsign_status {{\n    /// The status of a kind.\n    pub(crate) fn of(kind: ErrorKind) -> Self {{\n        match kind {{"
    ));
    for kind in ErrorKind::ALL {
        line(format_args!(
            "            ErrorKind::{kind:?} => Self::{},",
            name(*kind)
        ));
    }
    line(format_args!(
        "            _ => unreachable!(\"a test compares these with the table\"),\n        }}\n    }}\n}}\n"
    ));
    line(format_args!(
        "/// The stable word of a status; nothing for another number.\npub(crate) fn code(status: u32) -> Option<&'static CStr> {{\n    Some(match status {{"
    ));
    for (number, _, code, _) in OWN {
        line(format_args!("        {number} => c\"{code}\","));
    }
    for kind in ErrorKind::ALL {
        line(format_args!(
            "        {} => c\"{}\",",
            kind.number(),
            kind.code()
        ));
    }
    line(format_args!("        _ => return None,\n    }})\n}}"));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
