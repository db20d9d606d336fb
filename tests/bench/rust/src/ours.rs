//! The cases of cfsign itself.

use std::error::Error;
use std::hint::black_box;
use std::num::NonZeroUsize;

use cfsign::{
    ExternalSigner, HashAlgorithm, KeyKind, Policy, PrivateKey, PublicKey, Resource, Signer,
    TrustedKeyGroup, Verifier, ViewerRequest,
};

use crate::aws_lc::sha1;
use crate::{Case, EXPIRES, ID, Made, Outcome, URL, key};

const IMAGES: &str = "https://d111111abcdef8.cloudfront.net/images/*";
const STARTS: i64 = 1_767_225_600;
const NOW: u64 = 1_800_000_000;
/// So many that no verdict is in a cache of the processor for long.
const DISTINCT: usize = 512;

/// The case of that name. `batch-64`, `batch-1000-threads-2`, `p256-batch-64`, `policy-500` and
/// `keys-100` have numbers in theirs.
pub fn case(name: &str) -> Outcome<Option<Case>> {
    let (what, number) = name.split_once('-').unwrap_or((name, ""));
    let case: Case = match what {
        "batch" if name != "batch-path" => {
            let (count, threads) = number.split_once("-threads-").unwrap_or((number, "1"));
            batch("rsa-2048.pkcs8.pem", count.parse()?, threads.parse()?)?
        }
        "p256" => {
            let count = number.strip_prefix("batch-").ok_or("p256-batch-N")?;
            let (count, threads) = count.split_once("-threads-").unwrap_or((count, "1"));
            batch("p256.pkcs8.pem", count.parse()?, threads.parse()?)?
        }
        "policy" => around_policy(number.parse()?)?,
        "keys" => verify(number.parse()?, 0)?,
        _ => return named(name),
    };
    Ok(Some(case))
}

fn signer(name: &str) -> Outcome<Signer> {
    Ok(Signer::from_pem(key(name), ID)?)
}

fn custom() -> Outcome<Policy> {
    Ok(Policy::new(Resource::pattern(IMAGES)?, EXPIRES)?
        .date_greater_than(STARTS)?
        .ip_address("192.0.2.0/24".parse()?))
}

fn named(name: &str) -> Outcome<Option<Case>> {
    // Read by the cases that need it alone: the first signature of another crate begins without it.
    let rsa = || signer("rsa-2048.pkcs8.pem");
    let text = |result: Result<String, cfsign::Error>| Made::Text(result.expect("it is signed"));
    Ok(Some(match name {
        // How lists are signed on this machine.
        "batch-path" => {
            let path = rsa()?.batch_path()?;
            Box::new(move || Made::Text(format!("{path:?}")))
        }
        "nothing" => Box::new(|| Made::Nothing),
        "sign-canned" => {
            let rsa = rsa()?;
            Box::new(move || text(rsa.sign_url(black_box(URL), EXPIRES)))
        }
        "load-and-sign" => {
            let pem = key("rsa-2048.pkcs1.pem");
            Box::new(move || {
                let signer = Signer::from_pem(black_box(&pem), ID).expect("it is a key");
                text(signer.sign_url(black_box(URL), EXPIRES))
            })
        }
        "sign-custom" => {
            let (rsa, policy) = (rsa()?, custom()?);
            Box::new(move || text(rsa.sign_url_with(black_box(URL), &policy)))
        }
        // What `cloudfront_sign` signs as custom.
        "sign-custom-starts" => {
            let policy = Policy::new(Resource::exact(URL)?, EXPIRES)?.date_greater_than(STARTS)?;
            let rsa = rsa()?;
            Box::new(move || text(rsa.sign_url_with(black_box(URL), &policy)))
        }
        "sign-cookies" => {
            let (rsa, policy) = (rsa()?, custom()?);
            Box::new(move || {
                let cookies = rsa.sign_cookies(black_box(&policy)).expect("it is signed");
                Made::Text(cookies.cookie_header())
            })
        }
        "sign-sha256" => {
            let signer = Signer::builder(ID)
                .private_key(key("rsa-2048.pkcs8.pem"))
                .hash_algorithm(HashAlgorithm::Sha256)
                .build()?;
            Box::new(move || text(signer.sign_url(black_box(URL), EXPIRES)))
        }
        "sign-p256" => {
            let signer = signer("p256.pkcs8.pem")?;
            Box::new(move || text(signer.sign_url(black_box(URL), EXPIRES)))
        }
        "operation-p256" => {
            let private = PrivateKey::read(key("p256.pkcs8.pem"))?;
            let policy = crate::policy();
            Box::new(move || {
                let made = private.sign(HashAlgorithm::Sha1, black_box(policy.as_bytes()));
                Made::Bytes(made.expect("it is signed"))
            })
        }
        "grant" => {
            let grant = rsa()?.grant(&Policy::new(Resource::pattern(IMAGES)?, EXPIRES)?)?;
            Box::new(move || text(grant.sign_url(black_box(URL))))
        }
        "load" => {
            let pem = key("rsa-2048.pkcs8.pem");
            Box::new(move || {
                black_box(PrivateKey::read(black_box(&pem)).expect("it is a key"));
                Made::Nothing
            })
        }
        "verify" => verify(1, 0)?,
        "verify-cached" => verify(1, 1000)?,
        "around-canned" => {
            let signer = without_operation()?;
            Box::new(move || text(signer.sign_url(black_box(URL), EXPIRES)))
        }
        "around-custom" => {
            let (signer, policy) = (without_operation()?, custom()?);
            Box::new(move || text(signer.sign_url_with(black_box(URL), &policy)))
        }
        _ => return Ok(None),
    }))
}

