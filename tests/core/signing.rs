//! Every signing vector, with both engines: the bytes of the real packages, or none.

use std::fmt::Write as _;

use cfsign::{
    Dialect, Engine, Error, HashAlgorithm, Policy, PolicyFields, PrivateKey, Resource, Signer,
    base64_decode, base64_encode,
};
use cfsign_tests::{Case, cases, key, run_cases};

fn all(file: &str) {
    let ran = run_cases(file, |case| {
        for &engine in Engine::available() {
            check_signature(case, engine)?;
            check_whole(case, engine)?;
        }
        Ok(())
    });
    assert!(ran >= 50, "{file} has shrunk to {ran} cases");
}

#[test]
fn both_engines_are_built_in() {
    assert_eq!(Engine::available(), [Engine::AwsLc, Engine::RustCrypto]);
}

#[test]
fn botocore() {
    all("botocore.json");
}

#[test]
fn botocore_ecdsa() {
    all("botocore_ecdsa.json");
}

#[test]
fn boto2() {
    all("boto2.json");
}

#[test]
fn m2crypto() {
    all("m2crypto.json");
}

#[test]
fn aws_sdk_js_v3() {
    all("aws_sdk_js_v3.json");
}

#[test]
fn aws_sdk_js_v2() {
    all("aws_sdk_js_v2.json");
}

#[test]
fn aws_cloudfront_sign() {
    all("aws_cloudfront_sign.json");
}

#[test]
fn rfc6979() {
    let ran = run_cases("rfc6979.json", |case| {
        for &engine in Engine::available() {
            let signer = signer(
                case,
                "K2JCJMDEHXQW5F",
                case.text("private_key_pem").as_bytes(),
                engine,
            )?;
            let signature = signer
                .sign_message(case.text("message").as_bytes())
                .map_err(text)?;
            same(
                "signature",
                &hex(&signature),
                case.text("signature_der_hex"),
            )?;
        }
        Ok(())
    });
    assert_eq!(ran, 4);
}

#[test]
fn base64() {
    let ran = run_cases("base64.json", |case| {
        let bytes = unhex(case.text("hex"));
        same("text", &base64_encode(&bytes), case.text("base64"))?;
        same(
            "bytes",
            &hex(&base64_decode(case.text("base64")).map_err(text)?),
            case.text("hex"),
        )
    });
    assert!(ran >= 20);
}

/// What a drop-in replacement calls: the bytes of the original for strange input too.
#[test]
fn the_unchecked_layer_signs_what_the_originals_sign() {
    let mut ran = 0;
    for file in [
        "botocore.json",
        "botocore_ecdsa.json",
        "boto2.json",
        "m2crypto.json",
    ] {
        run_cases(file, |case| {
            let Some(wanted) = case.find("signed_url") else {
                return Ok(());
            };
            // An expiry that is no integer is the business of the drop-in.
            let arguments = case.json("peer_arguments").as_object();
            if arguments.is_some_and(|arguments| !arguments.contains_key("passphrase")) {
                return Ok(());
            }
            let Ok(signer) = signer(
                case,
                case.text("key_pair_id"),
                &key(case.text("key")),
                Engine::default(),
            ) else {
                return Ok(());
            };
            let url = case.find("url").unwrap_or_default();
            let parameters = if case.flag("custom") {
                signer.sign_policy_text(case.text("policy"))
            } else {
                let date_less_than = case.number("date_less_than").unwrap_or_default();
                signer.sign_fields(&PolicyFields {
                    resource: url,
                    date_less_than,
                    ..PolicyFields::default()
                })
            };
            let unsent = if case.json("hash_algorithm_sent") == false {
                "&Hash-Algorithm=SHA256"
            } else {
                ""
            };
            let found = parameters.map_err(text)?.append_to_unchecked(url);
            // boto 2 puts a URL into its canned policy without escaping it, so that a quote in it
            // can end the resource and add conditions. No client can send such a URL; ours escapes.
            let plain = |character: char| {
                matches!(character, ' '..='~') && !matches!(character, '"' | '\\')
            };
            let escaped = !file.starts_with("botocore") && !url.chars().all(plain);
            if escaped {
                Ok(())
            } else {
                same("URL", &found, &format!("{wanted}{unsent}"))
            }
        });
        ran += cases(file).len();
    }
    assert!(ran >= 600, "only {ran} cases");
}

/// The signature over the very text that the package signed.
fn check_signature(case: &Case, engine: Engine) -> Result<(), String> {
    let signer = signer(case, "K2JCJMDEHXQW5F", &key(case.text("key")), engine)?;
    let signature = signer
        .sign_message(case.text("policy").as_bytes())
        .map_err(text)?;
    same(
        "signature",
        &base64_encode(&signature),
        case.text("signature_base64"),
    )
}

