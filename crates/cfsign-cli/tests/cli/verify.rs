//! `cfsign verify`: verdicts, in words and in JSON, of one URL and of many.

use cfsign::{Dialect, HashAlgorithm, Policy, PrivateKey, Resource, Signer};
use serde_json::{Value, json};

use crate::support::{Call, HOST, ID, NOW, cfsign, decide, folder, key, read_key, signer, write};

fn verify<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Call {
    decide("verify", arguments)
}

fn canned() -> String {
    let url = format!("{HOST}/a.jpg?size=large");
    signer().sign_url(&url, NOW + 3600).unwrap()
}

fn videos() -> Policy {
    let videos = Resource::pattern(&format!("{HOST}/videos/*")).unwrap();
    let policy = Policy::new(videos, NOW + 90_000).unwrap();
    policy.ip_address("192.0.2.0/24".parse().unwrap())
}

#[test]
fn an_allowed_url() {
    insta::assert_snapshot!("verify-allowed", verify([&*canned()]).ok());
    let shown: Value = serde_json::from_str(&verify([&*canned(), "--json"]).ok()).unwrap();
    let expected = json!({
        "verdict": "allowed",
        "reason": null,
        "message": null,
        "cloudfront": null,
        "credential": "url",
        "key_pair_id": ID,
        "hash_algorithm": "SHA1",
        "policy": {
            "form": "canned",
            "resource": format!("{HOST}/a.jpg?size=large"),
            "date_less_than": NOW + 3600,
            "ends_at": "2026-01-01T19:00:00Z",
        },
        "origin_url": format!("{HOST}/a.jpg?size=large"),
    });
    assert_eq!(shown, expected);
}

#[test]
fn a_denied_url() {
    let url = canned().replace("a.jpg", "b.jpg");
    let outcome = verify([&*url]).run();
    assert_eq!((outcome.code, &*outcome.stderr), (4, ""));
    insta::assert_snapshot!("verify-denied", outcome.stdout);

    let outcome = verify([&*url, "--json"]).run();
    assert_eq!((outcome.code, &*outcome.stderr), (4, ""));
    let shown: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(shown["verdict"], "denied");
    assert_eq!(shown["reason"], "signature-mismatch");
    let answer = json!({ "status": 403, "code": "AccessDenied", "message": "Access denied" });
    assert_eq!(shown["cloudfront"], answer);
    assert_eq!(shown.as_object().unwrap().len(), 9, "the shape is stable");
}

#[test]
fn cookies_in_one_header_or_in_three() {
    let cookies = signer().sign_cookies(&videos()).unwrap();
    let url = format!("{HOST}/videos/7/1.ts?range=2");
    let header = format!("Cookie: lang=en; {}", cookies.cookie_header());
    let together = verify([&*url, "--viewer-ip", "192.0.2.7", "--cookie", &header]);
    insta::assert_snapshot!("verify-cookies", together.ok());

    let pairs: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("--cookie={name}={value}"))
        .collect();
    let apart = [&*url, "--viewer-ip", "::ffff:192.0.2.7"].into_iter();
    verify(apart.chain(pairs.iter().map(String::as_str))).ok();

    let elsewhere = verify([&*url, "--viewer-ip", "198.51.100.1", "--cookie", &header]).run();
    assert_eq!(elsewhere.code, 4);
    assert!(
        elsewhere.stdout.contains("ip-not-allowed"),
        "{}",
        elsewhere.stdout
    );
}

/// A signature in a cookie begins as an ECDSA key in Base64 does, and sometimes has no other letters.
#[test]
fn a_signature_is_not_taken_for_a_key() {
    let cookie = format!("CloudFront-Signature=M{}", "A".repeat(95));
    assert_eq!(
        verify(["ftp://host/a", "--cookie", &cookie]).error().0,
        "url-scheme"
    );
}

