//! What is counted: one operation, so often, with nothing in place of the private key.
//!
//! ```sh
//! cfsign-instructions OPERATION TIMES PUBLIC_KEY PRIVATE_KEY
//! ```
//!
//! `tests/counts.rs` runs it under valgrind, for two numbers of times: what starting costs is in both.

use std::error::Error;
use std::hint::black_box;
use std::{env, fs};

use cfsign::{
    ExternalSigner, HashAlgorithm, KeyKind, Policy, Resource, Signer, TrustedKeyGroup, Verifier,
    ViewerRequest,
};

const URL: &str = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg";
const BELOW: &str = "https://d111111abcdef8.cloudfront.net/images/*";
const ID: &str = "K2JCJMDEHXQW5F";
const EXPIRES: i64 = 1_767_290_400;

/// A signer that takes no time: what it gives has the length of a signature of RSA 2048.
struct Nothing;

impl ExternalSigner for Nothing {
    fn kind(&self) -> KeyKind {
        KeyKind::Rsa { bits: 2048 }
    }

    fn sign(&self, _: HashAlgorithm, _: &[u8]) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        Ok(vec![0x5a; 256])
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [operation, times, public_key, private_key] = arguments.as_slice() else {
        return Err("wanted an operation, how often, and two keys".into());
    };
    let times: usize = times.parse()?;
    let signer = Signer::builder(ID).external(Nothing).build()?;
    let pattern = || Resource::pattern(BELOW).and_then(|below| Policy::new(below, EXPIRES));
    let policy = pattern()?.ip_address("192.0.2.0/24".parse()?);
    let grant = signer.grant(&policy)?;
    match operation.as_str() {
        "sign-url" => repeat(times, || signer.sign_url(black_box(URL), EXPIRES)),
        "sign-url-with" => repeat(times, || signer.sign_url_with(black_box(URL), &policy)),
        "sign-cookies" => repeat(times, || signer.sign_cookies(black_box(&policy))),
        "grant" => repeat(times, || signer.grant(black_box(&policy))),
        "grant-sign-url" => repeat(times, || grant.sign_url(black_box(URL))),
        "sign-eight-urls" => repeat(times, || signer.sign_urls(black_box(&[URL; 8]), EXPIRES)),
        "policy" => repeat(times, pattern),
        // Known to the cache, or the public key would be used.
        "verify" => {
            let group = TrustedKeyGroup::new().with_pem(ID, fs::read(public_key)?)?;
            let verifier = Verifier::new(group).with_cache(4);
            let signer = Signer::from_pem(fs::read(private_key)?, ID)?;
            let signed = signer.sign_url_with(URL, &pattern()?)?;
            let request = ViewerRequest::new(&signed)?;
            repeat(times, || verifier.verify(black_box(&request), EXPIRES - 1))
        }
        other => Err(format!("there is no operation {other}").into()),
    }
}

/// Once more than `times`, so that what comes with the first one is not counted.
fn repeat<T, E: Error + 'static>(
    times: usize,
    mut operation: impl FnMut() -> Result<T, E>,
) -> Result<(), Box<dyn Error>> {
    for _ in 0..=times {
        black_box(operation()?);
    }
    Ok(())
}
