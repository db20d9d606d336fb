//! `cfsign explain`: mistakes made on purpose, and what is said of them.

use std::fmt::Write as _;

use cfsign::{HashAlgorithm, Policy, Resource, Signer, base64_encode};
use serde_json::Value;

use crate::support::{Call, HOST, ID, NOW, cfsign, decide, key, read_key, signer};

const PAGE: &str = "https://www.example.com";
const CDN: &str = "https://cdn.example.com";

fn explain<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Call {
    decide("explain", arguments)
}

fn canned(path: &str) -> String {
    signer()
        .sign_url(&format!("{HOST}{path}"), NOW + 3600)
        .unwrap()
}

/// A URL whose signature is over `text`, with `terms` beside it.
fn signed_over(text: &str, path: &str, terms: &str) -> String {
    let signature = signer().sign_message(text.as_bytes()).unwrap();
    let signature = base64_encode(&signature);
    format!("{HOST}{path}?{terms}&Signature={signature}&Key-Pair-Id={ID}")
}

fn document(resource: &str, end: u64) -> String {
    format!(
        r#"{{"Statement":[{{"Resource":"{resource}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{end}}}}}}}]}}"#
    )
}

fn cookies(resource: &str) -> String {
    let resource = Resource::pattern(resource).unwrap();
    let policy = Policy::new(resource, NOW + 3600).unwrap();
    signer().sign_cookies(&policy).unwrap().cookie_header()
}