/// The whole URL or all cookies, where the input is one that the strict interface takes.
fn check_whole(case: &Case, engine: Engine) -> Result<(), String> {
    if !case.flag("plain") {
        return Ok(());
    }
    let signer = signer(
        case,
        case.text("key_pair_id"),
        &key(case.text("key")),
        engine,
    )?;
    let policy = case
        .find("raw_policy")
        .map_or_else(|| policy(case).map(Some), |_| Ok(None))?;
    if case.text("operation") == "cookies" {
        let cookies = match &policy {
            Some(policy) => signer.sign_cookies(policy),
            None => signer.sign_cookies_with_raw_policy(case.text("policy")),
        };
        let resource = case
            .find("policy_resource")
            .or(case.find("url"))
            .unwrap_or_default();
        if policy.is_some() && resource.starts_with('*') {
            // The guide wants http:// or https:// for cookies; the package does not mind.
            return same(
                "code",
                cookies.err().map_or("signed", |error| error.code()),
                "cookie-resource",
            );
        }
        let cookies = cookies.map_err(text)?;
        let wanted = case.json("cookies").as_object().ok_or("no cookies")?;
        for (name, value) in wanted {
            same(
                name,
                cookies.get(name).unwrap_or("(missing)"),
                value.as_str().unwrap_or("(no text)"),
            )?;
        }
        return same(
            "number of cookies",
            &cookies.iter().count().to_string(),
            &wanted.len().to_string(),
        );
    }
    let signed = match &policy {
        Some(policy) => signer.sign_url_with(case.text("url"), policy),
        None => signer.sign_url_with_raw_policy(case.text("url"), case.text("policy")),
    }
    .map_err(text)?;
    let mut wanted = case.text("signed_url").to_owned();
    if case.json("hash_algorithm_sent") == false {
        // The package signs with SHA-256 and cannot say so; we do.
        wanted.push_str("&Hash-Algorithm=SHA256");
    }
    same("URL", &signed, &wanted)?;
    check_shortcuts(case, &signer, policy.as_ref(), &signed)
}

/// The other ways to the same URL: `sign_url`, `sign_urls`, a grant.
fn check_shortcuts(
    case: &Case,
    signer: &Signer,
    policy: Option<&Policy>,
    signed: &str,
) -> Result<(), String> {
    let Some(policy) = policy else { return Ok(()) };
    let url = case.text("url");
    let room = signed.len() - url.len();
    if room > signer.max_added_len(policy) && case.text("peer") != "aws_cloudfront_sign" {
        return Err(format!("{room} bytes were added, more than max_added_len"));
    }
    if policy.is_canned() {
        same(
            "sign_url",
            &signer.sign_url(url, policy.expires()).map_err(text)?,
            signed,
        )?;
        let batch = signer
            .sign_urls(&[url, "ftp://refused", url], policy.expires())
            .map_err(text)?;
        let [Ok(first), Err(_), Ok(third)] = batch.as_slice() else {
            return Err("sign_urls".to_owned());
        };
        same("sign_urls", first, signed)?;
        return same("sign_urls", third, signed);
    }
    same(
        "grant",
        &signer
            .grant(policy)
            .map_err(text)?
            .sign_url(url)
            .map_err(text)?,
        signed,
    )
}

fn signer(
    case: &Case,
    key_pair_id: &str,
    private_key: &[u8],
    engine: Engine,
) -> Result<Signer, String> {
    let hash_algorithm = match case.text("hash_algorithm") {
        "SHA1" => HashAlgorithm::Sha1,
        "SHA256" => HashAlgorithm::Sha256,
        other => return Err(format!("unknown hash algorithm {other}")),
    };
    let dialect = match case.find("peer") {
        Some("botocore" | "botocore_ecdsa") => Dialect::Botocore,
        Some("aws_sdk_js_v2") => Dialect::AwsSdkJsV2,
        Some("aws_sdk_js_v3") => Dialect::AwsSdkJs,
        Some("aws_cloudfront_sign") => Dialect::AwsCloudfrontSign,
        _ => Dialect::CloudFront,
    };
    let passphrase = case.json("peer_arguments")["passphrase"]
        .as_str()
        .map(str::as_bytes);
    let key = PrivateKey::read_with(private_key, passphrase, engine).map_err(text)?;
    assert_eq!(key.engine(), engine);
    Signer::builder(key_pair_id)
        .parsed_key(key)
        .hash_algorithm(hash_algorithm)
        .dialect(dialect)
        .build()
        .map_err(text)
}

fn policy(case: &Case) -> Result<Policy, String> {
    let resource = case
        .find("policy_resource")
        .unwrap_or_else(|| case.text("url"));
    let resource = if resource.contains('*') || case.find("policy_resource").is_some() {
        Resource::pattern(resource)
    } else {
        Resource::exact(resource)
    };
    let date_less_than = case.number("date_less_than").ok_or("no date_less_than")?;
    let mut policy = Policy::new(resource.map_err(text)?, date_less_than).map_err(text)?;
    if case.flag("custom") {
        policy = policy.always_custom();
    }
    if let Some(start) = case.number("date_greater_than") {
        policy = policy.date_greater_than(start).map_err(text)?;
    }
    if let Some(range) = case.find("ip_address") {
        policy = policy.ip_address(range.parse().map_err(text)?);
    }
    Ok(policy)
}

fn same(what: &str, found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{what}\n  found  {found}\n  wanted {wanted}"))
    }
}

#[allow(clippy::needless_pass_by_value)] // Fits `map_err`.
fn text(error: Error) -> String {
    error.to_string()
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}
