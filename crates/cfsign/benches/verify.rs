//! What verifying costs above the bare public-key operation, and what the cache saves.
//!
//! `cargo bench -p cfsign --bench verify`

#![allow(clippy::print_stdout, clippy::unwrap_used)] // A benchmark.

use std::hint::black_box;

use cfsign::{
    HashAlgorithm, Policy, PublicKey, Resource, Signer, TrustedKeyGroup, Verifier, ViewerRequest,
};
use cfsign_tests::key;
use cfsign_tests::ratio::{compare, report};

const EXPIRES: i64 = 1_767_290_400;
const NOW: i64 = EXPIRES - 60;

fn main() {
    for (name, file) in [("RSA 2048", "rsa-2048"), ("P-256", "p256")] {
        let signer = Signer::from_pem(key(&format!("{file}.pkcs8.pem")), "K2JCJMDEHXQW5F").unwrap();
        let public = || PublicKey::read(key(&format!("{file}.public.pem"))).unwrap();
        let verifier = || {
            Verifier::new(
                TrustedKeyGroup::new().with_key(&"K2JCJMDEHXQW5F".parse().unwrap(), public()),
            )
        };
        distinct(name, &signer, &verifier(), &public());
        repeated(name, &signer, &verifier(), &verifier().with_cache(16));
    }
}

/// Every request another canned URL, against one raw operation over a message of the same length.
fn distinct(name: &str, signer: &Signer, verifier: &Verifier, public: &PublicKey) {
    let urls: Vec<String> = (0..512)
        .map(|number| format!("https://d111111abcdef8.cloudfront.net/images/2026/{number:08}.jpg"))
        .map(|url| signer.sign_url(&url, EXPIRES).unwrap())
        .collect();
    // As many messages as URLs: the same one again and again would be predicted, and be too quick.
    let messages: Vec<(String, Vec<u8>)> = (0..512)
        .map(|number| format!("{number:0154}"))
        .map(|message| {
            (
                message.clone(),
                signer.sign_message(message.as_bytes()).unwrap(),
            )
        })
        .collect();
    let mut next_message = messages.iter().cycle();
    let mut next = urls.iter().cycle();
    let verify = || {
        let request = ViewerRequest::new(next.next().unwrap()).unwrap();
        verifier.verify(&request, NOW).unwrap()
    };
    let raw = || {
        let (message, signature) = next_message.next().unwrap();
        assert!(public.verify(
            HashAlgorithm::Sha1,
            black_box(message.as_bytes()),
            signature
        ));
    };
    let measured = compare(verify, raw);
    report(
        &format!("{name}: verify distinct canned URLs / raw operation"),
        measured.ratio,
        1.11,
        "x",
    );
}

/// One wildcard policy on many URLs, with a cache and without.
fn repeated(name: &str, signer: &Signer, without: &Verifier, with: &Verifier) {
    let resource = Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/*").unwrap();
    let policy = Policy::new(resource, EXPIRES)
        .unwrap()
        .ip_address("192.0.2.0/24".parse().unwrap());
    let grant = signer.grant(&policy).unwrap();
    let urls: Vec<String> = (0..512)
        .map(|number| {
            grant
                .sign_url(&format!(
                    "https://d111111abcdef8.cloudfront.net/videos/{number:08}.ts"
                ))
                .unwrap()
        })
        .collect();
    let verify = |verifier: &Verifier, url: &str| {
        let request = ViewerRequest::new(url)
            .unwrap()
            .viewer_ip([192, 0, 2, 7].into());
        verifier.verify(&request, NOW).unwrap()
    };
    let (mut first, mut second) = (urls.iter().cycle(), urls.iter().cycle());
    let measured = compare(
        || verify(with, first.next().unwrap()),
        || verify(without, second.next().unwrap()),
    );
    report(
        &format!("{name}: a repeated policy, cached / not cached"),
        measured.ratio,
        0.05,
        "x",
    );
    println!(
        "{:58} {:>9.0} ns",
        format!("{name}: a repeated policy, cached"),
        measured.first
    );
}