#[test]
fn time() {
    let url = canned();
    for (at, code) in [
        ("1767290400", 0),
        ("2026-01-01T18:59:59", 0),
        ("2026-01-01T20:00:00+01:00", 4),
        ("2026-01-01", 0),
        ("+1h", 4),
        ("-5000d", 0),
    ] {
        let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
        let call = cfsign(["verify", &url, "--public-key", &trusted, "--at", at]);
        assert_eq!(call.run().code, code, "{at}");
    }
    assert_eq!(verify([&*url]).run().code, 0);
    let refused = cfsign(["verify", &url, "--public-key", "K=x", "--at", "soon"]);
    assert_eq!(refused.error().1, 1, "the key comes first");
}

#[test]
fn strictness() {
    let end = (NOW + 3600).to_string();
    let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
    let at_the_end = |flags: &[&str]| {
        let url = canned();
        let call = ["verify", &url, "--public-key", &trusted, "--at", &end];
        cfsign(call.iter().chain(flags)).run().code
    };
    assert_eq!(at_the_end(&[]), 4);
    assert_eq!(at_the_end(&["--accept", "valid-at-its-end"]), 0);

    let builder = Signer::builder(ID).private_key(read_key("rsa-2048.pkcs8.pem"));
    let signer = builder.dialect(Dialect::AwsCloudfrontSign).build().unwrap();
    let both = signer.sign_url(&format!("{HOST}/a"), NOW + 60).unwrap();
    verify([&*both]).ok();
    let refused = verify([&*both, "--refuse", "expires-beside-policy"]).run();
    assert!(refused.stdout.contains("expires-beside-policy"));

    let capitals = canned().replace("d111111abcdef8", "D111111ABCDEF8");
    assert_eq!(verify([&*capitals]).run().code, 4);
    verify([&*capitals, "--accept", "ignore-host-case"]).ok();
}

#[test]
fn keys() {
    let url = canned();
    let other = format!("KOTHER={}", key("p256.public.der"));
    verify([&*url, "--public-key", &other]).ok();

    let file = key("rsa-2048.public.pem");
    let environment = |arguments: &[&str]| {
        let call = ["verify", &url, "--at", "2026-01-01"];
        cfsign(call.iter().chain(arguments)).env("CFSIGN_KEY_PAIR_ID", ID)
    };
    environment(&[]).env("CFSIGN_PUBLIC_KEY_FILE", &file).ok();
    environment(&["--public-key", &file]).ok();
    let piped = read_key("rsa-2048.public.pem");
    environment(&["--public-key", "-"]).input(piped).ok();

    let same = format!("{ID}={}", key("p256.public.pem"));
    let private = format!("KPRIVATE={}", key("p256.pkcs8.pem"));
    for (flag, expected) in [
        (&*same, ("usage", 2)),
        (&private, ("private-key-given", 3)),
        ("K=/no/such/file", ("io", 1)),
        ("=x", ("invalid-key-pair-id", 3)),
        (&file, ("usage", 2)),
    ] {
        let (code, exit) = verify([&*url, "--public-key", flag]).error();
        assert_eq!((&*code, exit), expected, "{flag}");
    }
    assert_eq!(environment(&[]).error(), ("usage".to_owned(), 2));
    let twice = verify(["--stdin", "--public-key", "K=-"]).error();
    assert_eq!(twice, ("usage".to_owned(), 2));
}

#[test]
fn both_kinds_of_key_and_both_hashes() {
    let mut ran = 0;
    for (private, public) in [
        ("rsa-2048.pkcs8.pem", "rsa-2048.public.pem"),
        ("p256.pkcs8.pem", "p256.public.pem"),
    ] {
        for hash in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
            let key_read = PrivateKey::read(read_key(private)).unwrap();
            let builder = Signer::builder("KBOTH").parsed_key(key_read);
            let signer = builder.hash_algorithm(hash).build().unwrap();
            let url = signer.sign_url(&format!("{HOST}/a"), NOW + 1).unwrap();
            let trusted = format!("KBOTH={}", key(public));
            let shown = verify([&*url, "--public-key", &trusted, "--json"]).ok();
            let shown: Value = serde_json::from_str(&shown).unwrap();
            assert_eq!(shown["hash_algorithm"], hash.as_str());
            ran += 1;
        }
    }
    assert_eq!(ran, 4);
}

