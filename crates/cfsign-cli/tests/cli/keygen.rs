//! `cfsign keygen`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::support::{cfsign, folder};

#[test]
fn both_types() {
    let mut ran = 0;
    for (key_type, kind) in [("ecdsa", "ECDSA P-256"), ("rsa", "RSA 2048")] {
        let folder = folder();
        let call = cfsign(["keygen", "--type", key_type, "--out", "my.key", "--json"])
            .folder(folder.path());
        let made: Value = serde_json::from_str(&call.ok()).unwrap();
        assert_eq!(made["kind"], kind);
        let mode = |name: &str| {
            fs::metadata(folder.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!(mode("my.key.private.pem"), 0o600);
        assert_eq!(mode("my.key.public.pem") & 0o200, 0o200);

        // OpenSSL finds a pair.
        let mut pkey = Command::new("openssl");
        pkey.args(["pkey", "-pubout", "-in", "my.key.private.pem"])
            .current_dir(folder.path());
        let public = String::from_utf8(pkey.output().unwrap().stdout).unwrap();
        assert_eq!(
            public,
            fs::read_to_string(folder.path().join("my.key.public.pem")).unwrap()
        );
        assert_eq!(made["public_key_pem"], public);

        // The argument of the AWS command is the JSON that CloudFront wants.
        let command = made["create_public_key_command"].as_str().unwrap();
        let config: Value = serde_json::from_str(command.split('\'').nth(1).unwrap()).unwrap();
        assert_eq!(config["EncodedKey"], public);
        assert_eq!(config["Name"], "my-key");
        assert!(
            config["CallerReference"]
                .as_str()
                .unwrap()
                .starts_with("cfsign-")
        );
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn never_writes_over_a_file() {
    let mut ran = 0;
    for existing in ["cloudfront.private.pem", "cloudfront.public.pem"] {
        let folder = folder();
        fs::write(folder.path().join(existing), "precious").unwrap();
        let call = cfsign(["keygen"]).folder(folder.path());
        assert_eq!(call.error(), ("file-exists".to_owned(), 1));
        assert_eq!(
            fs::read_to_string(folder.path().join(existing)).unwrap(),
            "precious"
        );
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no half of a pair is left"
        );
        ran += 1;
    }
    assert_eq!(ran, 2);
    let nowhere = cfsign(["keygen", "--out", "no/such/folder/key"])
        .folder(folder().path())
        .error();
    assert_eq!(nowhere, ("io".to_owned(), 1));
}

#[test]
fn says_what_to_do_with_them() {
    let folder = folder();
    let printed = cfsign(["keygen"]).folder(folder.path()).ok();
    let public = fs::read_to_string(folder.path().join("cloudfront.public.pem")).unwrap();
    let public = serde_json::to_string(&public).unwrap();
    let start = printed.find("cfsign-").unwrap();
    let reference = &printed[start..start + "cfsign-".len() + 16];
    let printed = printed
        .replace(&public, "\"PUBLIC KEY\"")
        .replace(reference, "REFERENCE");
    insta::assert_snapshot!("keygen-run", printed);
}
