//! `cfsign keygen`.

use std::fs;
use std::path::Path;

use cfsign::{PublicKey, generate_key_pair};
use serde::Serialize;
use serde_json::json;

use super::fingerprint::fingerprint;
use super::new_file::{Readers, exists, write_new};
use crate::args::{KeygenArgs, Type};
use crate::failure::Failure;
use crate::output::{self, Messages};

/// What `--json` prints.
#[derive(Serialize)]
struct Made<'a> {
    kind: String,
    private_key_file: &'a str,
    public_key_file: &'a str,
    fingerprint_sha256: String,
    public_key_pem: &'a str,
    create_public_key_command: String,
}

pub(super) fn run(args: &KeygenArgs, messages: Messages) -> Result<(), Failure> {
    let private_file = format!("{}.private.pem", args.out);
    let public_file = format!("{}.public.pem", args.out);
    for file in [&private_file, &public_file] {
        if fs::symlink_metadata(file).is_ok() {
            return Err(exists(file.as_ref()));
        }
    }
    let pair = generate_key_pair(args.key_type.into())?;
    let public_key = PublicKey::read(&pair.public_pem)?;
    write_new(private_file.as_ref(), &pair.private_pem, Readers::Me)?;
    if let Err(failure) = write_new(public_file.as_ref(), &pair.public_pem, Readers::All) {
        // Half a pair would only stand in the way of the next try.
        let _ = fs::remove_file(&private_file);
        return Err(failure);
    }

    let fingerprint = fingerprint(&public_key);
    let command = create_public_key_command(&args.out, &pair.public_pem, &fingerprint);
    if messages.json {
        return output::print_json(&Made {
            kind: public_key.kind().to_string(),
            private_key_file: &private_file,
            public_key_file: &public_file,
            fingerprint_sha256: fingerprint,
            public_key_pem: &pair.public_pem,
            create_public_key_command: command,
        });
    }
    output::print(&format!(
        "Made an {kind} key pair:\n  \
           {private_file}   keep it secret: it signs\n  \
           {public_file}    upload it: CloudFront verifies with it\n\
         \n\
         In the CloudFront console:\n  \
           1. Public keys > Create public key: paste all of {public_file}.\n     \
              The ID it gets, such as K2JCJMDEHXQW5F, is the --key-pair-id.\n  \
           2. Key groups > Create key group: add the public key.\n  \
           3. Distribution > Behaviors > Edit: Restrict viewer access = Yes,\n     \
              Trusted key groups = the group.\n\
         \n\
         Step 1 with the AWS CLI:\n\
         {command}\n\
         \n\
         Then:\n  \
           cfsign sign https://YOUR-DISTRIBUTION/FILE --expires 1h \\\n    \
           --key-pair-id ID --private-key {private_file}\n",
        kind = public_key.kind(),
    ))?;
    if matches!(args.key_type, Type::Rsa) {
        messages.note("An ECDSA key signs faster and makes shorter URLs, if nothing older has to sign with it.");
    }
    Ok(())
}

/// The command that uploads the public key. The reference comes from the key itself, so that a
/// command run twice makes one public key and no second one.
fn create_public_key_command(out: &str, public_pem: &str, fingerprint: &str) -> String {
    let file_name = Path::new(out)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let name: String = file_name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let config = json!({
        "CallerReference": format!("cfsign-{}", &fingerprint[..16]),
        "Name": name,
        "EncodedKey": public_pem,
    });
    format!("  aws cloudfront create-public-key --public-key-config \\\n    '{config}'")
}
