//! `Set-Cookie` lines and places, read as browsers read them.

use structured_public_domains::registrable_domain;

use crate::cookies::domain::{host_name, is_address};

/// A `Set-Cookie` line, read as RFC 6265 reads it: the last of two equal attributes counts.
pub(super) struct Cookie<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) domain: Option<&'a str>,
    pub(super) path: Option<&'a str>,
    pub(super) expires: Option<&'a str>,
    pub(super) max_age: Option<i64>,
    pub(super) secure: bool,
    pub(super) same_site: Option<&'a str>,
}

impl<'a> Cookie<'a> {
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let mut parts = line.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let mut cookie = Self {
            name: name.trim(),
            value: value.trim(),
            domain: None,
            path: None,
            expires: None,
            max_age: None,
            secure: false,
            same_site: None,
        };
        for attribute in parts {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            match name.as_str() {
                "domain" => cookie.domain = Some(value).filter(|value| !value.is_empty()),
                "path" => cookie.path = Some(value),
                "expires" => cookie.expires = Some(value),
                "max-age" => cookie.max_age = value.parse().ok().or(cookie.max_age),
                "secure" => cookie.secure = true,
                "samesite" => cookie.same_site = Some(value),
                _ => {}
            }
        }
        (!cookie.name.is_empty()).then_some(cookie)
    }
}

/// Where a page or a resource is.
pub(super) struct Place {
    pub(super) scheme: String,
    pub(super) host: String,
    pub(super) path: String,
}

impl Place {
    pub(super) fn read(url: &str) -> Option<Self> {
        let (scheme, rest) = url.trim().split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at(end);
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let scheme = scheme.to_ascii_lowercase();
        matches!(scheme.as_str(), "http" | "https").then_some(())?;
        Some(Self {
            scheme,
            host: host_name(host).ok()?,
            path: if path.is_empty() {
                "/".to_owned()
            } else {
                path.to_owned()
            },
        })
    }

    /// What browsers call a site: the scheme, and the domain that can be registered.
    pub(super) fn site(&self) -> (&str, String) {
        let registrable = if is_address(&self.host) {
            None
        } else {
            registrable_domain(&self.host)
        };
        (
            &self.scheme,
            registrable.unwrap_or_else(|| self.host.clone()),
        )
    }

    /// Browsers trust the machine that they run on as if it spoke https.
    pub(super) fn is_plain_http(&self) -> bool {
        let local = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        self.scheme == "http" && !local && !self.host.ends_with(".localhost")
    }
}

/// The time of a cookie date in epoch seconds, as RFC 6265, 5.1.1 has it: a day, a month, a year and
/// a time, in any order and with anything between.
pub(super) fn cookie_date(text: &str) -> Option<i64> {
    let (mut time, mut day, mut month, mut year) = (None, None, None, None);
    let delimiter = |character: char| !character.is_ascii_alphanumeric() && character != ':';
    for token in text.split(delimiter).filter(|token| !token.is_empty()) {
        if time.is_none() && token.contains(':') {
            time = Some(clock(token)?);
        } else if day.is_none() && token.len() <= 2 && is_number(token) {
            day = token.parse::<i64>().ok();
        } else if month.is_none()
            && token.is_char_boundary(3)
            && token.len() >= 3
            && !is_number(token)
        {
            month = month_number(&token[..3]);
        } else if year.is_none() && matches!(token.len(), 2 | 4) && is_number(token) {
            year = token.parse::<i64>().ok();
        }
    }
    let (time, day, month, year) = (time?, day?, month?, year?);
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        _ => year,
    };
    let plausible = (1..=31).contains(&day) && year >= 1601;
    plausible.then(|| days(year, month, day) * 86_400 + time)
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

fn clock(token: &str) -> Option<i64> {
    let mut numbers = token.split(':').map(|number| number.parse::<i64>().ok());
    let (hours, minutes, seconds) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let plausible =
        (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..60).contains(&seconds);
    plausible.then_some(hours * 3600 + minutes * 60 + seconds)
}

fn month_number(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let at = MONTHS
        .iter()
        .position(|month| name.eq_ignore_ascii_case(month))?;
    i64::try_from(at + 1).ok()
}

/// Days since 1970 in the Gregorian calendar, counting years from March so that the leap day is last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}
