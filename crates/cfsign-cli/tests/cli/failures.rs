//! What goes wrong, with which exit code, and what is never said.

use crate::support::{HOST, ID, NOW, cfsign, folder, key, read_key, sign, write};

/// Arguments of `sign`, the code of the error and the exit code.
#[test]
fn of_sign() {
    let url = format!("{HOST}/a.jpg");
    let star = format!("{HOST}/*");
    let other = "https://cdn.example.com/*";
    let folder = folder();
    let not_text = write(folder.path(), "policy", b"\xff\xfe{");
    let blank = write(folder.path(), "blank", " \n");
    let cases: &[(&[&str], &str, i32)] = &[
        (&[&url], "usage", 2),
        (&["--expires", "1h"], "usage", 2),
        (&[&url, "--url", &url, "--expires", "1h"], "usage", 2),
        (
            &[&url, "--expires", "1h", "--date-less-than", "2026-12-01"],
            "usage",
            2,
        ),
        (&[&url, "--expires", "1h", "--policy", "-"], "usage", 2),
        (
            &[&url, "--expires", "1h", "--hash-algorithm", "MD5"],
            "usage",
            2,
        ),
        (&[&url, "--expires", "1h", "--no-such-flag"], "usage", 2),
        (&[&url, "--expires", "1h", "--stats"], "usage", 2),
        (&[&url, "--expires", "1h", "--format", "csv"], "usage", 2),
        (&[&url, "--expires", "3600"], "invalid-duration", 2),
        (&[&url, "--expires", "1 month"], "invalid-duration", 2),
        (&[&url, "--expires", "soon"], "invalid-duration", 2),
        (&[&url, "--expires", "-1h"], "invalid-duration", 2),
        (&[&url, "--expires", "0s"], "invalid-duration", 2),
        (
            &[&url, "--expires", "1h", "--round-up-to", "0s"],
            "invalid-duration",
            2,
        ),
        (&[&url, "--date-less-than", "20261201"], "invalid-time", 2),
        (&[&url, "--date-less-than", "2026-13-01"], "invalid-time", 2),
        (&[&url, "--date-less-than", "tomorrow"], "invalid-time", 2),
        (
            &[
                &url,
                "--date-less-than",
                "2026-12-01T18:00:00[Europe/Berlin]",
            ],
            "invalid-time",
            2,
        ),
        (
            &[&url, "--date-less-than", "2026-12-01+01:00"],
            "invalid-time",
            2,
        ),
        (
            &[&url, "--date-less-than", "2026-12-01 18:00 +01:00"],
            "invalid-time",
            2,
        ),
        (&[&url, "--date-less-than", "-5"], "invalid-time", 2),
        (&[&url, "--date-less-than", ""], "invalid-time", 2),
        (&[&url, "--date-less-than", "1969-12-31"], "invalid-time", 2),
        (
            &[&url, "--date-less-than", "1767294000000"],
            "time-in-milliseconds",
            2,
        ),
        (
            &[&url, "--date-less-than", "2025-12-31"],
            "expires-in-the-past",
            2,
        ),
        (
            &[&url, "--expires", "1h", "--date-greater-than", "2027-01-01"],
            "starts-after-it-expires",
            2,
        ),
        (
            &[&url, "--expires", "1h", "--ip-address", "::1"],
            "ipv6-range",
            2,
        ),
        (
            &[&url, "--expires", "1h", "--ip-address", "192.0.2.7/24"],
            "invalid-ip-range",
            2,
        ),
        (
            &[&url, "--expires", "1h", "--policy-resource", other],
            "policy-does-not-cover-url",
            2,
        ),
        (
            &[&url, "--expires", "1h", "--policy-resource", "videos/*"],
            "invalid-resource",
            2,
        ),
        (
            &[&star, "--expires", "1h"],
            "wildcard-needs-custom-policy",
            2,
        ),
        (
            &["d111111abcdef8.cloudfront.net/a", "--expires", "1h"],
            "url-scheme",
            2,
        ),
        (
            &["https://bucket.s3.amazonaws.com/a", "--expires", "1h"],
            "s3-url",
            2,
        ),
        (
            &["https://cdn.example.com/a b", "--expires", "1h"],
            "url-character",
            2,
        ),
        (
            &["https://cdn.example.com/a?Expires=1", "--expires", "1h"],
            "reserved-parameter",
            2,
        ),
        (
            &[&url, "--policy", not_text.to_str().unwrap()],
            "invalid-policy",
            2,
        ),
        (
            &[&url, "--policy", blank.to_str().unwrap()],
            "invalid-policy",
            2,
        ),
        (
            &["--stdin", "--policy", blank.to_str().unwrap()],
            "invalid-policy",
            2,
        ),
        (&[&url, "--policy", "/does/not/exist"], "io", 1),
        (
            &[
                &url,
                "--expires",
                "1h",
                "--passphrase-file",
                "/does/not/exist",
            ],
            "io",
            1,
        ),
        (
            &["--stdin", "--expires", "1h", "--passphrase-file", "-"],
            "usage",
            2,
        ),
        (&["--stdin", "--policy", "-"], "usage", 2),
    ];
    let mut ran = 0;
    for (flags, code, exit) in cases {
        assert_eq!(
            sign(*flags).error(),
            ((*code).to_owned(), *exit),
            "{flags:?}"
        );
        ran += 1;
    }
    assert_eq!(ran, 43);
}

