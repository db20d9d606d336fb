//! Batches: the results of one by one, in order, however many threads sign.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};

use cfsign::{
    BatchPath, Dialect, Engine, EpochSeconds, Error, ErrorKind, ExternalSigner, HashAlgorithm,
    KeyKind, Policy, PrivateKey, Resource, SignedCookies, Signer, Terms,
};
use cfsign_tests::{key, say_path};

const EXPIRES: i64 = 1_767_290_400;

fn signer() -> Signer {
    Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap()
}

fn urls(count: usize) -> Vec<String> {
    (0..count)
        .map(|page| format!("https://d111111abcdef8.cloudfront.net/{page}.jpg"))
        .collect()
}

fn threads(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

fn all(results: Vec<Result<String, Error>>) -> Vec<String> {
    results.into_iter().map(Result::unwrap).collect()
}

#[test]
fn every_number_of_urls_and_threads_gives_the_same() {
    let signer = signer();
    let urls = urls(37);
    let wanted: Vec<String> = urls
        .iter()
        .map(|url| signer.sign_url(url, EXPIRES).unwrap())
        .collect();
    for count in [0, 1, 7, 8, 9, 16, 37] {
        for most in 1..=5 {
            let batch = signer.batch().threads(threads(most));
            let signed = batch.sign_urls(&urls[..count], EXPIRES).unwrap();
            assert_eq!(
                all(signed),
                wanted[..count],
                "{count} URLs on {most} threads"
            );
        }
    }
}

/// The paths that RSA 2048 has on this machine.
fn paths(signer: &Signer) -> Vec<BatchPath> {
    let path = signer.batch_path().unwrap();
    say_path(path == BatchPath::Ifma);
    let mut paths = vec![BatchPath::Auto, BatchPath::OneByOne];
    paths.extend((path == BatchPath::Ifma).then_some(BatchPath::Ifma));
    paths
}

#[test]
fn rsa_2048_signs_the_same_at_once_and_one_by_one() {
    let dialects = [Dialect::CloudFront, Dialect::AwsCloudfrontSign];
    for (dialect, hash) in dialects
        .into_iter()
        .zip([HashAlgorithm::Sha1, HashAlgorithm::Sha256])
    {
        let signer = Signer::builder("K2JCJMDEHXQW5F")
            .private_key(key("rsa-2048.pkcs8.pem"))
            .dialect(dialect)
            .hash_algorithm(hash)
            .build()
            .unwrap();
        let mut urls = urls(41);
        urls[9] = "ftp://d111111abcdef8.cloudfront.net/".to_owned();
        urls[40] = "https://d111111abcdef8.cloudfront.net/*".to_owned();
        let said = |result: &Result<String, Error>| match result {
            Ok(url) => url.clone(),
            Err(error) => error.to_string(),
        };
        let wanted: Vec<String> = urls
            .iter()
            .map(|url| said(&signer.sign_url(url, EXPIRES)))
            .collect();
        for path in paths(&signer) {
            for (count, most) in [(1, 1), (2, 1), (5, 2), (8, 2), (13, 1), (41, 1), (41, 3)] {
                let batch = signer.batch().path(path).threads(threads(most));
                let signed = batch.sign_urls(&urls[..count], EXPIRES).unwrap();
                let signed: Vec<String> = signed.iter().map(said).collect();
                assert_eq!(
                    signed,
                    wanted[..count],
                    "{count} URLs, {most} threads, {path:?}"
                );
            }
        }
    }
}

#[test]
fn other_keys_have_one_path() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let one = |builder: cfsign::SignerBuilder| builder.build().unwrap().batch_path().unwrap();
    let builder = || Signer::builder("K2JCJMDEHXQW5F");
    let private = PrivateKey::read(key("p256.pkcs8.pem")).unwrap();
    let keys = [
        builder().private_key(key("p256.pkcs8.pem")),
        builder()
            .private_key(key("rsa-2048.pkcs8.pem"))
            .engine(Engine::RustCrypto),
        builder().external(Counting(private, &ASKED)),
    ];
    for key in keys {
        assert_eq!(one(key), BatchPath::OneByOne);
    }
}

