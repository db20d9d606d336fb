//! How much memory `cfsign sign --stdin` takes.

use serde_json::Value;

use crate::support::{HOST, sign};

/// No input may make it take more.
const MOST: u64 = 20_000_000;

/// The peak, and what was refused.
fn peak(flags: &[&str], input: Vec<u8>) -> (u64, u64) {
    let flags = ["--stdin", "--expires", "1h", "--stats", "--json"]
        .iter()
        .chain(flags);
    let stderr = sign(flags).input(input).run().stderr;
    (stat(&stderr, "peak_memory_bytes"), stat(&stderr, "refused"))
}

fn stat(stderr: &str, name: &str) -> u64 {
    let mut lines = stderr.lines();
    let stats = lines.find(|line| line.starts_with("{\"stats\""));
    let stats: Value = serde_json::from_str(stats.unwrap()).unwrap();
    stats["stats"][name].as_u64().unwrap()
}

/// The shortest lines: more of them come in one piece than of any others.
#[test]
fn lines_of_one_letter() {
    const COUNT: usize = 70_000;
    let mut ran = 0;
    for policy in [&[][..], &["--ip-address", "192.0.2.7"]] {
        for format in ["lines", "csv", "jsonl"] {
            let names = if format == "csv" { "url\n" } else { "" };
            let input = names.to_owned() + &"x\n".repeat(COUNT);
            let flags = [policy, &["--format", format]].concat();
            let (peak, refused) = peak(&flags, input.into_bytes());
            assert_eq!(refused, COUNT as u64);
            assert!(peak < MOST, "{flags:?}: {peak}");
            ran += 1;
        }
    }
    assert_eq!(ran, 6);
}

/// The records that wait after a large one are no larger for it.
#[test]
fn a_large_field_and_then_short_ones() {
    let large = "x".repeat(1_000_000);
    let short = "x,y\n".repeat(50_000);
    let input = format!("url,note\n{HOST}/1,{large}\n{short}");
    let below = format!("{HOST}/*");
    let mut ran = 0;
    for policy in [&[][..], &["--policy-resource", &below]] {
        let flags = [policy, &["--format", "csv"]].concat();
        let (peak, refused) = peak(&flags, input.clone().into_bytes());
        assert_eq!(refused, 50_000);
        assert!(peak < MOST, "{flags:?}: {peak}");
        ran += 1;
    }
    assert_eq!(ran, 2);
}

/// One line without an end is no way to fill the memory.
#[test]
fn a_line_that_never_ends() {
    let mut input = vec![b'x'; 30_000_000];
    input.extend(format!("\n{HOST}/1\n").into_bytes());
    let outcome = sign([
        "--stdin",
        "--expires",
        "1h",
        "--stats",
        "--json",
        "--format",
        "jsonl",
    ]);
    let outcome = outcome.input(input).run();
    assert_eq!(outcome.code, 2);
    assert!(stat(&outcome.stderr, "peak_memory_bytes") < MOST);
    assert!(
        outcome.stderr.contains("line-too-long"),
        "{}",
        outcome.stderr
    );
}
