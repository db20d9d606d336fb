//! What only happens on a terminal, in a pseudo-terminal of Python's.

use std::process::Command;

use cfsign::Signer;

use crate::support::{HOST, ID, NOW, folder, key, read_key, write};

/// Runs the command on a terminal, types `typed` at its first question, and prints what it shows.
const PTY: &str = r"
import os, pty, sys, termios, time
typed = sys.argv[1]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b''
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if typed and b': ' in shown:
        # The question is shown a moment before the echo is turned off.
        while termios.tcgetattr(terminal)[3] & termios.ECHO:
            time.sleep(0.01)
        os.write(terminal, typed.encode() + b'\n')
        typed = ''
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
";

fn on_a_terminal(typed: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let program = [env!("CARGO_BIN_EXE_cfsign")];
    run_on_a_terminal(typed, &[&program, arguments].concat())
}

fn run_on_a_terminal(typed: &str, command: &[&str]) -> (String, Option<i32>) {
    let mut python = Command::new("python3");
    python.args(["-c", PTY, typed]).args(command);
    python
        .env_remove("CFSIGN_PRIVATE_KEY")
        .env_remove("CFSIGN_PRIVATE_KEY_FILE")
        .env_remove("NO_COLOR");
    let output = python
        .env("TERM", "xterm")
        .output()
        .expect("python3 is installed");
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.code(),
    )
}

fn arguments(key: &str) -> Vec<String> {
    let now = NOW.to_string();
    let url = format!("{HOST}/a.jpg");
    let all = [
        "sign",
        &url,
        "--expires",
        "1h",
        "--now",
        &now,
        "--key-pair-id",
        ID,
        "--private-key",
        key,
    ];
    all.map(str::to_owned).to_vec()
}

fn expected() -> String {
    let signer = Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap();
    signer
        .sign_url(&format!("{HOST}/a.jpg"), NOW + 3600)
        .unwrap()
}

#[test]
fn a_line_break_follows_the_url() {
    let arguments = arguments(&key("rsa-2048.pkcs1.pem"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_eq!(
        on_a_terminal("", &arguments),
        (format!("{}\r\n", expected()), Some(0))
    );
}

#[test]
fn the_passphrase_is_asked_for() {
    let arguments = arguments(&key("rsa-2048.pkcs8-aes256.pem"));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (shown, code) = on_a_terminal("correct horse", &arguments);
    assert!(
        shown.starts_with("Passphrase of the private key: "),
        "{shown}"
    );
    assert!(shown.ends_with(&format!("{}\r\n", expected())), "{shown}");
    assert!(
        !shown.contains("correct horse"),
        "it is not shown while it is typed"
    );
    assert_eq!(code, Some(0));

    let (shown, code) = on_a_terminal("battery staple", &arguments);
    assert!(shown.contains("does not open"), "{shown}");
    assert_eq!(code, Some(3));
}

#[test]
fn colours() {
    let (shown, code) = on_a_terminal(
        "",
        &[
            "sign",
            "--expires",
            "soon",
            &format!("{HOST}/a"),
            "--key-pair-id",
            ID,
        ],
    );
    assert!(shown.contains("\u{1b}[1m\u{1b}[31merror:"), "{shown:?}");
    assert_eq!(code, Some(2));
}

#[test]
fn colours_of_verdicts() {
    let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
    for command in ["verify", "explain"] {
        let url = format!("{HOST}/a");
        let arguments = [command, &url, "--public-key", &trusted];
        let (shown, code) = on_a_terminal("", &arguments);
        assert!(shown.starts_with("\u{1b}[1m\u{1b}[31m"), "{shown:?}");
        assert!(shown.contains(" Denied"), "{shown:?}");
        assert_eq!(code, Some(4));
    }
}

/// The bar is on the terminal, and what was signed is in the file.
#[test]
fn progress() {
    use std::fmt::Write as _;

    let folder = folder();
    let mut urls = String::new();
    for number in 0..50_000 {
        writeln!(urls, "{HOST}/{number}").unwrap();
    }
    urls.push_str("no url\n");
    write(folder.path(), "urls", &urls);
    let mut call = vec![env!("CARGO_BIN_EXE_cfsign").to_owned()];
    call.extend(arguments(&key("rsa-2048.pkcs1.pem")));
    call.retain(|argument| !argument.starts_with("https://"));
    let (urls, signed) = (folder.path().join("urls"), folder.path().join("signed"));
    let script = format!(
        "{} --stdin --policy-resource '{HOST}/*' < {} > {}",
        call.join(" "),
        urls.display(),
        signed.display()
    );
    let (shown, code) = run_on_a_terminal("", &["/bin/sh", "-c", &script]);
    assert!(shown.contains(" URLs, "), "{shown:?}");
    assert!(
        shown.contains("signed 50000 of 50001, 1 refused"),
        "{shown:?}"
    );
    assert_eq!(code, Some(2));
    assert_eq!(
        std::fs::read_to_string(signed).unwrap().lines().count(),
        50_001
    );
}