/// Four at a time where eight would leave a thread without work.
#[test]
fn few_urls_are_shared_by_the_threads() {
    let signer = signer();
    let cases: [(usize, usize, &[usize]); 3] = [(8, 1, &[8]), (8, 2, &[4, 8]), (16, 2, &[8, 16])];
    for (count, most, possible) in cases {
        let mut told = Vec::new();
        let mut tell = |done| {
            told.push(done);
            ControlFlow::Continue(())
        };
        let batch = signer.batch().threads(threads(most));
        let batch = batch.on_progress(&mut tell);
        batch.sign_urls(&urls(count), EXPIRES).unwrap();
        assert_eq!(told.last(), Some(&count));
        assert!(told.iter().all(|done| possible.contains(done)), "{told:?}");
    }
}

#[test]
fn a_url_that_is_refused_stops_no_other() {
    let signer = signer();
    let mut urls = urls(20);
    urls[11] = "ftp://d111111abcdef8.cloudfront.net/".to_owned();
    let signed = signer
        .batch()
        .threads(threads(2))
        .sign_urls(&urls, EXPIRES)
        .unwrap();
    let refused: Vec<usize> = (0..20).filter(|at| signed[*at].is_err()).collect();
    assert_eq!(refused, [11]);
}

/// Policies of each form; some with one that cookies cannot have.
fn policies(count: usize) -> Vec<Policy> {
    let one = |at: usize| {
        let user = format!("https://d111111abcdef8.cloudfront.net/users/{at}/");
        let below = || Resource::below(&user).unwrap();
        let range = "192.0.2.0/24".parse().unwrap();
        match at % 4 {
            0 => Policy::canned(&user, EXPIRES),
            1 => Policy::new(below(), EXPIRES).map(|policy| policy.ip_address(range)),
            2 => Policy::new(below(), EXPIRES + 1),
            _ => Policy::new(Resource::pattern("*://*/a.jpg").unwrap(), EXPIRES),
        }
    };
    (0..count).map(|at| one(at).unwrap()).collect()
}

fn either<T>(result: Result<T, Error>, text: impl Fn(T) -> String) -> String {
    result.map_or_else(|error| format!("{}: {error}", error.kind().code()), text)
}

