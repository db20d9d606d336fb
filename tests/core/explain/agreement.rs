//! Explain never says anything else than verify, about anything.

use cfsign::{
    Check, EpochSeconds, Error, Explainer, HashAlgorithm, Outcome, Policy, PublicKey, Resource,
    TrustedKeyGroup, Verifier, ViewerRequest,
};
use cfsign_tests::{Case, key, run_cases};
use proptest::prelude::*;

use super::{EXPIRES, ID, KEYS, explain_text, now, signer, verifier, with};

/// The verdict is that of verify, and the first check that failed is its reason.
fn compare(
    verifier: &Verifier,
    request: &ViewerRequest<'_>,
    at: EpochSeconds,
) -> Result<(), String> {
    let verdict = verifier
        .verify(request, at)
        .map(drop)
        .map_err(|error: Error| error.kind());
    let explanation = verifier.explain(request, at);
    if explanation.verdict != verdict {
        return Err(format!(
            "verify says {verdict:?}, explain {:?}",
            explanation.verdict
        ));
    }
    let codes: Vec<&str> = explanation.checks.iter().map(|check| check.code).collect();
    if codes != Check::CODES {
        return Err(format!("checks {codes:?}"));
    }
    let first = explanation
        .checks
        .iter()
        .find(|check| check.outcome == Outcome::Failed);
    if first.and_then(|check| check.reason) != verdict.err() {
        return Err(format!(
            "{verdict:?}, but the checks are {:?}",
            explanation.checks
        ));
    }
    for check in &explanation.checks {
        let failed = check.outcome == Outcome::Failed;
        if failed == check.advice.is_empty() || failed != check.reason.is_some() {
            return Err(format!("{check:?} has no advice, or one too many"));
        }
    }
    if explanation.cloudfront_error() != verdict.err().and_then(cfsign::ErrorKind::cloudfront_error)
    {
        return Err("another error of CloudFront".to_owned());
    }
    Ok(())
}

#[test]
fn explain_agrees_with_every_vector() {
    run_cases("verify.json", |case| {
        let verifier = vector_verifier(case);
        let cookies = case.json("cookies").as_array().cloned().unwrap_or_default();
        let Ok(mut request) = ViewerRequest::new(case.text("url")) else {
            return Ok(());
        };
        for header in &cookies {
            request = request.cookie_header(header.as_str().unwrap());
        }
        if let Some(address) = case.find("viewer_ip") {
            request = request.viewer_ip(address.parse().unwrap());
        }
        let at = case.number("now").unwrap();
        compare(
            &verifier,
            &request,
            EpochSeconds::new(at.try_into().unwrap()).unwrap(),
        )
    });
}

fn vector_verifier(case: &Case) -> Verifier {
    let mut group = TrustedKeyGroup::new();
    for (id, file) in case.json("keys").as_object().unwrap() {
        let public = PublicKey::read(key(file.as_str().unwrap())).unwrap();
        group = group.with_key(&id.parse().unwrap(), public);
    }
    let mut verifier = Verifier::new(group);
    for option in case.json("options").as_array().into_iter().flatten() {
        verifier = match option.as_str().unwrap() {
            "valid-at-its-end" => verifier.valid_at_its_end(),
            "valid-at-its-start" => verifier.valid_at_its_start(),
            "refuse-expires-beside-policy" => verifier.refuse_expires_beside_policy(),
            "epoch-time-without-prefix" => verifier.epoch_time_without_prefix(),
            "ignore-host-case" => verifier.ignore_host_case(),
            other => panic!("option {other}"),
        };
    }
    verifier
}

