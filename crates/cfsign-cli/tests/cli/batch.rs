//! `cfsign sign --stdin`.

use std::fmt::Write as _;

use cfsign::{Policy, Resource, Signer};
use serde_json::Value;

use crate::support::{HOST, ID, NOW, key, read_key, sign};

fn signer() -> Signer {
    Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap()
}

fn signed(name: &str) -> String {
    signer()
        .sign_url(&format!("{HOST}/{name}"), NOW + 3600)
        .unwrap()
}

/// Positions stay: an empty line for an empty line, and for one that is refused.
#[test]
fn lines() {
    let input = [
        format!("\u{feff}{HOST}/1\n{HOST}/2\r\n\nno url\n").into_bytes(),
        b"\xff\n".to_vec(),
        format!("{HOST}/3").into_bytes(),
    ];
    let outcome = sign(["--stdin", "--expires", "1h"])
        .input(input.concat())
        .run();
    assert_eq!(outcome.code, 2);
    let expected = [&signed("1"), &signed("2"), "", "", "", &signed("3"), ""].join("\n");
    assert_eq!(outcome.stdout, expected);
    insta::assert_snapshot!("batch-lines", outcome.stderr);
}

#[test]
fn lines_as_json() {
    let input = format!("{HOST}/1\n\nno url\n");
    let outcome = sign(["--stdin", "--expires", "1h", "--json"])
        .input(input)
        .run();
    assert_eq!(outcome.code, 2);
    let lines: Vec<Value> = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["signed_url"], signed("1"));
    assert_eq!(lines[1]["error"]["code"], "url-scheme");
    assert_eq!(lines[1]["error"]["line"], 3);
}

