//! What the strict interface refuses, each with its code, and with the corrected URL where there is one.

use cfsign::{
    CookieAttributes, CookieDomain, Error, KeyPairId, Policy, Resource, SameSite, Signer,
};
use cfsign_tests::{Case, key, run_cases};

#[test]
fn everything_that_must_be_refused_is_refused() {
    let signer = Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    let ran = run_cases("refused.json", |case| {
        let Err(error) = attempt(case, &signer) else {
            return Err("it was not refused".to_owned());
        };
        if error.code() != case.text("error") {
            return Err(format!(
                "refused as {}, wanted {}: {error}",
                error.code(),
                case.text("error")
            ));
        }
        if error.suggestion() != case.find("suggestion")
            && error.code() != "wildcard-needs-custom-policy"
        {
            return Err(format!(
                "suggests {:?}, wanted {:?}",
                error.suggestion(),
                case.find("suggestion")
            ));
        }
        Ok(())
    });
    assert!(ran >= 100, "refused.json has shrunk to {ran} cases");
}

fn attempt(case: &Case, signer: &Signer) -> Result<(), Error> {
    let date_less_than = case.number("date_less_than").unwrap_or_default();
    match case.text("operation") {
        "sign_url" => signer.sign_url(case.text("url"), date_less_than).map(drop),
        "sign_url_with" => {
            let policy = policy(case)?;
            signer.sign_url_with(case.text("url"), &policy).map(drop)
        }
        "sign_url_with_raw_policy" => signer
            .sign_url_with_raw_policy(case.text("url"), case.text("raw_policy"))
            .map(drop),
        "sign_cookies" => {
            let attributes = attributes(case)?;
            signer
                .sign_cookies(&policy(case)?)?
                .set_cookie_lines(&attributes)
                .map(drop)
        }
        "cookie_domain" => {
            CookieDomain::shared_by(case.text("app_host"), case.text("cdn_host")).map(drop)
        }
        "key_pair_id" => case.text("key_pair_id").parse::<KeyPairId>().map(drop),
        other => panic!("unknown operation {other}"),
    }
}

/// The policy of a case: its resource is a pattern where one is given, and else the URL.
pub(crate) fn policy(case: &Case) -> Result<Policy, Error> {
    let resource = match case.find("policy_resource") {
        Some(pattern) if pattern.contains(['*', '?']) || case.find("url").is_some() => {
            Resource::pattern(pattern)?
        }
        Some(url) => Resource::exact(url)?,
        None => Resource::exact(case.text("url"))?,
    };
    let mut policy = Policy::new(resource, case.number("date_less_than").unwrap_or_default())?;
    if let Some(start) = case.number("date_greater_than") {
        policy = policy.date_greater_than(start)?;
    }
    if let Some(range) = case.find("ip_address") {
        policy = policy.ip_address(range.parse()?);
    }
    Ok(policy)
}

/// The cookie attributes of a case.
pub(crate) fn attributes(case: &Case) -> Result<CookieAttributes, Error> {
    let mut attributes = CookieAttributes::new();
    if let Some(domain) = case.find("domain") {
        attributes = attributes.domain(CookieDomain::new(domain)?);
    }
    if let Some(path) = case.find("path") {
        attributes = attributes.path(path)?;
    }
    match case.find("same_site") {
        Some("None") => attributes = attributes.same_site(Some(SameSite::None)),
        Some("Strict") => attributes = attributes.same_site(Some(SameSite::Strict)),
        _ => {}
    }
    if let Some(seconds) = case.number("max_age") {
        attributes = attributes.max_age(std::time::Duration::from_secs(seconds.unsigned_abs()));
    }
    let on = |field| case.json(field).as_bool().unwrap_or(true);
    Ok(attributes.secure(on("secure")).http_only(on("http_only")))
}
