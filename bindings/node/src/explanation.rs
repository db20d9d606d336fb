//! What explain finds, and who answered a request.

use cfsign::{EpochSeconds, ToEpochSeconds as _};
use napi_derive::napi;

use crate::error::{Result, to_js};

/// Why CloudFront lets a request through or refuses it.
#[napi(object)]
pub struct Explanation {
    pub allowed: bool,
    pub code: Option<String>,
    pub message: Option<String>,
    pub cloudfront_error: Option<CloudFrontError>,
    pub checks: Vec<Check>,
    pub findings: Vec<Finding>,
    pub signed_text: Option<String>,
}

#[napi(object)]
pub struct CloudFrontError {
    pub code: String,
    pub message: String,
}

#[napi(object)]
pub struct Check {
    pub code: String,
    pub outcome: String,
    pub reason: Option<String>,
    pub found: String,
    pub wanted: String,
    pub advice: String,
}

#[napi(object)]
pub struct Finding {
    pub code: String,
    pub message: String,
    pub advice: String,
}

impl From<cfsign::Explanation> for Explanation {
    fn from(explanation: cfsign::Explanation) -> Self {
        let refused = explanation.verdict.err();
        Self {
            allowed: refused.is_none(),
            code: refused.map(|kind| kind.code().to_owned()),
            message: refused.map(|kind| kind.sentence().to_owned()),
            cloudfront_error: explanation.cloudfront_error().map(|error| CloudFrontError {
                code: error.code.to_owned(),
                message: error.message.to_owned(),
            }),
            checks: explanation.checks.iter().map(Check::from).collect(),
            findings: explanation.findings.iter().map(Finding::from).collect(),
            signed_text: explanation.signed_text,
        }
    }
}

impl From<&cfsign::Check> for Check {
    fn from(check: &cfsign::Check) -> Self {
        Self {
            code: check.code.to_owned(),
            outcome: check.outcome.as_str().to_owned(),
            reason: check.reason.map(|kind| kind.code().to_owned()),
            found: check.found.clone(),
            wanted: check.wanted.to_owned(),
            advice: check.advice.to_owned(),
        }
    }
}

impl From<&cfsign::Finding> for Finding {
    fn from(finding: &cfsign::Finding) -> Self {
        Self {
            code: finding.code().to_owned(),
            message: finding.to_string(),
            advice: finding.advice().to_owned(),
        }
    }
}

/// What a browser does with the Set-Cookie lines of a page.
#[napi]
pub fn judge_set_cookie(
    lines: Vec<String>,
    page_origin: String,
    resource_url: String,
    now: i64,
) -> Result<Vec<Finding>> {
    let now: EpochSeconds = now.to_epoch_seconds().map_err(to_js)?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let findings = cfsign::judge_set_cookie(&lines, &page_origin, &resource_url, now);
    Ok(findings.iter().map(Finding::from).collect())
}

/// Who an answer is from, and what it means.
#[napi(object)]
pub struct ResponseOrigin {
    pub code: String,
    pub layer: String,
    pub meaning: String,
    pub advice: String,
}

/// `headers` are pairs of a name and a value.
#[napi]
pub fn classify_response(
    body: String,
    status: Option<u16>,
    headers: Vec<Vec<String>>,
) -> ResponseOrigin {
    let pairs: Vec<(&str, &str)> = headers
        .iter()
        .filter_map(|pair| Some((pair.first()?.as_str(), pair.get(1)?.as_str())))
        .collect();
    let origin = cfsign::classify_response(status, &pairs, &body);
    ResponseOrigin {
        code: origin.code.to_owned(),
        layer: origin.layer.as_str().to_owned(),
        meaning: origin.meaning.to_owned(),
        advice: origin.advice.to_owned(),
    }
}
