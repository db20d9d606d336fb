//! Which keys load, and what becomes of faulty ones.

mod common;

use cfsign_crypto::{Engine, Error, KeyKind, PrivateKey, PublicKey, generate};
use common::{HASHES, der, hex, integer, integers, key_file, kind_of, rsa_key, sequence};

/// What all engines say, which must be the same.
fn verdict(load: impl Fn(Engine) -> Result<(), Error>) -> &'static str {
    let mut verdicts: Vec<_> = Engine::available()
        .iter()
        .map(|&e| kind_of(&load(e)))
        .collect();
    verdicts.dedup();
    assert_eq!(verdicts.len(), 1, "engines disagree: {verdicts:?}");
    verdicts[0]
}

fn private_rsa(der: &[u8]) -> &'static str {
    verdict(|engine| PrivateKey::rsa_from_pkcs1_der(engine, der).map(drop))
}

fn public_rsa(der: &[u8]) -> &'static str {
    verdict(|engine| PublicKey::rsa_from_pkcs1_der(engine, der).map(drop))
}

fn private_key(numbers: &[Vec<u8>]) -> Vec<u8> {
    sequence(
        &numbers
            .iter()
            .map(|number| integer(number))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn sizes_and_exponents_within_bounds_load() {
    for (name, bits) in [
        ("rsa-1024", 1024),
        ("rsa-1024-p-below-q", 1024),
        ("rsa-1024-euler-exponent", 1024),
        ("rsa-1024-exponent-3", 1024),
        ("rsa-1024-exponent-33-bits", 1024),
        ("rsa-1031", 1031),
        ("rsa-2048", 2048),
        ("rsa-3072", 3072),
        ("rsa-4096", 4096),
        ("rsa-8192", 8192),
    ] {
        for &engine in Engine::available() {
            let key = rsa_key(engine, name).unwrap();
            assert_eq!(key.kind(), KeyKind::Rsa { bits });
            assert_eq!(key.engine(), engine);
            assert_eq!(key.max_signature_len(), bits.div_ceil(8) as usize);
            assert_eq!(key.public_key().unwrap().kind(), KeyKind::Rsa { bits });
            assert_eq!(key.public_key().unwrap().engine(), engine);
        }
    }
}

#[test]
fn sizes_and_exponents_out_of_bounds_are_unsupported() {
    for name in [
        "rsa-1016",
        "rsa-1024-exponent-34-bits",
        "rsa-1024-unequal-primes",
    ] {
        assert_eq!(private_rsa(&key_file(name)), "unsupported", "{name}");
    }
    let error = rsa_key(Engine::default(), "rsa-1016").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unsupported key: the RSA modulus is shorter than 1024 bits"
    );
    // A public key of any size is made quickly.
    for (bits, expected) in [
        (1023_usize, "unsupported"),
        (1024, "ok"),
        (1025, "ok"),
        (8191, "ok"),
        (8192, "ok"),
        (8193, "unsupported"),
        (16_384, "unsupported"),
        (100_000, "unsupported"),
    ] {
        let mut modulus = vec![0; bits.div_ceil(8)];
        modulus[0] = 1 << ((bits - 1) % 8);
        *modulus.last_mut().unwrap() |= 1;
        let key = sequence(&[integer(&modulus), integer(&[1, 0, 1])]);
        assert_eq!(public_rsa(&key), expected, "{bits}");
    }
}

#[test]
fn malformed_public_keys_are_refused() {
    let modulus = &integers(&key_file("rsa-1024"))[1];
    let with_exponent = |e: &[u8]| sequence(&[integer(modulus), integer(e)]);
    let mut even = modulus.clone();
    *even.last_mut().unwrap() &= 0xfe;
    let mut negative = modulus.clone();
    negative[0] |= 0x80;
    let cases = [
        (with_exponent(&[3]), "ok"),
        (with_exponent(&[1, 0xff, 0xff, 0xff, 0xff]), "ok"),
        (with_exponent(&[2, 0, 0, 0, 1]), "unsupported"),
        (with_exponent(modulus), "unsupported"),
        (with_exponent(&[0]), "invalid"),
        (with_exponent(&[1]), "invalid"),
        (with_exponent(&[2]), "invalid"),
        (with_exponent(&[1, 0, 0]), "invalid"),
        (sequence(&[integer(&even), integer(&[3])]), "invalid"),
        (sequence(&[der(2, &negative), integer(&[3])]), "invalid"),
        (sequence(&[integer(modulus), der(2, &[0, 3])]), "invalid"),
        (sequence(&[integer(modulus)]), "invalid"),
        (
            sequence(&[integer(modulus), integer(&[3]), integer(&[3])]),
            "invalid",
        ),
        (Vec::new(), "invalid"),
    ];
    for (index, (key, expected)) in cases.iter().enumerate() {
        assert_eq!(public_rsa(key), *expected, "case {index}");
    }
    let mut trailing = with_exponent(&[3]);
    trailing.push(0);
    assert_eq!(public_rsa(&trailing), "invalid");
}

#[test]
fn malformed_private_keys_are_refused() {
    let good = key_file("rsa-1024");
    assert_eq!(private_rsa(&good), "ok");
    let mut cases = 0;
    for len in 0..good.len() {
        assert_eq!(private_rsa(&good[..len]), "invalid", "cut to {len}");
        cases += 1;
    }
    assert_eq!(cases, good.len());
    assert_eq!(private_rsa(&[good.as_slice(), &[0]].concat()), "invalid");

    let numbers = integers(&good);
    let [mut multi_prime, mut other_version, mut longer, mut stripped] =
        [(); 4].map(|()| numbers.clone());
    multi_prime[0] = vec![1];
    assert_eq!(private_rsa(&private_key(&multi_prime)), "unsupported");
    other_version[0] = vec![2];
    assert_eq!(private_rsa(&private_key(&other_version)), "invalid");
    longer.push(vec![1]);
    assert_eq!(private_rsa(&private_key(&longer)), "invalid");
    // Java writes keys of which it knows n and d only like this; AWS-LC would load one, and use it
    // without blinding and without checking the result.
    for index in [2, 4, 5, 6, 7, 8] {
        stripped[index] = vec![0];
    }
    assert_eq!(private_rsa(&private_key(&stripped)), "invalid");
}

/// One changed bit in any number of the key, and no engine loads it.
#[test]
fn a_corrupted_private_key_does_not_load() {
    let numbers = integers(&key_file("rsa-1024"));
    let mut cases = 0;
    for index in 1..9 {
        for bit in [0, 1, 7, 8, 100, 300, 500] {
            let mut corrupted = numbers.clone();
            let number = &mut corrupted[index];
            let Some(position) = number.len().checked_sub(1 + bit / 8) else {
                continue;
            };
            number[position] ^= 1 << (bit % 8);
            assert_ne!(
                private_rsa(&private_key(&corrupted)),
                "ok",
                "number {index}, bit {bit}"
            );
            cases += 1;
        }
    }
    // The public exponent, 65537, has only four of these bits.
    assert_eq!(cases, 7 * 7 + 4);
}

#[test]
fn numbers_of_another_key_or_not_reduced_do_not_load() {
    let numbers = integers(&key_file("rsa-1024"));
    let other = integers(&key_file("rsa-1031"));
    for index in 1..9 {
        let mut mixed = numbers.clone();
        mixed[index] = other[index].clone();
        if mixed != numbers {
            assert_ne!(private_rsa(&private_key(&mixed)), "ok", "number {index}");
        }
    }
    // dP + (p - 1), dQ + (q - 1), qInv + p: right modulo their moduli, but not as RFC 8017 has it.
    for (index, prime) in [(6, 4), (7, 5), (8, 4)] {
        let mut unreduced = numbers.clone();
        let number = [vec![0; 65 - numbers[index].len()], numbers[index].clone()].concat();
        unreduced[index] = common::add(&number, &numbers[prime]).unwrap();
        if index != 8 {
            let last = unreduced[index].last_mut().unwrap();
            *last = last.checked_sub(1).unwrap_or_default();
        }
        assert_eq!(
            private_rsa(&private_key(&unreduced)),
            "invalid",
            "number {index}"
        );
    }
    let mut large = numbers.clone();
    large[3].clone_from(&numbers[1]);
    assert_eq!(private_rsa(&private_key(&large)), "invalid", "d = n");
}

/// Every relation that loading checks holds, yet the private operation gives a wrong result.
#[test]
fn a_key_with_a_composite_prime_never_signs() {
    let mut cases = 0;
    for &engine in Engine::available() {
        let key = rsa_key(engine, "rsa-1024-composite-prime").unwrap();
        for hash in HASHES {
            for message in 0..50u8 {
                let signed = key.sign(hash, &[message]);
                assert!(matches!(signed, Err(Error::SigningFailed(_))), "{engine}");
                cases += 1;
            }
        }
    }
    assert_eq!(cases, 100 * Engine::available().len());
}

#[test]
fn p256_scalars_are_bounded() {
    let order = hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    let order: [u8; 32] = order.try_into().unwrap();
    let [mut below, mut above, mut one] = [order, order, [0; 32]];
    below[31] -= 1;
    above[31] += 1;
    one[31] = 1;
    for (scalar, expected) in [
        ([0; 32], "invalid"),
        (one, "ok"),
        (below, "ok"),
        (order, "invalid"),
        (above, "invalid"),
        ([0xff; 32], "invalid"),
    ] {
        let found = verdict(|engine| PrivateKey::p256_from_scalar(engine, &scalar).map(drop));
        assert_eq!(found, expected);
    }
    for &engine in Engine::available() {
        let key = PrivateKey::p256_from_scalar(engine, &one).unwrap();
        assert_eq!(key.kind(), KeyKind::EcdsaP256);
        assert_eq!(key.engine(), engine);
        assert_eq!(key.max_signature_len(), 72);
        assert_eq!(key.public_key().unwrap().kind(), KeyKind::EcdsaP256);
    }
}

#[test]
fn p256_points_are_checked() {
    let key = PrivateKey::p256_from_scalar(Engine::default(), &[7; 32]).unwrap();
    let point = key.public_key().unwrap().encoded().to_vec();
    let load = |point: &[u8]| verdict(|engine| PublicKey::p256_from_sec1(engine, point).map(drop));
    assert_eq!(load(&point), "ok");
    let with_tag = |tag: u8, len: usize| [&[tag], &point[1..len]].concat();
    for tag in 0..=255 {
        let long = if tag == 4 { "ok" } else { "invalid" };
        let short = if tag == 2 || tag == 3 {
            "ok"
        } else {
            "invalid"
        };
        assert_eq!(load(&with_tag(tag, 65)), long, "tag {tag}");
        assert_eq!(load(&with_tag(tag, 33)), short, "tag {tag}");
    }
    for len in 0..65 {
        assert_eq!(load(&point[..len]), "invalid", "cut to {len}");
    }
    assert_eq!(load(&[point.as_slice(), &[0]].concat()), "invalid");
    for index in 1..65 {
        let mut off_curve = point.clone();
        off_curve[index] ^= 1;
        assert_eq!(load(&off_curve), "invalid");
    }
    // The prime of the field and beyond: not a coordinate, even if it is one when reduced.
    assert_eq!(load(&[&[2], [0xff; 32].as_slice()].concat()), "invalid");
    assert_eq!(load(&[&[4], [0xff; 64].as_slice()].concat()), "invalid");
}

#[test]
fn sizes_of_new_keys_are_bounded() {
    for bits in [0, 1023, 1025, 1088, 8193, 8320, u32::MAX] {
        for &engine in Engine::available() {
            assert_eq!(
                kind_of(&generate::rsa_pkcs1_der(engine, bits)),
                "unsupported",
                "{bits}"
            );
        }
    }
    let two = [(); 2].map(|()| generate::p256_scalar(Engine::default()).unwrap());
    assert_ne!(two[0], two[1]);
}

#[test]
fn an_engine_that_is_not_compiled_in_says_so() {
    let all = [Engine::AwsLc, Engine::RustCrypto];
    assert_eq!(Engine::default(), Engine::available()[0]);
    let mut missing = 0;
    for engine in all
        .into_iter()
        .filter(|engine| !Engine::available().contains(engine))
    {
        let error = Error::EngineUnavailable(engine);
        let point = PrivateKey::p256_from_scalar(Engine::default(), &[7; 32]).unwrap();
        let point = point.public_key().unwrap();
        assert_eq!(rsa_key(engine, "rsa-1024").unwrap_err(), error);
        assert_eq!(
            PrivateKey::p256_from_scalar(engine, &[7; 32]).unwrap_err(),
            error
        );
        assert_eq!(
            PublicKey::p256_from_sec1(engine, point.encoded()).unwrap_err(),
            error
        );
        assert_eq!(generate::rsa_pkcs1_der(engine, 1024).unwrap_err(), error);
        assert_eq!(generate::p256_scalar(engine).unwrap_err(), error);
        missing += 1;
    }
    assert_eq!(missing, all.len() - Engine::available().len());
}