#[test]
fn csv() {
    let input = format!(
        "id,link,note\n1,{HOST}/1,\"a, \"\"b\"\"\"\n2,not a url,x\n3,{HOST}/3\n4,{HOST}/4,\"two\nlines\"\n5,{HOST}/5,x,y\n"
    );
    let outcome = sign([
        "--stdin",
        "--expires",
        "1h",
        "--format",
        "csv",
        "--column",
        "link",
    ])
    .input(input)
    .run();
    assert_eq!(outcome.code, 2);
    let expected = format!(
        "id,link,note,signed_url,error\n\
         1,{HOST}/1,\"a, \"\"b\"\"\",{},\n\
         2,not a url,x,,url-scheme: the URL must begin with http:// or https://: found no scheme\n\
         3,{HOST}/3,,,\"wrong-length: the record has 2 fields, and there are 3 columns\"\n\
         4,{HOST}/4,\"two\nlines\",{},\n\
         5,{HOST}/5,x,,\"wrong-length: the record has 4 fields, and there are 3 columns\"\n",
        signed("1"),
        signed("4"),
    );
    assert_eq!(outcome.stdout, expected);
    assert!(
        outcome.stderr.contains("line 7: the record has 4 fields"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn csv_without_the_column() {
    let call = sign(["--stdin", "--expires", "1h", "--format", "csv"]).input("id;url\n1;x\n");
    assert_eq!(call.error(), ("no-column".to_owned(), 2));
    let call = sign(["--stdin", "--expires", "1h", "--format", "csv"]).input("url,signed_url\n");
    assert_eq!(call.error(), ("column-taken".to_owned(), 2));
    let no_names = sign(["--stdin", "--expires", "1h", "--format", "csv"]);
    let no_names = no_names.input(format!("1,{HOST}/1?token=secret\n")).run();
    assert!(!no_names.stderr.contains("secret"), "{}", no_names.stderr);
    assert_eq!(
        sign(["--stdin", "--expires", "1h", "--format", "csv"]).ok(),
        ""
    );
}

/// What an object had before stays as it was, byte for byte.
#[test]
fn jsonl() {
    let input = format!(
        "{{\"id\": 1.50, \"url\":\"{HOST}/1\" }}\n{{\"url\":\"x\",\"n\":12345678901234567890123}}\n\n[1]\n{{}}\n{{\"url\":7}}\n{{\"url\":\"{HOST}/1\",\"error\":1}}\n{{\"\\u0075rl\":\"{HOST}\\/2\"}}\n"
    );
    let outcome = sign(["--stdin", "--expires", "1h", "--format", "jsonl"])
        .input(input)
        .run();
    assert_eq!(outcome.code, 2);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(
        lines[0],
        format!(
            "{{\"id\": 1.50, \"url\":\"{HOST}/1\",\"signed_url\":\"{}\"}}",
            signed("1")
        )
    );
    assert!(
        lines[1].starts_with("{\"url\":\"x\",\"n\":12345678901234567890123,\"error\":{\"line\":2,"),
        "{}",
        lines[1]
    );
    assert_eq!(lines[2], "");
    assert_eq!(
        lines[7],
        format!(
            "{{\"\\u0075rl\":\"{HOST}\\/2\",\"signed_url\":\"{}\"}}",
            signed("2")
        )
    );
    let codes = [
        (1, "url-scheme"),
        (3, "not-json"),
        (4, "no-url"),
        (5, "no-url"),
        (6, "field-taken"),
    ];
    for (line, code) in codes {
        let object: Value = serde_json::from_str(lines[line]).unwrap();
        assert_eq!(object["error"]["code"], code, "{}", lines[line]);
    }
    assert!(
        outcome
            .stderr
            .ends_with("error: signed 2 of 7, 5 refused\n"),
        "{}",
        outcome.stderr
    );
}

/// Every way to sign, a line at a time: the same bytes as one URL gets alone.
#[test]
fn every_policy() {
    let raw = "{\"Statement\":[]}";
    let folder = crate::support::folder();
    let file = crate::support::write(folder.path(), "policy", raw);
    let file = file.to_str().unwrap();
    let below = format!("{HOST}/*");
    let cases: &[&[&str]] = &[
        &["--expires", "1h"],
        &["--expires", "1h", "--custom"],
        &["--expires", "1h", "--ip-address", "192.0.2.7"],
        &["--expires", "1h", "--policy-resource", &below],
        &["--policy", file],
    ];
    let mut ran = 0;
    for flags in cases {
        let url = format!("{HOST}/1");
        let alone = sign([url.as_str()].iter().chain(*flags)).ok();
        let streamed = sign(["--stdin"].iter().chain(*flags))
            .input(format!("{url}\n"))
            .ok();
        assert_eq!(streamed, alone + "\n", "{flags:?}");
        ran += 1;
    }
    assert_eq!(ran, 5);
}

/// Many at once, and none out of order: in lanes, one by one, and around what is refused.
#[test]
fn many_each_under_their_own_policy() {
    let urls: Vec<String> = (0..1500)
        .map(|number| match number % 100 {
            17 => String::new(),
            18 => format!("{HOST}/{number} {number}"),
            _ => format!("{HOST}/{number}/{}", "a".repeat(number % 90)),
        })
        .collect();
    let input = urls.join("\n") + "\n";
    let range = "192.0.2.7".parse().unwrap();
    let custom = |url: &str| {
        let policy = Policy::new(Resource::exact(url)?, NOW + 3600)?.ip_address(range);
        signer().sign_url_with(url, &policy)
    };
    let custom: Vec<String> = urls
        .iter()
        .map(|url| custom(url).unwrap_or_default())
        .collect();
    let canned: Vec<String> = urls
        .iter()
        .map(|url| signer().sign_url(url, NOW + 3600).unwrap_or_default())
        .collect();
    // Where lanes may be missing, `on` may be refused.
    let has_lanes = std::env::var_os("CFSIGN_REQUIRE_IFMA").is_some();
    let mut ran = 0;
    for switch in ["", "off", "on"] {
        for (wanted, flags) in [
            (&canned, &[][..]),
            (&custom, &["--ip-address", "192.0.2.7"]),
        ] {
            let call = sign(["--stdin", "--expires", "1h"].iter().chain(flags));
            let mut call = call.input(input.clone());
            if !switch.is_empty() {
                call = call.env("CFSIGN_IFMA", switch);
            }
            let outcome = call.run();
            ran += 1;
            if switch == "on" && !has_lanes && outcome.stderr.contains("no AVX-512 IFMA") {
                continue;
            }
            assert_eq!(outcome.code, 2, "{}", outcome.stderr);
            let signed: Vec<&str> = outcome.stdout.lines().collect();
            assert!(signed == *wanted, "{flags:?}, CFSIGN_IFMA={switch}");
            let counted = "signed 1470 of 1485, 15 refused";
            assert!(outcome.stderr.contains(counted), "{}", outcome.stderr);
        }
    }
    assert_eq!(ran, 6);
}

/// Constant memory: a hundred thousand URLs under one grant, and none out of order.
#[test]
fn many_under_one_grant() {
    const COUNT: usize = 100_000;
    let below = format!("{HOST}/videos/*");
    let mut input = String::new();
    for number in 0..COUNT {
        writeln!(input, "{HOST}/videos/{number}.ts").unwrap();
    }
    let call = sign([
        "--stdin",
        "--expires",
        "1h",
        "--policy-resource",
        &below,
        "--stats",
        "--json",
        "--format",
        "jsonl",
    ]);
    let objects: Vec<String> = input
        .lines()
        .map(|url| format!("{{\"url\":\"{url}\"}}\n"))
        .collect();
    let as_json = call.input(objects.concat()).run();
    assert_eq!(as_json.code, 0);
    let outcome = sign([
        "--stdin",
        "--expires",
        "1h",
        "--policy-resource",
        &below,
        "--stats",
    ])
    .input(input)
    .run();
    assert_eq!(outcome.code, 0);

    let policy = Policy::new(Resource::pattern(&below).unwrap(), NOW + 3600).unwrap();
    let grant = signer().grant(&policy).unwrap();
    let mut lines = 0;
    for (number, line) in outcome.stdout.lines().enumerate() {
        let url = format!("{HOST}/videos/{number}.ts");
        assert!(
            line.starts_with(&url) && line.ends_with(grant.query()),
            "{line}"
        );
        lines += 1;
    }
    assert_eq!(lines, COUNT);
    assert_eq!(as_json.stdout.lines().count(), COUNT);

    assert!(
        outcome.stderr.starts_with("100000 URLs in "),
        "{}",
        outcome.stderr
    );
    let stats: Value = serde_json::from_str(&as_json.stderr).unwrap();
    assert_eq!(stats["stats"]["signed"], COUNT);
    let peak = stats["stats"]["peak_memory_bytes"].as_u64().unwrap();
    assert!(peak < 20_000_000, "{peak}");
}

/// What is wrong stays in its place where a batch ends and the next begins.
#[test]
fn refused_at_the_ends_of_batches() {
    const COUNT: usize = 2100;
    let folder = crate::support::folder();
    let file = crate::support::write(folder.path(), "policy", "{\"Statement\":[]}");
    let below = format!("{HOST}/*");
    let cases: [&[&str]; 3] = [
        &["--expires", "1h"],
        &["--expires", "1h", "--policy-resource", &below],
        &["--policy", file.to_str().unwrap()],
    ];
    let mut ran = 0;
    for flags in cases {
        for refused in [62..65, 63..66, 64..65, 1022..1025, 1024..1025, 2046..2050] {
            let name = |number| format!("{HOST}/{number}");
            let input: String = (0..COUNT)
                .map(|number| match number {
                    odd if refused.contains(&odd) => format!("{odd}\n"),
                    number => name(number) + "\n",
                })
                .collect();
            let mut call = sign(["--stdin"].iter().chain(flags));
            call = call.input(input);
            let outcome = call.run();
            assert_eq!(outcome.code, 2, "{}", outcome.stderr);
            let lines: Vec<&str> = outcome.stdout.lines().collect();
            assert_eq!(lines.len(), COUNT);
            for (number, line) in lines.into_iter().enumerate() {
                let is_right = match number {
                    odd if refused.contains(&odd) => line.is_empty(),
                    number => line.starts_with(&(name(number) + "?")),
                };
                assert!(is_right, "{flags:?}, {refused:?}, {number}: {line}");
            }
            let numbers = refused.clone().map(|at| format!("line {}: ", at + 1));
            for (told, wanted) in outcome.stderr.lines().zip(numbers) {
                assert!(told.contains(&wanted), "{told}");
            }
            ran += 1;
        }
    }
    assert_eq!(ran, 18);
}

/// A key that cannot be used stops everything before a line is read.
#[test]
fn the_key_is_read_first() {
    let call = crate::support::cfsign([
        "sign",
        "--stdin",
        "--expires",
        "1h",
        "--key-pair-id",
        ID,
        "--private-key",
        &key("p384.sec1.pem"),
    ]);
    assert_eq!(call.input("x\n").error(), ("unsupported-key".to_owned(), 3));
}
