//! OpenSSL's verdict on what is signed: the command, not a library that shares our code.

use std::fs;
use std::process::Command;

use cfsign::{
    Engine, HashAlgorithm, KeyType, Policy, PrivateKey, Resource, Signer, base64_decode,
    generate_key_pair,
};
use cfsign_tests::key;

const URL: &str = "https://d111111abcdef8.cloudfront.net/videos/a%20b.mp4?size=large";
const EXPIRES: i64 = 1_767_290_400;

#[test]
fn openssl_verifies_every_kind_of_key_and_hash() {
    let mut ran = 0;
    for name in ["rsa-1024", "rsa-2048", "rsa-3072", "rsa-4096", "p256"] {
        for hash_algorithm in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
            for &engine in Engine::available() {
                let private =
                    PrivateKey::read_with(key(&format!("{name}.pkcs8.pem")), None, engine).unwrap();
                let public_pem = private.public_key().unwrap().to_pem();
                let signer = Signer::builder("K2JCJMDEHXQW5F")
                    .parsed_key(private)
                    .hash_algorithm(hash_algorithm)
                    .build()
                    .unwrap();
                check(&signer, &public_pem);
                ran += 1;
            }
        }
    }
    assert_eq!(ran, 20);
}

#[test]
fn openssl_verifies_new_keys() {
    for key_type in [KeyType::Rsa2048, KeyType::EcdsaP256] {
        let pair = generate_key_pair(key_type).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key.pem");
        fs::write(&file, pair.private_pem.as_bytes()).unwrap();
        let checked = openssl(&["pkey", "-check", "-noout", "-in", file.to_str().unwrap()]);
        assert!(checked.contains("Key is valid"), "{checked}");
        check(
            &Signer::from_pem(pair.private_pem.as_bytes(), "K2JCJMDEHXQW5F").unwrap(),
            &pair.public_pem,
        );
    }
}

/// A canned policy, a custom one, and cookies.
fn check(signer: &Signer, public_pem: &str) {
    let canned = signer.sign_url(URL, EXPIRES).unwrap();
    let policy = format!(
        "{{\"Statement\":[{{\"Resource\":\"{URL}\",\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{EXPIRES}}}}}}}]}}"
    );
    verify(
        signer.hash_algorithm(),
        public_pem,
        policy.as_bytes(),
        parameter(&canned, "Signature"),
    );

    let resource = Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/*").unwrap();
    let custom = Policy::new(resource, EXPIRES)
        .unwrap()
        .ip_address("192.0.2.0/24".parse().unwrap());
    let signed = signer.sign_url_with(URL, &custom).unwrap();
    let policy = base64_decode(parameter(&signed, "Policy")).unwrap();
    verify(
        signer.hash_algorithm(),
        public_pem,
        &policy,
        parameter(&signed, "Signature"),
    );

    let cookies = signer.sign_cookies(&custom).unwrap();
    assert_eq!(
        cookies.get("CloudFront-Policy"),
        Some(parameter(&signed, "Policy"))
    );
    verify(
        signer.hash_algorithm(),
        public_pem,
        &policy,
        cookies.get("CloudFront-Signature").unwrap(),
    );
}

fn verify(hash_algorithm: HashAlgorithm, public_pem: &str, message: &[u8], signature: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let public = file("public.pem", public_pem.as_bytes());
    let signature = file("signature", &base64_decode(signature).unwrap());
    let message = file("message", message);
    let hash = format!("-{}", hash_algorithm.as_str().to_lowercase());
    let verdict = openssl(&[
        "dgst",
        &hash,
        "-verify",
        &public,
        "-signature",
        &signature,
        &message,
    ]);
    assert_eq!(verdict.trim(), "Verified OK");
}

fn openssl(arguments: &[&str]) -> String {
    let output = Command::new("openssl")
        .args(arguments)
        .output()
        .expect("the openssl command is installed");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(output.status.success(), "{text}");
    text
}

fn parameter<'a>(url: &'a str, name: &str) -> &'a str {
    let (_, query) = url.split_once('?').unwrap();
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap()
}
