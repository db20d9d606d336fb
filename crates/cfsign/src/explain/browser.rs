//! What a browser does with `Set-Cookie`: whether it keeps the cookies, and sends them with the
//! resource.

use std::fmt::Write as _;

use super::finding::{Finding, FindingKind};
use super::seen;
use super::set_cookie::{Cookie, Place, cookie_date};
use crate::cookies::CookieDomain;
use crate::cookies::attributes::is_below;
use crate::cookies::domain::{is_address, is_within};
use crate::time::EpochSeconds;

/// Judges the `Set-Cookie` lines with which a page sets signed cookies: would a browser keep them,
/// and send them with the resource?
///
/// `lines` are the values of the headers, `page_origin` is the scheme and host of the page that sets
/// the cookies and shows the resource. Nothing is found where all is well.
///
/// ```
/// use cfsign::{EpochSeconds, judge_set_cookie};
///
/// let findings = judge_set_cookie(
///     &[
///         "CloudFront-Policy=eyJ9; Domain=example.com; Path=/; Secure",
///         "CloudFront-Signature=MEUC; Domain=example.com; Path=/images/*; Secure",
///         "CloudFront-Key-Pair-Id=K2JCJMDEHXQW5F; Domain=example.com; Path=/; Secure",
///     ],
///     "https://www.example.com",
///     "https://cdn.example.com/images/a.jpg",
///     EpochSeconds::new(1_767_290_000)?,
/// );
/// let codes: Vec<_> = findings.iter().map(|finding| finding.code()).collect();
/// assert_eq!(codes, ["cookie-path-star", "cookie-path-outside"]);
/// # Ok::<(), cfsign::Error>(())
/// ```
#[must_use]
pub fn judge_set_cookie(
    lines: &[&str],
    page_origin: &str,
    resource_url: &str,
    now: EpochSeconds,
) -> Vec<Finding> {
    let mut judge = Judge {
        findings: Vec::new(),
    };
    let (Some(page), Some(resource)) = (Place::read(page_origin), Place::read(resource_url)) else {
        judge.note(
            FindingKind::CookieUnreadable,
            "",
            "the page or the resource",
        );
        return judge.findings;
    };
    let mut names = Vec::new();
    for line in lines {
        let line = line.trim();
        let line = match line.split_at_checked("set-cookie:".len()) {
            Some((header, value)) if header.eq_ignore_ascii_case("set-cookie:") => value,
            _ => line,
        };
        let Some(cookie) = Cookie::read(line) else {
            judge.note(
                FindingKind::CookieUnreadable,
                "",
                "a line without a name and a =",
            );
            continue;
        };
        if let Some(finding) = seen::cookie_name(cookie.name) {
            judge.findings.push(finding);
        }
        // Other cookies of the page are nobody's business here.
        if !cookie.name.starts_with("CloudFront-") {
            continue;
        }
        names.push(cookie.name);
        judge.value(&cookie);
        judge.domain(&cookie, &page, &resource);
        judge.path(&cookie, &resource);
        judge.site(&cookie, &page, &resource);
        judge.age(&cookie, now);
    }
    judge.missing(&names);
    judge.findings
}

struct Judge {
    findings: Vec<Finding>,
}

impl Judge {
    /// One finding for all cookies that have it.
    fn note(&mut self, kind: FindingKind, cookie: &str, detail: &str) {
        let detail = match (cookie, detail) {
            ("", detail) => detail.to_owned(),
            (cookie, "") => super::words::shorten(cookie),
            (cookie, detail) => format!("{}, {detail}", super::words::shorten(cookie)),
        };
        self.findings.push(Finding::new(kind, detail));
    }

    fn value(&mut self, cookie: &Cookie<'_>) {
        if cookie.value.contains('%') {
            self.note(FindingKind::CookieEncoded, cookie.name, "");
        }
        if cookie.value.starts_with('"') {
            self.note(FindingKind::CookieQuoted, cookie.name, "");
        }
    }

