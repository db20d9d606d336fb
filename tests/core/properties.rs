//! What must hold for every input, tried on many.

use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cfsign::{
    Dialect, EpochSeconds, HashAlgorithm, IpRange, Policy, PolicyFields, PrivateKey, PublicKey,
    Resource, Signer, UrlBuilder, base64_decode, base64_encode,
};
use cfsign_tests::key;
use proptest::prelude::*;
use serde_json::Value;

const EXPIRES: i64 = 1_767_290_400;

fn signer() -> &'static Signer {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    SIGNER.get_or_init(|| Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap())
}

fn public_key() -> &'static PublicKey {
    static KEY: OnceLock<PublicKey> = OnceLock::new();
    KEY.get_or_init(|| PublicKey::read(key("p256.public.pem")).unwrap())
}

/// URLs as people write them: mostly good, with what is not good strewn in.
fn urlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z0-9]{1,6}",
        2 => "[/.%?&=#*'+~:@,;!$() -]",
        1 => "%[0-9a-fA-F]{2}",
        1 => prop_oneof![Just("/../"), Just("/./"), Just("%2e%2E/"), Just("//"), Just("Expires="), Just("?a=b&"), Just("%zz"), Just("é"), Just("\\")].prop_map(str::to_owned),
    ];
    let pieces = prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    (
        prop_oneof![9 => Just("https://cdn.example.com/"), 1 => Just("http://127.0.0.1:8403/")],
        pieces,
    )
        .prop_map(|(start, rest)| format!("{start}{rest}"))
}

