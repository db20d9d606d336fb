//! Requests let through and refused, as CloudFront answers them.

use cfsign::{CloudFrontError, HashAlgorithm, Policy, Signer};
use cfsign_edge::BlockingEdge;
use cfsign_tests::key;

use crate::support::*;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>";

fn xml(code: &str, message: &str) -> String {
    format!("{XML}{code}</Code><Message>{message}</Message></Error>")
}

/// The part after the `?`, without the parameter called `name`.
fn without(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').unwrap();
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with(&format!("{name}=")))
        .collect();
    format!("{path}?{}", kept.join("&"))
}

fn with(url: &str, name: &str, value: &str) -> String {
    format!("{}&{name}={value}", without(url, name))
}

#[test]
fn signed_urls_of_all_kinds_are_let_through() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()));
    let url = |path: &str| format!("{}{path}", edge.url());
    let sha256 = Signer::builder(ID)
        .private_key(key("p256.pkcs8.pem"))
        .hash_algorithm(HashAlgorithm::Sha256)
        .build()
        .unwrap();
    let signed = [
        signer().sign_url(&url("/hello.txt"), EXPIRES).unwrap(),
        signer()
            .sign_url(&url("/hello.txt?a=1&b=2"), EXPIRES)
            .unwrap(),
        signer()
            .sign_url_with(&url("/hello.txt"), &wildcard(&url("/")))
            .unwrap(),
        sha256.sign_url(&url("/hello.txt"), EXPIRES).unwrap(),
        sha256
            .sign_url_with(&url("/hello.txt"), &wildcard(&url("/hel")))
            .unwrap(),
    ];
    for url in &signed {
        for reply in [get_url(&edge, url), curl(&[url])] {
            assert_eq!(reply.status, 200, "{url}\n{}", reply.text());
            assert_eq!(reply.text(), "hello, world\n");
            assert_eq!(reply.header("x-cache"), Some("Miss from cloudfront"));
            assert_eq!(reply.header("content-type"), Some("text/plain"));
            assert_eq!(reply.header("server"), Some("CloudFront"));
        }
        assert_eq!(log.last().0, "allowed");
        assert!(
            log.last()
                .1
                .ends_with(": allowed: signed URL, key K2JCJMDEHXQW5F")
        );
    }
    assert_eq!(log.lines().len(), 2 * signed.len());
}

/// Each code of CloudFront's, byte for byte, with its headers, and the reason in the log.
#[test]
fn refusals_are_cloudfronts() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()));
    let url = format!("{}/hello.txt", edge.url());
    let good = signer().sign_url(&url, EXPIRES).unwrap();
    let custom = signer().sign_url_with(&url, &wildcard(&url)).unwrap();
    let early = Policy::canned(&url, EXPIRES)
        .unwrap()
        .date_greater_than(EXPIRES - 1)
        .unwrap();
    let elsewhere = wildcard(&url).ip_address("192.0.2.0/24".parse().unwrap());
    let stranger = Signer::from_pem(key("p256-b.pkcs8.pem"), ID).unwrap();
    let changed = good.replace("hello", "hellO");
    let missing = xml(
        "MissingKey",
        "Missing Key-Pair-Id query parameter or cookie value",
    );
    let unknown = xml("InvalidKey", "Unknown Key");
    let signature = xml("MalformedSignature", "Could not unencode Signature");
    let policy = xml("MalformedPolicy", "Malformed Policy");
    let denied = xml("AccessDenied", "Access denied");
    let cases = [
        (url.clone(), "not-signed", &missing),
        (
            without(&good, "Key-Pair-Id"),
            "missing-key-pair-id",
            &missing,
        ),
        (
            with(&good, "Key-Pair-Id", "KOTHER"),
            "unknown-key-pair-id",
            &unknown,
        ),
        (
            with(&good, "Signature", "a+b"),
            "malformed-signature",
            &signature,
        ),
        (
            with(&custom, "Policy", "e30_"),
            "signature-mismatch",
            &denied,
        ),
        (with(&custom, "Policy", "!"), "malformed-policy", &policy),
        (without(&good, "Expires"), "missing-policy", &policy),
        (with(&good, "Expires", "soon"), "malformed-expires", &policy),
        (changed, "signature-mismatch", &denied),
        (format!("{good}&x=1"), "signature-mismatch", &denied),
        (format!("{good}&Expires=1"), "duplicate-parameter", &denied),
        (without(&good, "Signature"), "missing-signature", &denied),
        (
            format!("{good}&Hash-Algorithm=MD5"),
            "unknown-hash-algorithm",
            &denied,
        ),
        (
            stranger.sign_url(&url, EXPIRES).unwrap(),
            "signature-mismatch",
            &denied,
        ),
        (signer().sign_url(&url, NOW).unwrap(), "expired", &denied),
        (
            signer().sign_url_with(&url, &early).unwrap(),
            "not-yet-valid",
            &denied,
        ),
        (
            signer().sign_url_with(&url, &elsewhere).unwrap(),
            "ip-not-allowed",
            &denied,
        ),
        (
            custom.replace("hello.txt", "private/a.txt"),
            "resource-mismatch",
            &denied,
        ),
    ];
    for (url, reason, body) in &cases {
        check_refusal(&edge, &log, url, reason, body);
    }
    assert_eq!(log.lines().len(), 3 * cases.len());
    let codes: std::collections::BTreeSet<_> = cases.iter().map(|case| case.2.clone()).collect();
    assert_eq!(codes.len(), 5, "CloudFront has five answers");
    for line in log.lines() {
        for secret in ["Signature=", "Policy=", "Expires=", "?", "MEU", "MEQ"] {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
    }
}

