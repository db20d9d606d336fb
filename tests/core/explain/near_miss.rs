//! Signatures over something else than the request.

use cfsign::{
    Engine, EpochSeconds, Explainer, Explanation, Finding, FindingKind, HashAlgorithm, PrivateKey,
    Signer, TrustedKeyGroup, Verifier, base64_encode,
};
use cfsign_tests::{key, run_cases};

use super::url_pairs::URL_PAIRS;
use super::{
    Case, EXPIRES, ID, KEYS, OTHER_ID, canned, codes, explain_text, now, parameters, signer,
    verifier, with,
};
use FindingKind as Kind;

const HOST: &str = "https://cdn.example.com";

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for key_name in KEYS {
        let (signer, verifier) = (signer(key_name, HashAlgorithm::Sha1), verifier(key_name));
        cases.extend(urls(&signer, &verifier));
        cases.extend(policies(&signer, &verifier));
        cases.extend(keys_and_encodings(key_name));
    }
    cases
}

/// What is proven comes first: the wanted kind is among the findings before all that is only seen.
fn proven(kind: Kind, explanation: Explanation, request: &str) -> Case {
    let first = explanation.findings.first();
    let found = codes(&explanation.findings);
    assert!(explanation.verdict.is_err(), "{request} is allowed");
    assert_eq!(first.map(Finding::kind), Some(kind), "{request}: {found:?}");
    assert!(explanation.candidates <= Explanation::MOST_CANDIDATES);
    (kind, explanation.findings)
}

/// Signed for one URL, requested as another.
fn urls(signer: &Signer, verifier: &Verifier) -> Vec<Case> {
    let mut cases = Vec::new();
    for &(kind, signed, requested) in URL_PAIRS {
        let terms = format!("Expires={EXPIRES}");
        let parameters = parameters(signer, &canned(signed, &EXPIRES.to_string()), &terms);
        let mut request = with(&format!("{HOST}{requested}"), &parameters);
        if kind == Kind::SignedFragment {
            request.push_str("#top");
        }
        let explainer = Explainer::new(verifier).other_host("d111111abcdef8.cloudfront.net");
        let explanation = explainer.explain_url(&request, None, None, now());
        cases.push(proven(
            kind,
            explanation,
            &format!("{signed} as {requested}"),
        ));
    }
    cases
}

/// The right URL in a policy that is written in another way.
fn policies(signer: &Signer, verifier: &Verifier) -> Vec<Case> {
    let url = "https://cdn.example.com/a/b.jpg?v=1&w=2";
    let epoch = EXPIRES.to_string();
    let policy = canned(url, &epoch);
    let python = format!(
        r#"{{"Statement": [{{"Resource": "{url}", "Condition": {{"DateLessThan": {{"AWS:EpochTime": {epoch}}}}}}}]}}"#
    );
    let pretty = format!(
        "{{\n  \"Statement\": [\n    {{\n      \"Resource\": \"{url}\",\n      \"Condition\": {{\n        \"DateLessThan\": {{\n          \"AWS:EpochTime\": {epoch}\n        }}\n      }}\n    }}\n  ]\n}}"
    );
    let sorted = format!(
        r#"{{"Statement":[{{"Condition":{{"DateLessThan":{{"AWS:EpochTime":{epoch}}}}},"Resource":"{url}"}}]}}"#
    );
    let texts = [
        (Kind::TrailingNewline, format!("{policy}\n")),
        (Kind::TrailingNewline, format!("{policy}\r\n")),
        (Kind::PolicyBlanks, format!("{policy} ")),
        (Kind::PolicyBlanks, policy.replacen(":[", ": [", 1)),
        (Kind::PolicyBlanks, format!("{python}\n")),
        (Kind::PolicyBlanks, python),
        (Kind::PolicyBlanks, format!("{pretty}\n")),
        (Kind::PolicyBlanks, pretty),
        (Kind::PolicyOrder, sorted),
        (Kind::JsonEscapes, policy.replace('/', "\\/")),
        (Kind::JsonEscapes, policy.replace('&', "\\u0026")),
        (Kind::TimeAsText, canned(url, &format!("\"{epoch}\""))),
        (Kind::Milliseconds, canned(url, &format!("{epoch}000"))),
        (Kind::NotThePolicy, url.to_owned()),
        (Kind::NotThePolicy, base64_encode(policy.as_bytes())),
        // Two at once: signed by a shell, for http.
        (Kind::OtherScheme, policy.replace("https:", "http:") + "\n"),
        (
            Kind::OtherScheme,
            policy.replace("https:", "http:").replace("?v=1&w=2", ""),
        ),
    ];
    let mut cases = Vec::new();
    for (kind, text) in texts {
        let request = with(url, &parameters(signer, &text, &format!("Expires={epoch}")));
        cases.push(proven(kind, explain_text(verifier, &request), &text));
        // The same mistakes between a custom policy and its signature.
        let of_url = matches!(
            kind,
            Kind::OtherScheme | Kind::TimeAsText | Kind::Milliseconds | Kind::PolicyOrder
        );
        if !of_url && kind != Kind::NotThePolicy {
            let terms = format!("Policy={}", base64_encode(policy.as_bytes()));
            let request = with(url, &parameters(signer, &text, &terms));
            cases.push(proven(kind, explain_text(verifier, &request), &text));
        }
    }
    // The other way around: what is sent has the blanks.
    let terms = format!(
        "Policy={}",
        base64_encode((policy.clone() + "\n").as_bytes())
    );
    let request = with(url, &parameters(signer, &policy, &terms));
    cases.push(proven(
        Kind::TrailingNewline,
        explain_text(verifier, &request),
        "policy with a line break",
    ));
    // Canned was signed, and a policy for everything is sent.
    let everything = canned("https://cdn.example.com/*", &epoch);
    let terms = format!("Policy={}", base64_encode(everything.as_bytes()));
    let request = with(url, &parameters(signer, &policy, &terms));
    cases.push(proven(
        Kind::CannedAsCustom,
        explain_text(verifier, &request),
        "canned as custom",
    ));
    // Both times in milliseconds: the signature is right, and the time is seen.
    let request = with(
        url,
        &parameters(
            signer,
            &canned(url, &format!("{epoch}000")),
            &format!("Expires={epoch}000"),
        ),
    );
    let explanation = explain_text(verifier, &request);
    assert_eq!(explanation.verdict, Ok(()));
    cases.push((Kind::Milliseconds, explanation.findings));
    let request = with(
        url,
        &parameters(
            signer,
            &canned("https://elsewhere.example.com/", &epoch),
            &format!("Expires={epoch}"),
        ),
    );
    cases.push(proven(
        Kind::NoNearMiss,
        explain_text(verifier, &request),
        "something else",
    ));
    cases
}

