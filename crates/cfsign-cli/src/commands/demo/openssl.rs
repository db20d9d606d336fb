//! The second opinion: the `openssl` command.

use std::path::Path;
use std::process::{Command, Stdio};

use cfsign::HashAlgorithm;

use super::proof::Verdict;

/// An `openssl` command that runs.
pub(super) struct Openssl {
    version: String,
}

impl Openssl {
    pub(super) fn find() -> Option<Self> {
        let output = Command::new("openssl")
            .arg("version")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (output.status.success() && !version.is_empty()).then_some(Self { version })
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// Runs the command of [`command_line`] in `folder`. The text is what OpenSSL said.
    pub(super) fn verify(
        folder: &Path,
        hash: HashAlgorithm,
        [public_key, signature, message]: [&str; 3],
    ) -> (Verdict, String) {
        let output = Command::new("openssl")
            .args(arguments(hash, [public_key, signature, message]))
            .current_dir(folder)
            .stdin(Stdio::null())
            .output();
        let output = match output {
            Ok(output) => output,
            Err(error) => return (Verdict::Unknown, error.to_string()),
        };
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let verdict = match said.as_str() {
            "Verified OK" if output.status.success() => Verdict::Good,
            // The wording changed once.
            "Verification failure" | "Verification Failure" => Verdict::Wrong,
            // Some systems forbid their OpenSSL to look at SHA-1.
            _ => Verdict::Unknown,
        };
        let complaint = String::from_utf8_lossy(&output.stderr);
        let said = if said.is_empty() {
            complaint.lines().last().unwrap_or("").to_owned()
        } else {
            said
        };
        (verdict, said)
    }
}

/// What one types to check a signature by hand.
pub(super) fn command_line(hash: HashAlgorithm, files: [&str; 3]) -> String {
    format!("openssl {}", arguments(hash, files).join(" "))
}

fn arguments(hash: HashAlgorithm, [public_key, signature, message]: [&str; 3]) -> [&str; 7] {
    let hash = match hash {
        HashAlgorithm::Sha1 => "-sha1",
        _ => "-sha256",
    };
    [
        "dgst",
        hash,
        "-verify",
        public_key,
        "-signature",
        signature,
        message,
    ]
}
