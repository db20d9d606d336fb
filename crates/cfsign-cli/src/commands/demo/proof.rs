//! A signature, what it is over, and what OpenSSL says of it.

use cfsign::{HashAlgorithm, base64_decode};
use serde::Serialize;

use super::openssl::{Openssl, command_line};
use super::workshop::{Pair, Workshop};
use crate::failure::Failure;

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verdict {
    Good,
    Wrong,
    /// Nobody could look at it.
    Unknown,
}

#[derive(Serialize)]
pub(super) struct Proof {
    key: &'static str,
    name: &'static str,
    hash_algorithm: &'static str,
    pub(super) policy: String,
    /// In CloudFront's Base64, as it stands in the URL or the cookie.
    signature: String,
    pub(super) verdict: Verdict,
    #[serde(skip)]
    pub(super) command: String,
    /// What OpenSSL said.
    #[serde(skip)]
    pub(super) said: String,
}

/// Writes the files that OpenSSL needs and lets it check `signature` over `policy`.
pub(super) fn prove(
    workshop: &Workshop,
    openssl: Option<&Openssl>,
    pair: &Pair,
    (name, hash): (&'static str, HashAlgorithm),
    policy: String,
    signature: &str,
) -> Result<Proof, Failure> {
    let public_key = format!("{}.public.pem", pair.name);
    let signature_file = format!("{}-{name}.sig", pair.name);
    let policy_file = format!("{}-{name}.policy", pair.name);
    workshop.write(&signature_file, &base64_decode(signature)?)?;
    workshop.write(&policy_file, policy.as_bytes())?;
    let files = [public_key.as_str(), &signature_file, &policy_file];
    let (verdict, said) = match openssl {
        Some(_) => Openssl::verify(workshop.folder(), hash, files),
        None => (
            Verdict::Unknown,
            "not checked: there is no openssl command here".to_owned(),
        ),
    };
    Ok(Proof {
        key: pair.name,
        name,
        hash_algorithm: hash.as_str(),
        policy,
        signature: signature.to_owned(),
        verdict,
        command: command_line(hash, files),
        said,
    })
}

/// The value of a query parameter of a signed URL.
pub(super) fn parameter<'a>(url: &'a str, name: &str) -> &'a str {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let values = query.split('&').filter_map(|pair| pair.split_once('='));
    values
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value)
        .next()
        .unwrap_or_default()
}
