//! `cfsign key`.

use std::process::Command;

use serde_json::Value;

use crate::support::{cfsign, folder, key, read_key, write};

/// The file, which half it holds, of which kind, how it is written, and whether CloudFront takes it.
#[test]
fn what_files_hold() {
    let cases = [
        (
            "rsa-2048.pkcs1.pem",
            "private",
            "RSA 2048",
            "PEM, RSA PRIVATE KEY",
            true,
        ),
        (
            "rsa-2048.pkcs8.pem",
            "private",
            "RSA 2048",
            "PEM, PRIVATE KEY",
            true,
        ),
        ("rsa-2048.pkcs8.der", "private", "RSA 2048", "DER", true),
        (
            "rsa-2048.public.pem",
            "public",
            "RSA 2048",
            "PEM, PUBLIC KEY",
            true,
        ),
        (
            "rsa-2048.public-pkcs1.pem",
            "public",
            "RSA 2048",
            "PEM, RSA PUBLIC KEY",
            true,
        ),
        ("rsa-2048.public.der", "public", "RSA 2048", "DER", true),
        (
            "rsa-1024.pkcs1.pem",
            "private",
            "RSA 1024",
            "PEM, RSA PRIVATE KEY",
            false,
        ),
        (
            "rsa-4096.public.pem",
            "public",
            "RSA 4096",
            "PEM, PUBLIC KEY",
            false,
        ),
        (
            "p256.sec1.pem",
            "private",
            "ECDSA P-256",
            "PEM, EC PRIVATE KEY",
            true,
        ),
        (
            "p256.sec1-with-parameters.pem",
            "private",
            "ECDSA P-256",
            "PEM, EC PARAMETERS and EC PRIVATE KEY",
            true,
        ),
        (
            "p256.public.pem",
            "public",
            "ECDSA P-256",
            "PEM, PUBLIC KEY",
            true,
        ),
    ];
    let mut ran = 0;
    for (file, holds, kind, encoding, taken) in cases {
        let printed = cfsign(["key", &key(file), "--json"]).ok();
        let found: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(found["holds"], holds, "{file}");
        assert_eq!(found["kind"], kind, "{file}");
        assert_eq!(found["encoding"], encoding, "{file}");
        assert_eq!(found["cloudfront_takes_it"], taken, "{file}");
        assert_eq!(found["objection"].is_null(), taken, "{file}");
        ran += 1;
    }
    assert_eq!(ran, 11);
}

#[test]
fn for_people() {
    let folder = folder();
    write(folder.path(), "key.pem", read_key("p256.sec1.pem"));
    let outcome = cfsign(["key", "key.pem", "--key-pair-id", "EDFDVBD6EXAMPL"])
        .folder(folder.path())
        .run();
    insta::assert_snapshot!("key", outcome.stdout);
    insta::assert_snapshot!("key-doubt", outcome.stderr);
}

/// Both halves have one fingerprint, which OpenSSL and sha256sum agree with.
#[test]
fn fingerprints() {
    let mut ran = 0;
    for name in ["rsa-2048", "p256"] {
        let of = |file: &str| {
            let found: Value =
                serde_json::from_str(&cfsign(["key", &key(file), "--json"]).ok()).unwrap();
            found["fingerprint_sha256"].as_str().unwrap().to_owned()
        };
        let command = format!(
            "openssl pkey -pubin -in {} -outform DER | sha256sum",
            key(&format!("{name}.public.pem"))
        );
        let output = Command::new("sh").arg("-c").arg(command).output().unwrap();
        let expected = String::from_utf8(output.stdout).unwrap();
        let expected = expected.split_whitespace().next().unwrap().to_owned();
        assert_eq!(of(&format!("{name}.pkcs8.pem")), expected);
        assert_eq!(of(&format!("{name}.public.pem")), expected);
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn public_half() {
    let expected = String::from_utf8(read_key("p256.public.pem")).unwrap();
    assert_eq!(
        cfsign(["key", &key("p256.sec1-no-public.pem"), "--public"]).ok(),
        expected
    );
    assert_eq!(
        cfsign(["key", "-", "--public"])
            .input(read_key("p256.pkcs8.der"))
            .ok(),
        expected
    );
    let folder = folder();
    let passphrase = write(folder.path(), "passphrase", "correct horse\n");
    let encrypted = key("p256.pkcs8-aes256.pem");
    let call = cfsign([
        "key",
        &encrypted,
        "--public",
        "--passphrase-file",
        passphrase.to_str().unwrap(),
    ]);
    assert_eq!(call.ok(), expected);
}

#[test]
fn refused() {
    let cases = [
        ("rsa-2048.certificate.pem", "certificate-given"),
        ("p384.public.pem", "unsupported-key"),
        ("ed25519.openssh", "openssh-key"),
        ("rsa-2048.jwk.json", "invalid-key"),
        ("p256.pkcs8-aes256.pem", "passphrase-required"),
    ];
    let mut ran = 0;
    for (file, code) in cases {
        assert_eq!(
            cfsign(["key", &key(file)]).error(),
            (code.to_owned(), 3),
            "{file}"
        );
        ran += 1;
    }
    assert_eq!(ran, 5);
    assert_eq!(
        cfsign(["key", "/does/not/exist"]).error(),
        ("io".to_owned(), 1)
    );
    assert_eq!(cfsign(["key", "/dev/zero"]).error(), ("io".to_owned(), 1));
}
