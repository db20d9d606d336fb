//! What the core is made of, and the rules its files keep.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cfsign_tests::path;

use crate::support::{cargo, compare};

/// Compares the crates that the core is built from with `core-dependencies.txt`; `CFSIGN_BLESS=1`
/// rewrites it. No crate comes in unseen: none that does I/O, reads a clock or binds a language.
#[test]
fn the_core_depends_on_what_is_listed() {
    let mut listed = String::new();
    for (title, features) in [
        ("aws-lc", "--features=aws-lc"),
        ("rustcrypto", "--features=rustcrypto"),
    ] {
        let text = cargo(&[
            "tree",
            "--locked",
            "-p",
            "cfsign",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--no-default-features",
            features,
            "--target",
            "x86_64-unknown-linux-gnu",
        ]);
        let names: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        let names: Vec<&str> = names.into_iter().collect();
        writeln!(
            listed,
            "[{title}]
{}
",
            names.join(
                "
"
            )
        )
        .unwrap();
    }
    compare("core-dependencies.txt", &listed);
    assert!(
        !listed.contains("\ntokio\n")
            && !listed.contains("\npyo3\n")
            && !listed.contains("\nnapi\n")
    );
}

#[test]
fn the_core_reads_no_clock_no_file_and_no_environment() {
    let forbidden = [
        "std::fs",
        "std::env",
        "std::io",
        "std::process",
        "::now()",
        "available_parallelism",
        "sleep(",
        "println!",
        "static mut",
    ];
    let sources = rust_files(&path("../crates/cfsign/src"));
    assert!(sources.len() >= 25, "found {} files", sources.len());
    for file in sources {
        let text = fs::read_to_string(&file).unwrap();
        for word in forbidden {
            assert!(!text.contains(word), "{} has {word}", file.display());
        }
        // Only as many threads as the caller of a batch allows.
        let is_spread = file.ends_with("signer/batch/spread.rs");
        assert!(
            is_spread || !text.contains("std::thread"),
            "{} has threads",
            file.display()
        );
    }
    let lib = fs::read_to_string(path("../crates/cfsign/src/lib.rs")).unwrap();
    assert!(lib.contains("#![forbid(unsafe_code)]"));
}

#[test]
fn unsafe_code_stays_in_the_crypto_crate() {
    for file in rust_files(&path("../crates")) {
        let text = fs::read_to_string(&file).unwrap();
        // A bench calls C to compare with it.
        let allowed = ["cfsign-crypto", "benches"];
        let in_crypto = file
            .components()
            .any(|part| allowed.iter().any(|&name| part.as_os_str() == name));
        assert!(
            in_crypto || !text.contains("unsafe {"),
            "{} has unsafe code",
            file.display()
        );
    }
}

#[test]
fn no_source_file_is_longer_than_500_lines() {
    let files: Vec<PathBuf> = ["../crates", "../tests"]
        .iter()
        .flat_map(|folder| rust_files(&path(folder)))
        .collect();
    assert!(files.len() >= 40, "found {} files", files.len());
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(
            lines <= 500,
            "{} has {lines} lines; split it",
            file.display()
        );
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
