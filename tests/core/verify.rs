//! Whatever is signed is allowed, and nothing that differs by a byte.

use std::sync::OnceLock;

use cfsign::{
    Allowed, Credential, Error, HashAlgorithm, Policy, PrivateKey, PublicKey, Resource, Signer,
    TrustedKeyGroup, Verifier, ViewerRequest,
};
use cfsign_tests::{Case, cases, key, run_cases};
use proptest::prelude::*;

const EXPIRES: i64 = 1_767_290_400;
const NOW: i64 = EXPIRES - 60;
const KEYS: [&str; 2] = ["rsa-2048", "p256"];

fn signer(key_name: &str, hash_algorithm: HashAlgorithm) -> Signer {
    Signer::builder("K2JCJMDEHXQW5F")
        .private_key(key(&format!("{key_name}.pkcs8.pem")))
        .hash_algorithm(hash_algorithm)
        .build()
        .unwrap()
}

fn verifier(key_name: &str) -> Verifier {
    let public = PublicKey::read(key(&format!("{key_name}.public.pem"))).unwrap();
    Verifier::new(TrustedKeyGroup::new().with_key(&"K2JCJMDEHXQW5F".parse().unwrap(), public))
}

/// The verdict on a URL that may be no URL any more.
fn verdict(verifier: &Verifier, url: &str, now: i64) -> Result<(), Error> {
    let request = ViewerRequest::new(url)?.viewer_ip("192.0.2.7".parse().unwrap());
    verifier.verify(&request, now).map(drop)
}

fn wildcard_policy() -> Policy {
    let resource = Resource::pattern("https://cdn.example.com/videos/*").unwrap();
    Policy::new(resource, EXPIRES)
        .unwrap()
        .ip_address("192.0.2.0/24".parse().unwrap())
}

/// Each request of the vectors, with its verdict, its reason, and what the origin gets.
#[test]
fn every_request_has_its_verdict() {
    let ran = run_cases("verify.json", |case| {
        let cookies: Vec<&str> = case
            .json("cookies")
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(serde_json::Value::as_str)
            .collect();
        let mut request =
            ViewerRequest::new(case.text("url")).map_err(|error| error.to_string())?;
        for header in cookies {
            request = request.cookie_header(header);
        }
        if let Some(address) = case.find("viewer_ip") {
            request = request.viewer_ip(address.parse().unwrap());
        }
        let now = case.number("now").ok_or("no now")?;
        // Asked twice, the second time from the cache: the answer is the same.
        let verifier = verifier_of(case).with_cache(8);
        for _ in 0..2 {
            check_verdict(case, verifier.verify(&request, now))?;
        }
        check_verdict(case, verifier_of(case).verify(&request, now))
    });
    assert!(ran >= 300, "verify.json has shrunk to {ran} cases");
}

fn verifier_of(case: &Case) -> Verifier {
    let mut group = TrustedKeyGroup::new();
    for (id, file) in case.json("keys").as_object().unwrap() {
        group = group.with_pem(id, key(file.as_str().unwrap())).unwrap();
    }
    let mut verifier = Verifier::new(group);
    for option in case.json("options").as_array().into_iter().flatten() {
        verifier = match option.as_str().unwrap() {
            "valid-at-its-end" => verifier.valid_at_its_end(),
            "valid-at-its-start" => verifier.valid_at_its_start(),
            "refuse-expires-beside-policy" => verifier.refuse_expires_beside_policy(),
            "epoch-time-without-prefix" => verifier.epoch_time_without_prefix(),
            "ignore-host-case" => verifier.ignore_host_case(),
            other => panic!("unknown option {other}"),
        };
    }
    verifier
}

fn check_verdict(case: &Case, verdict: Result<Allowed, Error>) -> Result<(), String> {
    match (verdict, case.find("reason")) {
        (Ok(allowed), None) => match case.find("origin_url") {
            Some(wanted) if wanted != allowed.origin_url() => {
                Err(format!("the origin gets {}", allowed.origin_url()))
            }
            _ => Ok(()),
        },
        (Err(error), Some(reason)) if error.code() == reason => {
            assert!(error.kind().cloudfront_error().is_some());
            Ok(())
        }
        (Ok(_), Some(reason)) => Err(format!("allowed, wanted {reason} ({})", case.text("rule"))),
        (Err(error), reason) => Err(format!(
            "denied as {}: {error}; wanted {reason:?} ({})",
            error.code(),
            case.text("rule")
        )),
    }
}

