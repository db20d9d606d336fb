//! The scheme, host and address that a request is taken for.

use cfsign_edge::EdgeBuilder;

use crate::support::*;

const PUBLIC: &str = "https://cdn.example.com/hello.txt";

/// The path and query string of a URL that one range of addresses may fetch over https.
fn signed_target() -> String {
    let policy = wildcard(PUBLIC).ip_address("203.0.113.0/24".parse().unwrap());
    let url = signer().sign_url_with(PUBLIC, &policy).unwrap();
    url.strip_prefix("https://cdn.example.com")
        .unwrap()
        .to_owned()
}

fn check(options: impl Fn(EdgeBuilder) -> EdgeBuilder, cases: &[(&[&str], &str)]) {
    let folder = folder();
    let (edge, log) = start(options(builder(folder.path())));
    for (lines, reason) in cases {
        let reply = get(&edge, &signed_target(), lines);
        assert_eq!(log.last().0, *reason, "{lines:?}");
        assert_eq!(reply.status, if *reason == "allowed" { 200 } else { 403 });
    }
    assert_eq!(log.lines().len(), cases.len());
}

const PROTO: &str = "X-Forwarded-Proto: https";
const HOST: &str = "X-Forwarded-Host: cdn.example.com";

#[test]
fn headers_of_proxies_are_not_believed_from_the_start() {
    let all: &[&str] = &[PROTO, HOST, "X-Forwarded-For: 203.0.113.7"];
    check(|edge| edge, &[(all, "ip-not-allowed")]);
    let inside = "203.0.113.7".parse().unwrap();
    check(|edge| edge.viewer_ip(inside), &[(all, "resource-mismatch")]);
}

#[test]
fn the_last_address_is_the_one_that_the_proxy_saw() {
    let with = |line| [PROTO, HOST, line];
    check(
        |edge| edge.trust_forwarded_headers(1),
        &[
            (&with("X-Forwarded-For: 203.0.113.7"), "allowed"),
            (&with("X-Forwarded-For: 203.0.113.7:4711"), "allowed"),
            (&with("X-Forwarded-For: ::ffff:203.0.113.7"), "allowed"),
            (&with("X-Forwarded-For: 192.0.2.1, 203.0.113.7"), "allowed"),
            (
                &with("X-Forwarded-For: 203.0.113.7, 192.0.2.1"),
                "ip-not-allowed",
            ),
            (&with("X-Forwarded-For: nonsense"), "ip-not-allowed"),
            (&with("X-Forwarded-For: 2001:db8::7"), "ip-not-allowed"),
            (&with("X-Real-IP: 203.0.113.7"), "ip-not-allowed"),
            (&[HOST, "X-Forwarded-For: 203.0.113.7"], "resource-mismatch"),
            (
                &[PROTO, "X-Forwarded-For: 203.0.113.7"],
                "resource-mismatch",
            ),
        ],
    );
    check(
        |edge| edge.trust_forwarded_headers(2),
        &[
            (&with("X-Forwarded-For: 203.0.113.7, 192.0.2.1"), "allowed"),
            (
                &[
                    PROTO,
                    HOST,
                    "X-Forwarded-For: 203.0.113.7",
                    "X-Forwarded-For: 192.0.2.1",
                ],
                "allowed",
            ),
            (&with("X-Forwarded-For: 203.0.113.7"), "ip-not-allowed"),
            (
                &with("X-Forwarded-For: 203.0.113.7, 192.0.2.1, 192.0.2.2"),
                "ip-not-allowed",
            ),
        ],
    );
}

#[test]
fn fixed_values_come_first() {
    let fixed = |edge: EdgeBuilder| {
        let edge = edge.viewer_scheme("https").unwrap();
        let edge = edge.viewer_host("cdn.example.com").unwrap();
        edge.viewer_ip("203.0.113.7".parse().unwrap())
            .trust_forwarded_headers(1)
    };
    let others: &[&str] = &[
        "X-Forwarded-Proto: http",
        "X-Forwarded-Host: a",
        "X-Forwarded-For: 192.0.2.1",
    ];
    check(fixed, &[(&[], "allowed"), (others, "allowed")]);
}

#[test]
fn options_that_cannot_be_used_say_what_is_wanted() {
    let folder = folder();
    let builder = || builder(folder.path());
    let failures = [
        builder().viewer_scheme("ftp").err(),
        builder().viewer_host("https://a/").err(),
        builder().restrict("/a b").err(),
        builder().unrestrict("").err(),
        builder().auth_request("verify").err(),
        builder().origin("https://example.com").err(),
        builder().origin("127.0.0.1:9000").err(),
        builder().origin("http://user@a/").err(),
        builder().origin("http://a/?b").err(),
        builder().directory(folder.path().join("none")).err(),
        builder().directory(folder.path().join("hello.txt")).err(),
        builder().start_blocking("127.0.0.1").err(),
        cfsign_edge::Edge::builder(verifier())
            .start_blocking("127.0.0.1:0")
            .err(),
        cfsign_edge::Cors::new()
            .allow_origin("www.example.com")
            .err(),
        cfsign_edge::Cors::new().allow_origin("https://a/").err(),
        cfsign_edge::Cors::new().expose_header("a b").err(),
    ];
    for failure in failures {
        assert!(failure.unwrap().to_string().len() > 30);
    }
}
