//! The help texts are part of the interface: a change is looked at.

use crate::support::cfsign;

#[test]
fn of_every_command() {
    let commands = [
        "sign",
        "sign-cookies",
        "verify",
        "explain",
        "edge",
        "keygen",
        "key",
        "bucket-policy",
        "demo",
        "completions",
        "man",
    ];
    let main = cfsign(["--help"]).ok();
    insta::assert_snapshot!("cfsign", main);
    for command in commands {
        insta::assert_snapshot!(command, cfsign([command, "--help"]).ok());
    }
    // No command is left out.
    let listed = main
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    assert_eq!(
        listed.lines().count(),
        commands.len() + 1,
        "all of them, and help"
    );
}

#[test]
fn short_help_of_sign() {
    insta::assert_snapshot!("sign-short", cfsign(["sign", "-h"]).ok());
}

#[test]
fn no_line_is_wider_than_100_columns() {
    let mut lines = 0;
    for command in [
        "sign",
        "sign-cookies",
        "verify",
        "explain",
        "edge",
        "bucket-policy",
        "key",
    ] {
        for line in cfsign([command, "--help"])
            .ok()
            .lines()
            .filter(|line| !line.starts_with("Usage:"))
        {
            assert!(line.chars().count() <= 100, "{line}");
            lines += 1;
        }
    }
    assert!(lines > 200, "{lines}");
}

#[test]
fn version_is_that_of_the_package() {
    assert_eq!(
        cfsign(["--version"]).ok(),
        format!("cfsign {}\n", env!("CARGO_PKG_VERSION"))
    );
}