/// All that the real packages signed, where a client could send it.
#[test]
fn every_signing_vector_is_allowed() {
    let files = [
        "botocore",
        "botocore_ecdsa",
        "boto2",
        "m2crypto",
        "aws_sdk_js_v3",
        "aws_sdk_js_v2",
        "aws_cloudfront_sign",
    ];
    let mut ran = 0;
    for file in files {
        run_cases(&format!("{file}.json"), |case| {
            if case.flag("plain") {
                check_vector(case)
            } else {
                Ok(())
            }
        });
        ran += cases(&format!("{file}.json"))
            .iter()
            .filter(|case| case.flag("plain"))
            .count();
    }
    assert!(ran >= 800, "only {ran} plain vectors");
}

fn check_vector(case: &Case) -> Result<(), String> {
    let passphrase = case.json("peer_arguments")["passphrase"]
        .as_str()
        .map(str::as_bytes);
    let private =
        PrivateKey::read_with(key(case.text("key")), passphrase, cfsign::Engine::default())
            .unwrap();
    let id = case
        .text("key_pair_id")
        .parse()
        .map_err(|error: Error| error.to_string())?;
    let group = TrustedKeyGroup::new().with_key(&id, private.public_key().unwrap());
    let verifier = Verifier::new(group);
    // Halfway between the start and the end, from an address inside of the range.
    let policy: serde_json::Value = serde_json::from_str(case.text("policy")).unwrap();
    let condition = &policy["Statement"][0]["Condition"];
    let time = |name: &str| condition[name]["AWS:EpochTime"].as_i64();
    let end = time("DateLessThan").ok_or("no end")?;
    let now = time("DateGreaterThan")
        .map_or(end - 1, |start| i64::midpoint(start, end))
        .max(1);
    let range = condition["IpAddress"]["AWS:SourceIp"]
        .as_str()
        .unwrap_or("192.0.2.7/32");
    let viewer_ip = range.split('/').next().unwrap().parse().unwrap();
    let resource = policy["Statement"][0]["Resource"].as_str();
    let url = request_url(case, resource);
    let cookies: Vec<String> = case
        .json("cookies")
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{name}={}; ", value.as_str().unwrap()))
        .collect();
    let cookies = cookies.concat();
    let mut signed_url = url.clone();
    if case.json("hash_algorithm_sent") == false && case.find("signed_url").is_some() {
        signed_url.push_str("&Hash-Algorithm=SHA256");
    }
    let request = ViewerRequest::new(&signed_url).map_err(|error| error.to_string())?;
    let request = request.cookie_header(&cookies).viewer_ip(viewer_ip);
    let allowed = verifier
        .verify(&request, now)
        .map_err(|error| format!("{error} ({url})"))?;
    let wanted = if case.find("signed_url").is_some() {
        Credential::Url
    } else {
        Credential::Cookies
    };
    if allowed.credential() != wanted || allowed.is_canned() == case.flag("custom") {
        return Err(format!("{allowed:?}"));
    }
    match verifier.verify(&request, end) {
        Err(error) if error.code() == "expired" => Ok(()),
        other => Err(format!("at its end: {other:?}")),
    }
}

/// The URL a viewer would request: the signed one, or one that the resource of the cookies covers.
fn request_url(case: &Case, resource: Option<&str>) -> String {
    if let Some(signed_url) = case.find("signed_url") {
        return signed_url.to_owned();
    }
    let resource = resource.unwrap_or("https://d111111abcdef8.cloudfront.net/a");
    let (scheme, rest) = resource.split_once("://").unwrap_or(("*", "*"));
    let scheme = if scheme.starts_with("http") {
        scheme.trim_end_matches('*')
    } else {
        "https"
    };
    let canned = !case.flag("custom");
    let rest = if canned || !rest.contains('*') {
        rest.to_owned()
    } else {
        rest.replace('*', "x")
    };
    let rest = if rest.contains('/') {
        rest
    } else {
        format!("{}/x", rest.replace('x', "d111111abcdef8.cloudfront.net"))
    };
    format!("{scheme}://{rest}")
}

