//! What verifies and what does not: the same in every engine.
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use cfsign_crypto::{Engine, HashAlgorithm, PrivateKey, PublicKey};
use common::{HASHES, Numbers, add, der, hex, integer, integers, rsa_key};

const ORDER: &str = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";
const MESSAGE: &[u8] = b"a message";

/// A key's public half in every engine.
struct Verifiers(Vec<PublicKey>);

impl Verifiers {
    fn new(private: &PrivateKey, load: fn(Engine, &[u8]) -> PublicKey) -> Self {
        let public = private.public_key().unwrap();
        Self(
            Engine::available()
                .iter()
                .map(|&engine| load(engine, public.encoded()))
                .collect(),
        )
    }

    /// The verdict on a signature of `MESSAGE`, which must be the same in all engines.
    fn verify(&self, hash: HashAlgorithm, signature: &[u8]) -> bool {
        let mut verdicts: Vec<_> = self
            .0
            .iter()
            .map(|public| public.verify(hash, MESSAGE, signature))
            .collect();
        verdicts.dedup();
        assert_eq!(verdicts.len(), 1, "engines disagree about {signature:02x?}");
        verdicts[0]
    }
}

fn p256() -> (PrivateKey, Verifiers) {
    let key = PrivateKey::p256_from_scalar(Engine::default(), &Numbers(7).scalar()).unwrap();
    let public = Verifiers::new(&key, |engine, point| {
        PublicKey::p256_from_sec1(engine, point).unwrap()
    });
    (key, public)
}

fn rsa(name: &str) -> (PrivateKey, Verifiers) {
    let key = rsa_key(Engine::default(), name).unwrap();
    let public = Verifiers::new(&key, |engine, der| {
        PublicKey::rsa_from_pkcs1_der(engine, der).unwrap()
    });
    (key, public)
}

fn flip_every_bit(public: &Verifiers, hash: HashAlgorithm, signature: &[u8]) -> usize {
    let mut flips = 0;
    for index in 0..signature.len() {
        for bit in 0..8 {
            let mut flipped = signature.to_vec();
            flipped[index] ^= 1 << bit;
            assert!(!public.verify(hash, &flipped), "byte {index}, bit {bit}");
            flips += 1;
        }
    }
    flips
}

#[test]
fn no_bit_of_a_signature_may_change() {
    let (key, public) = p256();
    for hash in HASHES {
        let signature = key.sign(hash, MESSAGE).unwrap();
        assert!(public.verify(hash, &signature));
        assert_eq!(
            flip_every_bit(&public, hash, &signature),
            8 * signature.len()
        );
    }
    for name in ["rsa-1024", "rsa-1031"] {
        let (key, public) = rsa(name);
        let signature = key.sign(HashAlgorithm::Sha1, MESSAGE).unwrap();
        assert!(public.verify(HashAlgorithm::Sha1, &signature));
        let flips = flip_every_bit(&public, HashAlgorithm::Sha1, &signature);
        assert_eq!(flips, 8 * signature.len());
    }
}

#[test]
fn another_hash_message_key_or_length_does_not_verify() {
    let mut cases = 0;
    for (key, public) in [p256(), rsa("rsa-1024"), rsa("rsa-1031"), rsa("rsa-2048")] {
        let [sha1, sha256] = HASHES.map(|hash| key.sign(hash, MESSAGE).unwrap());
        assert!(!public.verify(HashAlgorithm::Sha256, &sha1));
        assert!(!public.verify(HashAlgorithm::Sha1, &sha256));
        for hash in HASHES {
            let other = key.sign(hash, b"another message").unwrap();
            assert!(!public.verify(hash, &other));
            let signature = key.sign(hash, MESSAGE).unwrap();
            for len in 0..signature.len() {
                assert!(!public.verify(hash, &signature[..len]), "cut to {len}");
                assert!(!public.verify(hash, &signature[len + 1..]), "last {len}");
                cases += 2;
            }
            for extra in [1, 2, 100, 100_000] {
                let zeros = vec![0; extra];
                assert!(!public.verify(hash, &[signature.as_slice(), &zeros].concat()));
                assert!(!public.verify(hash, &[zeros.as_slice(), &signature].concat()));
                cases += 2;
            }
        }
    }
    assert!(cases > 4 * 2 * (140 + 8), "{cases}");
    let (key, _) = rsa("rsa-1024-exponent-3");
    let (_, other) = rsa("rsa-1024");
    let signature = key.sign(HashAlgorithm::Sha1, MESSAGE).unwrap();
    assert!(!other.verify(HashAlgorithm::Sha1, &signature));
}

/// A key and its signature of `MESSAGE`, taken apart. DER needs a zero before r, whose top bit is
/// set, and none before s.
struct TakenApart {
    public: Verifiers,
    r: Vec<u8>,
    s: Vec<u8>,
}

