//! What explain says: the stable shape for programs.

use cfsign::{
    Check, EpochSeconds, ErrorKind, Explanation, Finding, FindingKind, Outcome, ResponseOrigin,
};
use serde::{Serialize, Serializer};

use crate::failure::Failure;
use crate::verdict::Answer;

/// Everything that was found. Every field is always there.
#[derive(Serialize)]
pub(crate) struct Report {
    /// `allowed`, `denied`, or `undecided` where only a public key could tell; nothing without a URL.
    pub(super) verdict: Option<&'static str>,
    /// Why it is denied, as a stable word.
    pub(super) reason: Option<&'static str>,
    pub(super) message: Option<String>,
    pub(super) cloudfront: Option<Answer>,
    /// The most certain first.
    pub(super) findings: Vec<Found>,
    pub(super) checks: Vec<Made>,
    /// The exact text that CloudFront verifies.
    pub(super) signed_text: Option<String>,
    /// How many texts and keys were tried in the search for what was signed instead.
    pub(super) candidates: usize,
    #[serde(serialize_with = "response")]
    pub(super) response: Option<ResponseOrigin>,
    #[serde(skip)]
    pub(super) now: EpochSeconds,
}

/// A finding, and what it is about.
#[derive(Serialize)]
pub(super) struct Found {
    pub(super) code: &'static str,
    /// `request`, or `browser`: what a browser does with the cookies of the page.
    pub(super) about: &'static str,
    pub(super) message: String,
    pub(super) advice: &'static str,
}

/// A check.
#[derive(Serialize)]
pub(super) struct Made {
    pub(super) code: &'static str,
    pub(super) outcome: &'static str,
    pub(super) reason: Option<&'static str>,
    pub(super) found: String,
    pub(super) wanted: &'static str,
    pub(super) advice: &'static str,
}

impl Found {
    fn new(about: &'static str, finding: &Finding) -> Self {
        Self {
            code: finding.code(),
            about,
            message: finding.to_string(),
            advice: finding.advice(),
        }
    }
}

impl From<&Check> for Made {
    fn from(check: &Check) -> Self {
        Self {
            code: check.code,
            outcome: check.outcome.as_str(),
            reason: check.reason.map(ErrorKind::code),
            found: check.found.clone(),
            wanted: check.wanted,
            advice: check.advice,
        }
    }
}

impl Report {
    pub(super) fn new(now: EpochSeconds) -> Self {
        Self {
            verdict: None,
            reason: None,
            message: None,
            cloudfront: None,
            findings: Vec::new(),
            checks: Vec::new(),
            signed_text: None,
            candidates: 0,
            response: None,
            now,
        }
    }

    /// Takes over what was found out about the request.
    pub(super) fn explain(&mut self, mut explanation: Explanation, without_keys: bool) {
        if without_keys {
            undecide(&mut explanation.checks);
        }
        let mut checks = explanation.checks.iter();
        let reason = checks
            .find(|check| check.outcome == Outcome::Failed)
            .and_then(|check| check.reason);
        self.verdict = Some(match (&explanation.verdict, reason) {
            (Ok(()), _) => "allowed",
            (Err(_), Some(_)) => "denied",
            (Err(_), None) => "undecided",
        });
        self.reason = reason.map(ErrorKind::code);
        self.cloudfront = reason.and_then(Answer::to);
        self.message = match (reason, self.verdict) {
            (Some(reason), _) => Some(reason.sentence().to_owned()),
            (None, Some("undecided")) => Some(FindingKind::NoKeys.sentence().to_owned()),
            _ => None,
        };
        let findings = explanation.findings.iter();
        self.findings = findings
            .map(|finding| Found::new("request", finding))
            .collect();
        self.checks = explanation.checks.iter().map(Made::from).collect();
        self.signed_text = explanation.signed_text;
        self.candidates = explanation.candidates;
    }

    /// Takes over what a browser does with the cookies; cookies that it does not send allow nothing.
    pub(super) fn judge(&mut self, findings: &[Finding]) {
        if let (Some(first), Some("allowed" | "undecided")) = (findings.first(), self.verdict) {
            self.verdict = Some("denied");
            self.reason = Some(first.code());
            self.message = Some(first.to_string());
        }
        let found = findings
            .iter()
            .map(|finding| Found::new("browser", finding));
        self.findings.extend(found);
    }

    pub(super) fn outcome(&self) -> Result<(), Failure> {
        match self.verdict {
            None | Some("allowed") => Ok(()),
            Some(_) => Err(Failure::Denied),
        }
    }
}

/// Where no key was given at all, no ID can be called unknown.
fn undecide(checks: &mut [Check]) {
    for check in checks {
        if check.reason == Some(ErrorKind::UnknownKeyPairId) {
            check.outcome = Outcome::NotReached;
            check.reason = None;
            check.advice = "";
            let id = check.found.split(": ").next().unwrap_or_default();
            check.found = format!("{id}; no public key was given to compare");
        }
    }
}

#[allow(clippy::ref_option)] // As serde calls it.
fn response<S: Serializer>(
    response: &Option<ResponseOrigin>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Shape {
        layer: &'static str,
        code: &'static str,
        meaning: &'static str,
        advice: &'static str,
    }
    let shape = response.as_ref().map(|response| Shape {
        layer: response.layer.as_str(),
        code: response.code,
        meaning: response.meaning,
        advice: response.advice,
    });
    shape.serialize(serializer)
}