/// A name, the URL, and flags.
type Mistake = (&'static str, String, Vec<String>);

fn mistakes() -> Vec<Mistake> {
    let end = NOW + 3600;
    let none = Vec::new;
    let flags = |flags: &[&str]| {
        flags
            .iter()
            .map(|flag| (*flag).to_owned())
            .collect::<Vec<_>>()
    };
    let other_key = Signer::from_pem(read_key("p256.pkcs8.pem"), ID).unwrap();
    let sha256 = Signer::builder(ID)
        .private_key(read_key("rsa-2048.pkcs8.pem"))
        .hash_algorithm(HashAlgorithm::Sha256)
        .build()
        .unwrap();
    let office = Policy::new(Resource::exact(&format!("{HOST}/a")).unwrap(), end)
        .unwrap()
        .ip_address("192.0.2.0/24".parse().unwrap());
    let newline = format!("{}\n", document(&format!("{HOST}/*"), end));
    let policy = base64_encode(newline.trim_end().as_bytes());
    let milliseconds = end * 1000;
    let encoded = cookies(&format!("{HOST}/*"))
        .replace('~', "%7E")
        .replace('_', "%5F");
    vec![
        (
            "http was signed",
            canned("/a").replacen("https", "http", 1),
            none(),
        ),
        (
            "the distribution's own host was signed",
            canned("/a").replace(HOST, CDN),
            flags(&["--host", "d111111abcdef8.cloudfront.net"]),
        ),
        (
            "escapes got small letters",
            canned("/%C3%BC").replace("%C3%BC", "%c3%bc"),
            none(),
        ),
        (
            "a tilde was encoded",
            canned("/~me/a").replace("/~me", "/%7Eme"),
            none(),
        ),
        (
            "a parameter was added",
            canned("/a?x=1") + "&utm_source=mail",
            none(),
        ),
        (
            "parameters were moved",
            canned("/a?x=1&y=2").replace("x=1&y=2", "y=2&x=1"),
            none(),
        ),
        (
            "a policy with a line break was signed",
            signed_over(&newline, "/a", &format!("Policy={policy}")),
            none(),
        ),
        (
            "a wildcard as canned",
            signed_over(
                &document(&format!("{HOST}/*"), end),
                "/a",
                &format!("Expires={end}"),
            ),
            none(),
        ),
        (
            "milliseconds",
            signed_over(
                &document(&format!("{HOST}/a"), milliseconds),
                "/a",
                &format!("Expires={end}"),
            ),
            none(),
        ),
        (
            "another alphabet",
            canned("/a")
                .replace('-', "%2B")
                .replace("Key%2BPair%2BId", "Key-Pair-Id")
                .replace('~', "%2F")
                .replace('_', "%3D"),
            none(),
        ),
        (
            "cut by a shell",
            canned("/a").split('&').next().unwrap().to_owned(),
            none(),
        ),
        (
            "out of HTML",
            canned("/a?x=1").replace('&', "&amp;"),
            none(),
        ),
        (
            "another key of the group",
            other_key.sign_url(&format!("{HOST}/a"), end).unwrap(),
            flags(&[
                "--public-key",
                &format!("K1UA3WV15I7JSD={}", key("p256.public.pem")),
            ]),
        ),
        (
            "the other hash",
            sha256
                .sign_url(&format!("{HOST}/a"), end)
                .unwrap()
                .replace("&Hash-Algorithm=SHA256", ""),
            none(),
        ),
        (
            "encoded cookies",
            format!("{HOST}/a"),
            flags(&["--cookie", &encoded]),
        ),
        ("expired", canned("/a"), flags(&["--at", "+0s"])),
        (
            "another address",
            signer()
                .sign_url_with(&format!("{HOST}/a"), &office)
                .unwrap(),
            flags(&["--viewer-ip", "198.51.100.1"]),
        ),
        (
            "another directory",
            format!("{HOST}/b/1.ts"),
            flags(&["--cookie", &cookies(&format!("{HOST}/a/*"))]),
        ),
    ]
}

/// Everything up to the table of checks, for each mistake.
#[test]
fn typical_mistakes() {
    let mut shown = String::new();
    for (name, url, flags) in mistakes() {
        let mut arguments = vec![url.as_str()];
        let late = (NOW + 7200).to_string();
        let mut call = if name == "expired" {
            let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
            cfsign(["explain", &url, "--public-key", &trusted, "--at", &late])
                .env("LC_ALL", "C.UTF-8")
        } else {
            arguments.extend(flags.iter().map(String::as_str));
            explain(arguments)
        };
        call = call.env("COLUMNS", "100");
        let outcome = call.run();
        assert_eq!((outcome.code, &*outcome.stderr), (4, ""), "{name}");
        let start = outcome.stdout.split("\nEvery check").next().unwrap();
        writeln!(shown, "# {name}\n\n{start}").unwrap();
    }
    assert!(shown.matches("\n# ").count() >= 12);
    insta::assert_snapshot!("explain-mistakes", shown);
}

#[test]
fn the_whole_page() {
    let denied = explain([&*canned("/a").replacen("https", "http", 1)])
        .run()
        .stdout;
    insta::assert_snapshot!("explain-denied", denied);
    for line in denied.lines().filter(|line| !line.contains("Statement")) {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let narrow = explain([&*canned("/a").replacen("https", "http", 1)]);
    let narrow = narrow.env("COLUMNS", "70").run().stdout;
    for line in narrow.lines().filter(|line| !line.contains("Statement")) {
        assert!(line.chars().count() <= 70, "{line}");
    }
    insta::assert_snapshot!("explain-allowed", explain([&*canned("/a")]).ok());
}

#[test]
fn not_signed_at_all() {
    let outcome = explain([HOST]).run();
    assert_eq!(outcome.code, 4);
    insta::assert_snapshot!("explain-not-signed", outcome.stdout);
}

#[test]
fn without_a_public_key() {
    let now = NOW.to_string();
    let without = |url: &str| {
        let call = cfsign(["explain", url, "--at", &now]);
        call.env("LC_ALL", "C.UTF-8").run()
    };
    let outcome = without(&canned("/a"));
    assert_eq!(outcome.code, 4);
    insta::assert_snapshot!("explain-undecided", outcome.stdout);
    // What needs no key is found all the same.
    let cut = without(canned("/a").split('&').next().unwrap());
    assert!(cut.stdout.contains("[cut-at-ampersand]"), "{}", cut.stdout);
}

#[test]
fn from_standard_input() {
    let url = canned("/a");
    explain(["-"]).input(format!("{url}\n")).ok();
    let outcome = explain(["-"]).input("what is this").run();
    assert_eq!(outcome.code, 4, "{outcome:?}");
    let both = explain(["-", "--response", "-"]).error();
    assert_eq!(both, ("usage".to_owned(), 2));
}

#[test]
fn json() {
    let url = canned("/a?x=1") + "&y=2";
    let outcome = explain([&*url, "--json"]).run();
    assert_eq!(outcome.code, 4);
    let shown: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(shown["verdict"], "denied");
    assert_eq!(shown["reason"], "signature-mismatch");
    assert_eq!(shown["cloudfront"]["code"], "AccessDenied");
    assert_eq!(shown["findings"][0]["code"], "query-added");
    assert_eq!(shown["findings"][0]["about"], "request");
    assert_eq!(shown["checks"].as_array().unwrap().len(), 14);
    let text = document(&format!("{HOST}/a?x=1&y=2"), NOW + 3600);
    assert_eq!(shown["signed_text"], text);
    assert_eq!(shown["response"], Value::Null);
    assert_eq!(shown.as_object().unwrap().len(), 9, "the shape is stable");

    let allowed = explain([&*canned("/a"), "--json"]).ok();
    let allowed: Value = serde_json::from_str(&allowed).unwrap();
    assert_eq!(allowed["verdict"], "allowed");
    assert_eq!(allowed.as_object().unwrap().len(), 9, "the shape is stable");
}

/// Cookies as a page sets them: those that a browser sends are verified, others are refused.
#[test]
fn what_a_browser_does() {
    let cookies = cookies(&format!("{CDN}/course/*"));
    let url = format!("{CDN}/course/7.mp4");
    let set = |attributes: &str| {
        let pairs = cookies.split("; ");
        let lines = pairs.map(|pair| format!("--set-cookie=Set-Cookie: {pair}; {attributes}"));
        let mut arguments: Vec<String> = lines.collect();
        arguments.extend([url.clone(), format!("--page-origin={PAGE}")]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        explain(arguments)
    };
    set("Domain=example.com; Path=/; Secure; HttpOnly").ok();
    let outcome = set("Domain=example.com; Path=/course/*; Secure").run();
    assert_eq!(outcome.code, 4);
    insta::assert_snapshot!("explain-browser", outcome.stdout);
    let host_only = set("Path=/; Secure").run();
    assert_eq!(host_only.code, 4);
    assert!(
        host_only.stdout.contains("[cookie-host-only]"),
        "{}",
        host_only.stdout
    );

    let alone = explain([&*url, "--page-origin", PAGE]).error();
    assert_eq!(alone, ("usage".to_owned(), 2));
}

#[test]
fn who_wrote_the_response() {
    let s3 = "HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\nHTTP/1.1 403 Forbidden\r\nServer: AmazonS3\r\n\r\n\
              <Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>";
    let shown = explain(["--response", "-"]).input(s3).ok();
    insta::assert_snapshot!("explain-response", shown);
    let body = "<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>";
    let shown = explain(["--response", "-", "--json"]).input(body).ok();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["verdict"], Value::Null);
    assert_eq!(shown["response"]["layer"], "cloudfront");
    assert_eq!(shown["response"]["code"], "cloudfront-unknown-key");
    // With a URL beside it, both are explained.
    let both = explain([&*canned("/a"), "--response", "-"]).input(s3).ok();
    assert!(
        both.contains("Allowed") && both.contains("s3-access-denied"),
        "{both}"
    );
}

/// Nothing from outside reaches the terminal as a control character.
#[test]
fn no_control_characters() {
    let url = canned("/a").replace("/a?", "/a\u{1b}[31m\u{7}?");
    let policy = base64_encode(b"{\"Statement\":\x1b[31m\r\n}");
    let custom = format!("{HOST}/a?Policy={policy}&Signature=AA__&Key-Pair-Id=K\u{1b}[31m");
    for url in [url, custom] {
        let outcome = explain([&*url]).run();
        assert_eq!(outcome.code, 4);
        let control = |character: char| character.is_control() && character != '\n';
        assert!(!outcome.stdout.contains(control), "{:?}", outcome.stdout);
    }
}

#[test]
fn ascii_where_the_locale_has_nothing_else() {
    let plain = explain([&*canned("/a")]).env("LC_ALL", "C").ok();
    assert!(
        plain.starts_with("ok Allowed\n") && plain.is_ascii(),
        "{plain}"
    );
}
