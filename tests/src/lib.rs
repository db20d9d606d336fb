//! What the test programs of this workspace share: where the vectors and keys are, and how a case
//! is read.

#![allow(clippy::print_stdout)] // Test programs say what they ran.

pub mod ratio;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// A file of the folder that this crate stands in: `vectors/…`, `keys/…`.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A test key, as it is on disk.
#[must_use]
pub fn key(name: &str) -> Vec<u8> {
    let path = path("keys").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cases of one file of vectors.
#[must_use]
pub fn cases(file: &str) -> Vec<Case> {
    let path = path("vectors").join(file);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let document: Value = serde_json::from_str(&text).expect("vectors are JSON");
    assert_eq!(
        document["format"], 1,
        "{file} has a format this reader does not know"
    );
    let cases = document["cases"]
        .as_array()
        .expect("a file of vectors has cases");
    assert!(!cases.is_empty(), "{file} has no cases");
    cases.iter().cloned().map(Case).collect()
}

/// Runs `check` on every case of `file` and reports all failures at once, by the names of the cases.
///
/// # Panics
///
/// If a case fails.
pub fn run_cases(file: &str, check: impl Fn(&Case) -> Result<(), String>) -> usize {
    let cases = cases(file);
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case)
                .err()
                .map(|failure| format!("{}: {failure}", case.id()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases of {file} failed:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
    println!("{file}: {} cases", cases.len());
    cases.len()
}

/// One case: a JSON object with an `id`.
pub struct Case(Value);

impl Case {
    /// The name of the case.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// A field that the case must have.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.find(field)
            .unwrap_or_else(|| panic!("{} has no text {field}", self.0["id"]))
    }

    /// A field that the case may have.
    #[must_use]
    pub fn find(&self, field: &str) -> Option<&str> {
        self.0[field].as_str()
    }

    /// A number that the case may have.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<i64> {
        self.0[field].as_i64()
    }

    /// Whether a flag is set.
    #[must_use]
    pub fn flag(&self, field: &str) -> bool {
        self.0[field].as_bool().unwrap_or(false)
    }

    /// The field as JSON; null where there is none.
    #[must_use]
    pub fn json(&self, field: &str) -> &Value {
        &self.0[field]
    }
}

/// The Rust blocks of the documents, run as doctests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../README.md")]
    pub struct Readme;

    #[doc = include_str!("../../crates/cfsign/README.md")]
    pub struct CoreReadme;
}
