//! More of what happens to keys before they arrive, and files made to hurt.

use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cfsign::{ErrorKind, PrivateKey, PublicKey};
use cfsign_tests::{key, path};

fn pem() -> String {
    String::from_utf8(key("p256.pkcs8.pem")).unwrap()
}

fn reads(input: impl AsRef<[u8]>) {
    let wanted = PublicKey::read(key("p256.public.pem")).unwrap().to_der();
    let input = input.as_ref();
    let found = PrivateKey::read(input)
        .unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(input)));
    assert_eq!(found.public_key().unwrap().to_der(), wanted);
}

fn code(input: impl AsRef<[u8]>) -> &'static str {
    PrivateKey::read(input).unwrap_err().code()
}

#[test]
fn json_is_read_as_json() {
    let line = pem().replace('\n', "\\n");
    reads(format!(
        "{{\"name\":\"cf\",\"key\":\"{}\"}}",
        line.replace('+', "\\u002B").replace('=', "\\u003d")
    ));
    reads(format!(
        "{{\"key\":\"{}\"}}",
        line.replace("\\n", "\\u000a").replace('/', "\\/")
    ));
    reads(format!(
        "{{\"secrets\":[{{\"id\":7}},{{\"value\":\"{line}\"}}]}}"
    ));
    reads(format!("\"{line}\""));
    reads(serde_json::json!({ "key": STANDARD.encode(pem()), "id": "K2JCJMDEHXQW5F" }).to_string());
    assert_eq!(
        code(serde_json::json!({ "a": pem(), "b": pem() }).to_string()),
        "invalid-key"
    );
    let der = |name: &str| STANDARD.encode(key(name));
    assert_eq!(
        code(
            serde_json::json!({ "a": der("p256.pkcs8.der"), "b": der("rsa-2048.pkcs8.der") })
                .to_string()
        ),
        "invalid-key"
    );
    assert_eq!(
        code(serde_json::json!([pem(), der("rsa-2048.pkcs8.der")]).to_string()),
        "invalid-key"
    );
    assert_eq!(code("{\"id\":\"K2JCJMDEHXQW5F\"}"), "invalid-key");
    assert_eq!(code("{ broken"), "invalid-key");
}

#[test]
fn base64_of_anything_is_taken_off() {
    for name in ["k", "kk", "kkk"] {
        let mut object = serde_json::Map::new();
        object.insert(name.to_owned(), pem().into());
        reads(STANDARD.encode(serde_json::Value::Object(object).to_string()));
    }
    for comment in ["", "x", "xx", "Bag Attributes\n"] {
        reads(STANDARD.encode(format!("{comment}\n{}", pem())));
    }
    reads(STANDARD.encode(STANDARD.encode(pem())));
    reads(STANDARD.encode(key("p256.pkcs8.der")));
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(pem().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    reads(&utf16);
    reads(STANDARD.encode(&utf16));
    reads([key("p256.pkcs8.der"), b"\r\n".to_vec()].concat());
    let mut deep = pem();
    for _ in 0..6 {
        deep = STANDARD.encode(deep);
    }
    assert_eq!(code(deep), "invalid-key");
}

#[test]
fn what_is_no_key_has_a_name() {
    for (text, wanted) in [
        ("<RSAKeyValue><Modulus>x</Modulus></RSAKeyValue>", "XML"),
        (
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:cf",
            "ARN",
        ),
        ("-----BEGIN%20PRIVATE%20KEY-----", "percent-encoded"),
    ] {
        let error = PrivateKey::read(text).unwrap_err();
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

#[test]
fn a_public_half_of_another_key_is_noticed() {
    let mut der = key("p256.sec1.der");
    let other = PublicKey::read(key("p256-b.public.pem")).unwrap().to_der();
    let at = der.len() - 65;
    der[at..].copy_from_slice(&other[other.len() - 65..]);
    let error = PrivateKey::read(der).unwrap_err();
    assert!(error.to_string().contains("another key"), "{error}");
}

#[test]
fn older_encryption_is_named_and_how_to_convert_it() {
    let mut ran = 0;
    for scheme in ["PBE-SHA1-3DES", "PBE-SHA1-RC4-128", "PBE-MD5-DES"] {
        let file = path("keys/p256.pkcs8.pem");
        let output = Command::new("openssl")
            .args([
                "pkcs8",
                "-topk8",
                "-provider",
                "legacy",
                "-provider",
                "default",
                "-v1",
                scheme,
            ])
            .args(["-passout", "pass:x", "-in", file.to_str().unwrap()])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let error = PrivateKey::read_encrypted(output.stdout, "x").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnsupportedKey, "{scheme}: {error}");
        assert!(error.to_string().contains("openssl pkcs8"));
        ran += 1;
    }
    assert_eq!(ran, 3);
    let output = Command::new("openssl")
        .args(["pkcs8", "-topk8", "-scrypt", "-passout", "pass:x", "-in"])
        .arg(path("keys/p256.pkcs8.pem"))
        .output()
        .unwrap();
    assert!(PrivateKey::read_encrypted(output.stdout, "x").is_ok());
}

/// A DER value from its tag and its content.
fn tlv(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length = u8::try_from(content.len()).unwrap();
    let header = if length < 0x80 {
        vec![tag, length]
    } else {
        vec![tag, 0x81, length]
    };
    [header, content].concat()
}

/// An encrypted key whose key derivation is as given; its content is zeros.
fn encrypted(kdf: &[u8]) -> Vec<u8> {
    let aes256 = tlv(
        6,
        &[&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a]],
    );
    let cipher = tlv(0x30, &[&aes256, &tlv(4, &[&[0; 16]])]);
    let pbes2 = tlv(
        6,
        &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d]],
    );
    let algorithm = tlv(0x30, &[&pbes2, &tlv(0x30, &[kdf, &cipher])]);
    tlv(0x30, &[&algorithm, &tlv(4, &[&[0; 32]])])
}

