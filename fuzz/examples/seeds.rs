//! Writes the seeds: `corpus/TARGET/seed-NAME`, from the test vectors, the test keys and the lists
//! below. The same every time but for RSA seeds, which are the same too: PKCS#1 v1.5 knows no chance.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cfsign::{Dialect, HashAlgorithm, Policy, Resource, Signer};
use cfsign_fuzz::{ECDSA_ID, ECDSA_PRIVATE, EXPIRES, RSA_ID, keys};
use serde_json::Value;

fn main() {
    for (target, seeds) in [
        ("cookies", cookies()),
        ("keys", key_files()),
        ("policy", policies()),
        ("request", requests()),
        ("url", urls()),
        ("wildcard", wildcards()),
    ] {
        let folder = root().join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder).expect("a folder");
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            if entry.file_name().to_string_lossy().starts_with("seed-") {
                fs::remove_file(entry.path()).expect("an old seed");
            }
        }
        let different: BTreeSet<Vec<u8>> = seeds.into_iter().collect();
        for (number, seed) in different.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:03}")), seed).expect("a seed");
        }
        println!("{target}: {} seeds", different.len());
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn cases(file: &str) -> Vec<Value> {
    let text = fs::read(root().join("tests/vectors").join(file)).expect("a file of vectors");
    let document: Value = serde_json::from_slice(&text).expect("JSON");
    document["cases"].as_array().expect("cases").clone()
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

fn lines(lines: &[&str]) -> Vec<u8> {
    lines.join("\n").into_bytes()
}

fn key(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/keys").join(name)).expect("a test key")
}

/// Every third case: enough of each kind.
fn some(file: &str, keep: impl Fn(&Value) -> bool) -> Vec<Value> {
    cases(file).into_iter().filter(keep).step_by(3).collect()
}

fn requests() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for case in some("botocore_ecdsa.json", |case| {
        text(case, "key").starts_with("p256.")
    }) {
        let signed = text(&case, "signed_url");
        let address = text(&case, "ip_address")
            .split('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        seeds.push(lines(&["", "1767290340", &address, signed]));
        seeds.push(lines(&["r", "", "", text(&case, "url")]));
    }
    let videos = |scheme: &str| {
        let resource = Resource::pattern(&format!("{scheme}://cdn.example.com/videos/*"));
        Policy::new(resource.expect("a pattern"), EXPIRES).expect("a policy")
    };
    let url = "https://cdn.example.com/videos/1.ts?a=b";
    let rsa = Signer::from_pem(key("rsa-2048.pkcs8.pem"), RSA_ID).expect("a key");
    let ecdsa = |hash, dialect| {
        let builder = Signer::builder(ECDSA_ID).private_key(ECDSA_PRIVATE);
        builder
            .hash_algorithm(hash)
            .dialect(dialect)
            .build()
            .expect("a key")
    };
    let plain = ecdsa(HashAlgorithm::Sha1, Dialect::CloudFront);
    let limited = videos("http*")
        .date_greater_than(EXPIRES - 1000)
        .expect("a start")
        .ip_address("192.0.2.0/24".parse().expect("a range"));
    for signer in [
        rsa,
        plain.clone(),
        ecdsa(HashAlgorithm::Sha256, Dialect::CloudFront),
        ecdsa(HashAlgorithm::Sha1, Dialect::AwsCloudfrontSign),
    ] {
        let canned = signer.sign_url(url, EXPIRES).expect("a URL");
        let custom = signer.sign_url_with(url, &videos("https")).expect("a URL");
        let only_here = signer.sign_url_with(url, &limited).expect("a URL");
        seeds.push(lines(&["c", "1767290340", "", &canned]));
        seeds.push(lines(&["bx", "1767290340", "", &custom]));
        seeds.push(lines(&[
            "esc",
            "1767290400",
            "::ffff:192.0.2.7",
            &only_here,
        ]));
        seeds.push(lines(&["s", "1767289400", "192.0.2.7", &only_here]));
        seeds.push(lines(&["x", "1767290340", "192.0.3.7", &only_here]));
        let cookies = signer
            .sign_cookies(&videos("https"))
            .expect("cookies")
            .cookie_header();
        seeds.push(lines(&["", "1767290340", "", url, "a=b; c", &cookies]));
        seeds.push(lines(&[
            "c",
            "1767290340",
            "",
            url,
            &cookies.replace("; ", "\n"),
        ]));
        seeds.push(lines(&[
            "",
            "1767290340",
            "",
            &format!("{url}&Expires=1"),
            &cookies,
        ]));
    }
    let custom = plain.sign_url_with(url, &videos("https")).expect("a URL");
    let (_, query) = custom.split_once("a=b&").expect("parameters");
    for (word, url) in [
        ("h", format!("https://CDN.example.com/videos/1.ts?{query}")),
        (
            "",
            format!("https://cdn.example.com/videos/../1.ts?{query}"),
        ),
        (
            "",
            format!("https://cdn.example.com/videos/a\\..\\..\\1.ts?{query}"),
        ),
        (
            "",
            format!("https://cdn.example.com/videos/%2e%2E/1.ts?{query}"),
        ),
        ("", format!("https://cdn.example.com/videos/?&{query}&&x")),
        (
            "x",
            format!("https://cdn.example.com/videos/1?{query}&Policy=x"),
        ),
        (
            "x",
            format!(
                "https://cdn.example.com/images/1?{}",
                query.replace("Signature=M", "Signature=N")
            ),
        ),
        ("f", format!("https cdn.example.com /videos/1.ts?{query}")),
        ("f", format!("https cdn.example.com/videos /1.ts?{query}")),
        ("", format!("https://cdn.example.com/videos/1.ts?{query}#x")),
        (
            "",
            format!(
                "https://cdn.example.com/videos/1.ts?{}",
                query.replace('&', "&amp;")
            ),
        ),
        (
            "",
            format!(
                "https://cdn.example.com/videos/1.ts?{}",
                query.replace("Policy=e", "Policy=%65")
            ),
        ),
    ] {
        seeds.push(lines(&[word, "1767290340", "", &url]));
    }
    let cookies = plain
        .sign_cookies(&videos("https"))
        .expect("cookies")
        .cookie_header();
    for header in [
        cookies.replace("CloudFront-Policy", "CloudFront-CloudFront-Policy"),
        cookies.replace("CloudFront-Policy", "cloudfront-policy"),
        format!("{cookies}; CloudFront-Policy=x"),
        format!("{cookies}; CloudFront-Expires=1"),
    ] {
        seeds.push(lines(&["", "1767290340", "", url, &header]));
    }
    for case in some("refused.json", |case| text(case, "operation") == "sign_url") {
        seeds.push(lines(&["r2", "", "", text(&case, "url")]));
    }
    seeds
}

fn policies() -> Vec<Vec<u8>> {
    let url = "https://d111111abcdef8.cloudfront.net/a/b.jpg?c=d";
    let mut texts: Vec<String> = ["botocore_ecdsa.json", "aws_sdk_js_v3.json", "botocore.json"]
        .into_iter()
        .flat_map(cases)
        .filter(|case| case["custom"] == true)
        .map(|case| text(&case, "policy").to_owned())
        .filter(|policy| policy.len() < 400)
        .step_by(4)
        .take(60)
        .collect();
    let statement = |resource: &str, condition: &str| {
        format!(r#"{{"Statement":[{{"Resource":{resource},"Condition":{{{condition}}}}}]}}"#)
    };
    let end = r#""DateLessThan":{"AWS:EpochTime":1767290400}"#;
    let here = r#""https://d111111abcdef8.cloudfront.net/a/*""#;
    for condition in [
        end.to_owned(),
        r#""DateLessThan":{"EpochTime":1767290400}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":1767290400,"EpochTime":1767290400}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":1767290400,"AWS:EpochTime":1767290401}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":"1767290400"}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":1.767e9}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":9223372036854775807}"#.to_owned(),
        r#""DateLessThan":{"AWS:EpochTime":-1}"#.to_owned(),
        format!(r#"{end},"DateGreaterThan":{{"AWS:EpochTime":1767290000}}"#),
        format!(r#"{end},"IpAddress":{{"AWS:SourceIp":"192.0.2.0/24"}}"#),
        format!(r#"{end},"IpAddress":{{"AWS:SourceIp":"192.0.2.7/031"}}"#),
        format!(r#"{end},"IpAddress":{{"AWS:SourceIp":"0.0.0.0/0"}}"#),
        format!(r#"{end},"IpAddress":{{"AWS:SourceIp":["192.0.2.7"]}}"#),
    ] {
        texts.push(statement(here, &condition));
    }
    for resource in [
        "null",
        r#""*""#,
        r#""http*://*.cloudfront.net/a/?.jpg\\?*""#,
        r#""https://d111111abcdef8.cloudfront.net/a/b.jpg?c=?""#,
        r#""https://d111111abcdef8.cloudfront.net/a/b.jpg\u0001*""#,
        r#""https:\/\/d111111abcdef8.cloudfront.net\/a/*""#,
        r#""https://d111111abcdef8.cloudfront.net/*\\?*\u0001*""#,
        r#""ä\ud83d\ude00""#,
    ] {
        texts.push(statement(resource, end));
    }
    texts.push(format!(
        r#" {{ "Statement" : [ {{ "Condition" : {{ {end} }} }} ] }} "#
    ));
    texts.push(format!(
        r#"{{"Statement":{{"Resource":{here},"Condition":{{{end}}}}}}}"#
    ));
    texts.push(format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Resource":{here},"Condition":{{{end}}}}}]}}"#
    ));
    texts.push(statement(
        &format!(
            "\"https://d111111abcdef8.cloudfront.net/{}\"",
            "*a".repeat(2500)
        ),
        end,
    ));
    texts.push(format!("{}1{}", "[".repeat(200), "]".repeat(200)));
    let members: String = (0..20).map(|number| format!("\"{number}\":1,")).collect();
    texts.push(format!("{{{members}\"x\":1}}"));
    let words = ["", "e", "s", "p", "k", "kp", "esp"];
    texts
        .iter()
        .zip(words.iter().cycle())
        .map(|(policy, word)| lines(&[word, "1767290340", "192.0.2.7", url, policy]))
        .collect()
}

fn wildcards() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = cases("urls.json")
        .iter()
        .filter(|case| text(case, "operation") == "covers")
        .map(|case| lines(&[text(case, "resource"), text(case, "url")]))
        .collect();
    let url = "https://d111111abcdef8.cloudfront.net/a/b/c.jpg?d=e&f=g";
    for pattern in [
        "*",
        "*/",
        "*cloudfront.net",
        "*://*/*",
        "http*://*.cloudfront.net/a/*.jpg?d=*",
        "http*://*.cloudfront.net/a/*.jpg\\?d=*",
        "https://d111111abcdef8.cloudfront.net*",
        "https://d111111abcdef8.cloudfront.net/a/*",
        "https://d111111abcdef8.cloudfront.net/a/b/c?jpg?d?e*",
        "https://d??????abcdef8.cloudfront.net/*?*",
        "https://d111111abcdef8.cloudfront.net/*\\?*\\?*",
        "https://d111111abcdef8.cloudfront.net/*?*\\?*",
        "https://d111111abcdef8.cloudfront.net/a*?*&f=?",
        "https://D111111abcdef8.cloudfront.net/*",
        "https://d111111abcdef8.cloudfront.net",
        "ftp://d111111abcdef8.cloudfront.net/*",
    ] {
        seeds.push(lines(&[pattern, url]));
    }
    // Patterns that make simple matchers slow, as long as a URL can be.
    let start = "https://a/";
    let (a, b) = ("a".repeat(8100), "b".repeat(10));
    for pattern in [
        format!("{start}{}b", "*a".repeat(4000)),
        format!("{start}{}b", "a*".repeat(4000)),
        format!("{start}*{}b*", "a".repeat(4000)),
        format!("{start}*{}b*", "?".repeat(4000)),
        format!("{start}{}", "*?".repeat(4000)),
        format!("{start}*{}*{}b", "a?".repeat(1000), "?a".repeat(1000)),
        format!("{start}a{}b", "*".repeat(8000)),
    ] {
        seeds.push(lines(&[&pattern, &format!("{start}{a}")]));
        seeds.push(lines(&[&pattern, &format!("{start}{a}{b}")]));
    }
    seeds
}

fn cookies() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for file in ["cookies.json", "refused.json"] {
        for case in cases(file) {
            if text(&case, "operation") == "cookie_domain" {
                seeds.push(lines(&[
                    "shared",
                    text(&case, "app_host"),
                    text(&case, "cdn_host"),
                ]));
            }
            if text(&case, "operation") == "set_cookie" {
                let (domain, resource) = (text(&case, "domain"), text(&case, "policy_resource"));
                let path = case["path"].as_str().unwrap_or("/");
                seeds.push(lines(&["set", "pl", "60", domain, path, resource]));
            }
        }
    }
    for header in [
        "CloudFront-Policy=$P; CloudFront-Signature=$S; CloudFront-Key-Pair-Id=$K",
        "a=b;CloudFront-Key-Pair-Id=$K ;\tCloudFront-Policy=$P\nCloudFront-Signature=$S; c=\"d;\"",
        "CloudFront-CloudFront-Policy=$P; CloudFront-Signature=$S; CloudFront-Key-Pair-Id=$K",
        "CloudFront-Policy=\"$P\"; CloudFront-Signature=$S; CloudFront-Key-Pair-Id=$K",
        "CloudFront-Policy=$P; CloudFront-Signature=$S; CloudFront-Key-Pair-Id=$K; CloudFront-Policy=$P",
        "CloudFront-Policy=$P; CloudFront-Signature=$S; CloudFront-Key-Pair-Id=$K; CloudFront-Hash-Algorithm=SHA256",
        "xCloudFront-Policy=$P; =; ;; CloudFront-Expires=1767290400",
    ] {
        seeds.push(lines(&["header", header]));
    }
    for (app, cdn) in [
        ("www.example.com", "cdn.example.com"),
        ("a.b.example.co.uk:8443", "c.b.example.co.uk."),
        ("www.example.co.uk", "www.other.co.uk"),
        ("example.com..", "www.example.com.."),
        ("[::1]:80", "[::1]"),
        ("127.0.0.1", "127.0.0.2"),
        ("1.2.3", "0.2.3"),
        ("WWW.Example.COM", "www.example.com"),
        ("user.github.io", "cdn.github.io"),
    ] {
        seeds.push(lines(&["shared", app, cdn]));
        seeds.push(lines(&["new", app]));
        seeds.push(lines(&["new", cdn]));
    }
    let url = "https://cdn.example.com/videos/1.ts?a=b";
    for (word, domain, path, resource) in [
        ("", "", "/", url),
        ("l", "example.com", "/videos", url),
        ("t", ".cdn.example.com", "/videos/", url),
        ("n", "example.com", "/videos/1.ts", url),
        ("l", "", "/vid", url),
        ("l", "", "/videos/1.ts/2", url),
        ("ni", "", "/", url),
        ("i", "", "/", "http://cdn.example.com/"),
        ("", "", "/", "http://localhost:8080/a"),
        ("", "", "/", "http://127.0.0.1.example.com/"),
        ("p", "example.com", "/a;b", "http*://*.example.com/a/*"),
        ("pj", "example.com", "/a", "https://*"),
    ] {
        seeds.push(lines(&["set", word, "", domain, path, resource]));
    }
    seeds
}

fn urls() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> =
        some("refused.json", |case| text(case, "operation") == "sign_url")
            .iter()
            .map(|case| lines(&[text(case, "url")]))
            .collect();
    for case in some("aws_sdk_js_v3.json", |case| case["plain"] == true)
        .iter()
        .step_by(4)
    {
        seeds.push(lines(&[text(case, "url")]));
    }
    for url in [
        "https://[::1]:8443/a",
        "https://[::ffff:1.2.3.4]/a",
        "https://1.2.3/a",
        "https://0x7f.1/",
        "https://256.1.1.1/",
        "https://a.b.c.d:65535/%41%2e%2E/.a/..b?c='d'",
        "https://cdn.example.com/a/..\\b/c",
        "https://cdn.example.com/a\\..\\b",
        "HTTPS://CDN.Example.com:443/a/./b/../c d?e=\u{e9}&f='#g",
        "cdn.example.com/a b",
        " http://cdn.example.com:80?x ",
    ] {
        seeds.push(lines(&[url]));
    }
    for steps in [
        "https://cdn.example.com\n/reports/2026/\u{dc}bersicht 50%.pdf\nd\u{dc}bersicht.pdf",
        "https://cdn.example.com/\n+a/b\n+..\n?name=va lue&\n?b",
        "http://localhost:8080\n?Expires=1\n?X-Amz-Date=2",
        "https://cdn.example.com\n//a//b/\n+\n+*?\\\nsna\"me\\.txt",
    ] {
        seeds.push(format!("\n{steps}").into_bytes());
    }
    seeds
}

fn key_files() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let mut names: Vec<String> = fs::read_dir(root().join("tests/keys"))
        .expect("the test keys")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".md") && !name.ends_with(".sh"))
        .filter(|name| !name.contains("3072") && !name.contains("4096") && !name.contains("-b."))
        .collect();
    names.sort();
    for name in names {
        let letter = if name.ends_with("aes256.der") {
            "e"
        } else {
            "r"
        };
        seeds.push([letter.as_bytes(), &key(&name)].concat());
    }
    for kind in 0..48 {
        let index = if kind % 6 < 4 { kind % 2 } else { 2 };
        seeds.push(vec![b'm', kind, index]);
    }
    for index in 0..keys::KEYS.len() as u8 {
        seeds.push(vec![b'm', 0, index, 3, 0, 30, 1, 3, 0, 200, 1]);
    }
    for (cost, block_size, parallel) in [(16, 8, 1), (0, 8, 1), (3, 1, 1), (1, 0, 0)] {
        seeds.push([b"e".as_slice(), &scrypt(cost, block_size, parallel)].concat());
    }
    seeds.extend((0..4).map(|how| vec![b't', 0, 3, how]));
    seeds.push([b"d\x00".as_slice(), keys::KEYS[0].1].concat());
    seeds
}

/// An encrypted PKCS#8 file whose key is derived by scrypt; what is encrypted is nothing.
fn scrypt(cost: u8, block_size: u8, parallel: u8) -> Vec<u8> {
    let numbers = [2, 1, cost, 2, 1, block_size, 2, 1, parallel];
    let derivation = sequence(&[
        b"\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x04\x0b",
        &sequence(&[b"\x04\x08saltsalt", &numbers]),
    ]);
    let cipher = sequence(&[
        b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a",
        b"\x04\x10iviviviviviviviv",
    ]);
    let scheme = sequence(&[
        b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d",
        &sequence(&[&derivation, &cipher]),
    ]);
    sequence(&[&scheme, b"\x04\x10nothingnothing!!"])
}

/// A short DER sequence.
fn sequence(values: &[&[u8]]) -> Vec<u8> {
    let content = values.concat();
    let length = u8::try_from(content.len())
        .ok()
        .filter(|&length| length < 0x80);
    [
        &[0x30, length.expect("a short sequence")],
        content.as_slice(),
    ]
    .concat()
}
