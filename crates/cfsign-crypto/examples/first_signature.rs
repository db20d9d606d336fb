//! How long the first signatures of a process take, in microseconds.
//!
//! `cargo run --release -p cfsign-crypto --example first_signature -- rsa` (or `p256`), with the
//! name of an engine as a second argument if it is not to be the default one.
#![allow(clippy::print_stdout, reason = "an example")]

use std::{hint::black_box, time::Instant};

use cfsign_crypto::{Engine, Error, HashAlgorithm, PrivateKey};

const RSA_2048: &[u8] = include_bytes!("../tests/keys/rsa-2048.der");

fn main() -> Result<(), Error> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let named = |engine: &Engine| arguments.iter().any(|argument| argument == engine.name());
    let engine = Engine::available()
        .iter()
        .copied()
        .find(named)
        .unwrap_or_default();

    // One kind in one process, or the second would find caches that the first has filled.
    if arguments.iter().any(|argument| argument == "p256") {
        measure(|| PrivateKey::p256_from_scalar(engine, &[0x42; 32]))
    } else {
        measure(|| PrivateKey::rsa_from_pkcs1_der(engine, RSA_2048))
    }
}

fn measure(load: impl FnOnce() -> Result<PrivateKey, Error>) -> Result<(), Error> {
    let start = Instant::now();
    let key = black_box(load()?);
    let load = start.elapsed();
    let mut signatures = [load; 3];
    for elapsed in &mut signatures {
        let start = Instant::now();
        black_box(key.sign(HashAlgorithm::Sha1, black_box(b"a policy"))?);
        *elapsed = start.elapsed();
    }
    let micros = signatures.map(|elapsed| elapsed.as_micros());
    println!(
        "{} ({}): load {}, 1st signature {}, 2nd {}, 3rd {}",
        key.kind(),
        key.engine(),
        load.as_micros(),
        micros[0],
        micros[1],
        micros[2]
    );
    Ok(())
}
