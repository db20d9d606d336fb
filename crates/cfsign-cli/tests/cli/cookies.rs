//! `cfsign sign-cookies`, with curl as the judge of what it prints.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use cfsign::{CookieAttributes, CookieDomain, Policy, Resource, SignedCookies, Signer};
use serde_json::Value;

use crate::support::{Call, ID, NOW, cfsign, folder, key, read_key, write};

const RESOURCE: &str = "https://cdn.example.com/videos/*";

fn sign_cookies<S: AsRef<str>>(flags: impl IntoIterator<Item = S>) -> Call {
    let now = NOW.to_string();
    let private_key = key("rsa-2048.pkcs8.pem");
    let all = [
        "sign-cookies",
        "--key-pair-id",
        ID,
        "--private-key",
        &private_key,
        "--now",
        &now,
    ];
    let flags: Vec<String> = flags
        .into_iter()
        .map(|flag| flag.as_ref().to_owned())
        .collect();
    cfsign(all.into_iter().map(str::to_owned).chain(flags))
}

fn cookies(resource: &str) -> SignedCookies {
    let signer = Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap();
    let resource = if resource.contains('*') {
        Resource::pattern(resource).unwrap()
    } else {
        Resource::exact(resource).unwrap()
    };
    signer
        .sign_cookies(&Policy::new(resource, NOW + 3600).unwrap())
        .unwrap()
}

