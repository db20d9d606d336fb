//! What the fuzz targets share: fixed keys, an independent judge of requests, and how an input is
//! taken apart.
//!
//! Inputs are lines of text, so that seeds can be read, written by hand and changed by a dictionary.

pub mod glob;
pub mod judge;
pub mod keys;
pub mod policy;

use std::sync::OnceLock;

use cfsign::{
    ExternalSigner, HashAlgorithm, KeyKind, PublicKey, Signer, TrustedKeyGroup, Verifier,
};
use judge::Options;

/// The ID of the ECDSA key, the one that targets sign with.
pub const ECDSA_ID: &str = "K2JCJMDEHXQW5F";
/// The ID of the RSA key, which only seeds are signed with.
pub const RSA_ID: &str = "K1UA3WV15I7JSD";
/// When what the targets sign ends, unless the input says otherwise.
pub const EXPIRES: u64 = 1_767_290_400;

pub const ECDSA_PRIVATE: &[u8] = include_bytes!("../../tests/keys/p256.pkcs8.pem");
const ECDSA_PUBLIC: &[u8] = include_bytes!("../../tests/keys/p256.public.pem");
const RSA_PUBLIC: &[u8] = include_bytes!("../../tests/keys/rsa-2048.public.pem");

/// Signs for real.
pub fn signer(hash: HashAlgorithm) -> &'static Signer {
    static SIGNERS: OnceLock<[Signer; 2]> = OnceLock::new();
    let signers = SIGNERS.get_or_init(|| {
        [HashAlgorithm::Sha1, HashAlgorithm::Sha256].map(|hash| {
            Signer::builder(ECDSA_ID)
                .private_key(ECDSA_PRIVATE)
                .hash_algorithm(hash)
                .build()
                .expect("a good key")
        })
    });
    &signers[usize::from(hash == HashAlgorithm::Sha256)]
}

/// Signs with a constant: for targets that are about everything but the signature, and much faster.
pub fn pretended_signer() -> &'static Signer {
    struct Constant;
    impl ExternalSigner for Constant {
        fn kind(&self) -> KeyKind {
            KeyKind::EcdsaP256
        }
        fn sign(
            &self,
            _: HashAlgorithm,
            _: &[u8],
        ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
            Ok([
                [0x30, 68].as_slice(),
                &[2, 32],
                &[0x7f; 32],
                &[2, 32],
                &[0x55; 32],
            ]
            .concat())
        }
    }
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| {
        let builder = Signer::builder(ECDSA_ID).external(Constant);
        builder.build().expect("a good ID")
    })
}

/// The keys that are trusted, by their IDs.
pub fn trusted() -> &'static [(&'static str, PublicKey); 2] {
    static KEYS: OnceLock<[(&str, PublicKey); 2]> = OnceLock::new();
    KEYS.get_or_init(|| {
        [(ECDSA_ID, ECDSA_PUBLIC), (RSA_ID, RSA_PUBLIC)]
            .map(|(id, pem)| (id, PublicKey::read(pem).expect("a good key")))
    })
}

/// A verifier that trusts them.
pub fn verifier(options: Options) -> Verifier {
    let group = TrustedKeyGroup::new()
        .with_pem(ECDSA_ID, ECDSA_PUBLIC)
        .and_then(|group| group.with_pem(RSA_ID, RSA_PUBLIC))
        .expect("good keys");
    let mut verifier = Verifier::new(group);
    if options.valid_at_its_end {
        verifier = verifier.valid_at_its_end();
    }
    if options.valid_at_its_start {
        verifier = verifier.valid_at_its_start();
    }
    if options.refuse_expires_beside_policy {
        verifier = verifier.refuse_expires_beside_policy();
    }
    if options.epoch_time_without_prefix {
        verifier = verifier.epoch_time_without_prefix();
    }
    if options.ignore_host_case {
        verifier = verifier.ignore_host_case();
    }
    verifier
}

/// Every set of options has one verifier, made once: reading keys is not what is measured.
pub fn verifier_of(options: Options) -> &'static Verifier {
    static VERIFIERS: [OnceLock<Verifier>; 32] = [const { OnceLock::new() }; 32];
    VERIFIERS[options.number()].get_or_init(|| verifier(options))
}

/// The input as lines; a missing one is empty.
pub struct Lines<'a>(std::str::Split<'a, char>);

impl<'a> Lines<'a> {
    /// Nothing where the input is no text.
    pub fn of(data: &'a [u8]) -> Option<Self> {
        std::str::from_utf8(data)
            .ok()
            .map(|text| Self(text.split('\n')))
    }

    pub fn line(&mut self) -> &'a str {
        self.0.next().unwrap_or_default()
    }

    /// A line that is a number, or `otherwise`.
    pub fn number(&mut self, otherwise: u64) -> u64 {
        self.line().parse().unwrap_or(otherwise)
    }

    /// All that is left, line breaks included.
    pub fn rest(self) -> String {
        self.0.collect::<Vec<_>>().join("\n")
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.next()
    }
}
