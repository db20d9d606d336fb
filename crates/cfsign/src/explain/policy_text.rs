//! Mistakes in the text of a policy, read as leniently as can be.

use serde_json::Value;

use super::finding::{Finding, FindingKind};
use super::near_miss::encoding;
use crate::verify::presented::Presented;

/// The policy as it was meant, and what is wrong with it.
pub(super) struct Mistaken {
    /// The bytes of a custom policy, whatever Base64 they came in.
    pub(super) text: Option<Vec<u8>>,
    pub(super) findings: Vec<Finding>,
}

impl Mistaken {
    pub(super) fn read(presented: &Presented<'_>) -> Self {
        let mut findings = Vec::new();
        if let Some(expires) = presented.expires.as_deref()
            && let Some((whole, _)) = expires.split_once('.')
            && whole.parse::<u64>().is_ok()
        {
            let detail = format!("Expires is {}", super::words::shorten(expires));
            findings.push(Finding::new(FindingKind::TimeWithFraction, detail));
        }
        let text = presented
            .policy
            .as_deref()
            .and_then(|policy| decode(policy, &mut findings));
        if let Some(text) = &text {
            shape(text, &mut findings);
        }
        Self { text, findings }
    }
}

fn decode(policy: &str, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    if let Ok(text) = crate::encoding::base64_decode(policy) {
        return Some(text);
    }
    if policy.trim_start().starts_with('{') {
        let detail = "Policy is not encoded at all";
        findings.push(Finding::new(FindingKind::Base64Alphabet, detail));
        return Some(policy.as_bytes().to_vec());
    }
    let forms = encoding::forms("Policy", policy);
    let (text, because) = forms
        .into_iter()
        .find(|(text, _)| text.trim_ascii_start().starts_with(b"{"))?;
    findings.extend(because);
    Some(text)
}

fn shape(text: &[u8], findings: &mut Vec<Finding>) {
    let policy: Value = match serde_json::from_slice(text) {
        Ok(policy) => policy,
        Err(error) => {
            let detail = format!("at line {} column {}", error.line(), error.column());
            findings.push(Finding::new(FindingKind::PolicyNotJson, detail));
            return;
        }
    };
    let statements = policy["Statement"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if statements.len() > 1 {
        let detail = format!("it has {}", statements.len());
        findings.push(Finding::new(FindingKind::SeveralStatements, detail));
    }
    let Some(statement) = statements.first() else {
        return;
    };
    let of_s3 = ["Effect", "Principal", "Action", "Sid"]
        .iter()
        .find(|name| statement.get(name).is_some());
    let arn = statement["Resource"]
        .as_str()
        .is_some_and(|resource| resource.starts_with("arn:"));
    if let Some(name) = of_s3 {
        findings.push(Finding::new(
            FindingKind::BucketPolicy,
            format!("it has the member {name}"),
        ));
    } else if arn || policy.get("Version").is_some() {
        let what = if arn {
            "its Resource is an ARN"
        } else {
            "it has the member Version"
        };
        findings.push(Finding::new(FindingKind::BucketPolicy, what));
    }
    let condition = &statement["Condition"];
    for name in ["DateLessThan", "DateGreaterThan"] {
        let mut time = &condition[name]["AWS:EpochTime"];
        if time.is_null() && !condition[name]["EpochTime"].is_null() {
            time = &condition[name]["EpochTime"];
            findings.push(Finding::new(
                FindingKind::EpochTimeWithoutPrefix,
                format!("in {name}"),
            ));
        }
        if time.is_string() {
            findings.push(Finding::new(FindingKind::TimeAsText, format!("in {name}")));
        } else if time.is_f64() {
            findings.push(Finding::new(
                FindingKind::TimeWithFraction,
                format!("in {name}"),
            ));
        }
    }
    let range = condition["IpAddress"]["AWS:SourceIp"]
        .as_str()
        .unwrap_or_default();
    if range.contains(':') {
        findings.push(Finding::new(FindingKind::Ipv6Range, ""));
    }
}
