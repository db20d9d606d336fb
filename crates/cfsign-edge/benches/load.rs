//! How much the edge serves, and what the core costs above the bare public-key operation.
//!
//! `cargo bench -p cfsign-edge --bench load`, with wrk installed (`tests/setup.sh wrk`).
//!
//! The load runs on the same machine as the edge, so the throughput is what both leave each other.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // A benchmark.

use std::fs;
use std::path::Path;
use std::process::Command;

use cfsign::{
    HashAlgorithm, Policy, PublicKey, Resource, Signer, TrustedKeyGroup, Verifier, ViewerRequest,
};
use cfsign_edge::{Edge, EdgeBuilder};
use cfsign_tests::key;
use cfsign_tests::ratio::{compare, report};
use tempfile::TempDir;

const ID: &str = "K2JCJMDEHXQW5F";
const NOW: u64 = 1_767_290_000;
const EXPIRES: i64 = 1_767_290_400;
/// So many that no cache of the processor holds all signatures and policies at once for long.
const URLS: usize = 2000;
const SECONDS: u32 = 5;
const CONNECTIONS: u32 = 64;

const SCRIPT: &str = r#"
local targets, at = {}, 0
for line in io.lines(os.getenv("TARGETS")) do targets[#targets + 1] = line end
request = function()
    at = at % #targets + 1
    return wrk.format("GET", targets[at])
end
done = function(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("RESULT %d %d %f %f %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), failed))
end
"#;

fn main() {
    core("RSA 2048", "rsa-2048");
    core("P-256", "p256");
    edge();
}

fn signer(name: &str) -> Signer {
    Signer::from_pem(key(&format!("{name}.pkcs8.pem")), ID).unwrap()
}

fn verifier(name: &str) -> Verifier {
    let public = key(&format!("{name}.public.pem"));
    Verifier::new(TrustedKeyGroup::new().with_pem(ID, public).unwrap())
}

fn wildcard(prefix: &str) -> Policy {
    Policy::new(Resource::pattern(&format!("{prefix}*")).unwrap(), EXPIRES).unwrap()
}

/// One core, without HTTP: verdicts beside the operation of the engine that they need.
fn core(title: &str, name: &str) {
    let (signer, verifier) = (signer(name), verifier(name));
    let url =
        |number: usize| format!("https://d111111abcdef8.cloudfront.net/images/2026/{number}.jpg");
    let signed: Vec<String> = (0..URLS)
        .map(|number| signer.sign_url(&url(number), EXPIRES).unwrap())
        .collect();
    let raw: Vec<(String, Vec<u8>)> = (0..URLS)
        .map(|number| {
            let policy = format!(
                "{{\"Statement\":[{{\"Resource\":\"{}\",\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{EXPIRES}}}}}}}]}}",
                url(number)
            );
            let signature = signer.sign_message(policy.as_bytes()).unwrap();
            (policy, signature)
        })
        .collect();
    let public = PublicKey::read(key(&format!("{name}.public.pem"))).unwrap();
    let (mut at, mut at_raw) = (0, 0);
    let verdict = |verifier: &Verifier, url: &str| {
        verifier
            .verify(&ViewerRequest::new(url).unwrap(), NOW)
            .unwrap()
    };
    let distinct = compare(
        || {
            at = (at + 1) % URLS;
            verdict(&verifier, &signed[at])
        },
        || {
            at_raw = (at_raw + 1) % URLS;
            let (policy, signature) = &raw[at_raw];
            assert!(public.verify(HashAlgorithm::Sha1, policy.as_bytes(), signature));
        },
    );
    println!(
        "{title}: {:.0} verdicts on distinct URLs a second, {:.0} bare operations",
        1e9 / distinct.first,
        1e9 / distinct.second
    );
    report(
        &format!("{title}: verdict / bare operation"),
        distinct.ratio,
        1.11,
        "x",
    );

    let cached = self::verifier(name).with_cache(1000);
    let policy = wildcard("https://d111111abcdef8.cloudfront.net/images/");
    let grant = signer.grant(&policy).unwrap();
    let repeated: Vec<String> = (0..URLS)
        .map(|number| grant.sign_url(&url(number)).unwrap())
        .collect();
    let (mut at, mut at_cached) = (0, 0);
    let ratio = compare(
        || {
            at_cached = (at_cached + 1) % URLS;
            verdict(&cached, &repeated[at_cached])
        },
        || {
            at = (at + 1) % URLS;
            verdict(&verifier, &repeated[at])
        },
    );
    println!(
        "{title}: repeated policy {:.0} ns from the cache, {:.0} ns without",
        ratio.first, ratio.second
    );
    report(
        &format!("{title}: cached / uncached"),
        ratio.ratio,
        0.05,
        "x",
    );
}

/// All cores, over HTTP.
fn edge() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("1k.bin"), vec![b'x'; 1024]).unwrap();
    fs::write(folder.path().join("script.lua"), SCRIPT).unwrap();
    let distinct = |name: &'static str| {
        move |url: &str| {
            let signer = signer(name);
            (0..URLS)
                .map(|n| signer.sign_url(&format!("{url}?n={n}"), EXPIRES).unwrap())
                .collect()
        }
    };
    let repeated = |url: &str| {
        let grant = signer("rsa-2048").grant(&wildcard(url)).unwrap();
        (0..URLS)
            .map(|n| grant.sign_url(&format!("{url}?n={n}")).unwrap())
            .collect()
    };
    println!("\n1 KB files, {CONNECTIONS} connections, {SECONDS} s each");
    let open = |edge: EdgeBuilder| edge.unrestrict("*").unwrap();
    load(&folder, "no signature needed", "p256", open, |url| {
        vec![url.to_owned()]
    });
    load(
        &folder,
        "distinct URLs, RSA 2048",
        "rsa-2048",
        |edge| edge,
        distinct("rsa-2048"),
    );
    load(
        &folder,
        "distinct URLs, P-256",
        "p256",
        |edge| edge,
        distinct("p256"),
    );
    load(
        &folder,
        "one wildcard policy, RSA 2048",
        "rsa-2048",
        |edge| edge,
        repeated,
    );
}

