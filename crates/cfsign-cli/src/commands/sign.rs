//! `cfsign sign`.

use std::io::{self, IsTerminal as _};

use serde::Serialize;

use super::signer::signer;
use crate::args::{SignArgs, check_standard_input, is_dash};
use crate::batch;
use crate::failure::Failure;
use crate::output::{self, Messages};
use crate::policy::Terms;
use crate::time;
use crate::url_signer::UrlSigner;

/// What `--json` prints.
#[derive(Serialize)]
struct Outcome<'a> {
    url: &'a str,
    signed_url: &'a str,
    /// `canned`, `custom` or `raw`.
    policy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    key_pair_id: &'a str,
    hash_algorithm: &'static str,
}

pub(super) fn run(args: &SignArgs, messages: Messages) -> Result<(), Failure> {
    check_standard_input(&[
        ("--stdin", args.stream.stdin),
        ("--private-key -", is_dash(args.signer.private_key.as_ref())),
        (
            "--passphrase-file -",
            is_dash(args.signer.passphrase_file.as_ref()),
        ),
        ("--policy -", is_dash(args.policy.policy.as_ref())),
    ])?;
    let terms = Terms::read(&args.policy)?;
    let expires = match &terms {
        Terms::Conditions(conditions) => Some(conditions.expires),
        Terms::Raw(_) => None,
    };
    let signer = signer(&args.signer, messages)?;
    let (key_pair_id, hash_algorithm) = (signer.key_pair_id().clone(), signer.hash_algorithm());
    let url = args.url.as_deref().or(args.url_argument.as_deref());
    let url_signer = UrlSigner::new(signer, terms, args.policy_resource.as_deref(), url)?;
    let Some(url) = url else {
        return batch::run(&args.stream, &url_signer, messages);
    };

    let signed_url = url_signer.sign(url)?;
    if !messages.json {
        let line_break = if io::stdout().is_terminal() { "\n" } else { "" };
        return output::print(&(signed_url + line_break));
    }
    output::print_json(&Outcome {
        url,
        signed_url: &signed_url,
        policy: url_signer.form(),
        expires: expires.map(cfsign::EpochSeconds::get),
        expires_at: expires.map(time::to_text),
        key_pair_id: key_pair_id.as_str(),
        hash_algorithm: hash_algorithm.as_str(),
    })
}
