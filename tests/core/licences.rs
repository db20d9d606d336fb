//! The licences of what others wrote and what is compiled into the packages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cfsign_tests::path;
use serde_json::Value;

use crate::support::{cargo, compare};

/// What is shipped as a binary.
const SHIPPED: [&str; 4] = ["cfsign-cli", "cfsign-c", "cfsign-node", "cfsign-python"];

/// What they are built for: of each system, one that has all crates of it.
const TARGETS: [&str; 4] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-musl",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// What is below one of these may be passed on with what is below MIT or Apache 2.0.
const TAKEN: [&str; 8] = [
    "MIT",
    "Apache-2.0",
    "ISC",
    "BSD-3-Clause",
    "Unlicense",
    "Unicode-3.0",
    "MIT-0",
    "BSL-1.0",
];

const BEGIN: &str = "Works of others that are compiled into cfsign: into the command, libcfsign, the wheel, and the addon
for Node. Not all of them are in each. Written by CFSIGN_BLESS=1 cargo test -p cfsign-tests.

";

/// Not a licence of code: the crate has the list compiled in.
const LIST: &str = "The Public Suffix List (https://publicsuffix.org/list/), which structured-public-domains has inside, is
below the Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/. The list itself is there.
";

struct Work {
    name: String,
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// Compares `LICENSE-THIRD-PARTY` with the crates that are shipped; `CFSIGN_BLESS=1` rewrites it.
/// A crate with a licence that is not among those we take comes in here and no further.
#[test]
fn the_licences_of_others_are_passed_on() {
    let mut apache = Vec::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for work in works() {
        let words = || work.licence.split([' ', '/', '(', ')']);
        let is_taken = |word: &str| TAKEN.contains(&word);
        let joins = ["", "OR", "AND", "WITH", "LLVM-exception"];
        assert!(
            words().all(|word| joins.contains(&word) || is_taken(word)),
            "{}: {}",
            work.name,
            work.licence
        );
        // Where there is a choice it is Apache 2.0, which asks for one text and for notices.
        if words().any(|word| word == "Apache-2.0") && !words().any(|word| word == "AND") {
            assert!(files(&work.folder, "NOTICE").is_empty(), "{}", work.name);
            apache.push(work.name);
            continue;
        }
        texts.entry(text(&work)).or_default().push(work.name);
    }
    let mut all = BEGIN.to_owned();
    let title = "Apache License 2.0, whose text is LICENSE-APACHE";
    writeln!(all, "{}{LIST}", heading(title)).unwrap();
    writeln!(all, "the Rust standard library\n{}", apache.join("\n")).unwrap();
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, names) in texts {
        write!(
            all,
            "\n{}{}\n",
            heading(&names.join(", ")),
            text.trim_matches('\n')
        )
        .unwrap();
    }
    compare("../LICENSE-THIRD-PARTY", &all);
    // The wheel is built in a folder of its own, which has copies.
    compare("../python/LICENSE-THIRD-PARTY", &all);
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(path("..").join(name)).unwrap();
        compare(&format!("../python/{name}"), &text);
    }
}

/// The crates that are shipped, for every system: no macros, no build scripts, none of ours.
fn works() -> Vec<Work> {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--locked", "--format-version", "1"])).unwrap();
    let mut shipped = BTreeSet::new();
    for package in SHIPPED {
        let arguments = [
            "tree",
            "--locked",
            "-p",
            package,
            "-e",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ];
        let targets = TARGETS.iter().flat_map(|target| ["--target", target]);
        let arguments: Vec<&str> = arguments.into_iter().chain(targets).collect();
        for line in cargo(&arguments).lines() {
            let mut words = line.split(' ');
            let (name, version) = (words.next().unwrap(), words.next().unwrap_or_default());
            shipped.insert(format!("{name} {}", version.trim_start_matches('v')));
        }
    }
    let word = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let mut works: Vec<Work> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| !package["source"].is_null())
        .map(|package| Work {
            name: format!("{} {}", word(package, "name"), word(package, "version")),
            licence: word(package, "license"),
            authors: package["authors"]
                .as_array()
                .map(|authors| {
                    authors
                        .iter()
                        .filter_map(Value::as_str)
                        .collect::<Vec<_>>()
                        .join(", ")
                })
                .unwrap_or_default(),
            folder: Path::new(&word(package, "manifest_path"))
                .parent()
                .unwrap()
                .to_owned(),
        })
        .filter(|work| shipped.contains(&work.name))
        .collect();
    assert!(works.len() > 100, "found {} crates", works.len());
    works.sort_by(|one, other| one.name.cmp(&other.name));
    works
}

/// The text of a licence as its crate has it; of MIT where there are several.
fn text(work: &Work) -> String {
    let found = [
        files(&work.folder, "LICENSE-MIT"),
        files(&work.folder, "LICENSE"),
    ]
    .concat();
    if let Some(file) = found.first() {
        return fs::read_to_string(file).unwrap().replace("\r\n", "\n");
    }
    // The crate says MIT and who wrote it, and has no text.
    assert!(
        work.licence == "MIT" && !work.authors.is_empty(),
        "{}",
        work.name
    );
    let mit = fs::read_to_string(path("../LICENSE-MIT")).unwrap();
    let from = mit.find("Permission is hereby granted").unwrap();
    format!(
        "MIT License\n\nCopyright (c) {}\n\n{}",
        work.authors,
        &mit[from..]
    )
}

fn files(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let begins = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(beginning) && path.is_file()
    };
    let mut found: Vec<_> = entries.filter(begins).collect();
    found.sort();
    found
}

fn heading(title: &str) -> String {
    let line = "-".repeat(100);
    format!("{line}\n{title}\n{line}\n\n")
}
