//! The measuring, for the one kind of processor that has something to measure.

use std::process::ExitCode;
use std::time::Instant;

use cfsign_crypto::probe::{Bench, Key};
use cfsign_crypto::{Engine, generate};

const LIMIT: f64 = 4.5;
const PERCENTILES: [f64; 5] = [1.0, 0.99, 0.9, 0.7, 0.5];
const KEYS: usize = 12;

type Blocks = [[u8; 256]; 8];

/// What is compared with random values of the same.
#[derive(Clone, Copy)]
enum Fixed {
    /// A little more work for one of the two, half a hundredth, which must be found.
    Control,
    Windows(&'static str, Option<u8>),
    Primes,
    /// Padded as signatures are, with a digest of one byte repeated; or any number.
    Message(&'static str, Option<u8>),
    /// No padded message is this number, so it is measured and not judged.
    Zero,
}

const SECRETS: [Fixed; 9] = [
    Fixed::Control,
    Fixed::Windows("all windows 0", Some(0)),
    Fixed::Windows("all windows 15", Some(15)),
    Fixed::Windows("one exponent", None),
    Fixed::Primes,
    Fixed::Message("a digest of zeros", Some(0)),
    Fixed::Message("a digest of ones", Some(0xff)),
    Fixed::Message("any number", None),
    Fixed::Zero,
];

pub fn run() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next();
    let measurements = count.map_or(100_000, |count| count.parse().unwrap());
    let only = arguments.next();
    let new_key = |_| Key::new(&generate::rsa_pkcs1_der(Engine::AwsLc, 2048).unwrap());
    let keys: Vec<Key> = (0..KEYS).map(new_key).collect::<Option<_>>()?;
    let mut failed = false;
    for eight in [true, false] {
        for fixed in SECRETS {
            if only
                .as_ref()
                .is_some_and(|only| !fixed.name().contains(only))
            {
                continue;
            }
            let times = measure(&keys, eight, fixed, measurements);
            let t = PERCENTILES.map(|percentile| welch(&times, percentile));
            let most = t.iter().fold(0.0, |most: f64, t| most.max(t.abs()));
            let pass = if eight { "eight" } else { "four" };
            let (same, wanted) = (most < LIMIT, !matches!(fixed, Fixed::Control));
            let judged = !matches!(fixed, Fixed::Zero);
            let verdict = match (same, wanted) {
                _ if !judged => "(not judged)",
                (true, true) => "ok",
                (false, true) => "DIFFERENT",
                (false, false) => "found, as it must be",
                (true, false) => "NOT FOUND",
            };
            println!(
                "{pass:<6} {:<18} largest |t| {most:.2} {verdict}  {t:+.2?}, {:+.0} ppm",
                fixed.name(),
                difference(&times)
            );
            failed |= judged && same != wanted;
        }
    }
    Some(ExitCode::from(u8::from(failed)))
}

impl Fixed {
    fn name(self) -> &'static str {
        match self {
            Self::Windows(name, _) | Self::Message(name, _) => name,
            Self::Primes => "one key",
            Self::Zero => "the number 0",
            Self::Control => "a leak",
        }
    }
}

/// Nanoseconds of the fixed and of the random ones.
fn measure(keys: &[Key], eight: bool, fixed: Fixed, measurements: usize) -> [Vec<f64>; 2] {
    let mut random = Random(0x1234_5678);
    let mut bench = Bench::new(&keys[0]);
    let (fixed_windows, fixed_message) = match fixed {
        Fixed::Windows(_, Some(window)) => ([window; 256], random.blocks()),
        Fixed::Message(_, Some(byte)) => (random.windows(), [padded(byte); 8]),
        Fixed::Zero => (random.windows(), [[0; 256]; 8]),
        _ => (random.windows(), random.blocks()),
    };
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..measurements + 100 {
        let which = (random.next() >> 63) as usize;
        // All is drawn and copied whichever is measured, so that nothing but the values differs.
        let (windows, message) = (random.windows(), random.blocks());
        let other = 1 + random.next() as usize % (keys.len() - 1);
        bench.set(&keys[other], Some(&windows));
        bench.set(&keys[0], Some(&windows));
        let (mut key, mut used, mut blocks) = (&keys[0], fixed_windows, fixed_message);
        if which == 1 {
            match fixed {
                Fixed::Windows(..) => used = windows,
                Fixed::Primes => key = &keys[other],
                Fixed::Message(..) | Fixed::Zero => blocks = message,
                Fixed::Control => {}
            }
        }
        // With other primes goes their own exponent.
        let own = matches!(fixed, Fixed::Primes);
        bench.set(key, (!own).then_some(&used));
        let start = Instant::now();
        bench.run(eight, std::hint::black_box(&blocks));
        if which == 1 && matches!(fixed, Fixed::Control) {
            for step in 0..2000 {
                std::hint::black_box(step);
            }
        }
        let time = start.elapsed();
        // The first few warm up.
        if round >= 100 {
            times[which].push(time.as_nanos() as f64);
        }
    }
    times
}

/// A block as PKCS#1 v1.5 pads it, but for the name of the hash.
fn padded(digest: u8) -> [u8; 256] {
    let mut block = [0xff; 256];
    (block[0], block[1], block[220]) = (0, 1, 0);
    block[221..].fill(digest);
    block
}

/// How much longer the fixed ones take, in millionths, by the medians.
fn difference(times: &[Vec<f64>; 2]) -> f64 {
    let [fixed, random] = times.each_ref().map(|times| {
        let mut times = times.clone();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    (fixed / random - 1.0) * 1e6
}

/// Welch's t of what is not slower than a percentile of both together.
fn welch(times: &[Vec<f64>; 2], percentile: f64) -> f64 {
    let mut all = times.concat();
    all.sort_by(f64::total_cmp);
    let limit = all[((all.len() - 1) as f64 * percentile) as usize];
    let [a, b] = times.each_ref().map(|times| {
        let times: Vec<f64> = times
            .iter()
            .copied()
            .filter(|time| *time <= limit)
            .collect();
        let count = times.len() as f64;
        let mean = times.iter().sum::<f64>() / count;
        let squares = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>();
        (mean, squares / (count - 1.0) / count)
    });
    (a.0 - b.0) / (a.1 + b.1).sqrt()
}

/// `SplitMix64`: random enough to take turns.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn windows(&mut self) -> [u8; 256] {
        let mut windows = [0; 256];
        for bytes in windows.chunks_exact_mut(8) {
            bytes.copy_from_slice(&(self.next() & 0x0f0f_0f0f_0f0f_0f0f).to_le_bytes());
        }
        windows
    }

    /// Numbers that are less than any modulus.
    fn blocks(&mut self) -> Blocks {
        let mut blocks = [[0; 256]; 8];
        for block in &mut blocks {
            for bytes in block.chunks_exact_mut(8) {
                bytes.copy_from_slice(&self.next().to_le_bytes());
            }
            block[0] = 0;
        }
        blocks
    }
}
