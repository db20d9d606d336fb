//! The command as a whole process: what it costs beside the signature, and how it streams.
//!
//! `cargo bench -p cfsign-cli --bench process`
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use cfsign::{KeyType, Signer, generate_key_pair};
use cfsign_tests::ratio::{nanoseconds, report};

const URL: &str = "https://d111111abcdef8.cloudfront.net/report.pdf";
const EXPIRES: u64 = 4_102_444_800;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    for (name, key_type) in [
        ("RSA 2048", KeyType::Rsa2048),
        ("P-256", KeyType::EcdsaP256),
    ] {
        whole_process(folder.path(), name, key_type);
    }
    a_million_urls(folder.path());
}

/// The process is started, reads its key, signs and ends.
fn whole_process(folder: &Path, name: &str, key_type: KeyType) {
    let pair = generate_key_pair(key_type).unwrap();
    fs::write(folder.join("key.pem"), pair.private_pem.as_bytes()).unwrap();
    let signer = Signer::from_pem(&*pair.private_pem, "K2JCJMDEHXQW5F").unwrap();
    let signature = nanoseconds(|| signer.sign_url(URL, EXPIRES).unwrap());
    let whole = nanoseconds(|| {
        let mut command = cfsign(folder);
        let status = command
            .args([URL, "--date-less-than", "4102444800"])
            .stdout(Stdio::null())
            .status();
        assert!(status.unwrap().success());
    });
    let what = format!("{name}: cfsign sign, without the signature");
    report(&what, (whole - signature) / 1e6, 5.0, "ms");
}

fn a_million_urls(folder: &Path) {
    let mut urls = BufWriter::new(File::create(folder.join("urls")).unwrap());
    for number in 0..1_000_000 {
        writeln!(
            urls,
            "https://d111111abcdef8.cloudfront.net/videos/{number}.ts"
        )
        .unwrap();
    }
    urls.into_inner().unwrap();
    let output = cfsign(folder)
        .args(["--stdin", "--stats", "--json", "--format", "lines"])
        .args([
            "--policy-resource",
            "https://d111111abcdef8.cloudfront.net/videos/*",
        ])
        .args(["--date-less-than", "4102444800"])
        .stdin(File::open(folder.join("urls")).unwrap())
        .stdout(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success());
    let stats: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    let stat = |name: &str| stats["stats"][name].as_f64().unwrap();
    report(
        "1,000,000 URLs under one grant, as JSON: each",
        stat("seconds") * 1e3,
        1000.0,
        "ns",
    );
    report(
        "1,000,000 URLs under one grant: peak memory",
        stat("peak_memory_bytes") / 1e6,
        20.0,
        "MB",
    );
}

fn cfsign(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cfsign"));
    command.current_dir(folder).args([
        "sign",
        "--key-pair-id",
        "K2JCJMDEHXQW5F",
        "--private-key",
        "key.pem",
    ]);
    command
}
