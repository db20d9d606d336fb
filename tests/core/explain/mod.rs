//! Explain: each class of mistake is made on purpose, and is named.

mod agreement;
mod browser;
mod near_miss;
mod responses;
mod seen;
mod url_pairs;

use std::collections::HashSet;

use cfsign::{
    EpochSeconds, Explainer, Explanation, Finding, FindingKind, HashAlgorithm, PublicKey, Signer,
    TrustedKeyGroup, Verifier, base64_encode,
};
use cfsign_tests::key;

const EXPIRES: i64 = 1_767_290_400;
const ID: &str = "K2JCJMDEHXQW5F";
const OTHER_ID: &str = "K1UA3WV15I7JSD";
const KEYS: [&str; 2] = ["rsa-2048", "p256"];

/// A mistake that was made on purpose, and what was found.
type Case = (FindingKind, Vec<Finding>);

fn now() -> EpochSeconds {
    EpochSeconds::new(1_767_290_000).unwrap()
}

fn signer(key_name: &str, hash_algorithm: HashAlgorithm) -> Signer {
    Signer::builder(ID)
        .private_key(key(&format!("{key_name}.pkcs8.pem")))
        .hash_algorithm(hash_algorithm)
        .build()
        .unwrap()
}

/// Trusts the key, and another of the same kind.
fn verifier(key_name: &str) -> Verifier {
    let public = |name: &str| PublicKey::read(key(&format!("{name}.public.pem"))).unwrap();
    let group = TrustedKeyGroup::new()
        .with_key(&ID.parse().unwrap(), public(key_name))
        .with_key(&OTHER_ID.parse().unwrap(), public(&format!("{key_name}-b")));
    Verifier::new(group)
}

fn canned(resource: &str, epoch: &str) -> String {
    format!(
        r#"{{"Statement":[{{"Resource":"{resource}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{epoch}}}}}}}]}}"#
    )
}

/// Parameters whose signature is over `text`, whatever the request says.
fn parameters(signer: &Signer, text: &str, terms: &str) -> String {
    let signature = base64_encode(&signer.sign_message(text.as_bytes()).unwrap());
    format!("{terms}&Signature={signature}&Key-Pair-Id={ID}")
}

fn with(url: &str, parameters: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{parameters}")
}

fn explain_text(verifier: &Verifier, url: &str) -> Explanation {
    Explainer::new(verifier).explain_url(url, None, "192.0.2.7".parse().ok(), now())
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(Finding::code).collect()
}

/// Every kind that there is has been found in some case.
#[test]
fn every_mistake_is_named() {
    let cases = [near_miss::cases(), seen::cases(), browser::cases()].concat();
    let mut found = HashSet::new();
    for (kind, findings) in &cases {
        let named = findings.iter().any(|finding| finding.kind() == *kind);
        assert!(named, "wanted {}, found {:?}", kind.code(), findings);
        found.insert(*kind);
    }
    let all: HashSet<FindingKind> = FindingKind::ALL.iter().copied().collect();
    let never: Vec<_> = all.difference(&found).map(|kind| kind.code()).collect();
    assert!(never.is_empty(), "no case makes {never:?}");
    assert!(cases.len() >= 150, "{} cases", cases.len());
}

#[test]
fn the_words_are_as_they_should_be() {
    let mut codes = HashSet::new();
    for kind in FindingKind::ALL {
        assert!(codes.insert(kind.code()), "{} twice", kind.code());
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(kind.code().bytes().all(word), "{}", kind.code());
        for text in [kind.sentence(), kind.advice()] {
            assert!(text.len() >= 10 && !text.ends_with('.'), "{text}");
        }
    }
    for (_, findings) in [near_miss::cases(), seen::cases(), browser::cases()].concat() {
        for finding in findings {
            let text = finding.to_string();
            assert!(!text.ends_with('.') && !text.ends_with(": "), "{text}");
        }
    }
}
