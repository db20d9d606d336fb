//! The checks of the verifier, one after the other, without stopping.

use std::fmt;

use super::limits;
use super::words::{advice, shorten, wanted};
use crate::error::{Error, ErrorKind};
use crate::policy::read::PolicyDocument;
use crate::time::EpochSeconds;
use crate::verify::checks;
use crate::verify::presented::Presented;
use crate::verify::terms::Terms;
use crate::verify::{Credential, Verifier, ViewerRequest};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // There is no fourth way.
pub enum Outcome {
    /// As CloudFront wants it.
    Passed,
    /// CloudFront refuses the request for this.
    Failed,
    /// Cannot be made, because of a check before it.
    NotReached,
}

impl Outcome {
    /// The outcome as a stable word: `passed`, `failed` or `not-reached`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotReached => "not-reached",
        }
    }
}

/// One check: what was found, what was wanted, what to do.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What is checked, as a stable word: one of [`Check::CODES`].
    pub code: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it failed, if it did.
    pub reason: Option<ErrorKind>,
    /// What was found. It has no signature in it, but may name a path or a host.
    pub found: String,
    /// What was wanted.
    pub wanted: &'static str,
    /// What to do, where it failed; empty otherwise.
    pub advice: &'static str,
}

impl Check {
    /// Every code, in the order of the checks.
    pub const CODES: &[&str] = &[
        "request",
        "signed",
        "duplicates",
        "key-pair-id",
        "hash-algorithm",
        "terms",
        "signature-present",
        "policy-encoding",
        "signature-encoding",
        "signature",
        "policy",
        "time",
        "viewer-address",
        "resource",
    ];
}

impl fmt::Debug for Check {
    /// What was found stays out: it may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.outcome.as_str())
    }
}

/// What the checks said, and what they came by on the way.
pub(super) struct Walk {
    pub(super) checks: Vec<Check>,
    pub(super) signed_text: Option<Vec<u8>>,
    pub(super) policy: Option<PolicyDocument>,
    pub(super) signature_is_right: bool,
}

/// The checks of a text that is no request.
pub(super) fn not_a_request(error: &Error) -> Vec<Check> {
    let mut walk = Walk::new();
    walk.note("request", Err(error), String::new());
    walk.rest();
    walk.checks
}

impl Walk {
    fn new() -> Self {
        Self {
            checks: Vec::new(),
            signed_text: None,
            policy: None,
            signature_is_right: false,
        }
    }