fn batch(key: &str, count: usize, threads: usize) -> Outcome<Case> {
    let signer = signer(key)?;
    let urls: Vec<String> = (0..count).map(|n| format!("{URL}?page={n}")).collect();
    let threads = NonZeroUsize::new(threads).ok_or("no threads")?;
    Ok(Box::new(move || {
        let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
        let signed = signer
            .batch()
            .threads(threads)
            .sign_urls(black_box(&urls), EXPIRES);
        let signed = signed.expect("the arguments are good");
        Made::Texts(
            signed
                .into_iter()
                .map(|url| url.expect("it is signed"))
                .collect(),
        )
    }))
}

/// Verdicts on distinct canned URLs, by a group of that many keys, or on URLs under one policy from a cache.
fn verify(keys: usize, cache: usize) -> Outcome<Case> {
    let signer = signer("rsa-2048.pkcs8.pem")?;
    let url = |n: usize| format!("https://d111111abcdef8.cloudfront.net/images/{n}.jpg");
    let grant = signer.grant(&Policy::new(Resource::pattern(IMAGES)?, EXPIRES)?)?;
    let signed: Vec<String> = (0..DISTINCT)
        .map(|n| match cache {
            0 => signer.sign_url(&url(n), EXPIRES),
            _ => grant.sign_url(&url(n)),
        })
        .collect::<Result<_, _>>()?;
    let mut group = TrustedKeyGroup::new().with_pem(ID, key("rsa-2048.public.pem"))?;
    for other in 1..keys {
        let public = PublicKey::read(key("rsa-2048-b.public.pem"))?;
        group = group.with_key(&format!("K{other:013}").parse()?, public);
    }
    let verifier = match cache {
        0 => Verifier::new(group),
        _ => Verifier::new(group).with_cache(cache),
    };
    let mut at = 0;
    Ok(Box::new(move || {
        at = (at + 1) % signed.len();
        let request = ViewerRequest::new(black_box(&signed[at])).expect("it is a URL");
        black_box(verifier.verify(&request, NOW).expect("it is signed"));
        Made::Nothing
    }))
}

/// Answers at once, after hashing, as a signature does.
struct NoOperation;

impl ExternalSigner for NoOperation {
    fn kind(&self) -> KeyKind {
        KeyKind::Rsa { bits: 2048 }
    }

    fn sign(
        &self,
        _: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        Ok(vec![sha1(message)[0]; 256])
    }
}

fn without_operation() -> Outcome<Signer> {
    Ok(Signer::builder(ID).external(NoOperation).build()?)
}

/// Everything but the private-key operation, for cookies with a policy of that many bytes.
fn around_policy(bytes: usize) -> Outcome<Case> {
    let signer = without_operation()?;
    let policy = |padding: usize| -> Outcome<Policy> {
        let resource = format!("{}{}", IMAGES.trim_end_matches('*'), "a".repeat(padding));
        Ok(Policy::new(Resource::pattern(&(resource + "*"))?, EXPIRES)?)
    };
    let shortest = policy(0)?.to_json(cfsign::Dialect::CloudFront).len();
    let padding = bytes
        .checked_sub(shortest)
        .ok_or("no policy is that short")?;
    let policy = policy(padding)?;
    Ok(Box::new(move || {
        black_box(
            signer
                .sign_cookies(black_box(&policy))
                .expect("it is signed"),
        );
        Made::Nothing
    }))
}
