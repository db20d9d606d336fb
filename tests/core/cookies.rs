//! `Set-Cookie` lines, the shared domain, and the lines that clear and send cookies.

use std::time::Duration;

use cfsign::{
    CookieAttributes, CookieDomain, HashAlgorithm, Policy, Resource, SignedCookies, Signer,
};
use cfsign_tests::{key, run_cases};

use crate::refused::{attributes, policy};

fn signer() -> Signer {
    Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap()
}

#[test]
fn lines_and_domains() {
    let signer = signer();
    let ran = run_cases("cookies.json", |case| {
        if case.text("operation") == "cookie_domain" {
            let domain = CookieDomain::shared_by(case.text("app_host"), case.text("cdn_host"))
                .map_err(|error| error.to_string())?;
            let found = domain.as_str();
            let wanted = case.find("domain");
            return if found == wanted {
                Ok(())
            } else {
                Err(format!("found {found:?}, wanted {wanted:?}"))
            };
        }
        let lines = policy(case)
            .and_then(|policy| signer.sign_cookies(&policy))
            .and_then(|cookies| Ok((cookies.set_cookie_lines(&attributes(case)?)?, cookies)));
        let (lines, cookies) = lines.map_err(|error| error.to_string())?;
        let wanted: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}{}", case.text("attributes")))
            .collect();
        if lines == wanted {
            Ok(())
        } else {
            Err(format!("found {lines:?}"))
        }
    });
    assert!(ran >= 20, "cookies.json has shrunk to {ran} cases");
}

#[test]
fn canned_cookies_have_the_expiry_and_custom_ones_the_policy() {
    let names = |policy: &Policy| -> Vec<&str> {
        signer()
            .sign_cookies(policy)
            .unwrap()
            .iter()
            .map(|(name, _)| name)
            .collect()
    };
    let exact = Policy::canned("https://cdn.example.com/a.jpg", 1_767_290_400).unwrap();
    assert_eq!(
        names(&exact),
        [
            "CloudFront-Expires",
            "CloudFront-Signature",
            "CloudFront-Key-Pair-Id"
        ]
    );
    assert_eq!(
        names(&exact.always_custom()),
        [
            "CloudFront-Policy",
            "CloudFront-Signature",
            "CloudFront-Key-Pair-Id"
        ]
    );
    let pattern = Resource::pattern("https://cdn.example.com/*").unwrap();
    let pattern = Policy::new(pattern, 1_767_290_400).unwrap();
    assert_eq!(names(&pattern)[0], "CloudFront-Policy");
}

#[test]
fn sha256_adds_a_cookie() {
    let signer = Signer::builder("K2JCJMDEHXQW5F")
        .private_key(key("p256.pkcs8.pem"))
        .hash_algorithm(HashAlgorithm::Sha256)
        .build()
        .unwrap();
    let policy = Policy::canned("https://cdn.example.com/a.jpg", 1_767_290_400).unwrap();
    let cookies = signer.sign_cookies(&policy).unwrap();
    assert_eq!(cookies.get("CloudFront-Hash-Algorithm"), Some("SHA256"));
    assert_eq!(cookies.get("CloudFront-Policy"), None);
}

#[test]
fn a_cookie_header_holds_them_all() {
    let policy = Policy::canned("https://cdn.example.com/a.jpg", 1_767_290_400).unwrap();
    let cookies = signer().sign_cookies(&policy).unwrap();
    let signature = cookies.get("CloudFront-Signature").unwrap();
    assert_eq!(
        cookies.cookie_header(),
        format!(
            "CloudFront-Expires=1767290400; CloudFront-Signature={signature}; CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F"
        )
    );
}

#[test]
fn clearing_takes_every_name_away() {
    let domain = CookieDomain::new("example.com").unwrap();
    let attributes = CookieAttributes::new()
        .domain(domain)
        .max_age(Duration::from_mins(1));
    let lines = SignedCookies::clear_lines(&attributes).unwrap();
    assert_eq!(lines.len(), 5);
    for (line, name) in lines.iter().zip([
        "Expires",
        "Policy",
        "Signature",
        "Key-Pair-Id",
        "Hash-Algorithm",
    ]) {
        assert_eq!(
            line,
            &format!(
                "CloudFront-{name}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax"
            )
        );
    }
}