/// The output of the AWS CLI: names and values, in this order.
#[test]
fn json() {
    let mut ran = 0;
    for resource in [RESOURCE, "https://cdn.example.com/a.jpg?x=1"] {
        let printed = sign_cookies(["--resource", resource, "--expires", "1h"]).ok();
        let object: Value = serde_json::from_str(&printed).unwrap();
        let expected = cookies(resource);
        assert_eq!(object.as_object().unwrap().len(), expected.iter().count());
        let mut rest = printed.as_str();
        for (name, value) in expected.iter() {
            assert_eq!(object[name], value);
            rest = rest
                .split_once(name)
                .expect("the order is that of the core")
                .1;
        }
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn set_cookie() {
    let lines = |attributes: CookieAttributes| {
        let lines = cookies(RESOURCE).set_cookie_lines(&attributes).unwrap();
        lines
            .iter()
            .map(|line| format!("Set-Cookie: {line}\n"))
            .collect::<Vec<_>>()
            .concat()
    };
    let shared = CookieDomain::shared_by("www.example.com", "cdn.example.com").unwrap();
    let attributes = CookieAttributes::new();
    let max_age = std::time::Duration::from_hours(1);
    let cases: Vec<(&[&str], CookieAttributes)> = vec![
        (&[], attributes.clone()),
        (
            &["--app-host", "www.example.com"],
            attributes.clone().domain(shared.clone()),
        ),
        (
            &[
                "--app-host",
                "www.example.com",
                "--cdn-host",
                "cdn.example.com",
            ],
            attributes.clone().domain(shared),
        ),
        (
            &["--domain", ".example.com"],
            attributes
                .clone()
                .domain(CookieDomain::new("example.com").unwrap()),
        ),
        (
            &["--path", "/videos"],
            attributes.clone().path("/videos").unwrap(),
        ),
        (
            &["--same-site", "strict"],
            attributes.clone().same_site(Some(cfsign::SameSite::Strict)),
        ),
        (
            &["--same-site", "unset"],
            attributes.clone().same_site(None),
        ),
        (&["--max-age", "1h"], attributes.clone().max_age(max_age)),
        (&["--max-age", "3600"], attributes.clone().max_age(max_age)),
        (
            &["--no-secure", "--no-http-only"],
            attributes.secure(false).http_only(false),
        ),
    ];
    let mut ran = 0;
    for (flags, attributes) in cases {
        let all = [
            "--resource",
            RESOURCE,
            "--expires",
            "1h",
            "--format",
            "set-cookie",
        ];
        assert_eq!(
            sign_cookies(all.iter().chain(flags)).ok(),
            lines(attributes),
            "{flags:?}"
        );
        ran += 1;
    }
    assert_eq!(ran, 10);
}

#[test]
fn refused() {
    let cases: &[(&[&str], &str)] = &[
        (
            &["--format", "set-cookie", "--domain", "cloudfront.net"],
            "cookie-domain",
        ),
        (
            &["--format", "set-cookie", "--domain", "co.uk"],
            "cookie-domain",
        ),
        (
            &["--format", "set-cookie", "--app-host", "www.example.org"],
            "cookie-domain",
        ),
        (
            &["--format", "set-cookie", "--path", "/videos/*"],
            "cookie-path",
        ),
        (
            &["--format", "set-cookie", "--path", "/images"],
            "cookie-path",
        ),
        (
            &[
                "--format",
                "set-cookie",
                "--same-site",
                "none",
                "--no-secure",
            ],
            "cookie-attributes",
        ),
        (
            &["--format", "set-cookie", "--max-age", "soon"],
            "invalid-duration",
        ),
        (&["--domain", "example.com"], "usage"),
        (&["--format", "curl"], "usage"),
        (
            &[
                "--format",
                "curl",
                "--url",
                "https://cdn.example.com/images/1",
            ],
            "policy-does-not-cover-url",
        ),
        (&["--cdn-host", "cdn.example.com"], "usage"),
        (&["--format", "xml"], "usage"),
    ];
    let mut ran = 0;
    for (flags, code) in cases {
        let all = ["--resource", RESOURCE, "--expires", "1h"];
        assert_eq!(
            sign_cookies(all.iter().chain(*flags)).error(),
            ((*code).to_owned(), 2),
            "{flags:?}"
        );
        ran += 1;
    }
    assert_eq!(ran, 12);
    let no_scheme = sign_cookies(["--resource", "*", "--expires", "1h"]);
    assert_eq!(no_scheme.error(), ("cookie-resource".to_owned(), 2));
    let no_host = sign_cookies([
        "--resource",
        "https://*/a",
        "--expires",
        "1h",
        "--format",
        "netscape",
    ]);
    assert_eq!(no_host.error(), ("usage".to_owned(), 2));
}

#[test]
fn raw_policy() {
    let text = "{\"Statement\":[{\"Resource\":\"https://cdn.example.com/*\"}]}\n";
    let folder = folder();
    let file = write(folder.path(), "policy", text);
    let signer = Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap();
    let expected = signer
        .sign_cookies_with_raw_policy(text)
        .unwrap()
        .cookie_header();
    let printed = sign_cookies(["--policy", file.to_str().unwrap(), "--format", "header"]).ok();
    assert_eq!(printed, format!("Cookie: {expected}\n"));
}

#[test]
fn json_of_every_format() {
    let cases = [
        ("set-cookie", "set_cookie"),
        ("header", "cookie"),
        ("curl", "command"),
        ("netscape", "cookie_file"),
    ];
    let mut ran = 0;
    for (format, field) in cases {
        let flags = [
            "--resource",
            RESOURCE,
            "--expires",
            "1h",
            "--json",
            "--format",
            format,
            "--url",
            "https://cdn.example.com/videos/1",
        ];
        let object: Value = serde_json::from_str(&sign_cookies(flags).ok()).unwrap();
        assert!(!object[field].is_null(), "{object}");
        ran += 1;
    }
    assert_eq!(ran, 4);
}

/// A real curl reads the cookie file, and runs the command, and sends what was signed.
#[test]
fn curl_sends_them() {
    let folder = folder();
    let mut ran = 0;
    for format in ["netscape", "curl"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (resource, url) = (
            format!("{origin}/videos/*"),
            format!("{origin}/videos/1.m3u8"),
        );
        let expected = {
            let signer = Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap();
            let policy =
                Policy::new(Resource::pattern(&resource).unwrap(), 1_893_456_000u64).unwrap();
            signer.sign_cookies(&policy).unwrap()
        };
        let flags = [
            "--resource",
            &resource,
            "--date-less-than",
            "2030-01-01",
            "--format",
            format,
            "--url",
            &url,
        ];
        let printed = sign_cookies(flags).ok();
        let mut curl = if format == "curl" {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(&printed);
            shell
        } else {
            let file = write(folder.path(), "cookies.txt", &printed);
            let mut curl = Command::new("curl");
            curl.arg("-b").arg(file).arg(&url);
            curl
        };
        curl.env("NO_PROXY", "*")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = curl.spawn().expect("curl is installed");
        let sent = cookies_of_one_request(&listener);
        assert!(child.wait().unwrap().success());
        let mut wanted: Vec<String> = expected
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut found: Vec<String> = sent.split("; ").map(str::to_owned).collect();
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{format}");
        ran += 1;
    }
    assert_eq!(ran, 2);
}

fn cookies_of_one_request(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut cookies = String::new();
    for line in BufReader::new(stream.try_clone().unwrap()).lines() {
        let line = line.unwrap();
        if let Some(value) = line.strip_prefix("Cookie: ") {
            value.clone_into(&mut cookies);
        }
        if line.is_empty() {
            break;
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .unwrap();
    cookies
}