impl TakenApart {
    fn find() -> Self {
        let try_seed = |seed| {
            let scalar = Numbers(seed).scalar();
            let key = PrivateKey::p256_from_scalar(Engine::default(), &scalar).unwrap();
            let public = Verifiers::new(&key, |engine, point| {
                PublicKey::p256_from_sec1(engine, point).unwrap()
            });
            let signature = key.sign(HashAlgorithm::Sha256, MESSAGE).unwrap();
            let [r, s]: [Vec<u8>; 2] = integers(&signature).try_into().unwrap();
            let fits = r.len() == 32 && s.len() == 32 && r[0] >= 0x80 && s[0] < 0x80;
            fits.then_some(Self { public, r, s })
        };
        (1..1000).find_map(try_seed).unwrap()
    }

    fn verify(&self, signature: &[u8]) -> bool {
        self.public.verify(HashAlgorithm::Sha256, signature)
    }

    /// The verdict on a SEQUENCE of values.
    fn values(&self, values: &[&[u8]]) -> bool {
        self.verify(&der(0x30, &values.concat()))
    }
}

#[test]
fn ecdsa_numbers_are_minimal_and_in_range() {
    let good = TakenApart::find();
    let (r, s) = (integer(&good.r), integer(&good.s));
    let order = hex(ORDER);
    let padded = |zeros: usize, number: &[u8]| der(2, &[&vec![0; zeros], number].concat());
    let plus_order = |number: &[u8]| integer(&add(&[&[0], number].concat(), &order).unwrap());

    assert!(good.values(&[&r, &s]));
    assert!(
        good.values(&[&padded(1, &good.r), &padded(0, &good.s)]),
        "the same by hand"
    );
    assert!(!good.values(&[&padded(0, &good.r), &s]), "negative r");
    assert!(
        !good.values(&[&padded(2, &good.r), &s]),
        "r with a needless zero"
    );
    assert!(
        !good.values(&[&r, &padded(1, &good.s)]),
        "s with a needless zero"
    );
    assert!(!good.values(&[&r, &padded(200, &good.s)]), "s with many");
    assert!(!good.values(&[&der(2, &[0]), &s]), "r = 0");
    assert!(!good.values(&[&r, &der(2, &[0])]), "s = 0");
    assert!(!good.values(&[&der(2, &[0]), &der(2, &[0])]), "both 0");
    assert!(!good.values(&[&der(2, &[1]), &der(2, &[1])]), "both 1");
    assert!(!good.values(&[&der(2, &[]), &s]), "r without bytes");
    assert!(!good.values(&[&integer(&order), &s]), "r = n");
    assert!(!good.values(&[&r, &integer(&order)]), "s = n");
    assert!(!good.values(&[&plus_order(&good.r), &s]), "r + n");
    assert!(!good.values(&[&r, &plus_order(&good.s)]), "s + n");
    assert!(!good.values(&[&s, &r]), "swapped");
    assert!(
        !good.values(&[&integer(&[0xff; 32]), &integer(&[0xff; 32])]),
        "out of range"
    );
    assert!(!good.values(&[&der(4, &good.r), &s]), "an OCTET STRING");

    // ECDSA itself lets n - s pass, and RFC 6979 makes either.
    let complement: Vec<u8> = good.s.iter().map(|byte| !byte).collect();
    let negated = add(
        &add(&[&[0], complement.as_slice()].concat(), &order).unwrap(),
        &[1],
    )
    .unwrap();
    assert!(good.values(&[&r, &integer(&negated[1..])]), "n - s");
}

#[test]
fn ecdsa_signatures_are_strict_der() {
    let good = TakenApart::find();
    let (r, s) = (integer(&good.r), integer(&good.s));
    let content = [r.as_slice(), &s].concat();
    let len = u8::try_from(content.len()).unwrap();
    let with = |before: &[u8], after: &[u8]| good.verify(&[before, &content, after].concat());

    assert!(with(&[0x30, len], &[]));
    assert!(!with(&[0x30, 0x81, len], &[]), "a long length");
    assert!(!with(&[0x30, 0x82, 0, len], &[]), "a longer one");
    assert!(!with(&[0x30, 0x80], &[0, 0]), "an indefinite length");
    assert!(!with(&[0x30, len - 1], &[]), "a length too small");
    assert!(!with(&[0x30, len + 1], &[]), "a length too large");
    assert!(!with(&[0x30, len + 1], &[0]), "a byte more inside");
    assert!(!with(&[0x30, len], &[0]), "a byte more outside");
    assert!(!with(&[0x31, len], &[]), "a SET");
    assert!(!with(&[0x10, len], &[]), "a primitive SEQUENCE");
    assert!(!with(&[], &[]), "no SEQUENCE");
    assert!(!with(&[0x30, len + 2, 0x30, len], &[]), "nested");
    assert!(!good.values(&[&r]), "r alone");
    assert!(!good.values(&[&r, &s, &[5, 0]]), "a third value");
    assert!(
        !good.values(&[&[2, 0x81, 33, 0], &good.r, &s]),
        "a long length of r"
    );
    assert!(!good.values(&[]), "nothing inside");
    assert!(
        !good.verify(&[good.r.as_slice(), &good.s].concat()),
        "plain r and s"
    );
}

