//! `cfsign demo`: what it shows is what happens.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{cfsign, folder};

#[test]
fn openssl_verifies_all() {
    let printed = cfsign(["demo", "--require-openssl"]).ok();
    assert!(printed.contains("verified 7 of 7 signatures"), "{printed}");
    assert_eq!(printed.matches("Verified OK").count(), 7);
    assert!(printed.lines().count() <= 130, "it is read to its end");
    assert!(
        printed.contains("query parameters were added after signing"),
        "{printed}"
    );
    assert!(
        !printed.contains('\u{1b}'),
        "no colours where nobody sees them"
    );
    let text = printed
        .lines()
        .filter(|line| !line.contains("://") && !line.contains("CloudFront-"));
    assert!(text.clone().count() > 60);
    text.for_each(|line| assert!(line.chars().count() <= 100, "{line}"));
}

#[test]
fn without_openssl() {
    let outcome = cfsign(["demo"]).env("PATH", "/nowhere").run();
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        outcome
            .stdout
            .contains("No signature was checked: there is no openssl command here.")
    );
    let strict = cfsign(["demo", "--require-openssl"])
        .env("PATH", "/nowhere")
        .error();
    assert_eq!(strict, ("no-openssl".to_owned(), 1));
}

#[test]
fn json() {
    let shown: Value = serde_json::from_str(&cfsign(["demo", "--json"]).ok()).unwrap();
    let signatures = shown["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 7);
    assert!(
        signatures
            .iter()
            .all(|signature| signature["verdict"] == "good"),
        "{shown}"
    );
    assert_eq!(shown["speed"].as_array().unwrap().len(), 2);
    let fetches = shown["edge"].as_array().unwrap();
    let told = |fetch: &Value| {
        let code = fetch["code"].as_str().unwrap_or_default();
        let finding = fetch["findings"][0].as_str().unwrap_or_default();
        format!(
            "{} {} {code} {finding}",
            fetch["path"].as_str().unwrap(),
            fetch["status"]
        )
    };
    let told: Vec<String> = fetches.iter().map(told).collect();
    let expected = [
        "/image.png 200  ",
        "/image.png 403 AccessDenied query-added",
        "/image.png 403 AccessDenied expired",
        "/image.png 403 AccessDenied other-address",
        "/hls/playlist.m3u8 403 MissingKey ",
        "/hls/playlist.m3u8 200  ",
        "/hls/1.ts 200  ",
        "/hls/2.ts 200  ",
        "/image.png 403 AccessDenied resource-path",
    ];
    assert_eq!(told, expected);
}

/// Every command that is shown, typed by hand, prints what is shown below it.
#[test]
fn the_commands_do_what_is_shown() {
    let folder = folder();
    let printed = cfsign(["demo", "--keep", "lesson"])
        .folder(folder.path())
        .ok();
    let lesson = folder.path().join("lesson");
    let mut ran = 0;
    for (command, output) in sessions(&printed) {
        if command.starts_with("cfsign keygen") || command.starts_with("cfsign edge") {
            continue;
        }
        assert_eq!(run_in(&lesson, &command).trim_end(), output, "{command}");
        ran += 1;
    }
    assert_eq!(ran, 11, "4 signatures made, 7 checked");
    let image = std::fs::read(lesson.join("site/image.png")).unwrap();
    assert!(image.starts_with(b"\x89PNG"));

    let again = cfsign(["demo", "--keep", "lesson"])
        .folder(folder.path())
        .error();
    assert_eq!(again, ("io".to_owned(), 1));
}

/// The commands and what follows them, up to an empty line or another command.
fn sessions(text: &str) -> Vec<(String, String)> {
    let mut lines = text.lines().peekable();
    let mut sessions = Vec::new();
    while let Some(line) = lines.next() {
        let Some(start) = line.strip_prefix("  $ ") else {
            continue;
        };
        let mut command = start.to_owned();
        while let Some(continued) = command.strip_suffix('\\') {
            command = format!("{continued}{}", lines.next().unwrap().trim_start());
        }
        let mut output = Vec::new();
        while let Some(line) = lines.peek().and_then(|line| line.strip_prefix("    ")) {
            output.push(line);
            lines.next();
        }
        sessions.push((command, output.join("\n")));
    }
    sessions
}

fn run_in(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_cfsign")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .arg("-c")
        .arg(command)
        .current_dir(folder)
        .env("PATH", path)
        .output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}