#[test]
fn many() {
    let url = canned();
    let changed = url.replace("large", "small");
    let input = format!("{url}\n\nno url\r\n{changed}\n");
    let outcome = verify(["--stdin"]).input(input.clone()).run();
    assert_eq!(outcome.code, 2);
    insta::assert_snapshot!("verify-many", outcome.stdout);
    assert!(
        outcome.stderr.starts_with("error: line 3: "),
        "{}",
        outcome.stderr
    );

    let outcome = verify(["--stdin", "--json"]).input(input).run();
    let lines = outcome.stdout.lines().map(serde_json::from_str);
    let lines: Vec<Value> = lines.map(Result::unwrap).collect();
    let found: Vec<_> = lines
        .iter()
        .map(|line| (&line["line"], &line["verdict"]))
        .collect();
    let expected = [
        (json!(1), json!("allowed")),
        (json!(3), Value::Null),
        (json!(4), json!("denied")),
    ];
    assert_eq!(
        found,
        expected
            .iter()
            .map(|(line, word)| (line, word))
            .collect::<Vec<_>>()
    );
    assert_eq!(lines[1]["error"]["code"], "url-scheme");

    let denied = verify(["--stdin"])
        .input(format!("{changed}\n{url}\n"))
        .run();
    assert_eq!((denied.code, &*denied.stderr), (4, ""));
    assert_eq!(verify(["--stdin"]).input(url).run().code, 0);
}

/// What is printed about a request that is denied gives nobody access.
#[test]
fn no_signature_is_shown() {
    let url = canned();
    let (start, signature) = url.split_once("Signature=").unwrap();
    let signature = signature.split('&').next().unwrap();
    let broken = format!("{start}Signature={signature}x&Key-Pair-Id={ID}");
    for url in [url.replace("a.jpg", "b.jpg"), broken] {
        let outcome = verify([&*url]).run();
        assert_eq!(outcome.code, 4);
        let all = outcome.stdout + &outcome.stderr;
        assert!(!all.contains(&signature[..20]), "{all}");
    }
    let folder = folder();
    let file = write(folder.path(), "key", signature);
    let flag = format!("K={}", file.display());
    let outcome = verify([&*url, "--public-key", &flag]).run();
    assert!(!outcome.stderr.contains(&signature[..20]));
}

/// Whoever has a key may write policies, and still not to the terminal.
#[test]
fn no_control_characters() {
    let resource = "*/\u{1b}[31m\u{9b}31m\u{202e}";
    let policy = serde_json::json!({ "Statement": [{
        "Resource": resource,
        "Condition": { "DateLessThan": { "AWS:EpochTime": NOW + 60 } },
    }]});
    let (policy, url) = (policy.to_string(), format!("{HOST}/a"));
    let everything = serde_json::to_string(resource).unwrap();
    let everything = policy.replace(&everything, "\"*\"");
    for (policy, code) in [(policy, 4), (everything, 0)] {
        let url = signer().sign_url_with_raw_policy(&url, &policy).unwrap();
        let url = url.replace("/a?", "/a\u{9b}31m\u{202e}?");
        for outcome in [
            verify([&*url]).run(),
            verify(["--stdin"]).input(&*url).run(),
        ] {
            assert_eq!(outcome.code, code, "{outcome:?}");
            let shown = outcome.stdout;
            let drives = |character: char| {
                character.is_control() && character != '\n' || character == '\u{202e}'
            };
            assert!(!shown.contains(drives), "{shown:?}");
        }
    }
}

#[test]
fn ascii_where_the_locale_has_nothing_else() {
    let plain = verify([&*canned()]).env("LC_ALL", "C").ok();
    assert!(plain.starts_with("ok Allowed by a signed URL\n"), "{plain}");
    assert!(plain.is_ascii());
}