fn keys_and_encodings(key_name: &str) -> Vec<Case> {
    let verifier = verifier(key_name);
    let url = "https://cdn.example.com/a.jpg";
    let mut cases = Vec::new();
    // Another key of the group, by its ID; and without any ID.
    let other = signer(&format!("{key_name}-b"), HashAlgorithm::Sha1);
    let signed = other.sign_url(url, EXPIRES).unwrap();
    for request in [
        signed.clone(),
        signed.replace(ID, "K3AAAAAAAAAAAA"),
        signed.replace("&Key-Pair-Id=K2JCJMDEHXQW5F", ""),
    ] {
        let case = proven(Kind::OtherKey, explain_text(&verifier, &request), &request);
        assert!(case.1[0].detail().contains(OTHER_ID));
        cases.push(case);
    }
    // SHA-256 without saying so, and SHA-1 said to be SHA-256.
    let sha256 = signer(key_name, HashAlgorithm::Sha256)
        .sign_url(url, EXPIRES)
        .unwrap();
    let sha1 = signer(key_name, HashAlgorithm::Sha1)
        .sign_url(url, EXPIRES)
        .unwrap();
    for request in [
        sha256.replace("&Hash-Algorithm=SHA256", ""),
        format!("{sha1}&Hash-Algorithm=SHA256"),
    ] {
        cases.push(proven(
            Kind::OtherHash,
            explain_text(&verifier, &request),
            &request,
        ));
    }
    cases.extend(alphabets(key_name, &verifier));
    if key_name == "p256" {
        let signature = signer(key_name, HashAlgorithm::Sha1)
            .sign_message(canned(url, &EXPIRES.to_string()).as_bytes())
            .unwrap();
        let raw = base64_encode(&raw_of_der(&signature));
        let request = with(
            url,
            &format!("Expires={EXPIRES}&Signature={raw}&Key-Pair-Id={ID}"),
        );
        cases.push(proven(
            Kind::RawEcdsa,
            explain_text(&verifier, &request),
            "raw",
        ));
    }
    cases
}

/// Signatures and policies in every alphabet that people take for CloudFront's.
fn alphabets(key_name: &str, verifier: &Verifier) -> Vec<Case> {
    let url = "https://cdn.example.com/a.jpg";
    let signer = signer(key_name, HashAlgorithm::Sha1);
    let mut cases = Vec::new();
    // Other expiries give other signatures, so that every character of the alphabets comes up.
    for at in 0..4 {
        let expires = EXPIRES + at;
        let signed = signer.sign_url(url, expires).unwrap();
        let (before, rest) = signed.split_once("Signature=").unwrap();
        let (signature, after) = rest.split_once('&').unwrap();
        let special = signature.contains(['-', '~']) && signature.ends_with('_');
        let standard = signature
            .replace('-', "+")
            .replace('~', "/")
            .replace('_', "=");
        let url_safe = standard.replace('+', "-").replace('/', "_");
        for wrong in [
            standard
                .replace('+', "%2B")
                .replace('/', "%2F")
                .replace('=', "%3D"),
            standard.clone(),
            standard.replace('+', "%20"),
            url_safe.clone(),
            url_safe.trim_end_matches('=').to_owned(),
            url_safe.replace('=', "~"),
            signature.trim_end_matches('_').to_owned(),
        ] {
            let request = format!("{before}Signature={wrong}&{after}");
            if special {
                cases.push(proven(
                    Kind::Base64Alphabet,
                    explain_text(verifier, &request),
                    &wrong,
                ));
            }
        }
    }
    assert!(!cases.is_empty(), "no signature had all characters");
    // A policy that needs all of the alphabet.
    let policy = format!(
        r#"{{"Statement":[{{"Resource":"https://cdn.example.com/a.jpg?>>>???","Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}   "#
    );
    let encoded = base64_encode(policy.as_bytes());
    let standard = encoded
        .replace('-', "+")
        .replace('~', "/")
        .replace('_', "=");
    assert_ne!(encoded, standard);
    let request = with(
        url,
        &parameters(&signer, &policy, &format!("Policy={standard}")),
    );
    let explanation = explain_text(verifier, &request);
    assert_eq!(explanation.verdict.unwrap_err().code(), "malformed-policy");
    cases.push((Kind::Base64Alphabet, explanation.findings));
    cases
}

