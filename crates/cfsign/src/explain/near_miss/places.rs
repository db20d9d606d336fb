//! Other places that may have been signed: scheme and host.

use super::super::finding::{Finding, FindingKind};
use crate::url::sections::UrlSections;

/// How many hosts of the caller are tried.
const MOST_HOSTS: usize = 8;

/// Everything before the path, with what is wrong if it was signed.
pub(super) fn places(url: &UrlSections<'_>, other_hosts: &[String]) -> Vec<(String, Vec<Finding>)> {
    let (scheme, host) = (url.scheme(), url.host());
    let other_scheme = if scheme == "https" { "http" } else { "https" };
    let mut hosts: Vec<String> = other_hosts.iter().take(MOST_HOSTS).cloned().collect();
    let (name, port) = host
        .split_once(':')
        .map_or((host, None), |(name, port)| (name, Some(port)));
    match name.strip_prefix("www.") {
        Some(bare) => hosts.push(host.replacen(name, bare, 1)),
        None => hosts.push(format!("www.{host}")),
    }
    match port {
        Some(_) => hosts.push(name.to_owned()),
        None => hosts.extend([format!("{host}:443"), format!("{host}:80")]),
    }
    hosts.push(host.to_ascii_lowercase());
    hosts.retain(|other| other != host);

    let scheme_finding = |scheme: &str| {
        let detail = format!(
            "signed was {scheme}://, and the viewer uses {}://",
            url.scheme()
        );
        Finding::new(FindingKind::OtherScheme, detail)
    };
    let host_finding = |other: &str| {
        let detail = format!("signed was {other}, and the viewer uses {host}");
        Finding::new(FindingKind::OtherHost, detail)
    };
    let mut places = vec![(format!("{scheme}://{host}"), Vec::new())];
    places.push((
        format!("{other_scheme}://{host}"),
        vec![scheme_finding(other_scheme)],
    ));
    for other in &hosts {
        places.push((format!("{scheme}://{other}"), vec![host_finding(other)]));
    }
    for other in &hosts {
        let findings = vec![host_finding(other), scheme_finding(other_scheme)];
        places.push((format!("{other_scheme}://{other}"), findings));
    }
    places
}
