//! Where keys and other small inputs come from: a file, standard input, the environment.

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::PathBuf;

use cfsign::ErrorKind;
use zeroize::Zeroizing;

use crate::failure::{Class, Failure};

/// The environment variables that hold the name of the key file, and the key itself.
const FILE_VARIABLE: &str = "CFSIGN_PRIVATE_KEY_FILE";
const KEY_VARIABLE: &str = "CFSIGN_PRIVATE_KEY";

/// No key and no policy comes near this.
const LONGEST_INPUT: u64 = 1 << 20;

/// The private key that the flag or the environment names.
pub(crate) fn private_key(flag: Option<&str>) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if let Some(file) = flag {
        return read_key_file(file).map_err(|failure| failure.about("--private-key"));
    }
    let variable = |name| env::var_os(name).filter(|value| !value.is_empty());
    match (variable(FILE_VARIABLE), variable(KEY_VARIABLE)) {
        (Some(_), Some(_)) => Err(Failure::input(
            "usage",
            "both CFSIGN_PRIVATE_KEY_FILE and CFSIGN_PRIVATE_KEY are set; unset one, or pass --private-key",
        )),
        (Some(file), None) => match file.to_str() {
            // It would take the input of `sign --stdin` away, unseen.
            Some("-") => Err(Failure::input(
                "usage",
                "CFSIGN_PRIVATE_KEY_FILE is -; only --private-key - reads standard input",
            )),
            Some(file) => read_key_file(file).map_err(|failure| failure.about(FILE_VARIABLE)),
            None => Err(Failure::input(
                "usage",
                "CFSIGN_PRIVATE_KEY_FILE is not UTF-8 text",
            )),
        },
        (None, Some(key)) => Ok(Zeroizing::new(key.into_encoded_bytes())),
        (None, None) => Err(Failure::input(
            "usage",
            "no private key: pass --private-key FILE, or set CFSIGN_PRIVATE_KEY_FILE (its name) or CFSIGN_PRIVATE_KEY (the key itself)",
        )),
    }
}

/// Reads a key from `file`, and never shows a text that may be the key itself.
pub(crate) fn read_key_file(file: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if is_key_text(file) {
        return Err(Failure::new(
            Class::Key,
            "key-as-argument",
            "found a key where the name of its file is wanted",
        )
        .with_help("for the key itself, set CFSIGN_PRIVATE_KEY, or pipe it in: --private-key -"));
    }
    read_input(file)
}

/// Whether `text` is a key and not the name of a file: PEM, Base64 of PEM, or Base64 of DER.
pub(crate) fn is_key_text(text: &str) -> bool {
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    text.contains("-----BEGIN")
        || text.contains("LS0tLS1CRUdJTi")
        || text.len() >= 64 && text.starts_with('M') && text.bytes().all(base64)
}

/// What is in `file`: the name of a file as it is, or as the AWS CLI writes it (`file://`,
/// `fileb://`), or `-` for standard input.
pub(crate) fn read_input(file: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if file == "-" {
        return read_small(io::stdin().lock())
            .map_err(|error| Failure::io("standard input", &error));
    }
    let path = path(file);
    let opened = File::open(&path).and_then(read_small);
    opened.map_err(|error| Failure::io(&path.display().to_string(), &error))
}

fn path(file: &str) -> PathBuf {
    let Some(name) = file
        .strip_prefix("fileb://")
        .or_else(|| file.strip_prefix("file://"))
    else {
        return PathBuf::from(file);
    };
    // No shell expands a tilde after `file://`, and the AWS CLI does.
    match (name.strip_prefix("~/"), env::home_dir()) {
        (Some(name), Some(home)) => home.join(name),
        _ => PathBuf::from(name),
    }
}

fn read_small(input: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room enough from the start, so that growing leaves no copies of a key behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
    input.take(LONGEST_INPUT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_INPUT {
        return Err(io::Error::other(
            "it is larger than 1 MiB, and no key or policy is",
        ));
    }
    Ok(bytes)
}

/// Opens what may be encrypted: with the passphrase in `file`, or with one that is asked for if the
/// key wants one and somebody is there to ask.
pub(crate) fn with_passphrase<T>(
    file: Option<&str>,
    open: impl Fn(Option<&[u8]>) -> Result<T, cfsign::Error>,
) -> Result<T, Failure> {
    if let Some(file) = file {
        let passphrase = read_input(file).map_err(|failure| failure.about("--passphrase-file"))?;
        let passphrase = passphrase.strip_suffix(b"\n").unwrap_or(&passphrase);
        let passphrase = passphrase.strip_suffix(b"\r").unwrap_or(passphrase);
        return Ok(open(Some(passphrase))?);
    }
    match open(None) {
        Err(error)
            if error.kind() == ErrorKind::PassphraseRequired && io::stderr().is_terminal() =>
        {
            let asked = rpassword::prompt_password("Passphrase of the private key: ");
            let passphrase = asked.map(Zeroizing::new);
            let passphrase = passphrase.map_err(|error| Failure::io("the terminal", &error))?;
            Ok(open(Some(passphrase.as_bytes()))?)
        }
        outcome => Ok(outcome?),
    }
}
