//! Cookies: what a header says, which domain two hosts share, and lines that nothing can be injected
//! into and under which a browser does send the cookies.
//!
//! Input: a letter, and the lines that it wants.
#![no_main]

use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Duration;

use cfsign::{
    CookieAttributes, CookieDomain, HashAlgorithm, Policy, Resource, SameSite, SignedCookies,
    ViewerRequest,
};
use cfsign_fuzz::judge::{Options, judge};
use cfsign_fuzz::{EXPIRES, Lines, glob, pretended_signer, signer, verifier_of};
use libfuzzer_sys::fuzz_target;

const NOW: u64 = EXPIRES - 60;

fuzz_target!(|data: &[u8]| {
    let Some(mut lines) = Lines::of(data) else {
        return;
    };
    match lines.line() {
        "header" => header(&lines.rest()),
        "shared" => shared(lines.line(), lines.line()),
        "new" => new(lines.line()),
        "set" => set(lines),
        _ => {}
    }
});

/// A header with `$P`, `$S` and `$K` for the three values of good cookies, anywhere.
fn header(text: &str) {
    static COOKIES: OnceLock<SignedCookies> = OnceLock::new();
    let cookies = COOKIES.get_or_init(|| {
        let resource = Resource::pattern("https://cdn.example.com/videos/*").expect("a pattern");
        let policy = Policy::new(resource, EXPIRES).expect("a time");
        signer(HashAlgorithm::Sha1)
            .sign_cookies(&policy)
            .expect("signed cookies")
    });
    let mut text = text.to_owned();
    for (mark, name) in [("$P", "Policy"), ("$S", "Signature"), ("$K", "Key-Pair-Id")] {
        text = text.replace(
            mark,
            cookies
                .get(&format!("CloudFront-{name}"))
                .expect("a cookie"),
        );
    }
    let headers: Vec<&str> = text.split('\n').collect();
    let url = "https://cdn.example.com/videos/1.ts";
    let mut request = ViewerRequest::new(url).expect("a URL");
    for header in &headers {
        request = request.cookie_header(header);
    }
    let verdict = verifier_of(Options::default()).verify(&request, NOW);
    let grounds = judge(url, &headers, None, NOW, Options::default());
    assert_eq!(verdict.is_ok(), grounds.is_some(), "{verdict:?}");
}

/// A host as a domain: small letters, no port, no dot at its end.
fn name_of(host: &str) -> String {
    let host = host.split(':').next().unwrap_or(host);
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain || host.ends_with(&format!(".{domain}"))
}

/// What a browser takes as a Domain, from whichever host below it.
fn check_domain(domain: &str) {
    let labels_are_good = domain.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
            })
    });
    assert!(labels_are_good, "the labels of {domain}");
    assert!(
        psl::domain_str(domain).is_some(),
        "{domain} is a public suffix"
    );
    assert!(!is_within(domain, "cloudfront.net"), "{domain}");
    // Browsers read `1.2.3` as an address; `xn--` they decode, which nobody here does.
    if !domain.contains("xn--") {
        let host = url::Host::parse(domain);
        assert_eq!(host, Ok(url::Host::Domain(domain.to_owned())));
    }
}

fn shared(app: &str, cdn: &str) {
    let Ok(domain) = CookieDomain::shared_by(app, cdn) else {
        return;
    };
    let Some(domain) = domain.as_str() else {
        let bracketed = app.starts_with('[');
        assert!(
            bracketed || name_of(app) == name_of(cdn),
            "{app} and {cdn} are two hosts"
        );
        return;
    };
    let (app, cdn) = (name_of(app), name_of(cdn));
    check_domain(domain);
    assert!(
        is_within(&app, domain) && is_within(&cdn, domain),
        "{app} and {cdn} in {domain}"
    );
    // No narrower one holds both.
    let label = |host: &str| {
        let before = host
            .strip_suffix(domain)
            .unwrap_or_default()
            .strip_suffix('.')?;
        before.rsplit('.').next().map(str::to_owned)
    };
    assert!(
        label(&app).is_none() || label(&app) != label(&cdn),
        "{domain} is too wide"
    );
}

fn new(text: &str) {
    if let Ok(domain) = CookieDomain::new(text) {
        let domain = domain.as_str().expect("a Domain was asked for");
        check_domain(domain);
        assert_eq!(domain, name_of(text.strip_prefix('.').unwrap_or(text)));
    }
}

