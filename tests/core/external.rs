//! Keys held elsewhere: the same bytes, and nothing wrong let through.

use std::error::Error;

use cfsign::{ExternalSigner, HashAlgorithm, KeyKind, PublicKey, Signer};
use cfsign_tests::key;

const URL: &str = "https://cdn.example.com/a.jpg";

type Answer = fn(Vec<u8>) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>>;

/// Stands in for KMS: it has the key, and answers as told.
struct Remote {
    signer: Signer,
    public_key: Option<PublicKey>,
    answer: Answer,
}

impl ExternalSigner for Remote {
    fn kind(&self) -> KeyKind {
        self.signer.key_kind()
    }

    fn sign(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        assert_eq!(hash, self.signer.hash_algorithm());
        (self.answer)(self.signer.sign_message(message)?)
    }

    fn public_key(&self) -> Option<&PublicKey> {
        self.public_key.as_ref()
    }
}

fn sign(name: &str, with_public_key: bool, answer: Answer) -> Result<String, cfsign::Error> {
    let signer = Signer::from_pem(key(&format!("{name}.pkcs8.pem")), "K2JCJMDEHXQW5F").unwrap();
    let public_key =
        with_public_key.then(|| PublicKey::read(key(&format!("{name}.public.pem"))).unwrap());
    let remote = Remote {
        signer,
        public_key,
        answer,
    };
    Signer::builder("K2JCJMDEHXQW5F")
        .external(remote)
        .build()
        .unwrap()
        .sign_url(URL, 1_767_290_400)
}

#[test]
fn an_external_key_gives_the_same_url() {
    for name in ["rsa-2048", "p256"] {
        let local = Signer::from_pem(key(&format!("{name}.pkcs8.pem")), "K2JCJMDEHXQW5F").unwrap();
        let wanted = local.sign_url(URL, 1_767_290_400).unwrap();
        for with_public_key in [false, true] {
            assert_eq!(sign(name, with_public_key, Ok).unwrap(), wanted);
        }
    }
}

#[test]
fn no_wrong_answer_becomes_a_url() {
    let empty = |_| Ok(Vec::new());
    let cut = |mut signature: Vec<u8>| {
        signature.pop();
        Ok(signature)
    };
    let raw = |_| Ok(vec![7; 64]);
    for name in ["rsa-2048", "p256"] {
        for with_public_key in [false, true] {
            for answer in [empty, cut, raw] {
                let error = sign(name, with_public_key, answer).unwrap_err();
                assert_eq!(error.code(), "wrong-signature", "{error}");
            }
        }
        let changed = |mut signature: Vec<u8>| {
            let last = signature.len() - 1;
            signature[last] ^= 1;
            Ok(signature)
        };
        assert_eq!(
            sign(name, true, changed).unwrap_err().code(),
            "wrong-signature"
        );
    }
}

#[test]
fn the_error_of_an_external_key_is_the_source() {
    let error = sign("p256", false, |_| Err("the HSM is asleep".into())).unwrap_err();
    assert_eq!(error.code(), "external-signer-failed");
    assert_eq!(error.source().unwrap().to_string(), "the HSM is asleep");
}
