//! Mistakes that are seen in the request, the policy, the time and the resource.

use cfsign::{
    Check, Explainer, FindingKind as Kind, HashAlgorithm, Outcome, TrustedKeyGroup, Verifier,
    base64_encode,
};

use super::{
    Case, EXPIRES, ID, canned, codes, explain_text, now, parameters, signer, verifier, with,
};

const URL: &str = "https://cdn.example.com/a/b.jpg";

pub fn cases() -> Vec<Case> {
    [requests(), cookies(), policies(), times(), resources()].concat()
}

fn requests() -> Vec<Case> {
    let signer = signer("rsa-2048", HashAlgorithm::Sha1);
    let verifier = verifier("rsa-2048");
    let signed = signer.sign_url(URL, EXPIRES).unwrap();
    let signature = signed
        .split("Signature=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let cut = signed.split('&').next().unwrap();
    let with_id = |id: &str| signed.replace(ID, id);
    let query = signed.split_once('?').unwrap().1;
    let twice = with(&signed, query);
    let texts = [
        (Kind::EscapedAmpersand, signed.replace('&', "&amp;")),
        (Kind::EscapedAmpersand, signed.replace('&', "&amp;amp;")),
        (Kind::EscapedAmpersand, signed.replace('&', "&#38;")),
        (Kind::EscapedAmpersand, signed.replace('&', "&#038;")),
        (Kind::EscapedAmpersand, signed.replace('&', "\\u0026")),
        (Kind::CutAtAmpersand, cut.to_owned()),
        (
            Kind::SignatureCut,
            signed.replace(signature, &signature[..300]),
        ),
        (
            Kind::SignatureCut,
            signed.replace(signature, &signature[..301]),
        ),
        (
            Kind::SignatureCut,
            signed.replace(signature, &signature[..302]),
        ),
        (
            Kind::SignatureCut,
            signed.replace(signature, &signature[..303]),
        ),
        (
            Kind::ParameterName,
            signed.replace("Key-Pair-Id", "KeyPairId"),
        ),
        (
            Kind::ParameterName,
            signed.replace("Key-Pair-Id", "key-pair-id"),
        ),
        (
            Kind::ParameterName,
            signed.replace("Signature", "CloudFront-Signature"),
        ),
        (Kind::ParametersInFragment, signed.replace('?', "#top?")),
        (Kind::Fragment, format!("{signed}#top")),
        (Kind::Blanks, format!(" {signed}\n")),
        (Kind::Blanks, format!("\"{signed}\"")),
        (Kind::Blanks, signed.replace("&Key", "\r\n&Key")),
        (Kind::NoScheme, signed.replace("https://", "")),
        (Kind::NoScheme, "not a URL".to_owned()),
        (Kind::SignedTwice, twice),
        (
            Kind::S3Presigned,
            "https://bucket.s3.eu-west-1.amazonaws.com/a?X-Amz-Signature=abc".to_owned(),
        ),
        (
            Kind::S3Presigned,
            with("https://bucket.s3.amazonaws.com/a", query),
        ),
        (
            Kind::S3Presigned,
            "https://cdn.example.com/a?AWSAccessKeyId=AKIDEXAMPLE&Expires=1&Signature=abc"
                .to_owned(),
        ),
        (
            Kind::KeyIdOfSomethingElse,
            with_id("b3ee3859-3f0c-4f6a-9d3c-0a1b2c3d4e5f"),
        ),
        (Kind::KeyIdOfSomethingElse, with_id("AKIAIOSFODNN7EXAMPLE")),
        (Kind::KeyIdOfSomethingElse, with_id("E1ABCDEFGHIJK2")),
        (Kind::KeyIdSpelling, with_id("k2jcjmdehxqw5f")),
        (Kind::KeyIdSpelling, with_id("K2JCJMDEHXQW5F%0A")),
        (Kind::Placeholder, with_id("undefined")),
        (Kind::Placeholder, signed.replace(signature, "null")),
        (Kind::HashName, format!("{signed}&Hash-Algorithm=sha256")),
        (Kind::HashName, format!("{signed}&Hash-Algorithm=RSA-SHA1")),
    ];
    let mut cases: Vec<Case> = Vec::new();
    for (kind, text) in texts {
        cases.push((kind, explain_text(&verifier, &text).findings));
    }
    let nobody = Verifier::new(TrustedKeyGroup::new());
    cases.push((Kind::NoKeys, explain_text(&nobody, &signed).findings));
    cases
}

fn cookies() -> Vec<Case> {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let verifier = verifier("p256");
    let policy = cfsign::Policy::canned(URL, EXPIRES)
        .unwrap()
        .always_custom();
    let cookies = signer.sign_cookies(&policy).unwrap();
    let header = cookies.cookie_header();
    let explain = |url: &str, header: &str| {
        Explainer::new(&verifier).explain_url(url, Some(header), None, now())
    };
    assert_eq!(explain(URL, &header).verdict, Ok(()));
    let quoted: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    let quoted = quoted.join("; ");
    let encoded = header.replace('_', "%5F").replace('~', "%7E");
    let lower = header.to_lowercase();
    let bare = header.replace("CloudFront-", "");
    let mut cases = vec![
        (Kind::CookieQuoted, explain(URL, &quoted).findings),
        (Kind::CookieEncoded, explain(URL, &encoded).findings),
        (Kind::ParameterName, explain(URL, &lower).findings),
        (Kind::ParameterName, explain(URL, &bare).findings),
        (
            Kind::CookiesIgnored,
            explain(&format!("{URL}?Expires=1"), &header).findings,
        ),
    ];
    // Encoded cookies that would be right: the search proves it.
    let explanation = explain(URL, &encoded);
    assert!(explanation.candidates > 0, "{explanation:?}");
    assert_ne!(
        explanation.findings[0].code(),
        "no-near-miss",
        "{explanation:?}"
    );
    cases.push((Kind::CookieEncoded, explanation.findings));
    cases
}

fn policies() -> Vec<Case> {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let verifier = verifier("p256");
    let good = canned(URL, &EXPIRES.to_string());
    let statement = &good[r#"{"Statement":["#.len()..good.len() - "]}".len()];
    let number = EXPIRES.to_string();
    let texts = [
        (Kind::PolicyNotJson, good.replace("}}}]}", "}},}]}")),
        (Kind::PolicyNotJson, good.replace('"', "'")),
        (
            Kind::TimeAsText,
            good.replace(&number, &format!("\"{number}\"")),
        ),
        (
            Kind::TimeWithFraction,
            good.replace(&number, &format!("{number}.25")),
        ),
        (
            Kind::EpochTimeWithoutPrefix,
            good.replace("AWS:EpochTime", "EpochTime"),
        ),
        (
            Kind::SeveralStatements,
            format!(r#"{{"Statement":[{statement},{statement}]}}"#),
        ),
        (
            Kind::BucketPolicy,
            good.replace("https://cdn.example.com/", "arn:aws:s3:::bucket/"),
        ),
        (
            Kind::BucketPolicy,
            good.replace(r#"{"Resource""#, r#"{"Effect":"Allow","Resource""#),
        ),
        (
            Kind::BucketPolicy,
            good.replace(r#"{"Statement""#, r#"{"Version":"2012-10-17","Statement""#),
        ),
        (
            Kind::Ipv6Range,
            good.replace(
                "}}}]}",
                r#"},"IpAddress":{"AWS:SourceIp":"2001:db8::/32"}}}]}"#,
            ),
        ),
    ];
    let mut cases: Vec<Case> = Vec::new();
    for (kind, text) in texts {
        let terms = format!("Policy={}", base64_encode(text.as_bytes()));
        let request = with(URL, &parameters(&signer, &text, &terms));
        let explanation = explain_text(&verifier, &request);
        assert!(explanation.verdict.is_err(), "{text}");
        assert!(
            !codes(&explanation.findings).contains(&"no-near-miss"),
            "{text}"
        );
        cases.push((kind, explanation.findings));
    }
    // Python's float, in a canned policy.
    let time = format!("{number}.25");
    let request = with(
        URL,
        &parameters(&signer, &canned(URL, &time), &format!("Expires={time}")),
    );
    cases.push((
        Kind::TimeWithFraction,
        explain_text(&verifier, &request).findings,
    ));
    // A policy that was not encoded.
    let plain = good.replace('"', "%22");
    let request = with(URL, &parameters(&signer, &good, &format!("Policy={plain}")));
    cases.push((
        Kind::Base64Alphabet,
        explain_text(&verifier, &request).findings,
    ));
    cases
}

fn times() -> Vec<Case> {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let verifier = verifier("p256");
    let canned_until = |epoch: &str| {
        let request = with(
            URL,
            &parameters(&signer, &canned(URL, epoch), &format!("Expires={epoch}")),
        );
        explain_text(&verifier, &request).findings
    };
    let custom = |conditions: &str, address: Option<&str>| {
        let policy = format!(
            r#"{{"Statement":[{{"Resource":"{URL}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}},{conditions}}}}}]}}"#
        );
        let terms = format!("Policy={}", base64_encode(policy.as_bytes()));
        let request = with(URL, &parameters(&signer, &policy, &terms));
        let address = address.map(|address| address.parse().unwrap());
        Explainer::new(&verifier)
            .explain_url(&request, None, address, now())
            .findings
    };
    let after = |seconds: i64| {
        let start = 1_767_290_000 + seconds;
        custom(
            &format!(r#""DateGreaterThan":{{"AWS:EpochTime":{start}}}"#),
            None,
        )
    };
    let office = r#""IpAddress":{"AWS:SourceIp":"192.0.2.0/24"}"#;
    vec![
        (Kind::Expired, canned_until("1767200000")),
        (Kind::ClockSkew, canned_until("1767289990")),
        (Kind::DurationAsTime, canned_until("3600")),
        (Kind::Milliseconds, canned_until("1767290400000")),
        (Kind::NotYetValid, after(399)),
        (Kind::ClockSkew, after(60)),
        (Kind::OtherAddress, custom(office, Some("198.51.100.1"))),
        (Kind::Ipv6Viewer, custom(office, Some("2001:db8::7"))),
        (Kind::NoViewerAddress, custom(office, None)),
    ]
}

fn resources() -> Vec<Case> {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let verifier = verifier("p256");
    let under = |resource: &str, url: &str| {
        let policy = canned(resource, &EXPIRES.to_string());
        let terms = format!("Policy={}", base64_encode(policy.as_bytes()));
        let request = with(url, &parameters(&signer, &policy, &terms));
        let explanation = explain_text(&verifier, &request);
        assert!(explanation.verdict.is_err(), "{resource} covers {url}");
        explanation.findings
    };
    let only = |kind: Kind, resource: &str, url: &str| {
        let findings = under(resource, url);
        assert_eq!(codes(&findings), [kind.code()], "{resource} for {url}");
        (kind, findings)
    };
    vec![
        only(Kind::ResourceScheme, "http://cdn.example.com/*", URL),
        only(
            Kind::ResourceHost,
            "https://d111111abcdef8.cloudfront.net/*",
            URL,
        ),
        only(Kind::ResourceHost, "https://*.example.org/a/*", URL),
        only(Kind::ResourcePath, "https://cdn.example.com/a", URL),
        only(Kind::ResourcePath, "https://cdn.example.com/videos/*", URL),
        only(
            Kind::ResourceQuery,
            "https://cdn.example.com/a/b.jpg",
            "https://cdn.example.com/a/b.jpg?v=1",
        ),
        only(
            Kind::ResourceQuery,
            "https://cdn.example.com/a/b.jpg?v=2",
            "https://cdn.example.com/a/b.jpg?v=1",
        ),
        only(
            Kind::ResourceQuery,
            "https://cdn.example.com/a/b.jpg\\\\?v=2",
            "https://cdn.example.com/a/b.jpg?v=1",
        ),
        only(Kind::ResourceForm, "/a/*", URL),
        only(Kind::ResourceForm, "https://cdn.example.com", URL),
        (Kind::ResourceForm, under("arn:aws:s3:::bucket/*", URL)),
        (
            Kind::DotSegment,
            under(
                "https://cdn.example.com/a/*",
                "https://cdn.example.com/a/../b.jpg",
            ),
        ),
    ]
}

/// What is no request has a reason too, and every check in its place.
#[test]
fn what_is_no_request_is_explained() {
    let verifier = verifier("p256");
    for (text, reason) in [
        ("ftp://cdn.example.com/a", "url-scheme"),
        ("https://user@cdn.example.com/a", "url-host"),
        ("https:///a", "url-host"),
        ("", "url-host"),
    ] {
        let explanation = explain_text(&verifier, text);
        let codes: Vec<&str> = explanation.checks.iter().map(|check| check.code).collect();
        assert_eq!(explanation.verdict.unwrap_err().code(), reason, "{text}");
        assert_eq!(codes, Check::CODES, "{text}");
        assert_eq!(explanation.checks[0].outcome, Outcome::Failed);
        assert!(explanation.cloudfront_error().is_none());
    }
    let long = format!("https://cdn.example.com/{}", "a".repeat(100_000));
    let explanation = explain_text(&verifier, &long);
    assert_eq!(explanation.verdict.unwrap_err().code(), "url-too-long");
}

/// What is allowed is left alone, whatever other cookies and fragments there are.
#[test]
fn what_is_allowed_has_no_faults() {
    let signed = signer("p256", HashAlgorithm::Sha1)
        .sign_url(URL, EXPIRES)
        .unwrap();
    let verifier = verifier("p256");
    let explain = |url: &str| {
        let cookies = Some("Signature=mine; cloudfront-policy=theirs; CloudFront-Policy=eyJ9");
        Explainer::new(&verifier).explain_url(url, cookies, None, now())
    };
    let explanation = explain(&signed);
    assert_eq!(explanation.verdict, Ok(()));
    assert!(explanation.findings.is_empty(), "{explanation:?}");
    let passed = |check: &Check| check.outcome == Outcome::Passed;
    assert!(explanation.checks.iter().all(passed), "{explanation:?}");
    let explanation = explain(&format!(" {signed}#top"));
    assert_eq!(explanation.verdict, Ok(()));
    assert_eq!(codes(&explanation.findings), ["blanks", "fragment"]);
}
