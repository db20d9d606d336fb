//! The verdict of the `openssl` command, which must be installed.
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use cfsign_crypto::{Engine, HashAlgorithm, KeyKind, PrivateKey};
use common::{HASHES, Numbers, der, key_file, messages, rsa_key, sequence};
use tempfile::TempDir;

struct OpenSsl(TempDir);

impl OpenSsl {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// `openssl dgst`, its output and whether it says "success".
    fn dgst(&self, hash: HashAlgorithm, arguments: &[&str], files: &[&Path]) -> (bool, Vec<u8>) {
        let hash = format!("-{}", hash.as_str().to_lowercase());
        let output = Command::new("openssl")
            .current_dir(self.0.path())
            .args(["dgst", &hash])
            .args(arguments)
            .args(files)
            .output()
            .expect("the openssl command is installed");
        (output.status.success(), output.stdout)
    }

    fn verifies(
        &self,
        public: &[u8],
        hash: HashAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        self.write("public.pem", &public_pem(public));
        self.write("signature", signature);
        let message = self.write("message", message);
        let arguments = ["-verify", "public.pem", "-signature", "signature"];
        let (success, output) = self.dgst(hash, &arguments, &[&message]);
        assert_eq!(success, output == b"Verified OK\n");
        success
    }
}

/// The PEM of a `SubjectPublicKeyInfo`, made by `openssl` from the DER.
fn public_pem(der: &[u8]) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("public.der");
    std::fs::write(&path, der).unwrap();
    let output = Command::new("openssl")
        .args(["pkey", "-pubin", "-inform", "DER", "-in"])
        .arg(&path)
        .output()
        .expect("the openssl command is installed");
    assert!(output.status.success());
    output.stdout
}

/// The `SubjectPublicKeyInfo` of a key.
fn public_der(key: &PrivateKey) -> Vec<u8> {
    const RSA: [u8; 13] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0];
    const EC: [u8; 9] = [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    const P256: [u8; 10] = [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let algorithm = match key.kind() {
        KeyKind::Rsa { .. } => RSA.to_vec(),
        _ => [EC.as_slice(), &P256].concat(),
    };
    let public = key.public_key().unwrap();
    sequence(&[
        der(0x30, &algorithm),
        der(3, &[&[0], public.encoded()].concat()),
    ])
}

#[test]
fn openssl_verifies_signatures_of_both_kinds_and_hashes() {
    let openssl = OpenSsl::new();
    let mut cases = 0;
    for &engine in Engine::available() {
        let mut keys: Vec<_> = ["rsa-1024", "rsa-1031", "rsa-2048", "rsa-4096"]
            .into_iter()
            .map(|name| rsa_key(engine, name).unwrap())
            .collect();
        keys.push(PrivateKey::p256_from_scalar(engine, &Numbers(5).scalar()).unwrap());
        for key in keys {
            let public = public_der(&key);
            for hash in HASHES {
                for message in messages(&mut Numbers(6)).iter().step_by(7) {
                    let mut signature = key.sign(hash, message).unwrap();
                    assert!(
                        openssl.verifies(&public, hash, message, &signature),
                        "{key:?}"
                    );
                    *signature.last_mut().unwrap() ^= 1;
                    assert!(
                        !openssl.verifies(&public, hash, message, &signature),
                        "{key:?}"
                    );
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, Engine::available().len() * 5 * 2 * 3);
}

/// PKCS#1 v1.5 is deterministic: OpenSSL makes the same bytes.
#[test]
fn openssl_makes_the_same_rsa_signatures() {
    let openssl = OpenSsl::new();
    let mut cases = 0;
    for name in [
        "rsa-1024",
        "rsa-1031",
        "rsa-1024-exponent-3",
        "rsa-2048",
        "rsa-3072",
        "rsa-8192",
    ] {
        openssl.write("key.der", &key_file(name));
        let message = openssl.write("message", b"a message");
        for hash in HASHES {
            let arguments = ["-keyform", "DER", "-sign", "key.der"];
            let (success, signature) = openssl.dgst(hash, &arguments, &[&message]);
            assert!(success);
            let key = rsa_key(Engine::default(), name).unwrap();
            assert_eq!(key.sign(hash, b"a message").unwrap(), signature, "{name}");
            cases += 1;
        }
    }
    assert_eq!(cases, 12);
}

/// ECDSA signatures that OpenSSL makes, with nonces of its own, verify here.
#[test]
fn ecdsa_signatures_of_openssl_verify() {
    let openssl = OpenSsl::new();
    let scalar = Numbers(5).scalar();
    let key = PrivateKey::p256_from_scalar(Engine::default(), &scalar).unwrap();
    // ECPrivateKey (RFC 5915) with the curve's name.
    let curve = der(0xa0, &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]);
    let private = sequence(&[vec![2, 1, 1], der(4, &scalar), curve]);
    openssl.write("key.der", &private);
    let message = openssl.write("message", b"a message");
    let mut cases = 0;
    for &engine in Engine::available() {
        let point = key.public_key().unwrap();
        let public = cfsign_crypto::PublicKey::p256_from_sec1(engine, point.encoded()).unwrap();
        for hash in HASHES {
            for _ in 0..5 {
                let arguments = ["-keyform", "DER", "-sign", "key.der"];
                let (success, signature) = openssl.dgst(hash, &arguments, &[&message]);
                assert!(success);
                assert!(public.verify(hash, b"a message", &signature));
                cases += 1;
            }
        }
    }
    assert_eq!(cases, 10 * Engine::available().len());
}
