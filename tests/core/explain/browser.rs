//! What browsers would do with `Set-Cookie`, as RFC 6265 (and its revision) has it.

use cfsign::{
    CookieAttributes, CookieDomain, Finding, FindingKind as Kind, HashAlgorithm, Policy, Resource,
    judge_set_cookie,
};

use super::{Case, EXPIRES, codes, now, signer};

const PAGE: &str = "https://www.example.com";
const RESOURCE: &str = "https://cdn.example.com/images/a.jpg";

fn judge(attributes: &str, page: &str, resource: &str) -> Vec<Finding> {
    let lines: Vec<String> = [
        "Policy=eyJ9",
        "Signature=MEUC",
        "Key-Pair-Id=K2JCJMDEHXQW5F",
    ]
    .iter()
    .map(|cookie| format!("CloudFront-{cookie}; {attributes}"))
    .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    judge_set_cookie(&lines, page, resource, now())
}

pub fn cases() -> Vec<Case> {
    let good = "Domain=example.com; Path=/; Secure";
    let judged = [
        (
            Kind::CookieDomainForeign,
            "Domain=cdn.example.com; Path=/",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieDomainForeign,
            "Domain=example.org; Path=/",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieDomainOutside,
            "Domain=www.example.com; Path=/",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieDomainOutside,
            "Domain=example.com; Path=/",
            PAGE,
            "https://d111111abcdef8.cloudfront.net/a",
        ),
        (
            Kind::CookieDomainCloudFront,
            "Domain=d111111abcdef8.cloudfront.net",
            PAGE,
            "https://d111111abcdef8.cloudfront.net/a",
        ),
        (
            Kind::CookieDomainCloudFront,
            "Domain=.cloudfront.net",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieDomainPublicSuffix,
            "Domain=co.uk",
            "https://www.example.co.uk",
            "https://cdn.example.co.uk/",
        ),
        (Kind::CookieDomainPublicSuffix, "Domain=com", PAGE, RESOURCE),
        (Kind::CookieHostOnly, "Path=/; Secure", PAGE, RESOURCE),
        (
            Kind::CookiePathStar,
            "Domain=example.com; Path=/images/*",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookiePathOutside,
            "Domain=example.com; Path=/images/*",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookiePathOutside,
            "Domain=example.com; Path=/ima",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookiePathOutside,
            "Domain=example.com; Path=/app",
            PAGE,
            RESOURCE,
        ),
        (Kind::CookieSecure, good, "http://www.example.com", RESOURCE),
        (Kind::CookieSecure, good, PAGE, "http://cdn.example.com/a"),
        (
            Kind::CookieSameSiteNone,
            "Domain=example.com; SameSite=None",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieSameSite,
            "Domain=example.com; SameSite=Strict",
            PAGE,
            "https://cdn.example.org/a",
        ),
        (
            Kind::CookieSameSite,
            "Domain=example.com; SameSite=Lax",
            "http://www.example.com",
            RESOURCE,
        ),
        (
            Kind::CookieThirdParty,
            "SameSite=None; Secure",
            PAGE,
            "https://cdn.example.org/a",
        ),
        (
            Kind::CookieExpired,
            "Domain=example.com; Max-Age=0",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieExpired,
            "Domain=example.com; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
            PAGE,
            RESOURCE,
        ),
        (
            Kind::CookieExpired,
            "Domain=example.com; expires=Thursday, 01-Jan-26 17:53:19 GMT",
            PAGE,
            RESOURCE,
        ),
        (Kind::CookieUnreadable, good, "www.example.com", RESOURCE),
    ];
    let mut cases: Vec<Case> = Vec::new();
    for (kind, attributes, page, resource) in judged {
        cases.push((kind, judge(attributes, page, resource)));
    }
    let lines = |lines: &[&str]| judge_set_cookie(lines, PAGE, RESOURCE, now());
    cases.extend([
        (
            Kind::CookieMissing,
            lines(&["CloudFront-Policy=eyJ9; Domain=example.com"]),
        ),
        (Kind::CookieMissing, lines(&[])),
        (
            Kind::CookieEncoded,
            lines(&["CloudFront-Policy=eyJ9%5F; Domain=example.com"]),
        ),
        (
            Kind::CookieQuoted,
            lines(&["CloudFront-Policy=\"eyJ9\"; Domain=example.com"]),
        ),
        (
            Kind::ParameterName,
            lines(&["cloudfront-policy=eyJ9; Domain=example.com"]),
        ),
        (
            Kind::ParameterName,
            lines(&["CloudFront_Policy=eyJ9; Domain=example.com"]),
        ),
        (Kind::CookieUnreadable, lines(&["Secure; HttpOnly"])),
    ]);
    cases
}

#[test]
fn good_lines_are_good() {
    for attributes in [
        "Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax",
        "domain=.Example.com; path=/images; secure; Max-Age=60",
        "Domain=example.com; Path=/images/; Expires=Thu, 01 Jan 2026 17:53:21 GMT",
        "Domain=example.com; Expires=no date at all; Max-Age=nothing",
        // The last one counts.
        "Domain=example.org; Domain=example.com; Path=/app; Path=/",
    ] {
        assert_eq!(
            codes(&judge(attributes, PAGE, RESOURCE)),
            [""; 0],
            "{attributes}"
        );
    }
    let same = "https://d111111abcdef8.cloudfront.net";
    assert!(judge("Path=/; Secure", same, &format!("{same}/a")).is_empty());
    assert!(
        judge(
            "Path=/; Secure",
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8403/a"
        )
        .is_empty()
    );
    let local = "Domain=cf.localhost; Path=/";
    assert_eq!(
        codes(&judge(
            local,
            "http://app.cf.localhost",
            "http://cdn.cf.localhost/a"
        )),
        [""; 0]
    );
}

#[test]
fn what_the_signer_writes_is_good() {
    let resource = Resource::pattern("https://cdn.example.com/images/*").unwrap();
    let cookies = signer("p256", HashAlgorithm::Sha256)
        .sign_cookies(&Policy::new(resource, EXPIRES).unwrap())
        .unwrap();
    let domain = CookieDomain::shared_by("www.example.com", "cdn.example.com").unwrap();
    let lines = cookies
        .set_cookie_lines(&CookieAttributes::new().domain(domain.clone()))
        .unwrap();
    let headers: Vec<String> = lines
        .iter()
        .map(|line| format!("Set-Cookie: {line}"))
        .collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    assert!(judge_set_cookie(&headers, PAGE, RESOURCE, now()).is_empty());
    let clear =
        cfsign::SignedCookies::clear_lines(&CookieAttributes::new().domain(domain)).unwrap();
    let clear: Vec<&str> = clear.iter().map(String::as_str).collect();
    let findings = judge_set_cookie(&clear, PAGE, RESOURCE, now());
    assert_eq!(codes(&findings), ["cookie-expired"; 5]);
}