/// Takes a signed URL apart: what stood before the signing parameters, and the parameters.
fn take_apart(signed: &str) -> (&str, Vec<(&str, &str)>) {
    let first = ["Expires=", "Policy="]
        .iter()
        .filter_map(|name| signed.rfind(name))
        .min()
        .unwrap();
    let parameters = signed[first..]
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .collect();
    (&signed[..first - 1], parameters)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_signed_url_is_the_url_and_the_parameters(url in urlish()) {
        let Ok(signed) = signer().sign_url(&url, EXPIRES) else { return Ok(()) };
        let (before, parameters) = take_apart(&signed);
        prop_assert_eq!(before, &url);
        let [("Expires", expires), ("Signature", signature), ("Key-Pair-Id", id)] = parameters[..] else {
            return Err(TestCaseError::fail("other parameters"));
        };
        prop_assert_eq!((expires, id), ("1767290400", "K2JCJMDEHXQW5F"));
        let policy = format!(
            "{{\"Statement\":[{{\"Resource\":\"{url}\",\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{expires}}}}}}}]}}"
        );
        let signature = base64_decode(signature).unwrap();
        prop_assert!(public_key().verify(HashAlgorithm::Sha1, policy.as_bytes(), &signature));
    }

    #[test]
    fn browsers_send_a_signed_url_as_it_is(url in urlish()) {
        let Ok(signed) = signer().sign_url(&url, EXPIRES) else { return Ok(()) };
        let sent = url::Url::parse(&signed).unwrap().to_string();
        prop_assert_eq!(sent, signed);
    }

    #[test]
    fn a_corrected_url_can_be_signed(url in urlish()) {
        let Err(error) = signer().sign_url(&url, EXPIRES) else { return Ok(()) };
        let Some(corrected) = error.suggestion() else { return Ok(()) };
        prop_assert_ne!(corrected, &url);
        match signer().sign_url(corrected, EXPIRES) {
            Ok(_) => {}
            // The star is the caller's choice: a character, or a wildcard of a custom policy.
            Err(error) => prop_assert_eq!(error.code(), "wildcard-needs-custom-policy"),
        }
    }

    #[test]
    fn nothing_panics_on_any_text(text in any::<String>()) {
        let _ = signer().sign_url(&text, EXPIRES);
        let _ = Resource::exact(&text);
        let _ = Resource::pattern(&text);
        let _ = Resource::below(&text);
        let _ = UrlBuilder::new(&text);
        let _ = text.parse::<IpRange>();
        let _ = text.parse::<cfsign::KeyPairId>();
        let _ = cfsign::CookieDomain::new(&text);
        let _ = cfsign::CookieDomain::shared_by(&text, "cdn.example.com");
        let _ = cfsign::CookieAttributes::new().path(&text);
        let _ = base64_decode(&text);
        let _ = signer().sign_cookies_with_raw_policy(&text);
    }

    #[test]
    fn nothing_panics_on_any_key(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(PrivateKey::read(&bytes).is_err());
        prop_assert!(PublicKey::read(&bytes).is_err());
    }

    #[test]
    fn a_damaged_key_is_no_key_or_the_same(at in 0usize..1600, byte in any::<u8>()) {
        let mut pem = key("rsa-2048.pkcs8.pem");
        let at = at % pem.len();
        pem[at] = byte;
        let good = PublicKey::read(key("rsa-2048.public.pem")).unwrap();
        if let Ok(read) = PrivateKey::read(&pem) {
            // A byte outside of the Base64, or the same byte again.
            prop_assert_eq!(read.public_key().unwrap().to_der(), good.to_der());
        }
    }

    #[test]
    fn base64_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = base64_encode(&bytes);
        prop_assert_eq!(&text, &STANDARD.encode(&bytes).replace('+', "-").replace('=', "_").replace('/', "~"));
        prop_assert_eq!(base64_decode(&text).unwrap(), bytes);
    }

    #[test]
    fn no_text_can_add_conditions(resource in any::<String>(), range in any::<String>(), epoch in any::<i64>()) {
        for dialect in [Dialect::CloudFront, Dialect::Botocore, Dialect::AwsSdkGo, Dialect::AwsSdkJava] {
            let fields = PolicyFields {
                resource: &resource,
                date_less_than: epoch,
                date_greater_than: Some(epoch),
                ip_address: Some(&range),
                custom: true,
            };
            let policy: Value = serde_json::from_str(&dialect.write_policy(&fields)).unwrap();
            let wanted = serde_json::json!({ "Statement": [{ "Resource": resource, "Condition": {
                "DateLessThan": { "AWS:EpochTime": epoch },
                "DateGreaterThan": { "AWS:EpochTime": epoch },
                "IpAddress": { "AWS:SourceIp": range },
            }}]});
            prop_assert_eq!(policy, wanted);
        }
    }

    #[test]
    fn names_survive_the_builder(segments in prop::collection::vec(".{1,12}", 1..4), value in ".{0,20}") {
        let mut builder = UrlBuilder::new("https://cdn.example.com").unwrap();
        for segment in &segments {
            builder = builder.segment(segment);
        }
        let dots = segments.iter().any(|segment| segment == "." || segment == "..");
        let url = match builder.clone().query("name of it", &value).build() {
            Ok(url) => url,
            Err(error) => { prop_assert!(dots, "{}", error); return Ok(()) }
        };
        prop_assert!(signer().sign_url(&url, EXPIRES).is_ok());
        let parsed = url::Url::parse(&url).unwrap();
        prop_assert_eq!(parsed.as_str(), &url);
        let found: Vec<String> = parsed.path_segments().unwrap().map(decoded).collect();
        prop_assert_eq!(found, segments);
        let pairs: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [("name of it".to_owned(), value)]);
        // Whatever the names are, the only wildcard is the one at the end.
        let below = builder.build_below().unwrap();
        prop_assert_eq!(below.as_str().matches(['*', '?']).count(), 1);
    }

    #[test]
    fn a_bucket_is_never_early_and_less_than_one_late(expires in 500_000_000u64..4_000_000_000, bucket in 0u64..100_000) {
        let expires = EpochSeconds::new(expires).unwrap();
        let rounded = expires.rounded_up_to(Duration::from_secs(bucket)).unwrap();
        prop_assert!(rounded >= expires);
        prop_assert!(rounded.get() - expires.get() < bucket.max(1));
    }

    #[test]
    fn ranges_come_back(address in any::<u32>(), prefix_len in 0u8..=32) {
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix_len)).unwrap_or(0);
        let first = std::net::Ipv4Addr::from_bits(address & mask);
        let range = IpRange::new(first, prefix_len).unwrap();
        prop_assert_eq!(range.to_string().parse::<IpRange>().unwrap(), range);
        prop_assert!(range.contains(std::net::Ipv4Addr::from_bits(address)));
        let outside = std::net::Ipv4Addr::from_bits(address ^ (mask & mask.wrapping_neg()));
        prop_assert!(prefix_len == 0 || !range.contains(outside));
    }

    #[test]
    fn wildcards_match_as_their_definition_says(pattern in "[ab*?]{0,8}", path in "[ab]{0,8}") {
        let resource = Resource::pattern(&format!("https://cdn.example.com/{pattern}")).unwrap();
        let found = resource.covers(&format!("https://cdn.example.com/{path}"));
        // A question mark may also be where the query string begins, and `a*?*` is then `a*`.
        let without_query = pattern.match_indices('?').any(|(at, _)| {
            let (before, after) = (&pattern[..at], &pattern[at + 1..]);
            let any_query = !after.is_empty() && after.bytes().all(|byte| byte == b'*');
            any_query && before.ends_with('*') && by_definition(before.as_bytes(), path.as_bytes())
        });
        prop_assert_eq!(found, without_query || by_definition(pattern.as_bytes(), path.as_bytes()));
    }

    #[test]
    fn a_grant_signs_only_what_it_covers(directory in "[a-z]{1,3}", other in "[a-z]{1,3}", name in "[a-z]{1,5}") {
        let resource = Resource::below(&format!("https://cdn.example.com/{directory}")).unwrap();
        let grant = signer().grant(&Policy::new(resource, EXPIRES).unwrap()).unwrap();
        let url = format!("https://cdn.example.com/{other}/{name}");
        match grant.sign_url(&url) {
            Ok(signed) => {
                prop_assert_eq!(&other, &directory);
                prop_assert_eq!(signed, format!("{url}?{}", grant.query()));
            }
            Err(error) => {
                prop_assert_ne!(&other, &directory);
                prop_assert_eq!(error.code(), "policy-does-not-cover-url");
            }
        }
    }
}

/// `*` is any text and `?` one character: slow, and plainly so.
fn by_definition(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        ([b'*', pattern @ ..], _) => {
            by_definition(pattern, text)
                || !text.is_empty() && by_definition(&[b"*", pattern].concat(), &text[1..])
        }
        ([b'?', pattern @ ..], [_, text @ ..]) => by_definition(pattern, text),
        ([a, pattern @ ..], [b, text @ ..]) => a == b && by_definition(pattern, text),
        _ => false,
    }
}

fn decoded(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut text = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            text.push(u8::from_str_radix(&segment[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            text.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(text).unwrap()
}
