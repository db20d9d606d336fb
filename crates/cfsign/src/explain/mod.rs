//! Why a request is refused: every check, and what was signed instead.

mod browser;
mod finding;
mod limits;
mod near_miss;
mod pasted;
mod policy_text;
mod response;
mod seen;
mod set_cookie;
mod walk;
mod words;

use std::fmt;
use std::net::IpAddr;

use crate::error::ErrorKind;
use crate::time::EpochSeconds;
use crate::verify::checks;
use crate::verify::presented::{Presented, without_parameters};
use crate::verify::{CloudFrontError, Verifier, ViewerRequest};

pub use browser::judge_set_cookie;
pub use finding::{Finding, FindingKind};
pub use response::{ResponseLayer, ResponseOrigin, classify_response};
pub use walk::{Check, Outcome};

/// What CloudFront would say to a request, and why. Made by [`Verifier::explain`] and [`Explainer`].
///
/// It is for the person who has the URL: it may hold the whole of what was signed, but never a
/// signature. Its `Debug` shows codes only.
#[derive(Clone)]
#[non_exhaustive]
pub struct Explanation {
    /// What [`Verifier::verify`] says; for a text that is no request, why it is none.
    pub verdict: Result<(), ErrorKind>,
    /// Every check in the order in which they are made, so that the first that failed is the
    /// verdict.
    pub checks: Vec<Check>,
    /// The exact string that CloudFront would verify, where there is one and it is text. Where the
    /// URL in it holds a signature itself, under a misspelled name, `…` stands for that.
    pub signed_text: Option<String>,
    /// What is wrong and what to do: what a signature proves before what is only seen. A request that
    /// is allowed can have some too: about the text that was pasted, or a time in milliseconds.
    pub findings: Vec<Finding>,
    /// How many public-key operations the near-miss search took, [`Explanation::MOST_CANDIDATES`] at
    /// most.
    pub candidates: usize,
}

impl Explanation {
    /// The most candidates that the near-miss search tries.
    pub const MOST_CANDIDATES: usize = near_miss::MOST;

    /// What CloudFront itself would say; nothing where the request is allowed or is none.
    #[must_use]
    pub fn cloudfront_error(&self) -> Option<CloudFrontError> {
        self.verdict.err().and_then(ErrorKind::cloudfront_error)
    }

    /// The finding of this kind, if there is one.
    #[must_use]
    pub fn find(&self, kind: FindingKind) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.kind() == kind)
    }
}

impl fmt::Display for Explanation {
    /// For people, in several lines: the verdict, every check, and what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Ok(()) => f.write_str("allowed")?,
            Err(kind) => write!(f, "refused: {}", kind.sentence())?,
        }
        if let Some(error) = self.cloudfront_error() {
            write!(f, " (CloudFront says {}: {})", error.code, error.message)?;
        }
        for check in &self.checks {
            let mark = match check.outcome {
                Outcome::Passed => "ok",
                Outcome::Failed => "FAILED",
                Outcome::NotReached => "not reached",
            };
            write!(f, "\n  {:<18} {mark}", check.code)?;
            if !check.found.is_empty() {
                write!(f, ": {}", check.found)?;
            }
        }
        for finding in &self.findings {
            write!(f, "\n  -> {finding}\n     {}", finding.advice())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Explanation {
    /// Text of the request stays out: it may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explanation")
            .field("verdict", &self.verdict)
            .field("checks", &self.checks)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

impl Verifier {
    /// Explains the decision about `request`: the same walk as [`Verifier::verify`], which does not
    /// stop at the first failure, and a search for what was signed instead.
    ///
    /// ```
    /// # let pair = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?;
    /// # let signer = cfsign::Signer::from_pem(&*pair.private_pem, "K2JCJMDEHXQW5F")?;
    /// # let public_pem = &pair.public_pem;
    /// use cfsign::{EpochSeconds, TrustedKeyGroup, Verifier, ViewerRequest};
    ///
    /// let verifier = Verifier::new(TrustedKeyGroup::new().with_pem("K2JCJMDEHXQW5F", public_pem)?);
    ///
    /// // Signed for http, and redirected to https.
    /// let url = signer.sign_url("http://cdn.example.com/a.jpg", 1_767_290_400)?;
    /// let url = url.replace("http://", "https://");
    /// let explanation =
    ///     verifier.explain(&ViewerRequest::new(&url)?, EpochSeconds::new(1_767_290_000)?);
    ///
    /// assert_eq!(explanation.verdict.unwrap_err().code(), "signature-mismatch");
    /// assert_eq!(explanation.findings[0].code(), "other-scheme");
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    #[must_use]
    pub fn explain(&self, request: &ViewerRequest<'_>, now: EpochSeconds) -> Explanation {
        Explainer::new(self).explain(request, now)
    }
}

/// Explains requests, with more to go by than the request: hosts that may have been signed, text as
/// it was pasted.
///
/// ```
/// # let pair = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?;
/// # let signer = cfsign::Signer::from_pem(&*pair.private_pem, "K2JCJMDEHXQW5F")?;
/// # let public_pem = &pair.public_pem;
/// use cfsign::{EpochSeconds, Explainer, TrustedKeyGroup, Verifier};
///
/// let verifier = Verifier::new(TrustedKeyGroup::new().with_pem("K2JCJMDEHXQW5F", public_pem)?);
/// let url = signer.sign_url("https://d111111abcdef8.cloudfront.net/a.jpg", 1_767_290_400)?;
/// let pasted = url.replace("d111111abcdef8.cloudfront.net", "cdn.example.com") + "\n";
///
/// let explanation = Explainer::new(&verifier)
///     .other_host("d111111abcdef8.cloudfront.net")
///     .explain_url(&pasted, None, None, EpochSeconds::new(1_767_290_000)?);
/// let codes: Vec<_> = explanation.findings.iter().map(|finding| finding.code()).collect();
/// assert_eq!(codes, ["other-host", "blanks"]);
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Debug)]
pub struct Explainer<'a> {
    verifier: &'a Verifier,
    hosts: Vec<String>,
}

