//! Times, addresses and resources: by how much they miss.

use super::finding::{Finding, FindingKind};
use super::words::shorten;
use crate::error::ErrorKind;
use crate::policy::pattern::Pattern;
use crate::policy::read::PolicyDocument;
use crate::policy::wildcard;
use crate::time::EpochSeconds;
use crate::url::sections::UrlSections;
use crate::verify::checks;
use crate::verify::{Options, ViewerRequest};

/// Within this many seconds, a clock may be wrong.
const SKEW: i64 = 300;
/// As seconds, the year 10000; as milliseconds, 1978.
const MILLISECONDS_FROM: i64 = 253_402_300_800;
/// Earlier than CloudFront itself: 2001.
const DURATION_UP_TO: i64 = 1_000_000_000;

/// What is to be said about a policy, whoever signed it.
pub(super) fn findings(
    policy: &PolicyDocument,
    request: &ViewerRequest<'_>,
    url: &str,
    now: EpochSeconds,
    options: Options,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    units(policy, &mut findings);
    times(policy, now, options, &mut findings);
    if checks::check_address(policy, request).is_err() {
        let kind = match (request.ipv4(), request.address()) {
            (Some(_), _) => FindingKind::OtherAddress,
            (None, Some(_)) => FindingKind::Ipv6Viewer,
            (None, None) => FindingKind::NoViewerAddress,
        };
        findings.push(Finding::new(kind, address(policy, request)));
    }
    match checks::check_resource(policy, url).map_err(|error| error.kind()) {
        Err(ErrorKind::UnsafePath) => findings.push(Finding::new(FindingKind::DotSegment, "")),
        Err(_) => resource(policy, url, &mut findings),
        Ok(()) => {}
    }
    findings
}

/// The times of the policy and of now, for people.
pub(super) fn window(policy: &PolicyDocument, now: EpochSeconds) -> String {
    let end = policy.date_less_than;
    match policy.date_greater_than {
        Some(start) => format!("it is {now}; valid after {start} and before {end}"),
        None => format!("it is {now}; valid before {end}"),
    }
}

/// The addresses of the policy and of the viewer, for people.
pub(super) fn address(policy: &PolicyDocument, request: &ViewerRequest<'_>) -> String {
    let viewer = request
        .address()
        .map_or("an address not given".to_owned(), |address| {
            address.to_canonical().to_string()
        });
    match policy.source_ip {
        Some(range) => format!(
            "{viewer}; the policy has {}/{}",
            range.address, range.prefix_len
        ),
        None => format!("{viewer}; the policy allows every address"),
    }
}

fn units(policy: &PolicyDocument, findings: &mut Vec<Finding>) {
    let end = ("the expiry", Some(policy.date_less_than));
    for (name, time) in [end, ("the start", policy.date_greater_than)] {
        match time {
            Some(time @ MILLISECONDS_FROM..) => {
                let detail = format!("{name} is {time}; meant was perhaps {}", time / 1000);
                findings.push(Finding::new(FindingKind::Milliseconds, detail));
            }
            Some(time @ ..DURATION_UP_TO) => {
                let detail = format!("{name} is {time}");
                findings.push(Finding::new(FindingKind::DurationAsTime, detail));
            }
            _ => {}
        }
    }
}

fn times(
    policy: &PolicyDocument,
    now: EpochSeconds,
    options: Options,
    findings: &mut Vec<Finding>,
) {
    let reason = checks::check_times(policy, now, options).map_err(|error| error.kind());
    let now = i64::try_from(now.get()).expect("EpochSeconds is far below i64::MAX");
    let (kind, off) = match reason {
        Ok(()) => return,
        Err(ErrorKind::Expired) => (FindingKind::Expired, now - policy.date_less_than),
        Err(_) => (
            FindingKind::NotYetValid,
            policy.date_greater_than.unwrap_or(now) - now,
        ),
    };
    let when = if kind == FindingKind::Expired {
        "ago"
    } else {
        "from now"
    };
    findings.push(Finding::new(kind, format!("{} {when}", duration(off))));
    if off <= SKEW {
        findings.push(Finding::new(FindingKind::ClockSkew, duration(off)));
    }
}

/// Seconds as people say them, in the largest unit that fits.
fn duration(seconds: i64) -> String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute")];
    let unit = units.into_iter().find(|(length, _)| seconds >= *length);
    let (length, name) = unit.unwrap_or((1, "second"));
    let count = seconds / length;
    let plural = if count == 1 { "" } else { "s" };
    if length == 1 {
        format!("{count} {name}{plural}")
    } else {
        format!("{count} {name}{plural} ({seconds} seconds)")
    }
}

/// Names the sections in which the resource differs from the URL.
fn resource(policy: &PolicyDocument, url: &str, findings: &mut Vec<Finding>) {
    let (Some(resource), Some(url)) = (&policy.resource, UrlSections::split(url)) else {
        return;
    };
    if let Err(error) = Pattern::read(resource) {
        let detail = format!("{}: {}", shorten(resource), error.detail());
        findings.push(Finding::new(FindingKind::ResourceForm, detail));
        return;
    }
    let (scheme, rest) = resource.split_once("://").unwrap_or(("*", resource));
    let (host, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let escaped = rest.split_once("\\?");
    let (path, query) = match escaped.or_else(|| rest.split_once('?')) {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let fits = wildcard::matches;
    let literal = |text: &str| text.replace("\\?", wildcard::LITERAL_QUESTION_MARK);
    let query_fits = match (query, url.query()) {
        (Some(pattern), Some(query)) => fits(&literal(pattern), query),
        (None, Some(_)) => path.ends_with('*'),
        (Some(pattern), None) => pattern == "*" && path.ends_with('*'),
        (None, None) => true,
    };
    // A `*` at the end of the domain covers path and query too.
    let host_covers_all = rest.is_empty() && host.ends_with('*');
    let (wanted_query, found_query) = (query.unwrap_or("none"), url.query().unwrap_or("none"));
    let sections = [
        (
            FindingKind::ResourceScheme,
            scheme,
            url.scheme(),
            fits(scheme, url.scheme()),
        ),
        (
            FindingKind::ResourceHost,
            host,
            url.host(),
            fits(host, url.host()),
        ),
        (
            FindingKind::ResourcePath,
            path,
            url.path(),
            host_covers_all || fits(path, url.path()),
        ),
        (
            FindingKind::ResourceQuery,
            wanted_query,
            found_query,
            host_covers_all || query_fits,
        ),
    ];
    for (kind, wanted, found, _) in sections.into_iter().filter(|(.., fits)| !fits) {
        let (wanted, found) = (shorten(wanted), shorten(found));
        let detail = format!("the policy has {wanted}, the URL has {found}");
        findings.push(Finding::new(kind, detail));
    }
}