#[test]
fn noise_never_verifies_or_panics() {
    let mut numbers = Numbers(11);
    let (_, p256) = p256();
    let (_, rsa) = rsa("rsa-1031");
    let mut cases = 0;
    for round in 0..3000 {
        let len = usize::try_from(numbers.next() % 150).unwrap();
        let mut noise = numbers.bytes(len);
        // Most noise ends at the first tag, so give half of it a plausible start.
        if round % 2 == 0 && len > 4 {
            noise[..4].copy_from_slice(&[0x30, u8::try_from(len - 2).unwrap() & 0x7f, 2, 0x20]);
        }
        for hash in HASHES {
            assert!(!p256.verify(hash, &noise));
            assert!(!rsa.verify(hash, &noise));
            cases += 1;
        }
    }
    assert_eq!(cases, 6000);
}

#[test]
fn rsa_signatures_are_below_the_modulus_and_not_trivial() {
    // A modulus of 1031 bits leaves room for s + n in as many bytes.
    let (key, public) = rsa("rsa-1031");
    let modulus = &integers(public.0[0].encoded())[0];
    let signature = key.sign(HashAlgorithm::Sha1, MESSAGE).unwrap();
    let beyond = add(&signature, modulus).unwrap();
    assert_eq!(beyond.len(), signature.len());
    let mut one = vec![0; signature.len()];
    one[128] = 1;
    for refused in [beyond, modulus.clone(), vec![0; 129], one, vec![0xff; 129]] {
        assert!(!public.verify(HashAlgorithm::Sha1, &refused));
    }
}

/// Signatures of padded blocks that are not those of PKCS#1 v1.5, of the kinds that forgers used.
#[cfg(feature = "aws-lc")]
#[test]
fn rsa_padding_must_be_exact() {
    const DIGEST_INFO: [u8; 15] = [
        0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
    ];
    let (key, public) = rsa("rsa-1024");
    let block = |start: &[u8], ones: usize, info: &[u8], digest: &[u8], end: &[u8]| {
        let mut block = [start, &vec![0xff; ones], &[0], info, digest, end].concat();
        block.resize(128, 0x5a);
        public.verify(HashAlgorithm::Sha1, &sign_raw("rsa-1024", &block))
    };
    let digest = {
        use sha1::Digest;
        sha1::Sha1::digest(MESSAGE)
    };
    let info = DIGEST_INFO.as_slice();
    let mut other_info = DIGEST_INFO;
    other_info[7] ^= 1;
    let no_parameters = [
        0x30, 0x1f, 0x30, 0x07, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 4, 0x14,
    ];
    let long_length = [&[0x30, 0x81, 0x21], &info[2..]].concat();
    let start = [0, 1];

    assert!(block(&start, 90, info, &digest, &[]), "the right one");
    assert!(key.sign(HashAlgorithm::Sha1, MESSAGE).is_ok());
    assert!(!block(&[0, 2], 90, info, &digest, &[]), "block type 2");
    assert!(!block(&[0, 0], 90, info, &digest, &[]), "block type 0");
    assert!(
        !block(&start, 89, info, &digest, &[0]),
        "a byte after the digest"
    );
    assert!(
        !block(&start, 8, info, &digest, &[]),
        "noise after the digest"
    );
    assert!(!block(&start, 92, &no_parameters, &digest, &[]), "no NULL");
    assert!(
        !block(&start, 89, &long_length, &digest, &[]),
        "a long length"
    );
    assert!(
        !block(&start, 90, &other_info, &digest, &[]),
        "another hash"
    );
    assert!(!block(&start, 105, &[], &digest, &[]), "no DigestInfo");
    assert!(
        !block(&start, 89, &[&[0], info].concat(), &digest, &[]),
        "padding cut short"
    );
    assert!(
        !block(&[&start[..], &[0xfe]].concat(), 89, info, &digest, &[]),
        "a wrong pad byte"
    );
}

/// The private operation on a block, without padding it first.
#[cfg(feature = "aws-lc")]
#[allow(unsafe_code)]
fn sign_raw(name: &str, block: &[u8]) -> Vec<u8> {
    use aws_lc_sys as ffi;

    let der = common::key_file(name);
    let mut out = vec![0; block.len()];
    let mut len = 0;
    // SAFETY: the function reads `len` bytes and allocates a key, which is freed below; the block
    // and the output have the length of the modulus.
    unsafe {
        let rsa = ffi::RSA_private_key_from_bytes(der.as_ptr(), der.len());
        assert!(!rsa.is_null());
        let ok = ffi::RSA_sign_raw(
            rsa,
            &raw mut len,
            out.as_mut_ptr(),
            out.len(),
            block.as_ptr(),
            block.len(),
            ffi::RSA_NO_PADDING,
        );
        ffi::RSA_free(rsa);
        assert_eq!((ok, len), (1, block.len()));
    }
    out
}