/// Lines: letters for the attributes, `Max-Age`, `Domain`, `Path`, a resource, which is a pattern
/// with the letter `p`.
fn set(mut lines: Lines<'_>) {
    let word = lines.line();
    let age = lines.line().parse().ok().map(Duration::from_secs);
    let (domain, path, resource) = (lines.line(), lines.line(), lines.line());
    let same_site = [
        ('l', SameSite::Lax),
        ('n', SameSite::None),
        ('t', SameSite::Strict),
    ]
    .into_iter()
    .find_map(|(letter, same_site)| word.contains(letter).then_some(same_site));
    let mut attributes = CookieAttributes::new()
        .secure(!word.contains('i'))
        .http_only(!word.contains('j'))
        .same_site(same_site);
    if let Some(age) = age {
        attributes = attributes.max_age(age);
    }
    let mut wanted_domain = None;
    if !domain.is_empty() {
        let Ok(domain) = CookieDomain::new(domain) else {
            return;
        };
        wanted_domain = domain.as_str().map(str::to_owned);
        attributes = attributes.domain(domain);
    }
    let Ok(attributes) = attributes.path(path) else {
        return;
    };
    if let Ok(lines) = SignedCookies::clear_lines(&attributes) {
        assert_eq!(lines.len(), 5);
        for line in lines {
            check_line(&line, true, path, wanted_domain.as_deref(), None);
        }
    }
    let pattern = word.contains('p');
    let resource = if pattern {
        Resource::pattern(resource)
    } else {
        Resource::exact(resource)
    };
    let Ok(resource) = resource else {
        return;
    };
    let text = resource.as_str().to_owned();
    let policy = Policy::new(resource, EXPIRES).expect("a good time");
    let Ok(cookies) = pretended_signer().sign_cookies(&policy) else {
        return;
    };
    let Ok(lines) = cookies.set_cookie_lines(&attributes) else {
        return;
    };
    assert_eq!(lines.len(), 3);
    for line in &lines {
        check_line(line, false, path, wanted_domain.as_deref(), age);
    }
    assert!(
        same_site != Some(SameSite::None) || !word.contains('i'),
        "SameSite=None without Secure"
    );
    if pattern {
        return;
    }
    // One URL: RFC 6265 says whether these cookies go with it.
    let (scheme, host, url_path, _) = glob::sections(&text).expect("it could be signed");
    let goes_by_path = url_path == path
        || url_path.starts_with(path)
            && (path.ends_with('/') || url_path[path.len()..].starts_with('/'));
    assert!(goes_by_path, "Path={path} for {url_path}");
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| !port.contains(']'))
        .map_or(host, |(name, _)| name);
    if let Some(domain) = &wanted_domain {
        assert!(is_within(name, domain), "Domain={domain} for {host}");
    }
    let local = name == "localhost"
        || name.ends_with(".localhost")
        || name
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    assert!(
        scheme == "https" || word.contains('i') || local,
        "Secure for http://{host}"
    );
}

/// One cookie, and the attributes that were asked for, each once.
fn check_line(line: &str, clears: bool, path: &str, domain: Option<&str>, age: Option<Duration>) {
    assert!(
        line.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
        "{line:?}"
    );
    let mut parts = line.split("; ");
    let (name, value) = parts
        .next()
        .and_then(|cookie| cookie.split_once('='))
        .expect("a cookie");
    assert!(name.starts_with("CloudFront-"));
    assert!(
        value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte))
    );
    assert_eq!(value.is_empty(), clears);
    let mut seen: Vec<&str> = Vec::new();
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        assert!(!part.contains([';', ',']) || name == "Expires", "{line}");
        match name {
            "Domain" => assert_eq!(Some(value), domain),
            "Path" => assert_eq!(value, path),
            "Max-Age" if clears => assert_eq!(value, "0"),
            "Max-Age" => assert_eq!(
                Some(value.parse().expect("a number")),
                age.map(|age| age.as_secs())
            ),
            "Expires" => assert!(clears),
            "Secure" | "HttpOnly" => assert_eq!(value, ""),
            "SameSite" => assert!(["Lax", "None", "Strict"].contains(&value)),
            _ => panic!("another attribute: {part}"),
        }
        assert!(!seen.contains(&name), "{name} twice");
        seen.push(name);
    }
    assert!(seen.contains(&"Path"));
    assert_eq!(seen.contains(&"Domain"), domain.is_some());
}