#[test]
fn every_changed_byte_is_denied() {
    let mut ran = 0;
    for key_name in KEYS {
        let signer = signer(key_name, HashAlgorithm::Sha256);
        let verifier = verifier(key_name);
        let base = "https://cdn.example.com/videos/a%20b.mp4?size=large";
        for signed in [
            signer.sign_url(base, EXPIRES).unwrap(),
            signer.sign_url_with(base, &wildcard_policy()).unwrap(),
        ] {
            verdict(&verifier, &signed, NOW).unwrap();
            let custom = signed.contains("Policy=");
            let path_end = base.len();
            for at in "https://".len()..signed.len() {
                for replacement in [signed.as_bytes()[at] ^ 1, b'A', b'%'] {
                    let mut changed = signed.clone().into_bytes();
                    changed[at] = replacement;
                    let Ok(changed) = String::from_utf8(changed) else {
                        continue;
                    };
                    // Under the wildcard, another file below the directory is meant to be allowed.
                    let covered =
                        custom && at >= "https://cdn.example.com/videos/".len() && at < path_end;
                    if changed == signed || covered {
                        continue;
                    }
                    ran += 1;
                    assert!(
                        verdict(&verifier, &changed, NOW).is_err(),
                        "{key_name}, byte {at}: {changed}"
                    );
                }
            }
        }
    }
    assert!(ran > 5_000, "{ran} changes");
}

#[test]
fn every_changed_cookie_byte_is_denied() {
    let mut ran = 0;
    for key_name in KEYS {
        let signer = signer(key_name, HashAlgorithm::Sha1);
        let verifier = verifier(key_name);
        let header = signer
            .sign_cookies(&wildcard_policy())
            .unwrap()
            .cookie_header();
        let verdict = |header: &str| {
            let request = ViewerRequest::new("https://cdn.example.com/videos/1.ts").unwrap();
            verifier
                .verify(
                    &request
                        .cookie_header(header)
                        .viewer_ip("192.0.2.7".parse().unwrap()),
                    NOW,
                )
                .map(drop)
        };
        verdict(&header).unwrap();
        for at in 0..header.len() {
            let mut changed = header.clone().into_bytes();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else {
                continue;
            };
            ran += 1;
            // Blanks between cookies do not count.
            if header.as_bytes()[at] != b' ' {
                assert!(
                    verdict(&changed).is_err(),
                    "{key_name}, byte {at}: {changed}"
                );
            }
        }
    }
    assert!(ran > 900, "{ran} changes");
}

#[test]
fn nothing_but_a_host_is_taken_for_a_host() {
    let good = ViewerRequest::from_parts("https", "cdn.example.com:8443", "/a?b");
    assert!(good.is_ok());
    let hosts = [
        "",
        "cdn.example.com/videos",
        "a@b",
        "a#b",
        "a?b",
        "a b",
        "a\\b",
        "a%2Fb",
        "ä",
    ];
    for host in hosts {
        assert_eq!(
            ViewerRequest::from_parts("https", host, "/a")
                .unwrap_err()
                .code(),
            "url-host",
            "{host}"
        );
    }
    for scheme in ["", "ftp", "https://evil.example/", "HTTPS"] {
        assert_eq!(
            ViewerRequest::from_parts(scheme, "cdn.example.com", "/a")
                .unwrap_err()
                .code(),
            "url-scheme"
        );
    }
    for target in ["", "a", "*", "http://cdn.example.com/a"] {
        assert_eq!(
            ViewerRequest::from_parts("https", "cdn.example.com", target)
                .unwrap_err()
                .code(),
            "url-path"
        );
    }
    for url in [
        "https://h/a#b",
        "https://h/a?b#c",
        "https://h/a b",
        "https://h/a\n",
    ] {
        assert_eq!(
            ViewerRequest::new(url).unwrap_err().code(),
            "url-character",
            "{url}"
        );
    }
}

