//! Nothing that gives access may appear in what people log.

use cfsign::{Policy, PrivateKey, Resource, Signer, UrlBuilder};
use cfsign_tests::key;

#[test]
fn debug_shows_kinds_and_no_secrets() {
    let pem = key("rsa-2048.pkcs8.pem");
    let private = PrivateKey::read(&pem).unwrap();
    assert_eq!(format!("{private:?}"), "PrivateKey(RSA 2048)");
    assert_eq!(
        format!("{:?}", private.public_key().unwrap()),
        "PublicKey(RSA 2048)"
    );

    let builder = Signer::builder("K2JCJMDEHXQW5F")
        .private_key(&pem)
        .passphrase("correct horse");
    assert_eq!(
        format!("{builder:?}"),
        "SignerBuilder { key_pair_id: \"K2JCJMDEHXQW5F\", .. }"
    );
    let signer = builder.build().unwrap();
    assert_eq!(
        format!("{signer:?}"),
        "Signer { key_pair_id: \"K2JCJMDEHXQW5F\", key: RSA 2048, hash_algorithm: SHA1, .. }"
    );

    let resource = Resource::pattern("https://cdn.example.com/private-place/*").unwrap();
    let policy = Policy::new(resource, 1_767_290_400).unwrap();
    let grant = signer.grant(&policy).unwrap();
    let shown = format!(
        "{policy:?} {:?} {grant:?} {:?}",
        policy.resource(),
        grant.cookies().unwrap()
    );
    assert!(!shown.contains("private-place"), "{shown}");
    for secret in grant
        .query()
        .split(['&', '='])
        .filter(|part| part.len() > 20)
    {
        assert!(!shown.contains(secret), "{shown}");
    }
    let url = UrlBuilder::new("https://cdn.example.com")
        .unwrap()
        .segment("private-place");
    assert!(!format!("{url:?}").contains("private-place"));
}

#[test]
fn errors_show_no_query_values_and_no_keys() {
    let signer = Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    for url in [
        "https://cdn.example.com/a b?token=hunter2",
        "https://cdn.example.com/a?token=hunter2 x",
        "https://cdn.example.com/a?token=hunter2&Expires=1&Signature=abc",
        "https://cdn.example.com/a?X-Amz-Signature=hunter2",
        "https://cdn.example.com/*?token=hunter2",
        "https://CDN.example.com/a?token=hunter2",
        "cdn.example.com/a?token=hunter2",
        "https://cdn.example.com/a?token=hunter2#top",
    ] {
        let error = signer.sign_url(url, 1_767_290_400).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    let pem = String::from_utf8(key("rsa-2048.pkcs1.pem")).unwrap();
    let middle: String = pem.lines().nth(5).unwrap().to_owned();
    let damaged = pem.replace(&middle, &middle[..60]);
    let error = PrivateKey::read(damaged).unwrap_err();
    assert!(!format!("{error} {error:?}").contains(&middle[..20]));
}
