//! The table of errors, as every language reads it.

use std::collections::HashSet;

use cfsign::ErrorKind;
use serde_json::json;

use crate::support::compare;

/// Compares `vectors/errors.json` with the table; `CFSIGN_BLESS=1` rewrites it.
#[test]
fn the_exported_table_is_current() {
    let kinds: Vec<_> = ErrorKind::ALL
        .iter()
        .map(|kind| {
            json!({
                "id": format!("errors/{}", kind.code()),
                "number": kind.number(),
                "code": kind.code(),
                "class": kind.class().as_str(),
                "sentence": kind.sentence(),
            })
        })
        .collect();
    let source = "the table in crates/cfsign/src/error.rs, written by CFSIGN_BLESS=1 cargo test -p cfsign-tests";
    let table = json!({ "format": 1, "source": source, "cases": kinds });
    let text = serde_json::to_string_pretty(&table).unwrap() + "\n";
    compare("vectors/errors.json", &text);
}

#[test]
fn no_number_and_no_code_stands_twice() {
    let numbers: HashSet<u32> = ErrorKind::ALL.iter().map(|kind| kind.number()).collect();
    let codes: HashSet<&str> = ErrorKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(
        (numbers.len(), codes.len()),
        (ErrorKind::ALL.len(), ErrorKind::ALL.len())
    );
    assert!(ErrorKind::ALL.is_sorted_by_key(|kind| kind.number()));
}

#[test]
fn codes_are_words_and_sentences_have_no_end() {
    for kind in ErrorKind::ALL {
        assert!(
            kind.code()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        );
        assert!(!kind.sentence().ends_with('.'), "{}", kind.sentence());
        assert_eq!(kind.to_string(), kind.code());
    }
}
