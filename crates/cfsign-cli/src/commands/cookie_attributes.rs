//! From flags to the attributes of `Set-Cookie`.

use std::time::Duration;

use cfsign::{CookieAttributes, CookieDomain, Resource};

use super::cookie_tools::host;
use crate::args::AttributeArgs;
use crate::failure::Failure;
use crate::time;

pub(super) fn attributes(
    args: &AttributeArgs,
    resource: Option<&Resource>,
) -> Result<CookieAttributes, Failure> {
    let mut attributes = CookieAttributes::new()
        .domain(domain(args, resource)?)
        .secure(!args.no_secure)
        .http_only(!args.no_http_only);
    if let Some(path) = &args.path {
        attributes = attributes.path(path)?;
    }
    if let Some(choice) = args.same_site {
        attributes = attributes.same_site(choice.into());
    }
    if let Some(max_age) = &args.max_age {
        let max_age = parse_max_age(max_age).map_err(|failure| failure.about("--max-age"))?;
        attributes = attributes.max_age(max_age);
    }
    Ok(attributes)
}

fn domain(args: &AttributeArgs, resource: Option<&Resource>) -> Result<CookieDomain, Failure> {
    if let Some(domain) = &args.domain {
        return Ok(CookieDomain::new(domain)?);
    }
    let Some(app_host) = &args.app_host else {
        return Ok(CookieDomain::host_only());
    };
    let of_resource = resource.and_then(|resource| host(resource.as_str()));
    match args.cdn_host.as_deref().or(of_resource) {
        Some(cdn_host) => Ok(CookieDomain::shared_by(app_host, cdn_host)?),
        None => Err(Failure::input(
            "usage",
            "the resource names no host; give that of the distribution with --cdn-host",
        )),
    }
}

/// In a cookie, a number alone is seconds.
fn parse_max_age(text: &str) -> Result<Duration, Failure> {
    match text.parse() {
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
        Err(_) => time::parse_duration(text),
    }
}
