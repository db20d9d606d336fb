//! Texts that hold no key but that people pass for one, by name.

use super::base64::is_base64;
use crate::error::{Error, ErrorKind};

/// What each is known by at its beginning, and what to do with it.
const KNOWN: [(&str, ErrorKind, &str); 11] = [
    (
        "PuTTY-User-Key-File",
        ErrorKind::OpensshKey,
        "found a PuTTY key; convert it with: puttygen key.ppk -O private-openssh -o key && ssh-keygen -p -m PEM -f key",
    ),
    ("---- BEGIN SSH2", ErrorKind::OpensshKey, SSH),
    ("ecdsa-sha2-", ErrorKind::OpensshKey, SSH),
    ("sk-ecdsa-", ErrorKind::OpensshKey, SSH),
    ("sk-ssh-", ErrorKind::OpensshKey, SSH),
    ("ssh-", ErrorKind::OpensshKey, SSH),
    (
        "<RSAKeyValue",
        ErrorKind::InvalidKey,
        "found a key in the XML of .NET; export it as PEM (ExportPkcs8PrivateKeyPem)",
    ),
    (
        "arn:",
        ErrorKind::InvalidKey,
        "found the ARN of a secret; fetch the secret and pass what is in it",
    ),
    ("-----BEGIN%", ErrorKind::InvalidKey, PERCENT),
    ("%2D%2D%2D", ErrorKind::InvalidKey, PERCENT),
    (
        "{",
        ErrorKind::InvalidKey,
        "found something like JSON that cannot be read as JSON",
    ),
];
const SSH: &str = "found an SSH public key; convert it with: ssh-keygen -e -m PKCS8 -f key.pub";
const PERCENT: &str = "found a percent-encoded PEM; decode it first";

/// Says what `text` is, if it is known not to be a key.
pub(super) fn not_a_key_we_read(text: &str) -> Option<Error> {
    if let Some((_, kind, detail)) = KNOWN.iter().find(|(start, ..)| text.starts_with(start)) {
        return Some(Error::new(*kind, *detail));
    }
    is_file_path(text).then(|| {
        Error::new(
            ErrorKind::FilePathGiven,
            "read the file and pass what is in it",
        )
    })
}

/// Whether a short line begins or ends as the names of key files do.
fn is_file_path(text: &str) -> bool {
    // Base64 may begin with a slash, but is longer than the names people give their key files.
    if text.len() >= 400 || text.contains('\n') || is_base64(text) {
        return false;
    }
    let drive =
        matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let starts = ["/", "./", "../", "~/", "file://", "fileb://", "\\\\"];
    let ends = ["pem", "key", "der", "pk8", "p8", "crt", "cer", "pub"];
    let extension = text
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    drive
        || starts.iter().any(|start| text.starts_with(start))
        || extension.is_some_and(|extension| ends.contains(&&*extension))
}
