//! The documents do what they say: every shell block of the README runs, in order, in one folder and
//! one shell session, and prints what stands below it; every `make` target and file that a document
//! names is there.
//!
//! In an output, `…` stands for anything within a line, and alone on a line for any number of lines.
//! Rust blocks are run as doctests of `cfsign-tests`.

#![allow(clippy::unwrap_used)] // A test may panic.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How many blocks of each kind the README has, so that none is passed over in silence.
const SHELL_BLOCKS: usize = 17;
const OUTPUTS: usize = 16;
const RUST_BLOCKS: usize = 5;

const DOCUMENTS: [&str; 8] = [
    "README.md",
    "DESIGN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "crates/cfsign/README.md",
    "crates/cfsign-crypto/README.md",
    "crates/cfsign-cli/README.md",
];

/// A fenced block of a document.
struct Block {
    line: usize,
    language: String,
    text: String,
    /// Whether nothing but blank lines stands between this block and the one before.
    follows: bool,
}

#[test]
fn every_shell_block_of_the_readme_prints_what_stands_below_it() {
    let folder = tempfile::tempdir().unwrap();
    let blocks = blocks("README.md");
    let (mut ran, mut compared) = (0, 0);
    for (index, block) in blocks.iter().enumerate() {
        if block.language != "sh" {
            continue;
        }
        let printed = run(folder.path(), block);
        ran += 1;
        if let Some(output) = blocks.get(index + 1).filter(|next| next.language == "text") {
            assert!(output.follows, "line {} has no command", output.line);
            let (wanted, found) = (lines(&output.text), lines(&printed));
            assert!(
                lines_match(&wanted, &found),
                "README.md, line {}, prints\n\n{printed}\n\nand not\n\n{}",
                block.line,
                output.text
            );
            compared += 1;
        }
    }
    assert_eq!((ran, compared), (SHELL_BLOCKS, OUTPUTS));
    let outputs = count(&blocks, "text");
    assert_eq!(compared, outputs, "every output stands below its command");
}

#[test]
fn rust_blocks_are_doctests() {
    assert_eq!(count(&blocks("README.md"), "rust"), RUST_BLOCKS);
    let hook = fs::read_to_string(root().join("tests/src/lib.rs")).unwrap();
    for document in ["README.md", "crates/cfsign/README.md"] {
        assert!(
            hook.contains(&format!("include_str!(\"../../{document}\")")),
            "{document} is not part of the doctests of cfsign-tests"
        );
    }
}

#[test]
fn blocks_have_a_language_that_says_how_they_are_tested() {
    for document in DOCUMENTS {
        for block in blocks(document) {
            // Those of Python are run by python/tests/docs, of Node by node/test, of PHP by bindings/php/tests.
            let known = [
                "console", "js", "json", "php", "python", "rust", "sh", "text", "toml",
            ];
            let language = block.language.as_str();
            assert!(
                known.contains(&language),
                "{document}, line {}: {language:?}",
                block.line
            );
            let only_here = ["python", "rust", "sh"].contains(&language) && document != "README.md";
            assert!(
                !only_here || document == "crates/cfsign/README.md" && language == "rust",
                "{document}, line {}: nothing runs this block; use console",
                block.line
            );
        }
    }
}

#[test]
fn every_make_target_that_a_document_names_exists() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let mut found = 0;
    for document in DOCUMENTS {
        for target in make_targets(&read(document)) {
            assert!(
                makefile.contains(&format!("\n{target}:")),
                "{document} names make {target}"
            );
            found += 1;
        }
    }
    assert!(found >= 10, "found {found}");
}

#[test]
fn every_file_and_heading_that_a_document_links_to_exists() {
    let mut found = 0;
    for document in DOCUMENTS {
        let text = read(document);
        let folder = root().join(document).parent().unwrap().to_owned();
        for link in links(&text) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let path = match file {
                "" => root().join(document),
                file => folder.join(file),
            };
            assert!(path.exists(), "{document} links to {link}");
            let target = match heading {
                "" => String::new(),
                _ => fs::read_to_string(&path).unwrap(),
            };
            assert!(
                heading.is_empty() || headings(&target).any(|name| name == heading),
                "{document} links to {link}"
            );
            found += 1;
        }
    }
    assert!(found >= 12, "found {found}");
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    let matches = |wanted: &str, found: &str| lines_match(&lines(wanted), &lines(found));
    assert!(matches("a…c\n…\nd\n", "abbc\nx\ny\nd"));
    assert!(matches("a\n…\n", "a"));
    assert!(!matches("a…c", "abcd"));
    assert!(!matches("a", "a\nb"));
    assert!(!matches("ab…ba", "aba"));
    assert!(matches("…", "a\nb"));
}

/// Runs a block as the next part of one shell session.
fn run(folder: &Path, block: &Block) -> String {
    let binaries = Path::new(env!("CARGO_BIN_EXE_cfsign")).parent().unwrap();
    let path = format!(
        "{}:{}",
        binaries.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let session = folder.join("session");
    let script = format!(
        "set -aeu\nexec 2>&1\n[ ! -e session ] || . ./session\n{}\nexport -p > session\n",
        block.text
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder)
        .env("PATH", path)
        .env_remove("CFSIGN_KEY_PAIR_ID")
        .env_remove("CFSIGN_PRIVATE_KEY")
        .env_remove("CFSIGN_PRIVATE_KEY_FILE")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && session.exists(),
        "README.md, line {}, fails:\n{printed}",
        block.line
    );
    printed
}

/// The fenced blocks of a document, in order.
fn blocks(document: &str) -> Vec<Block> {
    let text = read(document);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut follows = false;
    for (index, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    line: index + 1,
                    language: language.to_owned(),
                    text: String::new(),
                    follows,
                });
            }
            (Some(_), Some("")) => {
                blocks.extend(open.take());
                follows = true;
            }
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => follows &= line.trim().is_empty(),
        }
    }
    assert!(open.is_none(), "{document} has a block without an end");
    blocks
}

fn count(blocks: &[Block], language: &str) -> usize {
    blocks
        .iter()
        .filter(|block| block.language == language)
        .count()
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().collect()
}

fn lines_match(wanted: &[&str], found: &[&str]) -> bool {
    match (wanted, found) {
        ([], []) => true,
        (["…", rest @ ..], _) => (0..=found.len()).any(|skip| lines_match(rest, &found[skip..])),
        ([line, wanted @ ..], [text, found @ ..]) => {
            line_matches(line, text) && lines_match(wanted, found)
        }
        _ => false,
    }
}

fn line_matches(wanted: &str, found: &str) -> bool {
    let Some((before, rest)) = wanted.split_once('…') else {
        return wanted == found;
    };
    let Some(found) = found.strip_prefix(before) else {
        return false;
    };
    found
        .char_indices()
        .map(|(at, _)| at)
        .chain([found.len()])
        .any(|at| line_matches(rest, &found[at..]))
}

/// The words after `make` in blocks and in code spans.
fn make_targets(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for line in text.lines() {
        let commands = line.split('`').chain([line]);
        for command in commands {
            if let Some(rest) = command.strip_prefix("make ") {
                let word = |c: char| c.is_ascii_lowercase() || c == '-';
                let target: String = rest.chars().take_while(|&c| word(c)).collect();
                targets.extend((!target.is_empty()).then_some(target));
            }
        }
    }
    targets
}

/// The targets of links, without those on the web.
fn links(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link.to_owned())
        .filter(|link| !link.contains("://"))
        .collect()
}

/// The names under which headings can be linked to.
fn headings(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
}

fn read(document: &str) -> String {
    let path = root().join(document);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
