//! `cfsign key`: what a key file holds.

use cfsign::{Engine, ErrorKind, KeyKind, KeyPairId, PrivateKey, PublicKey, cloudfront_objection};
use serde::Serialize;

use super::fingerprint::fingerprint;
use crate::args::{KeyArgs, check_standard_input, is_dash};
use crate::failure::Failure;
use crate::key_source;
use crate::output::{self, Messages};

/// What `--json` prints.
#[derive(Serialize)]
struct Description {
    /// `private` or `public`.
    holds: &'static str,
    kind: String,
    encoding: String,
    cloudfront_takes_it: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    objection: Option<&'static str>,
    fingerprint_sha256: String,
    public_key_pem: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_pair_id_doubt: Option<&'static str>,
}

pub(super) fn run(args: &KeyArgs, messages: Messages) -> Result<(), Failure> {
    check_standard_input(&[
        ("FILE -", args.file == "-"),
        (
            "--passphrase-file -",
            is_dash(args.passphrase_file.as_ref()),
        ),
    ])?;
    let bytes = key_source::read_key_file(&args.file)?;
    let (holds, kind, public_key) = read(&bytes, args.passphrase_file.as_deref())?;
    if args.public && !messages.json {
        return output::print(&public_key.to_pem());
    }
    let doubt = match &args.key_pair_id {
        Some(id) => id.parse::<KeyPairId>()?.doubt(),
        None => None,
    };
    let objection = cloudfront_objection(kind);
    let description = Description {
        holds,
        kind: kind.to_string(),
        encoding: encoding(&bytes),
        cloudfront_takes_it: objection.is_none(),
        objection,
        fingerprint_sha256: fingerprint(&public_key),
        public_key_pem: public_key.to_pem(),
        key_pair_id_doubt: doubt,
    };
    if messages.json {
        return output::print_json(&description);
    }
    output::print(&to_text(args, &description))?;
    if let Some(doubt) = doubt {
        messages.warning(&format!("--key-pair-id: {doubt}"));
    }
    Ok(())
}

/// The key in `bytes`, whichever half it is.
fn read(
    bytes: &[u8],
    passphrase_file: Option<&str>,
) -> Result<(&'static str, KeyKind, PublicKey), Failure> {
    let private = key_source::with_passphrase(passphrase_file, |passphrase| {
        match PrivateKey::read_with(bytes, passphrase, Engine::default()) {
            Ok(key) => Ok(Some(key)),
            Err(error) if error.kind() == ErrorKind::PublicKeyGiven => Ok(None),
            Err(error) => Err(error),
        }
    })?;
    if let Some(key) = private {
        return Ok(("private", key.kind(), key.public_key()?));
    }
    let key = PublicKey::read(bytes)?;
    Ok(("public", key.kind(), key))
}

/// How the file is written, as far as its outside tells.
fn encoding(bytes: &[u8]) -> String {
    if bytes.first() == Some(&0x30) {
        return "DER".to_owned();
    }
    let text = String::from_utf8_lossy(bytes);
    let labels = text
        .split("-----BEGIN ")
        .skip(1)
        .filter_map(|rest| rest.split("-----").next());
    let labels: Vec<&str> = labels.filter(|label| label.len() < 40).collect();
    if labels.is_empty() {
        return "wrapped, in Base64 or the like".to_owned();
    }
    format!("PEM, {}", labels.join(" and "))
}

fn to_text(args: &KeyArgs, key: &Description) -> String {
    let verdict = match key.objection {
        None => "takes it".to_owned(),
        Some(objection) => format!("does not take it: {objection}"),
    };
    let file = if args.file == "-" {
        "standard input"
    } else {
        &args.file
    };
    format!(
        "File          {file}\n\
         Holds         {} key, {}\n\
         Written as    {}\n\
         CloudFront    {verdict}\n\
         Fingerprint   {}\n\
         \n\
         The fingerprint is the SHA-256 of the public key. To compare it with what CloudFront has:\n  \
         aws cloudfront get-public-key --id KEY_PAIR_ID --output text \\\n    \
         --query PublicKey.PublicKeyConfig.EncodedKey | cfsign key -\n",
        key.holds, key.kind, key.encoding, key.fingerprint_sha256,
    )
}