fn load(
    folder: &TempDir,
    title: &str,
    key_name: &str,
    options: impl FnOnce(EdgeBuilder) -> EdgeBuilder,
    urls: impl FnOnce(&str) -> Vec<String>,
) {
    let builder = Edge::builder(verifier(key_name).with_cache(1000));
    let builder = options(builder.directory(folder.path()).unwrap().clock(|| NOW));
    let edge = builder.start_blocking("127.0.0.1:0").unwrap();
    let targets: Vec<String> = urls(&format!("{}/1k.bin", edge.url()))
        .iter()
        .map(|url| url.replacen(&edge.url(), "", 1))
        .collect();
    let list = folder.path().join("targets.txt");
    fs::write(&list, targets.join("\n")).unwrap();
    drop(targets);
    // Forgets the peak of what came before, where the system lets a process do that.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let result = wrk(&edge.url(), &folder.path().join("script.lua"), &list);
    let [requests, microseconds, p50, p99, failed] = result[..] else {
        panic!("wrk said {result:?}");
    };
    assert!(
        failed == 0.0 && requests > 0.0,
        "{failed} of {requests} requests failed"
    );
    println!(
        "{title:<34} {:>8.0} requests/s   p50 {:>6.2} ms   p99 {:>6.2} ms   peak memory {}",
        requests / microseconds * 1e6,
        p50 / 1e3,
        p99 / 1e3,
        peak_memory()
    );
}

fn wrk(url: &str, script: &Path, targets: &Path) -> Vec<f64> {
    let output = Command::new("wrk")
        .args(["--threads", "1", "--connections", &CONNECTIONS.to_string()])
        .args(["--duration", &SECONDS.to_string(), "--script"])
        .arg(script)
        .arg(url)
        .env("TARGETS", targets)
        .output()
        .expect("wrk is installed by tests/setup.sh wrk");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let result = text.lines().find_map(|line| line.strip_prefix("RESULT "));
    let result =
        result.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    result
        .split(' ')
        .map(|number| number.parse().unwrap())
        .collect()
}

fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known".to_owned(), |line| line.trim().to_owned())
}
