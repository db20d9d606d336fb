//! `cfsign completions` and `cfsign man`.

use std::fs;
use std::process::Command;

use crate::support::{cfsign, folder, write};

#[test]
fn completions() {
    let mut ran = 0;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = cfsign(["completions", shell]).ok();
        for word in [
            "sign-cookies",
            "policy-resource",
            "bucket-policy",
            "set-cookie",
            "trust-forwarded",
        ] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        ran += 1;
    }
    assert_eq!(ran, 5);
    let folder = folder();
    let file = write(
        folder.path(),
        "cfsign.bash",
        cfsign(["completions", "bash"]).ok(),
    );
    assert!(
        Command::new("bash")
            .arg("-n")
            .arg(file)
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn manual_pages() {
    let folder = folder();
    cfsign(["man", "--out", "man1"]).folder(folder.path()).ok();
    let mut names: Vec<String> = fs::read_dir(folder.path().join("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "cfsign-bucket-policy.1",
        "cfsign-completions.1",
        "cfsign-demo.1",
        "cfsign-edge.1",
        "cfsign-explain.1",
        "cfsign-key.1",
        "cfsign-keygen.1",
        "cfsign-man.1",
        "cfsign-sign-cookies.1",
        "cfsign-sign.1",
        "cfsign-verify.1",
        "cfsign.1",
    ];
    assert_eq!(names, expected);
    for name in &names {
        let page = fs::read_to_string(folder.path().join("man1").join(name)).unwrap();
        assert!(page.contains(".SH NAME") && page.len() > 500, "{name}");
    }
    let main = cfsign(["man"]).ok();
    assert!(main.contains("Exit codes"), "{main}");
    let sign = fs::read_to_string(folder.path().join("man1/cfsign-sign.1")).unwrap();
    assert!(sign.contains(r"\-\-policy\-resource"));
}
