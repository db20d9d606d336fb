//! From flags to a verifier and to the requests it decides about.

use std::env;

use cfsign::{
    EpochSeconds, ErrorKind, KeyPairId, PublicKey, TrustedKeyGroup, Verifier, ViewerRequest,
};

use crate::args::{
    Leniency, Severity, StrictnessArgs, TrustArgs, ViewerArgs, check_standard_input,
};
use crate::failure::Failure;
use crate::key_source::{is_key_text, read_key_file};
use crate::output::Messages;
use crate::time;

const FILE_VARIABLE: &str = "CFSIGN_PUBLIC_KEY_FILE";
const ID_VARIABLE: &str = "CFSIGN_KEY_PAIR_ID";

/// A public key's ID and the file it is in.
struct Source {
    id: String,
    file: String,
}

/// The key group of the flags, or of the environment if there are none. Other readers of standard
/// input, such as `--stdin`, come with whether they are used.
pub(crate) fn key_group(
    args: &TrustArgs,
    readers: &[(&str, bool)],
    messages: Messages,
) -> Result<TrustedKeyGroup, Failure> {
    let sources = sources(args)?;
    let dashes = sources.iter().filter(|source| source.file == "-");
    let dashes = dashes.map(|_| ("--public-key ID=-", true));
    check_standard_input(&readers.iter().copied().chain(dashes).collect::<Vec<_>>())?;
    let mut group = TrustedKeyGroup::new();
    for Source { id, file } in &sources {
        let about = |failure: Failure| failure.about(&format!("--public-key {id}"));
        let id: KeyPairId = id.parse().map_err(|error| about(Failure::from(error)))?;
        let key = read_key_file(file).and_then(|bytes| public_key(&bytes));
        let key = key.map_err(about)?;
        if let Some(doubt) = id.doubt() {
            messages.warning(&format!("--public-key {id}: {doubt}"));
        }
        if group.get(id.as_str()).is_some() {
            let message = format!("--public-key: {id} is given twice");
            return Err(Failure::input("usage", message));
        }
        group = group.with_key(&id, key);
    }
    Ok(group)
}

/// A command that cannot do without a key.
pub(crate) fn want_keys(group: &TrustedKeyGroup) -> Result<(), Failure> {
    if group.iter().next().is_some() {
        return Ok(());
    }
    Err(Failure::input(
        "usage",
        "no public key: pass --public-key ID=FILE, or set CFSIGN_PUBLIC_KEY_FILE and CFSIGN_KEY_PAIR_ID",
    ))
}

fn sources(args: &TrustArgs) -> Result<Vec<Source>, Failure> {
    let variable = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let from_environment = |file: String| {
        let id = variable(ID_VARIABLE).ok_or_else(|| {
            Failure::input(
                "usage",
                "a public key needs its key pair ID: write ID=FILE, or set CFSIGN_KEY_PAIR_ID",
            )
        })?;
        Ok(Source { id, file })
    };
    if args.public_key.is_empty() {
        return variable(FILE_VARIABLE)
            .into_iter()
            .map(from_environment)
            .collect();
    }
    let sources = args
        .public_key
        .iter()
        .map(|flag| match flag.split_once('=') {
            Some((id, file)) if !id.contains(['/', '\\', '.']) && !is_key_text(flag) => {
                Ok(Source {
                    id: id.to_owned(),
                    file: file.to_owned(),
                })
            }
            _ => from_environment(flag.clone()),
        });
    sources.collect()
}

fn public_key(bytes: &[u8]) -> Result<PublicKey, Failure> {
    PublicKey::read(bytes).map_err(|error| {
        let private = error.kind() == ErrorKind::PrivateKeyGiven;
        let failure = Failure::from(error);
        if private {
            failure.with_help("cfsign key FILE --public prints its public half")
        } else {
            failure
        }
    })
}

/// A verifier of `group`, as strict as the flags want it.
pub(crate) fn verifier(group: TrustedKeyGroup, strictness: &StrictnessArgs) -> Verifier {
    let mut verifier = Verifier::new(group);
    for leniency in &strictness.accept {
        verifier = match leniency {
            Leniency::ValidAtItsEnd => verifier.valid_at_its_end(),
            Leniency::ValidAtItsStart => verifier.valid_at_its_start(),
            Leniency::EpochTimeWithoutPrefix => verifier.epoch_time_without_prefix(),
            Leniency::IgnoreHostCase => verifier.ignore_host_case(),
        };
    }
    for severity in &strictness.refuse {
        verifier = match severity {
            Severity::ExpiresBesidePolicy => verifier.refuse_expires_beside_policy(),
        };
    }
    verifier
}

impl ViewerArgs {
    /// The time that the decision is about.
    pub(crate) fn time(&self) -> Result<EpochSeconds, Failure> {
        let now = time::now(None)?;
        match &self.at {
            None => Ok(now),
            Some(at) => time::parse_moment(at, now).map_err(|failure| failure.about("--at")),
        }
    }

    /// The Cookie headers without their names, should they have been copied with them.
    pub(crate) fn cookie_headers(&self) -> impl Iterator<Item = &str> {
        let headers = self.cookie.iter();
        headers.map(|header| without_header_name(header, "cookie:"))
    }

    /// The request of this viewer for `url`.
    pub(crate) fn request<'a>(&'a self, url: &'a str) -> Result<ViewerRequest<'a>, cfsign::Error> {
        let mut request = ViewerRequest::new(url)?;
        for header in self.cookie_headers() {
            request = request.cookie_header(header);
        }
        Ok(match self.viewer_ip {
            Some(address) => request.viewer_ip(address),
            None => request,
        })
    }
}

/// A header's value, should it have been copied with its name, which is `name` in small letters.
pub(crate) fn without_header_name<'a>(line: &'a str, name: &str) -> &'a str {
    match line.split_at_checked(name.len()) {
        Some((start, value)) if start.eq_ignore_ascii_case(name) => value.trim(),
        _ => line,
    }
}
