//! What is said about a request: the stable shape for programs, and the same for people.

use cfsign::{Allowed, Credential, EpochSeconds, Error, ErrorClass, ErrorKind};
use serde::Serialize;

use crate::failure::Failure;
use crate::style::{BAD, GOOD, Marks, NAME, visible};
use crate::time;

/// The decision about a request. Every field is always there.
#[derive(Serialize)]
pub(crate) struct Verdict {
    /// `allowed` or `denied`.
    #[serde(rename = "verdict")]
    pub(crate) word: &'static str,
    /// Why it is denied, as a stable word.
    pub(crate) reason: Option<&'static str>,
    /// The same as a sentence, with what was found.
    pub(crate) message: Option<String>,
    pub(crate) cloudfront: Option<Answer>,
    /// `url` or `cookies`: what allowed it.
    pub(crate) credential: Option<&'static str>,
    pub(crate) key_pair_id: Option<String>,
    pub(crate) hash_algorithm: Option<&'static str>,
    pub(crate) policy: Option<Policy>,
    /// What the origin gets.
    pub(crate) origin_url: Option<String>,
    #[serde(skip)]
    pub(crate) now: EpochSeconds,
    /// What to do about a denial, where that was asked for.
    #[serde(skip)]
    pub(crate) advice: Option<&'static str>,
}

/// What CloudFront says to the viewer.
#[derive(Serialize)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
}

/// The policy that allows the request.
#[derive(Serialize)]
pub(crate) struct Policy {
    /// `canned` or `custom`.
    pub(crate) form: &'static str,
    /// None where the policy names no resource, and means every file.
    pub(crate) resource: Option<String>,
    pub(crate) date_less_than: Option<u64>,
    pub(crate) ends_at: Option<String>,
}

impl Answer {
    pub(crate) fn to(kind: ErrorKind) -> Option<Self> {
        let error = kind.cloudfront_error()?;
        Some(Self {
            status: 403,
            code: error.code,
            message: error.message,
        })
    }
}

impl Verdict {
    /// The verdict that the verifier came to; an error that is none stays one.
    pub(crate) fn of(decision: Result<Allowed, Error>, now: EpochSeconds) -> Result<Self, Failure> {
        let denied = match decision {
            Ok(allowed) => return Ok(Self::allowed(&allowed, now)),
            Err(error) if error.kind().class() == ErrorClass::Denied => error,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            word: "denied",
            reason: Some(denied.code()),
            message: Some(denied.to_string()),
            cloudfront: Answer::to(denied.kind()),
            credential: None,
            key_pair_id: None,
            hash_algorithm: None,
            policy: None,
            origin_url: None,
            now,
            advice: None,
        })
    }

    fn allowed(allowed: &Allowed, now: EpochSeconds) -> Self {
        let ends = allowed.expires().ok();
        Self {
            word: "allowed",
            reason: None,
            message: None,
            cloudfront: None,
            credential: Some(match allowed.credential() {
                Credential::Url => "url",
                Credential::Cookies => "cookies",
            }),
            key_pair_id: Some(allowed.key_pair_id().to_owned()),
            hash_algorithm: Some(allowed.hash_algorithm().as_str()),
            policy: Some(Policy {
                form: if allowed.is_canned() {
                    "canned"
                } else {
                    "custom"
                },
                resource: allowed.resource().map(str::to_owned),
                date_less_than: ends.map(EpochSeconds::get),
                ends_at: ends.map(time::to_text),
            }),
            origin_url: Some(allowed.origin_url().to_owned()),
            now,
            advice: None,
        }
    }

    /// What the exit code says: done, or denied.
    pub(crate) fn outcome(&self) -> Result<(), Failure> {
        match self.reason {
            None => Ok(()),
            Some(_) => Err(Failure::Denied),
        }
    }

    /// One line, for a list.
    pub(crate) fn to_line(&self) -> String {
        match (&self.policy, &self.message, self.reason) {
            (Some(policy), ..) => format!(
                "{GOOD}allowed{GOOD:#} until {} by {}, key {}",
                policy.ends(self.now),
                self.means(),
                visible(self.key_pair_id.as_deref().unwrap_or_default()),
            ),
            (_, message, reason) => format!(
                "{BAD}denied{BAD:#} {}: {}",
                reason.unwrap_or_default(),
                visible(message.as_deref().unwrap_or_default()),
            ),
        }
    }

    /// Several lines.
    pub(crate) fn to_text(&self) -> String {
        let marks = Marks::of_this_terminal();
        if let Some(policy) = &self.policy {
            let resource = visible(policy.resource.as_deref().unwrap_or("every file"));
            let key = visible(self.key_pair_id.as_deref().unwrap_or_default());
            let hash = self.hash_algorithm.unwrap_or_default();
            let origin_url = visible(self.origin_url.as_deref().unwrap_or_default());
            return format!(
                "{GOOD}{} Allowed{GOOD:#} by {}\n\
                 {}{}, signed with {hash}\n{}{resource}\n{}{}\n{}{key}\n{}{origin_url}\n",
                marks.good(),
                self.means(),
                label("Policy"),
                policy.form,
                label("Resource"),
                label("Ends"),
                policy.ends(self.now),
                label("Key"),
                label("Origin gets"),
            );
        }
        let message = visible(self.message.as_deref().unwrap_or_default());
        let reason = self.reason.unwrap_or_default();
        let answer = self.cloudfront.as_ref().map(Answer::to_line);
        format!(
            "{BAD}{} Denied:{BAD:#} {message}\n{}{reason}\n{}{}\n{}{}\n{}cfsign explain, with the \
             same flags, makes every check and looks for the cause\n",
            marks.bad(),
            label("Reason"),
            label("CloudFront"),
            answer.unwrap_or_default(),
            label("To do"),
            self.advice.unwrap_or_default(),
            label("More"),
        )
    }

    fn means(&self) -> &'static str {
        match self.credential {
            Some("cookies") => "signed cookies",
            _ => "a signed URL",
        }
    }
}

impl Answer {
    pub(crate) fn to_line(&self) -> String {
        format!("{} {}, \"{}\"", self.status, self.code, self.message)
    }
}

impl Policy {
    fn ends(&self, now: EpochSeconds) -> String {
        match (&self.ends_at, self.date_less_than) {
            (Some(date), Some(end)) => {
                let left = end.saturating_sub(now.get());
                format!("{date} (in {})", time::rough_duration(left))
            }
            _ => "in a future that no calendar has".to_owned(),
        }
    }
}

/// A name before its value, in a column of its own.
fn label(name: &str) -> String {
    format!("  {NAME}{name:<13}{NAME:#}")
}
