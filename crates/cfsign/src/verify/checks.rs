//! The checks, one after the other, in the order in which nothing is believed too early.

use std::borrow::Cow;
use std::sync::Arc;

use cfsign_crypto::HashAlgorithm;

use super::cache::{Cache, Question};
use super::presented::{Presented, without_parameters};
use super::request::ViewerRequest;
use super::terms::Terms;
use super::{Allowed, Options, Verifier};
use crate::encoding::base64_decode;
use crate::error::{Error, ErrorKind};
use crate::key::PublicKey;
use crate::policy::read::PolicyDocument;
use crate::time::EpochSeconds;
use crate::url::percent;
use crate::url::sections::UrlSections;

pub(crate) fn verify(
    verifier: &Verifier,
    request: &ViewerRequest<'_>,
    now: EpochSeconds,
    cache: Option<&Cache>,
) -> Result<Allowed, Error> {
    let options = verifier.options;
    let (presented, credential) = Presented::find(request)?;
    if let Some(name) = presented.duplicate {
        return Err(Error::new(
            ErrorKind::DuplicateParameter,
            format!("found {name} more than once"),
        ));
    }
    let (key_pair_id, key) = trusted_key(verifier, &presented)?;
    let hash_algorithm = hash_algorithm(&presented)?;
    let origin_url = without_parameters(&request.sections());
    let url = signed_url(&origin_url, request, options);
    let terms = Terms::read(&presented, &url, options)?;
    let signature = presented
        .signature
        .as_deref()
        .filter(|signature| !signature.is_empty());
    let signature =
        signature.ok_or_else(|| Error::new(ErrorKind::MissingSignature, "found none"))?;

    let question = cache.zip(Question::new(
        key_pair_id,
        hash_algorithm,
        &terms,
        signature,
    ));
    let policy = if let Some(policy) = question.and_then(|(cache, question)| cache.get(question)) {
        policy
    } else {
        let signed_text = terms.signed_text()?;
        check_signature(key, hash_algorithm, &signed_text, signature)?;
        let policy = Arc::new(terms.policy(&signed_text, options)?);
        if let Some((cache, question)) = question {
            cache.put(question, &policy);
        }
        policy
    };
    check_times(&policy, now, options)?;
    check_address(&policy, request)?;
    check_resource(&policy, &url)?;
    let canned = matches!(terms, Terms::Canned { .. });
    Ok(Allowed {
        credential,
        key_pair_id: key_pair_id.to_owned(),
        hash_algorithm,
        canned,
        policy,
        origin_url,
    })
}

/// The URL that must be signed: as the viewer sent it, without the signing parameters.
pub(crate) fn signed_url<'a>(
    origin_url: &'a str,
    request: &ViewerRequest<'_>,
    options: Options,
) -> Cow<'a, str> {
    if !options.ignore_host_case {
        return Cow::Borrowed(origin_url);
    }
    let host_end = request.sections().as_str().len() - request.sections().path_and_query_len();
    let (host, path) = origin_url.split_at(host_end);
    Cow::Owned(host.to_ascii_lowercase() + path)
}

pub(crate) fn trusted_key<'a>(
    verifier: &'a Verifier,
    presented: &'a Presented<'_>,
) -> Result<(&'a str, &'a PublicKey), Error> {
    let id = presented.key_pair_id.as_deref().filter(|id| !id.is_empty());
    let id =
        id.ok_or_else(|| Error::new(ErrorKind::MissingKeyPairId, "found none, or an empty one"))?;
    let key = verifier.group.get(id);
    key.map(|key| (id, key)).ok_or_else(|| {
        Error::new(
            ErrorKind::UnknownKeyPairId,
            "no key of the group has this ID",
        )
    })
}

pub(crate) fn hash_algorithm(presented: &Presented<'_>) -> Result<HashAlgorithm, Error> {
    let Some(name) = presented.hash_algorithm.as_deref() else {
        return Ok(HashAlgorithm::Sha1);
    };
    HashAlgorithm::from_name(name).ok_or_else(|| {
        Error::new(
            ErrorKind::UnknownHashAlgorithm,
            "wanted SHA1 or SHA256, in capitals",
        )
    })
}

pub(crate) fn check_signature(
    key: &PublicKey,
    hash_algorithm: HashAlgorithm,
    signed_text: &[u8],
    signature: &str,
) -> Result<(), Error> {
    let signature = base64_decode(signature).map_err(|_| {
        Error::new(
            ErrorKind::MalformedSignature,
            "wanted Base64 with - for +, ~ for / and _ for =",
        )
    })?;
    if key.verify(hash_algorithm, signed_text, &signature) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::SignatureMismatch,
        "another key, another hash, another URL or another policy was signed",
    ))
}

pub(crate) fn check_times(
    policy: &PolicyDocument,
    now: EpochSeconds,
    options: Options,
) -> Result<(), Error> {
    let now = i64::try_from(now.get()).expect("EpochSeconds is far below i64::MAX");
    let end = policy.date_less_than;
    if now > end || now == end && !options.valid_at_its_end {
        return Err(Error::new(
            ErrorKind::Expired,
            format!(
                "it ended at {end}, and it is {now}: {} seconds ago",
                now - end
            ),
        ));
    }
    if let Some(start) = policy.date_greater_than
        && (now < start || now == start && !options.valid_at_its_start)
    {
        return Err(Error::new(
            ErrorKind::NotYetValid,
            format!(
                "it begins after {start}, and it is {now}: {} seconds too early",
                start - now
            ),
        ));
    }
    Ok(())
}

pub(crate) fn check_address(
    policy: &PolicyDocument,
    request: &ViewerRequest<'_>,
) -> Result<(), Error> {
    let Some(range) = policy.source_ip else {
        return Ok(());
    };
    let detail = match (request.ipv4(), request.address()) {
        (Some(address), _) if range.contains(address) => return Ok(()),
        (Some(address), _) => format!("{address} is not in {}/{}", range.address, range.prefix_len),
        (None, Some(_)) => "the viewer comes by IPv6, and policies know IPv4 only; turn IPv6 off for the distribution".to_owned(),
        (None, None) => "the address of the viewer was not given".to_owned(),
    };
    Err(Error::new(ErrorKind::IpNotAllowed, detail))
}

pub(crate) fn check_resource(policy: &PolicyDocument, url: &str) -> Result<(), Error> {
    let sections = UrlSections::split(url).expect("the request was split before");
    if !policy.covers(&sections) {
        return Err(Error::new(
            ErrorKind::ResourceMismatch,
            "the URL of the request does not match the resource of the policy",
        ));
    }
    let exact = policy.resource.as_deref() == Some(url);
    if !exact && has_dot_segment(sections.path()) {
        // An origin that resolves `..` would serve what the wildcard was not meant for.
        return Err(Error::new(
            ErrorKind::UnsafePath,
            "no client sends them: resolve them before the request is made",
        ));
    }
    Ok(())
}

/// Whether an origin that decodes the path, with slashes of both kinds, would find `.` or `..` in it.
fn has_dot_segment(path: &str) -> bool {
    let decoded = if path.contains('%') {
        Cow::Owned(percent::decode(path))
    } else {
        Cow::Borrowed(path)
    };
    decoded
        .split(['/', '\\'])
        .any(|segment| matches!(segment, "." | ".."))
}
