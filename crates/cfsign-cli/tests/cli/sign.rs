//! `cfsign sign`: the bytes are those of the core, and the flags are those of the AWS CLI.

use cfsign::{Dialect, HashAlgorithm, Policy, Resource, Signer, SignerBuilder};

use crate::support::{HOST, ID, NOW, cfsign, folder, key, read_key, sign, write};

fn builder() -> SignerBuilder {
    Signer::builder(ID).private_key(read_key("rsa-2048.pkcs1.pem"))
}

fn signer() -> Signer {
    builder().build().unwrap()
}

fn url() -> String {
    format!("{HOST}/a%20b.jpg?size=large")
}

/// A policy for the URL of these tests.
fn exact(expires: u64) -> Policy {
    Policy::new(Resource::exact(&url()).unwrap(), expires).unwrap()
}

/// Every way to say when it ends.
#[test]
fn ends() {
    let cases: &[(&[&str], u64)] = &[
        (&["--date-less-than", "1767294000"], NOW + 3600),
        (&["--date-less-than", "2026-01-01T19:00:00Z"], NOW + 3600),
        (&["--date-less-than", "2026-01-01T19:00:00"], NOW + 3600),
        (&["--date-less-than", "2026-01-01 19:00:00"], NOW + 3600),
        (&["--date-less-than", "2026-01-01T19:00"], NOW + 3600),
        (
            &["--date-less-than", "2026-01-01T20:00:00+01:00"],
            NOW + 3600,
        ),
        (
            &["--date-less-than", "2026-01-01T14:00:00-05:00"],
            NOW + 3600,
        ),
        (
            &["--date-less-than", "2026-01-01T19:00:00.999Z"],
            NOW + 3600,
        ),
        (&["--date-less-than", "2026-01-01T19"], NOW + 3600),
        (&["--date-less-than", "2026-12-01"], 1_796_083_200),
        (&["--expires", "1h"], NOW + 3600),
        (&["--expires", "90s"], NOW + 90),
        (&["--expires", "30m"], NOW + 1800),
        (&["--expires", "7d"], NOW + 7 * 86_400),
        (&["--expires", "2w"], NOW + 14 * 86_400),
        (&["--expires", "1h30m"], NOW + 5400),
        (&["--expires", "PT1H"], NOW + 3600),
        (&["--expires", "P1DT12H"], NOW + 36 * 3600),
        (&["--expires", "1h", "--round-up-to", "1d"], 1_767_312_000),
        (&["--expires", "1h", "--round-up-to", "15m"], NOW + 3600),
        (
            &["--date-less-than", "1767294001", "--round-up-to", "15m"],
            NOW + 4500,
        ),
        (
            &["--date-less-than", "2020-01-01", "--allow-expired"],
            1_577_836_800,
        ),
    ];
    let mut ran = 0;
    for (flags, expires) in cases {
        let expected = signer().sign_url(&url(), *expires).unwrap();
        let url = url();
        assert_eq!(
            sign([url.as_str()].iter().chain(*flags)).ok(),
            expected,
            "{flags:?}"
        );
        ran += 1;
    }
    assert_eq!(ran, 22);
}

/// Everything a policy can say.
#[test]
fn policies() {
    type Expected = Box<dyn Fn() -> String>;
    let expires = NOW + 3600;
    let below = format!("{HOST}/*");
    let with = move |policy: Policy| signer().sign_url_with(&url(), &policy).unwrap();
    let pattern = move |text: &str| Policy::new(Resource::pattern(text).unwrap(), expires).unwrap();
    let range = || "192.0.2.0/24".parse().unwrap();
    let wildcard = below.clone();
    let cases: Vec<(Vec<&str>, Expected)> = vec![
        (
            vec!["--custom"],
            Box::new(move || with(exact(expires).always_custom())),
        ),
        (
            vec!["--date-greater-than", "2026-01-01T18:30:00Z"],
            Box::new(move || with(exact(expires).date_greater_than(NOW + 1800).unwrap())),
        ),
        (
            vec!["--ip-address", "192.0.2.0/24"],
            Box::new(move || with(exact(expires).ip_address(range()))),
        ),
        (
            vec!["--ip-address", "192.0.2.7"],
            Box::new(move || with(exact(expires).ip_address("192.0.2.7".parse().unwrap()))),
        ),
        (
            vec!["--policy-resource", &below],
            Box::new(move || with(pattern(&wildcard))),
        ),
        (
            vec![
                "--policy-resource",
                "http*://*/a%20b.???\\?size=*",
                "--ip-address",
                "192.0.2.0/24",
            ],
            Box::new(move || with(pattern("http*://*/a%20b.???\\?size=*").ip_address(range()))),
        ),
        (
            vec![
                "--dialect",
                "botocore",
                "--ip-address",
                "192.0.2.0/24",
                "--date-greater-than",
                "2026-01-01T18:30:00Z",
            ],
            Box::new(move || {
                let policy = exact(expires)
                    .ip_address(range())
                    .date_greater_than(NOW + 1800);
                let signer = builder().dialect(Dialect::Botocore).build().unwrap();
                signer.sign_url_with(&url(), &policy.unwrap()).unwrap()
            }),
        ),
        (
            vec!["--dialect", "aws-cloudfront-sign"],
            Box::new(move || {
                let signer = builder()
                    .dialect(Dialect::AwsCloudfrontSign)
                    .build()
                    .unwrap();
                signer.sign_url(&url(), expires).unwrap()
            }),
        ),
        (
            vec!["--hash-algorithm", "SHA256"],
            Box::new(move || {
                let signer = builder()
                    .hash_algorithm(HashAlgorithm::Sha256)
                    .build()
                    .unwrap();
                signer.sign_url(&url(), expires).unwrap()
            }),
        ),
    ];
    let mut ran = 0;
    for (flags, expected) in &cases {
        let url = url();
        let all = [url.as_str(), "--expires", "1h"];
        assert_eq!(sign(all.iter().chain(flags)).ok(), expected(), "{flags:?}");
        ran += 1;
    }
    assert_eq!(ran, 9);
}

