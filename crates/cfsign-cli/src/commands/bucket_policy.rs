//! `cfsign bucket-policy`: so that viewers cannot walk around CloudFront and its signatures.

use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{BucketPolicyArgs, Partition};
use crate::failure::Failure;
use crate::output::{self, Messages};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct BucketPolicy {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    principal: Value,
    action: &'static str,
    resource: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Value>,
}

pub(super) fn run(args: &BucketPolicyArgs, messages: Messages) -> Result<(), Failure> {
    check_bucket(&args.bucket)?;
    let partition = args.partition.as_str();
    let (sid, principal, condition) = if let Some(identity) = &args.origin_access_identity {
        check_id("--origin-access-identity", identity)?;
        let user = format!(
            "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {identity}"
        );
        (
            "AllowCloudFrontOriginAccessIdentityReadOnly",
            json!({ "AWS": user }),
            None,
        )
    } else {
        let equals = json!({ "StringEquals": { "AWS:SourceArn": distribution_arn(args)? } });
        let service = json!({ "Service": "cloudfront.amazonaws.com" });
        (
            "AllowCloudFrontServicePrincipalReadOnly",
            service,
            Some(equals),
        )
    };
    let resource = format!("arn:{partition}:s3:::{}/*", args.bucket);
    output::print_json(&BucketPolicy {
        version: "2012-10-17",
        statement: [Statement {
            sid,
            effect: "Allow",
            principal,
            action: "s3:GetObject",
            resource,
            condition,
        }],
    })?;
    messages.note(&format!(
        "Put it where it belongs: cfsign bucket-policy … > policy.json && \
         aws s3api put-bucket-policy --bucket {} --policy file://policy.json",
        args.bucket
    ));
    Ok(())
}

fn distribution_arn(args: &BucketPolicyArgs) -> Result<String, Failure> {
    let partition = args.partition.as_str();
    if let Some(arn) = &args.distribution_arn {
        check_arn(arn, args.partition)?;
        return Ok(arn.clone());
    }
    let account = args.account_id.as_deref().unwrap_or_default();
    let distribution = args.distribution_id.as_deref().unwrap_or_default();
    check_account(account)?;
    check_id("--distribution-id", distribution)?;
    Ok(format!(
        "arn:{partition}:cloudfront::{account}:distribution/{distribution}"
    ))
}

fn check_arn(arn: &str, partition: Partition) -> Result<(), Failure> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", found, "cloudfront", "", account, rest] = parts[..] else {
        return Err(refused(
            "--distribution-arn",
            "wanted arn:aws:cloudfront::ACCOUNT:distribution/ID",
        ));
    };
    if found != partition.as_str() {
        return Err(refused(
            "--distribution-arn",
            "it is of another partition; set --partition to the one it names",
        ));
    }
    check_account(account).map_err(|failure| failure.about("--distribution-arn"))?;
    match rest.strip_prefix("distribution/") {
        Some(id) => check_id("--distribution-arn", id),
        None => Err(refused(
            "--distribution-arn",
            "wanted distribution/ID at its end",
        )),
    }
}

/// The rules of S3 for names of buckets, as far as one can break them by mistake.
fn check_bucket(name: &str) -> Result<(), Failure> {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let good = (3..=63).contains(&name.len())
        && name.bytes().all(plain)
        && edge(bytes.first())
        && edge(bytes.last())
        && !name.contains("..");
    if good {
        return Ok(());
    }
    Err(refused(
        "--bucket",
        "wanted the name alone: 3 to 63 small letters, digits, hyphens and dots, without s3:// and path",
    ))
}

fn check_account(id: &str) -> Result<(), Failure> {
    if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(refused(
        "--account-id",
        "wanted the twelve digits of an account, without hyphens",
    ))
}

/// IDs of distributions and of origin access identities look alike.
fn check_id(flag: &str, id: &str) -> Result<(), Failure> {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if id.starts_with('E') && (8..=32).contains(&id.len()) && id.bytes().all(plain) {
        return Ok(());
    }
    Err(refused(
        flag,
        "wanted an ID such as EDFDVBD6EXAMPLE: capital letters and digits after an E",
    ))
}

fn refused(flag: &str, message: &str) -> Failure {
    Failure::input("invalid-name", message).about(flag)
}