    pub(super) fn through(
        verifier: &Verifier,
        request: &ViewerRequest<'_>,
        found: &Result<(Presented<'_>, Credential), Error>,
        url: &str,
        now: EpochSeconds,
    ) -> Self {
        let mut walk = Self::new();
        walk.passed("request", "a request that HTTP clients make");
        match found {
            Err(error) => walk.note("signed", Err(error), String::new()),
            Ok((presented, credential)) => {
                walk.passed(
                    "signed",
                    match credential {
                        Credential::Cookies => "signed cookies",
                        Credential::Url => "a signed URL",
                    },
                );
                walk.parameters(verifier, request, presented, url, now);
            }
        }
        walk.rest();
        walk
    }

    /// Notes every check that could not be made.
    fn rest(&mut self) {
        for code in &Check::CODES[self.checks.len()..] {
            self.put(code, Outcome::NotReached, None, String::new());
        }
    }

    fn parameters(
        &mut self,
        verifier: &Verifier,
        request: &ViewerRequest<'_>,
        presented: &Presented<'_>,
        url: &str,
        now: EpochSeconds,
    ) {
        match presented.duplicate {
            None => self.passed("duplicates", "each parameter once"),
            Some(name) => {
                let found = format!("{name} more than once");
                self.put(
                    "duplicates",
                    Outcome::Failed,
                    Some(ErrorKind::DuplicateParameter),
                    found,
                );
            }
        }
        let key = checks::trusted_key(verifier, presented);
        let id = presented.key_pair_id.as_deref().unwrap_or("none");
        self.note("key-pair-id", key.as_ref().map(drop), shorten(id));
        let hash = checks::hash_algorithm(presented);
        let name = presented
            .hash_algorithm
            .as_deref()
            .unwrap_or("none, which means SHA1");
        self.note("hash-algorithm", hash.as_ref().map(drop), shorten(name));
        let terms = Terms::read(presented, url, verifier.options);
        self.note("terms", terms.as_ref().map(drop), terms_found(presented));
        let signature = presented.signature.as_deref().unwrap_or_default();
        if signature.is_empty() {
            let missing = Some(ErrorKind::MissingSignature);
            self.put(
                "signature-present",
                Outcome::Failed,
                missing,
                "none".to_owned(),
            );
        } else {
            self.passed("signature-present", "a signature");
        }

        let signed_text = terms.as_ref().ok().map(Terms::signed_text);
        match &signed_text {
            Some(text) => {
                let found = text
                    .as_ref()
                    .map_or(String::new(), |text| format!("{} bytes", text.len()));
                self.note("policy-encoding", text.as_ref().map(drop), found);
            }
            None => self.put("policy-encoding", Outcome::NotReached, None, String::new()),
        }
        self.signed_text = signed_text.and_then(Result::ok);
        self.signature(key.ok().map(|(_, key)| key), hash.ok(), signature);

        let policy = match (&terms, &self.signed_text) {
            (Ok(terms), Some(text)) => Some(terms.policy(text, verifier.options)),
            _ => None,
        };
        let Some(policy) = policy else { return };
        let found = match (&policy, &presented.policy) {
            (Err(_), _) => "",
            (Ok(_), Some(_)) => "one statement, as it was sent",
            (Ok(_), None) => "rebuilt from the URL and Expires",
        };
        self.note("policy", policy.as_ref().map(drop), found.to_owned());
        let Ok(policy) = policy else { return };
        let time = checks::check_times(&policy, now, verifier.options);
        self.note(
            "time",
            time.as_ref().map(drop),
            limits::window(&policy, now),
        );
        let address = checks::check_address(&policy, request);
        self.note(
            "viewer-address",
            address.as_ref().map(drop),
            limits::address(&policy, request),
        );
        let resource = checks::check_resource(&policy, url);
        let found = policy
            .resource
            .as_deref()
            .unwrap_or("none, which means every file");
        self.note("resource", resource.as_ref().map(drop), shorten(found));
        self.policy = Some(policy);
    }

    /// The encoding of the signature, and whether it is right.
    fn signature(
        &mut self,
        key: Option<&crate::PublicKey>,
        hash: Option<crate::HashAlgorithm>,
        signature: &str,
    ) {
        if signature.is_empty() {
            self.put(
                "signature-encoding",
                Outcome::NotReached,
                None,
                String::new(),
            );
            self.put("signature", Outcome::NotReached, None, String::new());
            return;
        }
        let decoded = crate::encoding::base64_decode(signature);
        if decoded.is_err() {
            let found = format!("{} characters", signature.chars().count());
            self.put(
                "signature-encoding",
                Outcome::Failed,
                Some(ErrorKind::MalformedSignature),
                found,
            );
        } else {
            self.passed("signature-encoding", "CloudFront's Base64");
        }
        match (key, hash, &self.signed_text, decoded) {
            (Some(key), Some(hash), Some(text), Ok(_)) => {
                let right = checks::check_signature(key, hash, text, signature);
                self.signature_is_right = right.is_ok();
                self.note(
                    "signature",
                    right.as_ref().map(drop),
                    format!("{} with {hash}", key.kind()),
                );
            }
            _ => self.put("signature", Outcome::NotReached, None, String::new()),
        }
    }

    fn passed(&mut self, code: &'static str, found: &str) {
        self.put(code, Outcome::Passed, None, found.to_owned());
    }

    /// Notes how a check ended; what the error says comes after what was found.
    fn note(&mut self, code: &'static str, result: Result<(), &Error>, found: String) {
        let Err(error) = result else {
            return self.put(code, Outcome::Passed, None, found);
        };
        let found = match (found.as_str(), error.detail()) {
            ("", detail) => detail.to_owned(),
            (_, "") => found,
            (found, detail) => format!("{found}: {detail}"),
        };
        self.put(code, Outcome::Failed, Some(error.kind()), found);
    }

    fn put(
        &mut self,
        code: &'static str,
        outcome: Outcome,
        reason: Option<ErrorKind>,
        found: String,
    ) {
        self.checks.push(Check {
            code,
            outcome,
            reason,
            found,
            wanted: wanted(code),
            advice: reason.map_or("", advice),
        });
    }
}

fn terms_found(presented: &Presented<'_>) -> String {
    match (&presented.policy, &presented.expires) {
        (Some(_), Some(_)) => "Policy, and Expires beside it".to_owned(),
        (Some(_), None) => "Policy: a custom policy".to_owned(),
        (None, Some(expires)) => format!("Expires={}: a canned policy", shorten(expires)),
        (None, None) => "neither Expires nor Policy".to_owned(),
    }
}
