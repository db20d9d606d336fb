//! How the two kinds of key compare.

use std::time::{Duration, Instant};

use cfsign::{HashAlgorithm, Policy, Signer};
use serde::Serialize;

use super::screen::Screen;
use super::story::{FILE, HOST, VIDEO};
use super::workshop::Workshop;
use crate::failure::Failure;

/// An end as any other.
const EXPIRES: u64 = 1_900_000_000;

/// How large and how fast the signatures of one key are.
#[derive(Serialize)]
pub(super) struct Speed {
    key: &'static str,
    canned_url_bytes: usize,
    custom_url_bytes: usize,
    microseconds_per_signature: f64,
}

/// Measures both keys, `policy` being a custom one.
pub(super) fn tell(
    screen: &mut Screen,
    workshop: &Workshop,
    policy: &Policy,
) -> Result<Vec<Speed>, Failure> {
    screen.heading("6. RSA or ECDSA?")?;
    screen.line(format_args!(
        "  key        canned URL    custom URL    time per signature"
    ))?;
    let mut speeds = Vec::new();
    for pair in workshop.pairs() {
        let signer = pair.signer(HashAlgorithm::Sha1)?;
        let each = time_per_signature(&signer)?;
        let speed = Speed {
            key: pair.name,
            canned_url_bytes: signer.sign_url(FILE, EXPIRES)?.len(),
            custom_url_bytes: signer.sign_url_with(VIDEO, policy)?.len(),
            microseconds_per_signature: each.as_secs_f64() * 1e6,
        };
        screen.line(format_args!(
            "  {:<10} {:>4} bytes    {:>4} bytes    {:>8.1} µs",
            speed.key,
            speed.canned_url_bytes,
            speed.custom_url_bytes,
            speed.microseconds_per_signature
        ))?;
        speeds.push(speed);
    }
    screen.line(format_args!(""))?;
    screen.paragraph(
        "ECDSA signs faster and makes shorter URLs; cfsign signs the same URL the same way every time\n\
         with both, so that browsers and proxies can cache. RSA is for tools that know nothing else.",
    )?;
    Ok(speeds)
}

/// The mean over different URLs, after one that warms things up.
fn time_per_signature(signer: &Signer) -> Result<Duration, Failure> {
    const COUNT: u32 = 50;
    let urls: Vec<String> = (0..COUNT)
        .map(|number| format!("{HOST}/{number}.jpg"))
        .collect();
    signer.sign_url(FILE, EXPIRES)?;
    let started = Instant::now();
    for url in &urls {
        signer.sign_url(url, EXPIRES)?;
    }
    Ok(started.elapsed() / COUNT)
}