/// Key files, the code of the error and the exit code.
#[test]
fn of_keys() {
    let cases = [
        ("rsa-2048.public.pem", "public-key-given"),
        ("rsa-2048.certificate.pem", "certificate-given"),
        ("rsa-2048.openssh", "openssh-key"),
        ("rsa-2048.ssh-public", "openssh-key"),
        ("putty.ppk", "openssh-key"),
        ("p384.pkcs8.pem", "unsupported-key"),
        ("ed25519.pkcs8.pem", "unsupported-key"),
        ("rsa-pss-2048.pkcs8.pem", "unsupported-key"),
        ("rsa-2048.pkcs8-aes256.pem", "passphrase-required"),
        ("rsa-2048.legacy-aes256.pem", "passphrase-required"),
        ("README.md", "invalid-key"),
    ];
    let (url, now) = (format!("{HOST}/a.jpg"), NOW.to_string());
    let mut ran = 0;
    for (file, code) in cases {
        let call = cfsign([
            "sign",
            &url,
            "--expires",
            "1h",
            "--now",
            &now,
            "--key-pair-id",
            ID,
            "--private-key",
            &key(file),
        ]);
        assert_eq!(call.error(), (code.to_owned(), 3), "{file}");
        ran += 1;
    }
    assert_eq!(ran, 11);
}

