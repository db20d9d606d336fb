//! What the test programs of this workspace share: where the vectors and keys are, and how a case
//! is read.

#![allow(clippy::print_stdout)] // Test programs say what they ran.

pub mod ratio;

use std::fs;
use std::io::Write as _;
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

/// Says which way batches of RSA 2048 are signed on this machine, past the capture of test output.
///
/// # Panics
///
/// If it is not in lanes and `CFSIGN_REQUIRE_IFMA` is set, as `tests/run.sh` does where the
/// processor has what it takes.
pub fn say_path(in_lanes: bool) {
    static SAID: std::sync::Once = std::sync::Once::new();
    let path = if in_lanes {
        "in lanes of AVX-512 IFMA"
    } else {
        "one by one"
    };
    let program = std::env::args().next().unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    SAID.call_once(|| {
        writeln!(std::io::stdout(), "{program}: batches are signed {path}")
            .expect("stdout is open");
    });
    let required = std::env::var_os("CFSIGN_REQUIRE_IFMA").is_some_and(|value| !value.is_empty());
    assert!(
        in_lanes || !required,
        "CFSIGN_REQUIRE_IFMA is set, and the processor has no AVX-512 IFMA"
    );
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
