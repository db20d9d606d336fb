//! Keys in every form people have them in, and what is said of those that are none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cfsign::{Engine, PrivateKey, PublicKey};
use cfsign_tests::{Case, key, run_cases};

#[test]
fn every_key_is_read_or_named() {
    let ran = run_cases("keys.json", |case| {
        for &engine in Engine::available() {
            check(case, engine)?;
        }
        Ok(())
    });
    assert!(ran >= 95, "keys.json has shrunk to {ran} cases");
}

fn check(case: &Case, engine: Engine) -> Result<(), String> {
    let input = input(case)?;
    let passphrase = case.find("passphrase").map(str::as_bytes);
    let public = match case.text("kind") {
        "private" => {
            PrivateKey::read_with(&input, passphrase, engine).and_then(|key| key.public_key())
        }
        "public" => PublicKey::read_with(&input, engine),
        other => return Err(format!("unknown kind {other}")),
    };
    match (public, case.find("error")) {
        (Ok(public), None) => {
            let found = (public.kind().to_string(), STANDARD.encode(public.to_der()));
            let wanted = (case.text("key_kind"), case.text("public_key_spki_base64"));
            if found.0 != wanted.0 || found.1 != wanted.1 {
                return Err(format!("found {found:?}, wanted {wanted:?}"));
            }
            let again =
                PublicKey::read_with(public.to_pem(), engine).map_err(|error| error.to_string())?;
            if again.to_der() == public.to_der() {
                Ok(())
            } else {
                Err("its PEM is another key".to_owned())
            }
        }
        (Err(error), Some(wanted)) if error.code() == wanted => Ok(()),
        (Err(error), wanted) => Err(format!(
            "refused ({}): {error}; wanted {wanted:?}",
            error.code()
        )),
        (Ok(_), Some(wanted)) => Err(format!("read, and should be refused as {wanted}")),
    }
}

/// What the case says is done to the file before it is read.
fn input(case: &Case) -> Result<Vec<u8>, String> {
    if let Some(text) = case.find("text") {
        return Ok(text.as_bytes().to_vec());
    }
    let file = key(case.text("file"));
    let text = || String::from_utf8(file.clone()).map_err(|_| "the file is no text".to_owned());
    Ok(match case.find("transform").unwrap_or("none") {
        "none" => file,
        "crlf" => text()?.replace('\n', "\r\n").into_bytes(),
        "literal-newlines" => text()?.replace('\n', "\\n").into_bytes(),
        "spaces-for-newlines" => text()?.replace('\n', " ").into_bytes(),
        "bom" => [b"\xef\xbb\xbf".as_slice(), &file].concat(),
        "quoted" => format!("\"{}\"", text()?).into_bytes(),
        "base64" => STANDARD.encode(&file).into_bytes(),
        "json" => serde_json::json!({ "private_key": text()? })
            .to_string()
            .into_bytes(),
        "leading-blanks" => format!("  \n\t {}", text()?).into_bytes(),
        "no-final-newline" => text()?.trim_end().as_bytes().to_vec(),
        other => return Err(format!("unknown transform {other}")),
    })
}