#[test]
fn of_passphrases_and_ids() {
    let folder = folder();
    let wrong = write(folder.path(), "wrong", "battery staple");
    let (url, now) = (format!("{HOST}/a.jpg"), NOW.to_string());
    let encrypted = key("rsa-2048.pkcs8-aes256.pem");
    let passphrase = cfsign([
        "sign",
        &url,
        "--expires",
        "1h",
        "--now",
        &now,
        "--key-pair-id",
        ID,
        "--private-key",
        &encrypted,
        "--passphrase-file",
        wrong.to_str().unwrap(),
    ]);
    assert_eq!(passphrase.error(), ("wrong-passphrase".to_owned(), 3));

    let missing = cfsign([
        "sign",
        &url,
        "--expires",
        "1h",
        "--key-pair-id",
        ID,
        "--private-key",
        "/does/not/exist",
    ]);
    assert_eq!(missing.error(), ("io".to_owned(), 1));

    let mut ran = 0;
    for id in ["", "undefined", "K 1", "K1&x=y"] {
        let call = cfsign([
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            id,
            "--private-key",
            &key("p256.sec1.pem"),
        ]);
        assert_eq!(call.error(), ("invalid-key-pair-id".to_owned(), 3), "{id}");
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// Whatever is done with a key by mistake, it is not printed.
#[test]
fn keys_among_the_arguments() {
    use base64_of as base64;
    let text = String::from_utf8(read_key("p256.pkcs8.pem")).unwrap();
    let body: String = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let url = format!("{HOST}/a.jpg");
    let in_base64 = base64(text.as_bytes());
    let with_equals = format!("--private-key={text}");
    let one_line = text.replace('\n', "\\n");
    let cases: &[&[&str]] = &[
        &[
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            ID,
            "--private-key",
            &text,
        ],
        &[
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            ID,
            "--private-key",
            &one_line,
        ],
        &[
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            ID,
            "--private-key",
            &in_base64,
        ],
        &[
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            ID,
            "--private-key",
            &body,
        ],
        &[
            "sign",
            &url,
            "--expires",
            "1h",
            "--key-pair-id",
            ID,
            &with_equals,
        ],
        &["sign", &url, &text],
        &["key", &text],
        &["key", &body],
        &[&text],
    ];
    let mut ran = 0;
    for arguments in cases {
        let outcome = cfsign(*arguments).run();
        assert_eq!(outcome.code, 3, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("history"), "{}", outcome.stderr);
        for piece in [&body[..20], &in_base64[..20], "BEGIN"] {
            assert!(!outcome.stderr.contains(piece), "{}", outcome.stderr);
        }
        assert_eq!(
            cfsign(*arguments).error(),
            ("key-as-argument".to_owned(), 3)
        );
        ran += 1;
    }
    assert_eq!(ran, 9);
}

/// Base64 by the openssl command, so that no library of ours is its own judge.
fn base64_of(bytes: &[u8]) -> String {
    let folder = folder();
    let file = write(folder.path(), "in", bytes);
    let output = std::process::Command::new("openssl")
        .args(["base64", "-A", "-in"])
        .arg(file)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn json_has_all_there_is_to_know() {
    let outcome = sign([&format!("{HOST}/a b?q=1"), "--expires", "1h", "--json"]).run();
    insta::assert_snapshot!("failure-json", outcome.stderr);
    let usage = sign(["--json"]).run();
    insta::assert_snapshot!("failure-json-usage", usage.stderr);
    let none = cfsign(["--json"]).run();
    assert!(
        none.stderr.contains("requires a subcommand"),
        "{}",
        none.stderr
    );
}

#[test]
fn people_are_led_to_the_flag_that_helps() {
    let url = format!("{HOST}/videos/*");
    insta::assert_snapshot!(
        "failure-wildcard",
        sign([&url, "--expires", "1h"]).run().stderr
    );
    let past = sign([&format!("{HOST}/a"), "--date-less-than", "2025-12-31"]).run();
    insta::assert_snapshot!("failure-past", past.stderr);
}

/// Doubts are said and stop nobody; `--quiet` leaves them out.
#[test]
fn warnings() {
    let (url, now, big) = (
        format!("{HOST}/a.jpg"),
        NOW.to_string(),
        key("rsa-4096.pkcs8.pem"),
    );
    let arguments = [
        "sign",
        &url,
        "--expires",
        "1h",
        "--now",
        &now,
        "--private-key",
        &big,
        "--key-pair-id",
        "b3ee3859-3f0c-4f6a-9d3c-0a1b2c3d4e5f",
    ];
    let outcome = cfsign(arguments).run();
    insta::assert_snapshot!("warnings", outcome.stderr);
    assert_eq!(outcome.code, 0);
    let quiet = cfsign(arguments.iter().chain(&["--quiet"])).run();
    assert_eq!(
        (quiet.code, quiet.stderr.as_str(), quiet.stdout),
        (0, "", outcome.stdout)
    );
    let json = cfsign(arguments.iter().chain(&["--json"])).run();
    assert!(
        json.stderr
            .lines()
            .all(|line| line.starts_with("{\"warning\":{\"message\":")),
        "{}",
        json.stderr
    );
}

/// A full disk is told, alone and in a stream.
#[test]
fn results_that_cannot_be_written() {
    let url = format!("{HOST}/a.jpg");
    let mut ran = 0;
    for what in [url.as_str(), "--stdin"] {
        let mut command = sign([what, "--expires", "1h"]).into_command();
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let folder = folder();
        let input = write(folder.path(), "urls", format!("{url}\n"));
        let output = command
            .stdin(std::fs::File::open(input).unwrap())
            .stdout(full)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.starts_with("error: standard output: "), "{stderr}");
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn an_input_that_cannot_be_read() {
    let mut ran = 0;
    for format in ["lines", "csv", "jsonl"] {
        let mut command = sign(["--stdin", "--expires", "1h", "--format", format]).into_command();
        // A folder can be opened, and not read.
        let output = command
            .stdin(std::fs::File::open("/").unwrap())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.starts_with("error: standard input: "), "{stderr}");
        ran += 1;
    }
    assert_eq!(ran, 3);
}