/// The body and the headers, with curl and without, and what the log says.
fn check_refusal(edge: &BlockingEdge, log: &Log, url: &str, reason: &str, body: &str) {
    let reply = get_url(edge, url);
    assert_eq!(reply.status, 403, "{reason}");
    assert_eq!(reply.text(), body, "{reason}");
    let len = body.len().to_string();
    for (name, value) in [
        ("content-type", "text/xml"),
        ("server", "CloudFront"),
        ("x-cache", "Error from cloudfront"),
        ("via", "1.1 local.cloudfront.net (CloudFront)"),
        ("content-length", &*len),
    ] {
        assert_eq!(reply.header(name), Some(value), "{reason}");
    }
    assert!(reply.header("x-amz-cf-pop").is_some() && reply.header("x-amz-cf-id").is_some());
    assert!(reply.head.starts_with("HTTP/1.1 403 Forbidden\r\n"));
    let (code, line) = log.last();
    assert_eq!(code, reason, "{line}");
    assert!(line.starts_with("403 GET /"), "{line}");
    assert_eq!(curl(&[url]).text(), body);
    // For HEAD the same, without the body.
    let head = request(edge.address(), "HEAD", target(edge, url), &[]);
    assert_eq!((head.status, head.body.len()), (403, 0));
    assert_eq!(head.header("content-length"), Some(&*len));
}

#[test]
fn signed_cookies_are_let_through_and_a_signed_url_comes_first() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()));
    let policy = wildcard(&format!("{}/private/", edge.url()));
    let cookies = signer().sign_cookies(&policy).unwrap().cookie_header();
    let line = format!("Cookie: session=1; {cookies}; other=2");
    let reply = get(&edge, "/private/a.txt", &[&line]);
    assert_eq!((reply.status, reply.text().as_str()), (200, "a secret\n"));
    assert!(
        log.last()
            .1
            .ends_with(": allowed: signed cookies, key K2JCJMDEHXQW5F")
    );
    let url = format!("{}/private/a.txt", edge.url());
    assert_eq!(curl(&["--cookie", &cookies, &url]).status, 200);

    assert_eq!(get(&edge, "/hello.txt", &[&line]).status, 403);
    assert_eq!(log.last().0, "resource-mismatch");
    // One parameter makes a signed URL of it, and the good cookies are not looked at.
    assert_eq!(get(&edge, "/private/a.txt?Expires=1", &[&line]).status, 403);
    assert_eq!(log.last().0, "missing-key-pair-id");
    // Cookies in two lines are one set.
    let lines: Vec<String> = cookies
        .split("; ")
        .map(|pair| format!("Cookie: {pair}"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(get(&edge, "/private/a.txt", &lines).status, 200);
    let twice = [line.as_str(), lines[0]];
    assert_eq!(get(&edge, "/private/a.txt", &twice).status, 403);
    assert_eq!(log.last().0, "duplicate-parameter");
    assert!(log.lines().iter().all(|line| !line.contains("CloudFront-")));
}

#[test]
fn unrestricted_paths_need_no_signature() {
    let folder = folder();
    let behaviours = builder(folder.path());
    let behaviours = behaviours.unrestrict("/private/index.html").unwrap();
    let (edge, log) = start(behaviours.restrict("/private/*").unwrap());
    for (target, status, reason) in [
        ("/public/b.txt", 200, "unrestricted"),
        ("/public/b.txt?Signature=x", 200, "unrestricted"),
        ("/private/index.html", 200, "unrestricted"),
        ("/private/a.txt", 403, "not-signed"),
        ("/%70rivate/a.txt", 403, "not-signed"),
        ("/public/../private/a.txt", 403, "not-signed"),
        ("/public/%2e%2e/private/a.txt", 403, "not-signed"),
        ("//private/a.txt", 403, "not-signed"),
        ("/public/none.txt", 404, "unrestricted"),
    ] {
        assert_eq!(get(&edge, target, &[]).status, status, "{target}");
        assert_eq!(log.last().0, reason, "{target}");
    }
    let signed = signer()
        .sign_url(&format!("{}/private/a.txt", edge.url()), EXPIRES)
        .unwrap();
    assert_eq!(get_url(&edge, &signed).status, 200);
}

#[test]
fn methods_that_are_not_allowed_are_refused_before_anything_else() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()).unrestrict("*").unwrap());
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"] {
        let reply = request(edge.address(), method, "/hello.txt", &["Content-Length: 0"]);
        assert_eq!(reply.status, 403, "{method}");
        assert!(
            reply.text().contains("supports only cachable requests"),
            "{method}"
        );
        assert_eq!(reply.header("content-type"), Some("text/html"));
        assert_eq!(log.last().0, "not-taken");
    }
    // A GET with a body is refused by CloudFront, too.
    let reply = request(edge.address(), "GET", "/hello.txt", &["Content-Length: 3"]);
    assert_eq!(reply.status, 403);
    let reply = request(edge.address(), "OPTIONS", "/hello.txt", &[]);
    assert_eq!(
        (reply.status, reply.header("allow")),
        (200, Some("GET, HEAD, OPTIONS"))
    );
}

/// What the core says about a kind is what arrives; nobody else decides.
#[test]
fn the_bodies_are_those_of_the_core() {
    let all: Vec<CloudFrontError> = cfsign::ErrorKind::ALL
        .iter()
        .filter_map(|kind| kind.cloudfront_error())
        .collect();
    assert!(all.len() >= 15);
    assert!(
        all.iter()
            .all(|error| error.to_xml() == xml(error.code, error.message))
    );
}