impl<'a> Explainer<'a> {
    /// An explainer of what `verifier` decides.
    #[must_use]
    pub fn new(verifier: &'a Verifier) -> Self {
        let hosts = Vec::new();
        Self { verifier, hosts }
    }

    /// One more host that may have been signed by mistake: the domain name of the distribution where
    /// viewers use an alternate one, a bucket, a staging host. The first eight are tried.
    #[must_use]
    pub fn other_host(mut self, host: &str) -> Self {
        // People give an origin or a URL as well.
        let host = host.split_once("://").map_or(host, |(_, host)| host);
        let host = host.split('/').next().unwrap_or(host).trim();
        self.hosts.push(host.to_owned());
        self
    }

    /// As [`Verifier::explain`].
    #[must_use]
    pub fn explain(&self, request: &ViewerRequest<'_>, now: EpochSeconds) -> Explanation {
        self.explain_with(request, now, Vec::new(), None)
    }

    /// Explains a URL as a person pastes it: with blanks, a fragment, no scheme, or no URL at all.
    ///
    /// The decision is about the request that a browser would make of it. `cookies` is the `Cookie`
    /// header.
    #[must_use]
    pub fn explain_url(
        &self,
        url: &str,
        cookies: Option<&str>,
        viewer_ip: Option<IpAddr>,
        now: EpochSeconds,
    ) -> Explanation {
        let pasted = pasted::Pasted::read(url);
        let mut findings = pasted.findings;
        let mut request = match ViewerRequest::new(&pasted.url) {
            Ok(request) => request.cookie_header(cookies.unwrap_or_default()),
            Err(error) => {
                return Explanation {
                    verdict: Err(error.kind()),
                    checks: walk::not_a_request(&error),
                    signed_text: None,
                    findings,
                    candidates: 0,
                };
            }
        };
        if let Some(address) = viewer_ip {
            request = request.viewer_ip(address);
        }
        if let Some(repaired) = pasted.repaired {
            findings.push(seen::escaped_ampersand(
                self.verifier,
                &request,
                &repaired,
                now,
            ));
        }
        let fragment = pasted.fragment.as_deref();
        let mut explanation = self.explain_with(&request, now, findings, fragment);
        if explanation.verdict.is_err() {
            // Only the header still has the cookies whose names are not CloudFront's.
            let names = cookies.into_iter().flat_map(seen::cookie_names);
            explanation.findings.extend(names);
        }
        explanation
    }

    fn explain_with(
        &self,
        request: &ViewerRequest<'_>,
        now: EpochSeconds,
        mut findings: Vec<Finding>,
        fragment: Option<&str>,
    ) -> Explanation {
        let verdict = checks::verify(self.verifier, request, now, None);
        let verdict = verdict.map(drop).map_err(|error| error.kind());
        let found = Presented::find(request);
        let origin_url = without_parameters(&request.sections());
        let url = checks::signed_url(&origin_url, request, self.verifier.options);
        let walk = walk::Walk::through(self.verifier, request, &found, &url, now);
        let (mut candidates, mut last) = (0, None);
        if verdict.is_err() {
            findings.extend(seen::in_request(self.verifier, request, now));
        }
        if let (Err(_), Ok((presented, credential))) = (verdict, &found) {
            let key_group = &self.verifier.group;
            findings.extend(seen::in_values(key_group, request, presented, *credential));
            let mistaken = policy_text::Mistaken::read(presented);
            findings.extend(mistaken.findings);
            if !walk.signature_is_right {
                let question = near_miss::Question {
                    key_group,
                    presented,
                    url: &url,
                    policy: mistaken.text,
                    hosts: &self.hosts,
                    fragment,
                };
                let answer = near_miss::search(&question);
                candidates = answer.candidates;
                // What a right signature proves comes before what has only been seen.
                match answer.proof {
                    Some(proof) => drop(findings.splice(0..0, proof)),
                    None if candidates > 0 => {
                        last = Some(Finding::new(FindingKind::NoNearMiss, ""));
                    }
                    None => {}
                }
            }
        }
        if let Some(policy) = &walk.policy {
            findings.extend(limits::findings(
                policy,
                request,
                &url,
                now,
                self.verifier.options,
            ));
        }
        findings.extend(last);
        let mut kinds = Vec::new();
        findings.retain(|finding| {
            let new = !kinds.contains(&(finding.kind(), finding.detail().to_owned()));
            kinds.push((finding.kind(), finding.detail().to_owned()));
            new
        });
        Explanation {
            verdict,
            signed_text: walk
                .signed_text
                .and_then(|text| String::from_utf8(text).ok())
                .map(|text| words::without_signatures(&text)),
            checks: walk.checks,
            findings,
            candidates,
        }
    }
}