#[test]
fn a_file_cannot_ask_for_all_memory_or_all_time() {
    let salt = tlv(4, &[&[1; 8]]);
    let scrypt = |cost: &[u8], block_size: &[u8]| {
        let oid = tlv(
            6,
            &[&[0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b]],
        );
        let parameters = tlv(
            0x30,
            &[
                &salt,
                &tlv(2, &[cost]),
                &tlv(2, &[block_size]),
                &tlv(2, &[&[1]]),
            ],
        );
        encrypted(&tlv(0x30, &[&oid, &parameters]))
    };
    let pbkdf2 = |rounds: &[u8]| {
        let oid = tlv(
            6,
            &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c]],
        );
        let hmac_sha256 = tlv(
            0x30,
            &[
                &tlv(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09]]),
                &tlv(5, &[]),
            ],
        );
        encrypted(&tlv(
            0x30,
            &[&oid, &tlv(0x30, &[&salt, &tlv(2, &[rounds]), &hmac_sha256])],
        ))
    };
    let hostile = [
        scrypt(&[0x01, 0x00, 0x00, 0x00], &[8]),
        scrypt(&[0x01, 0x00, 0x00, 0x00, 0x00, 0x00], &[8]),
        scrypt(&[0x40, 0x00], &[0x7f, 0xff]),
        scrypt(&[0x00], &[8]),
        scrypt(&[0x01], &[8]),
        scrypt(&[0x41, 0x00], &[8]),
        pbkdf2(&[0x00]),
        pbkdf2(&[0x7f, 0xff, 0xff, 0xff]),
        pbkdf2(&[0x05, 0xf5, 0xe0, 0xff]),
    ];
    let start = Instant::now();
    for der in hostile {
        let error = PrivateKey::read_encrypted(&der, "x").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnsupportedKey, "{error}");
    }
    // Not a timing test: any one of them would take minutes.
    assert!(start.elapsed() < Duration::from_secs(20));
    // The same files with bearable costs are opened, and found to hold no key.
    for der in [scrypt(&[0x40, 0x00], &[8]), pbkdf2(&[0x08, 0x00])] {
        assert_eq!(
            PrivateKey::read_encrypted(&der, "x").unwrap_err().kind(),
            ErrorKind::WrongPassphrase
        );
    }
}
