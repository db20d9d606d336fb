//! The core as a partner for benchmarks in other languages: it measures when it is asked to, so that
//! both take turns on a machine whose speed wanders.
//!
//! Each line of standard input names a piece of work and a private key of `tests/keys`; each answer
//! is the time of one repetition, in nanoseconds.
//!
//! ```sh
//! echo 'sign-url rsa-2048.pkcs8.pem' | cargo run --release -p cfsign-tests --example core_blocks
//! ```

#![allow(clippy::print_stdout)] // It answers there.

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{self, BufRead as _, Write as _};

use cfsign::{HashAlgorithm, Policy, PrivateKey, Signer};
use cfsign_tests::key;
use cfsign_tests::ratio::block;

const URL: &str = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg";
const EXPIRES: i64 = 1_767_290_400;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut keys = HashMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (work, name) = line
            .split_once(' ')
            .ok_or("wanted a piece of work and a key")?;
        if !keys.contains_key(name) {
            let private = PrivateKey::read(key(name))?;
            let signer = Signer::from_pem(key(name), "K2JCJMDEHXQW5F")?;
            keys.insert(name.to_owned(), (private, signer));
        }
        let (private, signer) = &keys[name];
        let policy = Policy::canned(URL, EXPIRES)?.to_json(cfsign::Dialect::CloudFront);
        let nanoseconds = match work {
            "sign-url" => block(&mut || signer.sign_url(black_box(URL), EXPIRES)),
            "operation" => {
                block(&mut || private.sign(HashAlgorithm::Sha1, black_box(policy.as_bytes())))
            }
            "load" => block(&mut || PrivateKey::read(key(name))),
            other => return Err(format!("unknown work {other}").into()),
        };
        println!("{nanoseconds}");
        io::stdout().flush()?;
    }
    Ok(())
}
