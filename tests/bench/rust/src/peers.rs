//! The other crates.

use std::borrow::Cow;
use std::hint::black_box;

use cloudfront_sign::SignedOptions;
use ring::{rand::SystemRandom, signature};

use crate::aws_lc::{self, sha1};
use crate::{Case, EXPIRES, ID, Made, Outcome, URL, key, policy};

/// The case of that name, if there is one.
pub fn case(name: &str) -> Outcome<Option<Case>> {
    Ok(Some(match name {
        "aws-lc-sign" => aws_lc::sign(),
        "aws-lc-128-threads-1" => aws_lc::sign_in_threads(1),
        "aws-lc-128-threads-2" => aws_lc::sign_in_threads(2),
        "aws-lc-verify" => aws_lc::verify(),
        "aws-lc-load" => aws_lc::load(),
        "aws-lc-p256" => aws_lc::sign_p256(),
        "ring-sha256" => ring_sha256()?,
        "rsa-0.9" => rsa_0_9()?,
        "rsa-0.10" => rsa_0_10()?,
        "cloudfront_sign" => cloudfront_sign(None)?,
        "cloudfront_sign-custom" => cloudfront_sign(Some(STARTS))?,
        _ => return Ok(None),
    }))
}

/// ring signs with SHA-256 only.
fn ring_sha256() -> Outcome<Case> {
    let pair = signature::RsaKeyPair::from_pkcs8(&key("rsa-2048.pkcs8.der"));
    let pair = pair.map_err(|error| error.to_string())?;
    let (policy, random) = (policy(), SystemRandom::new());
    Ok(Box::new(move || {
        let mut made = vec![0; 256];
        pair.sign(
            &signature::RSA_PKCS1_SHA256,
            &random,
            black_box(policy.as_bytes()),
            &mut made,
        )
        .expect("it is signed");
        Made::Bytes(made)
    }))
}

/// As `cloudfront_sign` calls it, without blinding.
fn rsa_0_9() -> Outcome<Case> {
    use rsa_0_9::{Pkcs1v15Sign, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey as _};
    use sha1_0_10::Sha1;
    let private = RsaPrivateKey::from_pkcs1_der(&key("rsa-2048.pkcs1.der"))?;
    let policy = policy();
    Ok(Box::new(move || {
        let digest = sha1(black_box(policy.as_bytes()));
        let made = private.sign(Pkcs1v15Sign::new::<Sha1>(), &digest);
        Made::Bytes(made.expect("it is signed"))
    }))
}

/// Blinded, which has become the default.
fn rsa_0_10() -> Outcome<Case> {
    use rsa::{Pkcs1v15Sign, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey as _};
    use sha1::Sha1;
    let private = RsaPrivateKey::from_pkcs1_der(&key("rsa-2048.pkcs1.der"))?;
    let policy = policy();
    Ok(Box::new(move || {
        let digest = sha1(black_box(policy.as_bytes()));
        let made = private.sign(Pkcs1v15Sign::new::<Sha1>(), &digest);
        Made::Bytes(made.expect("it is signed"))
    }))
}

const STARTS: u64 = 1_767_225_600;

/// It reads the key in every call, and signs without blinding. With a beginning, the policy is a custom one.
fn cloudfront_sign(starts: Option<u64>) -> Outcome<Case> {
    let options = SignedOptions {
        key_pair_id: Cow::Borrowed(ID),
        private_key: Cow::Owned(String::from_utf8(key("rsa-2048.pkcs1.pem"))?),
        date_less_than: u64::try_from(EXPIRES)?,
        date_greater_than: starts,
        ..SignedOptions::default()
    };
    Ok(Box::new(move || {
        let url = cloudfront_sign::get_signed_url(black_box(URL), &options);
        Made::Text(url.expect("it is signed"))
    }))
}