/// The numbers r and s of an ECDSA signature, as Web Crypto and JOSE write them.
fn raw_of_der(der: &[u8]) -> Vec<u8> {
    let r_len = usize::from(der[3]);
    let (r, s) = (&der[4..4 + r_len], &der[6 + r_len..]);
    let mut raw = vec![0; 64];
    for (number, end) in [(r, 32), (s, 64)] {
        let digits = &number[number.len().saturating_sub(32)..];
        raw[end - digits.len()..end].copy_from_slice(digits);
    }
    raw
}

#[test]
fn the_search_is_bounded() {
    let verifier = verifier("p256");
    let signer = signer("p256", HashAlgorithm::Sha1);
    let many: Vec<String> = (0..60)
        .map(|number| format!("p{number}=~+%20%2f"))
        .collect();
    let directories = "/~a+b%20c%2f".repeat(60);
    let url = format!("{HOST}{directories}/x.ts?{}", many.join("&"));
    let request = with(
        &url,
        &parameters(&signer, "nothing of this", &format!("Expires={EXPIRES}")),
    );
    let mut explainer = Explainer::new(&verifier);
    for number in 0..50 {
        explainer = explainer.other_host(&format!("host{number}.example.com"));
    }
    let explanation = explainer.explain_url(&request, None, None, now());
    assert_eq!(explanation.findings[0].code(), "no-near-miss");
    assert_eq!(explanation.candidates, Explanation::MOST_CANDIDATES);
    let later = EpochSeconds::new(1_767_290_399).unwrap();
    let allowed = signer
        .sign_url("https://cdn.example.com/a", EXPIRES)
        .unwrap();
    assert_eq!(
        Explainer::new(&verifier)
            .explain_url(&allowed, None, None, later)
            .candidates,
        0
    );
}

/// What the real packages signed, each of them, for http and then requested by https.
#[test]
fn the_scheme_is_named_whoever_signed() {
    let mut ran = 0;
    for file in [
        "botocore",
        "botocore_ecdsa",
        "boto2",
        "m2crypto",
        "aws_sdk_js_v2",
        "aws_sdk_js_v3",
    ] {
        run_cases(&format!("{file}.json"), |case| {
            let url = case
                .find("signed_url")
                .filter(|_| case.flag("plain") && !case.flag("custom"));
            let Some(url) = url else { return Ok(()) };
            let private =
                PrivateKey::read_with(key(case.text("key")), Some(b"test"), Engine::default());
            let (Ok(private), Ok(id)) = (private, case.text("key_pair_id").parse()) else {
                return Ok(());
            };
            let group = TrustedKeyGroup::new().with_key(&id, private.public_key().unwrap());
            let other = match url.strip_prefix("https://") {
                Some(rest) => format!("http://{rest}"),
                None => url.replacen("http://", "https://", 1),
            };
            let explanation = explain_text(&Verifier::new(group), &other);
            match explanation.findings.first().map(Finding::code) {
                Some("other-scheme") => Ok(()),
                other => Err(format!("{other:?}")),
            }
        });
        ran += 1;
    }
    assert_eq!(ran, 6);
}

/// Without a proof, what is seen comes first.
#[test]
fn no_near_miss_comes_last() {
    let signed = signer("p256", HashAlgorithm::Sha1)
        .sign_url("https://cdn.example.com/a", 1_767_200_000)
        .unwrap();
    let explanation = explain_text(&verifier("p256"), &signed.replace("/a?", "/elsewhere?"));
    assert_eq!(codes(&explanation.findings), ["expired", "no-near-miss"]);
}

/// A key of the other kind, and one that the group has not.
#[test]
fn a_foreign_key_is_no_near_miss() {
    let foreign = Signer::builder(ID)
        .private_key(key("rsa-2048.pkcs8.pem"))
        .build()
        .unwrap();
    let signed = foreign
        .sign_url("https://cdn.example.com/a", EXPIRES)
        .unwrap();
    let explanation = explain_text(&verifier("p256"), &signed);
    assert_eq!(codes(&explanation.findings), ["no-near-miss"]);
}
