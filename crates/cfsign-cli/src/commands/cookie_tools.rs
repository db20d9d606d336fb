//! Signed cookies as command-line tools take them.

use std::fmt::Write as _;

use cfsign::{Resource, SignedCookies};

use crate::failure::Failure;

/// A curl command that fetches `url` with the cookies; without one, the resource itself.
pub(super) fn curl_command(
    cookies: &SignedCookies,
    resource: Option<&Resource>,
    url: Option<&str>,
) -> Result<String, Failure> {
    let url = target(resource, url)?;
    Ok(format!(
        "curl -b '{}' '{}'",
        cookies.cookie_header(),
        url.replace('\'', r"'\''")
    ))
}

/// A cookie file in the format of Netscape, which curl and wget read: for one host, and for as long
/// as the policy allows.
pub(super) fn netscape_file(
    cookies: &SignedCookies,
    resource: Option<&Resource>,
    url: Option<&str>,
    expires: Option<u64>,
) -> Result<String, Failure> {
    let url = match url.or(resource.map(Resource::as_str)) {
        Some(url) => url,
        None => target(resource, url)?,
    };
    let Some(host) = host(url) else {
        return Err(Failure::input(
            "usage",
            "the resource names no host; give a URL of the distribution with --url",
        ));
    };
    let name = host.split(':').next().unwrap_or(host);
    let secure = if url.starts_with("https://") {
        "TRUE"
    } else {
        "FALSE"
    };
    // Zero is the end of the session, which is as long as a tool keeps its cookies anyway.
    let expires = expires.unwrap_or(0);
    let mut file = String::from("# Netscape HTTP Cookie File\n");
    for (cookie, value) in cookies.iter() {
        writeln!(
            file,
            "{name}\tFALSE\t/\t{secure}\t{expires}\t{cookie}\t{value}"
        )
        .expect("a String takes any text");
    }
    Ok(file)
}

/// The URL to fetch.
fn target<'a>(resource: Option<&'a Resource>, url: Option<&'a str>) -> Result<&'a str, Failure> {
    match (url, resource) {
        (Some(url), Some(resource)) if !resource.covers(url) => Err(Failure::input(
            "policy-does-not-cover-url",
            "--url: the cookies give no access to this URL, or it is none that can be signed",
        )),
        (Some(url), _) => Ok(url),
        (None, Some(resource)) if !resource.is_pattern() => Ok(resource.as_str()),
        _ => Err(Failure::input("usage", "say which URL to fetch with --url")),
    }
}

/// The host of a URL or a resource, with its port, if it is spelled out.
pub(super) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?']).next()?;
    (!host.is_empty() && !host.contains('*')).then_some(host)
}