#[test]
fn cookies_and_grants_are_the_same_at_once_and_one_by_one() {
    let rsa = Signer::from_pem(key("rsa-2048.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    let header = |cookies: SignedCookies| cookies.cookie_header();
    let query = |grant: cfsign::Grant| format!("{} {:?}", grant.query(), grant.policy());
    let all = policies(21);
    for (signer, paths) in [(&rsa, paths(&rsa)), (&signer(), vec![BatchPath::Auto])] {
        let cookies: Vec<String> = all
            .iter()
            .map(|policy| either(signer.sign_cookies(policy), header))
            .collect();
        let grants: Vec<String> = all
            .iter()
            .map(|policy| either(signer.grant(policy), query))
            .collect();
        assert!(
            cookies[3].starts_with("cookie-resource: "),
            "{}",
            cookies[3]
        );
        for path in paths {
            for (count, most) in [(0, 1), (1, 1), (4, 1), (8, 2), (21, 1), (21, 3)] {
                let batch = || signer.batch().path(path).threads(threads(most));
                let signed = batch().sign_cookies_each(&all[..count]).unwrap();
                let signed: Vec<String> =
                    signed.into_iter().map(|one| either(one, header)).collect();
                assert_eq!(
                    signed,
                    cookies[..count],
                    "{count}, {most} threads, {path:?}"
                );
                let signed = batch().grants(&all[..count]).unwrap();
                let signed: Vec<String> =
                    signed.into_iter().map(|one| either(one, query)).collect();
                assert_eq!(signed, grants[..count], "{count}, {most} threads, {path:?}");
            }
        }
    }
    let borrowed: Vec<&Policy> = all[..2].iter().collect();
    assert_eq!(
        signer().batch().sign_cookies_each(&borrowed).unwrap().len(),
        2
    );
}

#[test]
fn each_url_has_a_time_or_a_policy_of_its_own() {
    let rsa = Signer::from_pem(key("rsa-2048.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    let policies = policies(20);
    let urls: Vec<String> = (0..20)
        .map(|at| format!("https://d111111abcdef8.cloudfront.net/users/{at}/"))
        .collect();
    let times = |at: usize| EpochSeconds::new(1_767_290_400 + at as u64).unwrap();
    // Every third under its policy, of which some do not cover the URL.
    let terms = |at: usize| match at % 3 {
        0 => Terms::Under(&policies[at]),
        _ => Terms::Until(times(at)),
    };
    let each: Vec<(&String, Terms<'_>)> = urls.iter().zip((0..20).map(terms)).collect();
    for (signer, paths) in [(&rsa, paths(&rsa)), (&signer(), vec![BatchPath::Auto])] {
        let wanted: Vec<String> = each
            .iter()
            .map(|(url, terms)| match terms {
                Terms::Until(expires) => signer.sign_url(url, *expires),
                Terms::Under(policy) => signer.sign_url_with(url, policy),
                _ => panic!("there are two forms of terms"),
            })
            .map(|result| either(result, |url| url))
            .collect();
        assert!(
            wanted[3].starts_with("policy-does-not-cover-url: "),
            "{}",
            wanted[3]
        );
        for path in paths {
            for most in 1..=3 {
                let batch = signer.batch().path(path).threads(threads(most));
                let signed = batch.sign_urls_each(&each).unwrap();
                let signed: Vec<String> = signed
                    .into_iter()
                    .map(|one| either(one, |url| url))
                    .collect();
                assert_eq!(signed, wanted, "{most} threads, {path:?}");
            }
        }
    }
}

/// The policy is made of the URL itself, or refused beside the URL.
#[test]
fn every_url_under_the_policy_that_is_made_of_it() {
    let mut urls = urls(20);
    urls[4] = "ftp://d111111abcdef8.cloudfront.net/".to_owned();
    urls[5] = "https://d111111abcdef8.cloudfront.net/*".to_owned();
    let viewer = "192.0.2.7".parse().unwrap();
    let other = Resource::exact(&urls[0]).unwrap();
    let policy = |url: Resource| match url.as_str() {
        canned if canned.ends_with("/7.jpg") => Policy::new(url, EXPIRES),
        uncovered if uncovered.ends_with("/8.jpg") => Policy::new(other.clone(), EXPIRES),
        refused if refused.ends_with("/9.jpg") => Policy::new(url, -1),
        _ => Ok(Policy::new(url, EXPIRES)?.ip_address(viewer)),
    };
    let signer = signer();
    let one = |url| signer.sign_url_with(url, &policy(Resource::exact(url)?)?);
    let wanted: Vec<String> = urls.iter().map(|url| either(one(url), |url| url)).collect();
    assert!(wanted[7].contains("/7.jpg?Expires="), "{}", wanted[7]);
    let codes = [
        "url-scheme",
        "wildcard-needs-custom-policy",
        "policy-does-not-cover-url",
    ];
    for (at, code) in [4, 5, 8].into_iter().zip(codes) {
        assert!(wanted[at].starts_with(code), "{}", wanted[at]);
    }
    assert!(!wanted[9].contains("/9.jpg"), "{}", wanted[9]);
    for most in 1..=3 {
        let batch = signer.batch().threads(threads(most));
        let signed = batch.sign_urls_under(&urls, policy).unwrap();
        let signed: Vec<String> = signed
            .into_iter()
            .map(|one| either(one, |url| url))
            .collect();
        assert_eq!(signed, wanted, "{most} threads");
    }
}

/// Counts how often it is asked.
struct Counting(PrivateKey, &'static AtomicUsize);

impl ExternalSigner for Counting {
    fn kind(&self) -> KeyKind {
        self.0.kind()
    }

    fn sign(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Ok(self.0.sign(hash, message)?)
    }
}

fn counting(asked: &'static AtomicUsize) -> Signer {
    let private = PrivateKey::read(key("p256.pkcs8.pem")).unwrap();
    Signer::builder("K2JCJMDEHXQW5F")
        .external(Counting(private, asked))
        .build()
        .unwrap()
}

#[test]
fn a_custom_policy_is_signed_once_for_all() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let counting = counting(&ASKED);
    let everything = Resource::pattern("https://d111111abcdef8.cloudfront.net/*").unwrap();
    let policy = Policy::new(everything, EXPIRES).unwrap();
    let urls = urls(100);
    let signed = counting
        .batch()
        .threads(threads(4))
        .sign_urls_with(&urls, &policy)
        .unwrap();
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
    let one_by_one: Vec<String> = urls
        .iter()
        .map(|url| signer().sign_url_with(url, &policy).unwrap())
        .collect();
    assert_eq!(all(signed), one_by_one);

    // A canned policy covers its one URL, and every other is refused.
    let canned = Policy::canned(&urls[3], EXPIRES).unwrap();
    let signed = signer().batch().sign_urls_with(&urls, &canned).unwrap();
    assert_eq!(
        signed[3].as_ref().unwrap(),
        &signer().sign_url(&urls[3], EXPIRES).unwrap()
    );
    assert_eq!(signed.iter().filter(|result| result.is_ok()).count(), 1);
}

#[test]
fn a_policy_document_is_signed_once_for_all() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let counting = counting(&ASKED);
    let mut urls = urls(20);
    urls[4] = "ftp://d111111abcdef8.cloudfront.net/".to_owned();
    urls[5] = format!("https://d111111abcdef8.cloudfront.net/{}", "a".repeat(9000));
    let policy = r#"{ "Statement": [] }"#;
    let batch = counting.batch().threads(threads(4));
    let signed = batch.sign_urls_with_raw_policy(&urls, policy).unwrap();
    assert_eq!(ASKED.load(Ordering::Relaxed), 1);
    for (url, signed) in urls.iter().zip(signed) {
        let wanted = signer().sign_url_with_raw_policy(url, policy);
        assert_eq!(either(signed, |url| url), either(wanted, |url| url));
    }
    for urls in [&urls[..], &[]] {
        let empty = counting.batch().sign_urls_with_raw_policy(urls, " ");
        assert_eq!(empty.unwrap_err().kind(), ErrorKind::InvalidPolicy);
    }

    let signed = counting.sign_policy_text(policy).unwrap();
    assert_eq!(ASKED.load(Ordering::Relaxed), 2);
    for url in &urls {
        let wanted = signer().sign_url_with_raw_policy(url, policy);
        let signed = signed.append_to(url);
        assert_eq!(either(signed, |url| url), either(wanted, |url| url));
    }
    assert_eq!(ASKED.load(Ordering::Relaxed), 2);
}

/// An answer may cost money, or take a person.
#[test]
fn nobody_is_asked_to_sign_for_no_urls() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let counting = counting(&ASKED);
    let everything = Resource::pattern("https://d111111abcdef8.cloudfront.net/*").unwrap();
    let policy = Policy::new(everything, EXPIRES).unwrap();
    let none: [&str; 0] = [];
    let batch = || counting.batch();
    assert!(batch().sign_urls_with(&none, &policy).unwrap().is_empty());
    let raw = batch().sign_urls_with_raw_policy(&none, r#"{ "Statement": [] }"#);
    assert!(raw.unwrap().is_empty());
    assert!(batch().sign_urls(&none, EXPIRES).unwrap().is_empty());
    assert_eq!(ASKED.load(Ordering::Relaxed), 0);
}

#[test]
fn progress_grows_to_the_end_and_can_stop_it() {
    let signer = signer();
    let urls = urls(50);
    let mut told = Vec::new();
    let mut tell = |done| {
        told.push(done);
        ControlFlow::Continue(())
    };
    signer
        .batch()
        .on_progress(&mut tell)
        .sign_urls(&urls, EXPIRES)
        .unwrap();
    assert_eq!(told, [8, 16, 24, 32, 40, 48, 50]);

    for most in 1..=4 {
        let mut last = 0;
        let mut keep = |done| {
            assert!(done > last, "{done} after {last}");
            last = done;
            ControlFlow::Continue(())
        };
        let batch = signer.batch().threads(threads(most)).on_progress(&mut keep);
        batch.sign_urls(&urls, EXPIRES).unwrap();
        assert_eq!(last, 50, "the end is told with {most} threads too");
    }

    let mut stop = |done| {
        if done < 16 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let stopped = signer
        .batch()
        .on_progress(&mut stop)
        .sign_urls(&urls, EXPIRES);
    let error = stopped.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(error.detail(), "16 of 50 URLs were signed");

    let mut never = |_| ControlFlow::Break(());
    let batch = signer.batch().on_progress(&mut never);
    let error = batch.sign_cookies_each(&policies(9)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert_eq!(error.detail(), "8 of 9 policies were signed");
}

#[test]
fn a_panic_in_a_thread_is_a_panic_of_the_caller() {
    struct Panicking;
    impl ExternalSigner for Panicking {
        fn kind(&self) -> KeyKind {
            KeyKind::EcdsaP256
        }
        fn sign(
            &self,
            _: HashAlgorithm,
            _: &[u8],
        ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
            panic!("a bug of the external signer");
        }
    }
    let signer = Signer::builder("K2JCJMDEHXQW5F")
        .external(Panicking)
        .build()
        .unwrap();
    let signed = std::panic::catch_unwind(AssertUnwindSafe(|| {
        signer
            .batch()
            .threads(threads(2))
            .sign_urls(&urls(64), EXPIRES)
    }));
    assert!(signed.is_err());
}
