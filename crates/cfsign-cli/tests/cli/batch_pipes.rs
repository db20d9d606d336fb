//! `cfsign sign --stdin` between two programs.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStdin, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{HOST, NOW, sign, signer};

/// Far more than an answer takes, so that one that never comes fails.
const LONG: Duration = Duration::from_mins(1);

/// A program can send one URL and wait for its signature before it sends the next.
#[test]
fn answers_before_it_asks_for_more() {
    let lines = |url: &str, signed: &str| (format!("{url}\n"), signed.to_owned());
    answers("", &[], lines);
    answers("", &["--ip-address", "192.0.2.7"], |url, _| {
        (format!("{url}\n"), format!("{url}?Policy="))
    });
    answers("url,n\n", &["--format", "csv"], |url, signed| {
        (format!("{url},1\n"), format!("{url},1,{signed},"))
    });
    answers("", &["--format", "jsonl"], |url, signed| {
        let signed = format!("{{\"url\":\"{url}\",\"signed_url\":\"{signed}\"}}");
        (format!("{{\"url\":\"{url}\"}}\n"), signed)
    });
}

/// Sends three URLs, as `line` has them, and waits after each for a line that begins as `line` says.
fn answers(first: &str, flags: &[&str], line: impl Fn(&str, &str) -> (String, String)) {
    let flags = ["--stdin", "--expires", "1h"].iter().chain(flags);
    let mut child = sign(flags)
        .into_command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, answers) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in stdout.lines() {
            if sender.send(line.unwrap()).is_err() {
                break;
            }
        }
    });
    // If none comes, the panic closes the input, which ends the program.
    let answer = || answers.recv_timeout(LONG).expect("an answer comes");
    let send = |stdin: &mut ChildStdin, text: &str| stdin.write_all(text.as_bytes()).unwrap();
    if !first.is_empty() {
        send(&mut stdin, first);
        assert_eq!(answer(), "url,n,signed_url,error");
    }
    let mut ran = 0;
    for name in ["1", "2", "3"] {
        let url = format!("{HOST}/{name}");
        let signed = signer().sign_url(&url, NOW + 3600).unwrap();
        let (line, wanted) = line(&url, &signed);
        send(&mut stdin, &line);
        let found = answer();
        assert!(found.starts_with(&wanted), "{found}");
        ran += 1;
    }
    assert_eq!(ran, 3);
    drop(stdin);
    assert!(child.wait().unwrap().success());
    reader.join().unwrap();
}

/// `cfsign … | head -1` is no error, while URLs are copied and while many wait for their signatures.
#[test]
fn a_closed_output_ends_it_quietly() {
    let below = format!("{HOST}/*");
    closes_its_output(&["--policy-resource", &below]);
    closes_its_output(&[]);
    closes_its_output(&["--ip-address", "192.0.2.7"]);
}

fn closes_its_output(flags: &[&str]) {
    let flags = ["--stdin", "--expires", "1h"].iter().chain(flags);
    let mut command = sign(flags).into_command();
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let line = format!("{HOST}/1\n");
        (0..1_000_000)
            .take_while(|_| stdin.write_all(line.as_bytes()).is_ok())
            .count()
    });
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    drop(stdout);
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    let status = child.wait().unwrap();
    assert!(writer.join().unwrap() < 1_000_000, "it stopped early");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}
