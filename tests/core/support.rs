//! What tests of the project's own files share.

use std::fs;
use std::process::Command;

use cfsign_tests::path;

/// Compares a committed file, named as from the folder `tests`, with what it is made of; `CFSIGN_BLESS=1` rewrites it.
pub fn compare(name: &str, made: &str) {
    let file = path(name);
    if std::env::var_os("CFSIGN_BLESS").is_some() {
        fs::write(&file, made).unwrap();
    }
    assert_eq!(
        fs::read_to_string(&file).unwrap_or_default(),
        made,
        "{name}: run it again with CFSIGN_BLESS=1"
    );
}

/// What cargo says of this workspace.
pub fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(path(".."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