    fn domain(&mut self, cookie: &Cookie<'_>, page: &Place, resource: &Place) {
        let name = cookie.name;
        let Some(domain) = cookie.domain else {
            if page.host != resource.host {
                let detail = format!(
                    "set by {}, and the resource is on {}",
                    page.host, resource.host
                );
                self.note(FindingKind::CookieHostOnly, name, &detail);
            }
            return;
        };
        let domain = domain
            .strip_prefix('.')
            .unwrap_or(domain)
            .to_ascii_lowercase();
        let shown = super::words::shorten(&domain);
        // A host may name itself, whatever else its name is.
        let itself = domain == page.host;
        if domain == "cloudfront.net" || !itself && domain.ends_with(".cloudfront.net") {
            self.note(
                FindingKind::CookieDomainCloudFront,
                name,
                &format!("Domain={shown}"),
            );
        } else if !itself && CookieDomain::new(&domain).is_err() {
            self.note(
                FindingKind::CookieDomainPublicSuffix,
                name,
                &format!("Domain={shown}"),
            );
        } else if !is_within(&page.host, &domain) {
            let detail = format!("Domain={shown}, and the page is on {}", page.host);
            self.note(FindingKind::CookieDomainForeign, name, &detail);
        } else if !is_within(&resource.host, &domain)
            || is_address(&domain) && page.host != resource.host
        {
            let detail = format!("Domain={shown}, and the resource is on {}", resource.host);
            self.note(FindingKind::CookieDomainOutside, name, &detail);
        }
    }

    fn path(&mut self, cookie: &Cookie<'_>, resource: &Place) {
        // Without a Path, or with one that has no slash, it is that of the page that sets it, which
        // is not known here.
        let Some(path) = cookie.path.filter(|path| path.starts_with('/')) else {
            return;
        };
        let detail = format!("Path={}", super::words::shorten(path));
        if path.contains('*') {
            self.note(FindingKind::CookiePathStar, cookie.name, &detail);
        }
        if !is_below(&resource.path, path) {
            self.note(FindingKind::CookiePathOutside, cookie.name, &detail);
        }
    }

    fn site(&mut self, cookie: &Cookie<'_>, page: &Place, resource: &Place) {
        if cookie.secure && (page.is_plain_http() || resource.is_plain_http()) {
            self.note(FindingKind::CookieSecure, cookie.name, "");
        }
        let none = cookie
            .same_site
            .is_some_and(|value| value.eq_ignore_ascii_case("none"));
        if none && !cookie.secure {
            self.note(FindingKind::CookieSameSiteNone, cookie.name, "");
        }
        if page.site() == resource.site() {
            return;
        }
        if !none {
            let same_site = cookie
                .same_site
                .map_or("no SameSite, which is Lax".to_owned(), |value| {
                    format!("SameSite={}", super::words::shorten(value))
                });
            self.note(FindingKind::CookieSameSite, cookie.name, &same_site);
        }
        if page.site().1 != resource.site().1 {
            self.note(FindingKind::CookieThirdParty, cookie.name, "");
        }
    }

    fn age(&mut self, cookie: &Cookie<'_>, now: EpochSeconds) {
        let now = i64::try_from(now.get()).expect("EpochSeconds is far below i64::MAX");
        // Max-Age counts before Expires.
        let over = match (cookie.max_age, cookie.expires.and_then(cookie_date)) {
            (Some(seconds), _) => (seconds <= 0).then(|| format!("Max-Age={seconds}")),
            (None, Some(time)) => {
                (time <= now).then(|| format!("Expires is {} seconds ago", now - time))
            }
            (None, None) => None,
        };
        if let Some(detail) = over {
            self.note(FindingKind::CookieExpired, cookie.name, &detail);
        }
    }

    fn missing(&mut self, names: &[&str]) {
        let mut missing = String::new();
        for name in ["CloudFront-Signature", "CloudFront-Key-Pair-Id"] {
            if !names.contains(&name) {
                write!(missing, "{name}, ").expect("a String takes any text");
            }
        }
        if !names.contains(&"CloudFront-Policy") && !names.contains(&"CloudFront-Expires") {
            missing.push_str("CloudFront-Policy or CloudFront-Expires, ");
        }
        if let Some(missing) = missing.strip_suffix(", ") {
            self.note(FindingKind::CookieMissing, "", missing);
        }
    }
}