#[test]
fn explain_agrees_about_every_changed_byte() {
    for key_name in KEYS {
        let signer = signer(key_name, HashAlgorithm::Sha1);
        let verifier = verifier(key_name);
        let base = "https://cdn.example.com/v/a.ts?w=1";
        let resource = Resource::pattern("https://cdn.example.com/v/*").unwrap();
        let policy = Policy::new(resource, EXPIRES)
            .unwrap()
            .ip_address("192.0.2.0/24".parse().unwrap());
        for signed in [
            signer.sign_url(base, EXPIRES).unwrap(),
            signer.sign_url_with(base, &policy).unwrap(),
        ] {
            for at in (0..signed.len()).step_by(3) {
                for replacement in [signed.as_bytes()[at] ^ 1, b'&', b'%'] {
                    let mut changed = signed.clone().into_bytes();
                    changed[at] = replacement;
                    let changed = String::from_utf8(changed).unwrap();
                    let Ok(request) = ViewerRequest::new(&changed) else {
                        continue;
                    };
                    let request = request.viewer_ip("192.0.2.7".parse().unwrap());
                    compare(&verifier, &request, now())
                        .unwrap_or_else(|failure| panic!("{changed}: {failure}"));
                }
            }
        }
    }
}

/// An explanation may be shown to whoever has the URL, but never holds the signature.
#[test]
fn no_signature_is_shown() {
    for key_name in KEYS {
        let signed = signer(key_name, HashAlgorithm::Sha256)
            .sign_url("https://cdn.example.com/private-place", EXPIRES)
            .unwrap();
        let signature = signed
            .split("Signature=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let requests = [
            signed.clone(),
            signed.replace("private", "other"),
            signed.replace("Signature=", "Signature=%20"),
            signed.replace("Signature=", "signature="),
            signed.replace("Key-Pair-Id=", "Expires="),
            signed.replace('&', "&amp;"),
            with(&signed, signed.split_once('?').unwrap().1),
            format!("{signed}#{signed}"),
        ];
        for request in requests {
            let explanation = explain_text(&verifier(key_name), &request);
            let debug = format!("{explanation:?}");
            assert!(!debug.contains("private-place"), "{debug}");
            let mut shown = debug;
            shown.extend(explanation.signed_text.clone());
            for check in &explanation.checks {
                shown.push_str(&check.found);
            }
            for finding in &explanation.findings {
                shown.push_str(&finding.to_string());
            }
            assert!(!shown.contains(&signature[..20]), "{request}: {shown}");
        }
    }
}

#[test]
fn the_signed_text_is_what_was_signed() {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let policy = Policy::canned("https://cdn.example.com/a?b=c", EXPIRES).unwrap();
    for policy in [policy.clone(), policy.always_custom()] {
        let signed = signer
            .sign_url_with("https://cdn.example.com/a?b=c", &policy)
            .unwrap();
        let explanation = explain_text(&verifier("p256"), &signed);
        assert_eq!(explanation.verdict, Ok(()));
        assert_eq!(
            explanation.signed_text.unwrap(),
            policy.to_json(cfsign::Dialect::CloudFront)
        );
        assert!(explanation.findings.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_explained(text in any::<String>(), tail in "[!-~é ]{0,40}", cookies in any::<String>(), policy in any::<String>()) {
        let verifier = verifier("p256");
        let signer = signer("p256", HashAlgorithm::Sha1);
        let encoded = cfsign::base64_encode(policy.as_bytes());
        let raw = signer.sign_url_with_raw_policy("https://cdn.example.com/a", &policy).unwrap_or_default();
        for url in [
            text.clone(),
            format!("https://cdn.example.com/{text}"),
            format!("https://cdn.example.com/a?Expires={tail}&Signature={tail}&Key-Pair-Id={ID}"),
            format!("https://cdn.example.com/{tail}?{tail}&Expires=1&Signature=MEUC&Key-Pair-Id={ID}"),
            format!("https://cdn.example.com/a?Policy={encoded}&Signature={tail}&Key-Pair-Id={ID}"),
            raw,
        ] {
            let explanation = Explainer::new(&verifier).explain_url(&url, Some(&cookies), None, now());
            prop_assert!(explanation.candidates <= cfsign::Explanation::MOST_CANDIDATES);
            for finding in &explanation.findings {
                prop_assert!(!finding.advice().is_empty());
            }
            if let Ok(request) = ViewerRequest::new(&url) {
                let request = request.cookie_header(&cookies);
                prop_assert_eq!(compare(&verifier, &request, now()), Ok(()));
            }
            let _ = cfsign::classify_response(None, &[(&text, &tail)], &url);
            let _ = cfsign::judge_set_cookie(&[&url, &cookies, &format!("CloudFront-Policy={text};{tail}; Expires={text}")], &text, &url, now());
        }
    }
}