/// A script that called `aws cloudfront sign`, with the first word changed.
#[test]
fn a_script_moves_from_the_aws_cli() {
    let expected = signer().sign_url(&url(), 1_893_456_000).unwrap();
    let mut ran = 0;
    for prefix in ["file://", "fileb://", ""] {
        let private_key = format!("{prefix}{}", key("rsa-2048.pkcs1.pem"));
        let url = url();
        let signed = cfsign([
            "sign",
            "--url",
            &url,
            "--key-pair-id",
            ID,
            "--private-key",
            &private_key,
            "--date-less-than",
            "2030-01-01",
            "--region",
            "us-east-1",
            "--profile",
            "video",
        ]);
        assert_eq!(signed.ok(), expected, "{prefix}");
        ran += 1;
    }
    assert_eq!(ran, 3);
}

#[test]
fn file_urls_are_relative_and_know_the_home() {
    let folder = folder();
    write(folder.path(), "k.pem", read_key("rsa-2048.pkcs1.pem"));
    let expected = signer().sign_url(&url(), 1_893_456_000).unwrap();
    let mut ran = 0;
    for private_key in ["file://k.pem", "file://~/k.pem", "fileb://./k.pem", "k.pem"] {
        let url = url();
        let call = cfsign([
            "sign",
            &url,
            "--key-pair-id",
            ID,
            "--private-key",
            private_key,
            "--date-less-than",
            "2030-01-01",
        ]);
        let call = call
            .folder(folder.path())
            .env("HOME", folder.path().to_str().unwrap());
        assert_eq!(call.ok(), expected, "{private_key}");
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// The policy goes out as it came in, line breaks included.
#[test]
fn raw_policy() {
    let text = "{\n  \"Statement\": [{\"Resource\": \"*\", \"Condition\": {}}]\n}\n";
    let expected = signer().sign_url_with_raw_policy(&url(), text).unwrap();
    let folder = folder();
    let file = write(folder.path(), "policy.json", text);
    assert_eq!(
        sign([&url(), "--policy", file.to_str().unwrap()]).ok(),
        expected
    );
    assert_eq!(sign([&url(), "--policy", "-"]).input(text).ok(), expected);
}

#[test]
fn json() {
    let url = url();
    let shown = sign([&url, "--expires", "1h", "--json"]).ok();
    let signed_url = signer().sign_url(&url, NOW + 3600).unwrap();
    insta::assert_snapshot!("sign-json", shown.replace(&signed_url, "SIGNED_URL"));
    assert!(shown.contains(&signed_url));

    let custom = sign([&url, "--expires", "1h", "--json", "--custom"]).ok();
    assert!(custom.contains("\"policy\": \"custom\""), "{custom}");
}

/// What stands in the URL beside a resource decides: the same text is no pattern.
#[test]
fn policy_resource_that_is_the_url() {
    let url = url();
    let signed = sign([&url, "--expires", "1h", "--policy-resource", &url]).ok();
    assert_eq!(signed, signer().sign_url(&url, NOW + 3600).unwrap());
}

/// Keys that sign the same, whatever they are wrapped in.
#[test]
fn key_files() {
    let files = [
        "rsa-2048.pkcs1.pem",
        "rsa-2048.pkcs1.der",
        "rsa-2048.pkcs8.pem",
        "rsa-2048.pkcs8.der",
    ];
    let encrypted = [
        "rsa-2048.pkcs8-aes256.pem",
        "rsa-2048.pkcs8-aes256.der",
        "rsa-2048.legacy-aes128.pem",
        "rsa-2048.legacy-des3.pem",
    ];
    let folder = folder();
    let passphrase = write(folder.path(), "passphrase", "correct horse\r\n");
    let expected = signer().sign_url(&url(), NOW + 3600).unwrap();
    let mut ran = 0;
    for file in files.iter().chain(&encrypted) {
        let url = url();
        let mut call = vec![
            "sign".to_owned(),
            url,
            "--expires".to_owned(),
            "1h".to_owned(),
            "--now".to_owned(),
            NOW.to_string(),
            "--key-pair-id".to_owned(),
            ID.to_owned(),
            "--private-key".to_owned(),
            key(file),
        ];
        if encrypted.contains(file) {
            call.extend([
                "--passphrase-file".to_owned(),
                passphrase.to_str().unwrap().to_owned(),
            ]);
        }
        assert_eq!(cfsign(&call).ok(), expected, "{file}");
        ran += 1;
    }
    assert_eq!(ran, 8);
}

/// With an ECDSA key a URL signed twice is the same URL.
#[test]
fn ecdsa_is_deterministic() {
    let p256 = Signer::from_pem(read_key("p256.sec1.pem"), ID).unwrap();
    let expected = p256.sign_url(&url(), NOW + 60).unwrap();
    let signed = sign_with("p256.pkcs8.pem");
    assert_eq!(signed, expected);
    assert_eq!(signed, sign_with("p256.pkcs8.der"));
}

fn sign_with(file: &str) -> String {
    let (url, now, key) = (url(), NOW.to_string(), key(file));
    cfsign([
        "sign",
        &url,
        "--expires",
        "60s",
        "--now",
        &now,
        "--key-pair-id",
        ID,
        "--private-key",
        &key,
    ])
    .ok()
}