#[test]
fn a_cache_hit_is_still_checked() {
    let signer = signer("p256", HashAlgorithm::Sha1);
    let verifier = verifier("p256").with_cache(4);
    let grant = signer.grant(&wildcard_policy()).unwrap();
    for number in 0..10 {
        verdict(
            &verifier,
            &grant
                .sign_url(&format!("https://cdn.example.com/videos/{number}.ts"))
                .unwrap(),
            NOW,
        )
        .unwrap();
    }
    let url = grant
        .sign_url("https://cdn.example.com/videos/1.ts")
        .unwrap();
    assert_eq!(
        verdict(&verifier, &url, EXPIRES).unwrap_err().code(),
        "expired"
    );
    let other = url.replace("/videos/", "/images/");
    assert_eq!(
        verdict(&verifier, &other, NOW).unwrap_err().code(),
        "resource-mismatch"
    );
    let request = ViewerRequest::new(&url)
        .unwrap()
        .viewer_ip("198.51.100.1".parse().unwrap());
    assert_eq!(
        verifier.verify(&request, NOW).unwrap_err().code(),
        "ip-not-allowed"
    );
    // More policies than it holds: each is verified anew and none is mixed up with another.
    for round in 0..3 {
        for directory in 0..20 {
            let resource =
                Resource::below(&format!("https://cdn.example.com/{directory}")).unwrap();
            let grant = signer
                .grant(&Policy::new(resource, EXPIRES).unwrap())
                .unwrap();
            let good = grant
                .sign_url(&format!("https://cdn.example.com/{directory}/{round}"))
                .unwrap();
            verdict(&verifier, &good, NOW).unwrap();
            let bad = good.replace(&format!("/{directory}/"), "/elsewhere/");
            assert_eq!(
                verdict(&verifier, &bad, NOW).unwrap_err().code(),
                "resource-mismatch"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_is_allowed(path in "[a-zA-Z0-9._~!$&'()+,;=:@/-]{0,30}", query in "[a-zA-Z0-9._~!$&()+,;=:@/-]{0,20}", sha256 in any::<bool>()) {
        static PARTS: OnceLock<[(Signer, Verifier); 2]> = OnceLock::new();
        let parts = PARTS.get_or_init(|| [HashAlgorithm::Sha1, HashAlgorithm::Sha256].map(|hash| (signer("p256", hash), verifier("p256"))));
        let (signer, verifier) = &parts[usize::from(sha256)];
        let base = if query.is_empty() { format!("https://cdn.example.com/{path}") } else { format!("https://cdn.example.com/{path}?{query}") };
        let Ok(canned) = signer.sign_url(&base, EXPIRES) else { return Ok(()) };
        let allowed = verifier.verify(&ViewerRequest::new(&canned).unwrap(), NOW).unwrap();
        prop_assert!(allowed.is_canned());
        prop_assert_eq!(allowed.origin_url(), &base);
        let everything = Policy::new(Resource::pattern("https://cdn.example.com/*").unwrap(), EXPIRES).unwrap();
        let custom = signer.sign_url_with(&base, &everything).unwrap();
        let allowed = verifier.verify(&ViewerRequest::new(&custom).unwrap(), NOW).unwrap();
        prop_assert!(!allowed.is_canned());
        prop_assert_eq!(allowed.origin_url(), &base);
    }

    #[test]
    fn no_request_makes_it_panic(url in any::<String>(), cookies in any::<String>(), policy in any::<String>()) {
        let verifier = verifier("p256");
        let signed = signer("p256", HashAlgorithm::Sha1).sign_url_with_raw_policy("https://cdn.example.com/a", &policy);
        for url in [url.clone(), format!("https://cdn.example.com/{url}"), signed.unwrap_or_default()] {
            if let Ok(request) = ViewerRequest::new(&url) {
                let _ = verifier.verify(&request.cookie_header(&cookies), NOW);
            }
        }
    }
}
