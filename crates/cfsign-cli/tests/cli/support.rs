//! Runs the command in a clean environment.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cfsign::Signer;

pub(crate) const ID: &str = "K2JCJMDEHXQW5F";
pub(crate) const HOST: &str = "https://d111111abcdef8.cloudfront.net";
/// 2026-01-01 18:00:00 UTC.
pub(crate) const NOW: u64 = 1_767_290_400;

/// A key of the repository's tests.
pub(crate) fn key(name: &str) -> String {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/keys");
    keys.join(name).to_str().unwrap().to_owned()
}

pub(crate) fn read_key(name: &str) -> Vec<u8> {
    std::fs::read(key(name)).unwrap()
}

/// One run of the command.
pub(crate) struct Call {
    command: Command,
    input: Vec<u8>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The command with arguments, no standard input and no environment but the search path.
pub(crate) fn cfsign<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cfsign"));
    command.args(
        arguments
            .into_iter()
            .map(|argument| argument.as_ref().to_owned()),
    );
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("COLUMNS", "100");
    Call {
        command,
        input: Vec::new(),
    }
}

/// `cfsign sign` with an RSA key, whose signatures are the same in every test, at [`NOW`].
pub(crate) fn sign<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Call {
    let mut call = cfsign([
        "sign",
        "--key-pair-id",
        ID,
        "--private-key",
        &key("rsa-2048.pkcs8.pem"),
    ]);
    call.command.args(["--now", &NOW.to_string()]);
    call.command.args(
        arguments
            .into_iter()
            .map(|argument| argument.as_ref().to_owned()),
    );
    call
}

impl Call {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// The command itself, for tests that talk with it while it runs.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    pub(crate) fn run(mut self) -> Outcome {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input;
        // A thread, since the command answers before it has read everything.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Outcome::from(output)
    }

    /// Runs it, which must succeed, and returns what it printed.
    pub(crate) fn ok(self) -> String {
        let outcome = self.run();
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome.stdout
    }

    /// Runs it with `--json` and returns the code of its error and its exit code.
    pub(crate) fn error(mut self) -> (String, i32) {
        self.command.arg("--json");
        let outcome = self.run();
        let last = outcome.stderr.lines().last().unwrap_or_default();
        let error: serde_json::Value =
            serde_json::from_str(last).unwrap_or_else(|_| panic!("{outcome:?}"));
        assert_eq!(outcome.stdout, "", "results and errors do not mix");
        (
            error["error"]["code"].as_str().unwrap().to_owned(),
            outcome.code,
        )
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it was not killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) fn write(folder: &Path, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, contents).unwrap();
    file
}

/// A signer with the RSA key whose public half [`verify`] trusts.
pub(crate) fn signer() -> Signer {
    Signer::from_pem(read_key("rsa-2048.pkcs8.pem"), ID).unwrap()
}

/// `command`, which decides about requests, with the key group of [`signer`] at [`NOW`].
pub(crate) fn decide<'a>(command: &str, arguments: impl IntoIterator<Item = &'a str>) -> Call {
    let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
    let now = NOW.to_string();
    let mut call = cfsign([command, "--public-key", &trusted, "--at", &now]);
    call.command.args(arguments);
    call.env("LC_ALL", "C.UTF-8")
}
