//! A key that can be read signs, and its own public half verifies; and what cannot be a key is refused.
//!
//! Input: a letter, and bytes. `r`: they are the key. `d`: they are its DER, which the second byte
//! wraps. `m`: they change a test key, which the second byte wraps. `e`: they are the DER of an
//! encrypted key. `t`: two test keys together, of which none may be chosen.
#![no_main]

use cfsign::{
    Engine, Error, HashAlgorithm, KeyKind, PrivateKey, PublicKey, Signer, cloudfront_objection,
};
use cfsign_fuzz::keys::{PASSPHRASE, changed, opens_quickly, two, wrapped};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match data {
        [b'r', key @ ..] => {
            read(key);
            if is_legacy(key) {
                opened(key);
            }
        }
        [b'd', wrapping, der @ ..] => any_wrapping(*wrapping, der),
        [b'm', wrapping, changes @ ..] => any_wrapping(*wrapping, &changed(changes)),
        [b'e', der @ ..] if der.first() == Some(&0x30) && opens_quickly(der) => opened(der),
        [b't', one, other, how, ..] => {
            let both = two(*one, *other, *how);
            assert!(
                PrivateKey::read(&both).is_err(),
                "one of two keys was chosen"
            );
        }
        _ => {}
    }
});

/// Reads it as what it can be; the public key, if it is a key.
fn read(key: &[u8]) -> Option<Vec<u8>> {
    let private = PrivateKey::read(key);
    let public = PublicKey::read(key);
    engines_agree(key);
    match (private, public) {
        (Ok(_), Ok(_)) => panic!("a private key and a public one"),
        (Ok(private), Err(_)) => Some(check_private(private)),
        (Err(_), Ok(public)) => Some(check_public(&public)),
        (Err(private), Err(public)) => {
            for error in [private, public] {
                // Messages may be logged: they are short, and they are ours.
                assert!(error.to_string().len() < 400);
            }
            None
        }
    }
}

/// What the core can read as it stands, it reads in every wrapping.
fn any_wrapping(wrapping: u8, der: &[u8]) {
    let plain = read(der);
    let wrapped = read(&wrapped(wrapping, der));
    if plain.is_some() {
        // The label of a public key on a private one makes it no private key, and so on.
        assert!(
            wrapped.is_none() || wrapped == plain,
            "the wrapping makes another key of it"
        );
        let is_der = der.first() == Some(&0x30) && !der.windows(5).any(|five| five == b"-----");
        let fits = is_der && PrivateKey::read(der).is_ok() == (wrapping % 6 < 4);
        assert!(!fits || wrapped.is_some(), "lost in wrapping {wrapping}");
    }
}

fn check_private(key: PrivateKey) -> Vec<u8> {
    let kind = key.kind();
    let _ = cloudfront_objection(kind);
    let public = key.public_key().expect("a private key has a public half");
    assert_eq!(public.kind(), kind);
    let der = check_public(&public);
    if matches!(kind, KeyKind::Rsa { bits } if bits > 2048) {
        return der;
    }
    let most = match kind {
        KeyKind::Rsa { bits } => bits.div_ceil(8) as usize,
        _ => 72,
    };
    let signer = Signer::builder("K2JCJMDEHXQW5F")
        .parsed_key(key)
        .build()
        .expect("a signer");
    match signer.sign_message(b"message") {
        Ok(signature) => {
            assert!(signature.len() <= most);
            assert!(public.verify(HashAlgorithm::Sha1, b"message", &signature));
            assert!(!public.verify(HashAlgorithm::Sha256, b"message", &signature));
            assert!(!public.verify(HashAlgorithm::Sha1, b"massage", &signature));
        }
        // That the primes are prime is found out by signing.
        Err(error) => {
            assert_eq!(error.code(), "signing-failed");
            assert_ne!(kind, KeyKind::EcdsaP256);
        }
    }
    der
}

/// Whoever uploads the public key has the same key there.
fn check_public(key: &PublicKey) -> Vec<u8> {
    let der = key.to_der();
    for text in [key.to_pem().into_bytes(), der.clone()] {
        let again = PublicKey::read(&text).expect("what is written can be read");
        assert_eq!((again.to_der(), again.kind()), (der.clone(), key.kind()));
    }
    let nothing = [0; 64];
    assert!(!key.verify(HashAlgorithm::Sha1, b"message", &nothing));
    der
}

/// A file that does not need the passphrase is the same key with it.
fn opened(key: &[u8]) {
    let with = PrivateKey::read_encrypted(key, PASSPHRASE);
    let without = PrivateKey::read(key);
    match (with, without) {
        (Ok(with), Ok(without)) => {
            assert_eq!(public_der(&with), public_der(&without));
        }
        (Ok(with), Err(without)) => {
            assert_eq!(without.code(), "passphrase-required");
            check_private(with);
        }
        (Err(with), Ok(_)) => panic!("the passphrase is in the way: {with}"),
        (Err(_), Err(_)) => {}
    }
}

fn public_der(key: &PrivateKey) -> Vec<u8> {
    key.public_key()
        .expect("a private key has a public half")
        .to_der()
}

/// One PEM with OpenSSL's older encryption, which takes no time to open.
fn is_legacy(key: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(key) else {
        return false;
    };
    let mut parts = text.split("-----BEGIN ");
    let inside = parts.nth(1).and_then(|part| part.split("-----END ").next());
    let header = inside.and_then(|inside| inside.split_once("-----"));
    parts.next().is_none()
        && header.is_some_and(|(_, body)| body.contains("Proc-Type: 4,ENCRYPTED"))
}

/// With both engines built in, they take the same keys.
fn engines_agree(key: &[u8]) {
    if Engine::available().len() < 2 {
        return;
    }
    let private = Engine::available()
        .iter()
        .map(|&engine| PrivateKey::read_with(key, None, engine).map(|key| public_der(&key)));
    same(private.collect());
    let public = Engine::available()
        .iter()
        .map(|&engine| PublicKey::read_with(key, engine).map(|key| key.to_der()));
    same(public.collect());
}

fn same(read: Vec<Result<Vec<u8>, Error>>) {
    let short: Vec<_> = read
        .iter()
        .map(|read| read.as_ref().map_err(Error::code))
        .collect();
    assert!(short.windows(2).all(|two| two[0] == two[1]), "{short:?}");
}
