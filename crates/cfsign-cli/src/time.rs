//! Dates and durations as people write them; the only place that reads the clock.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use cfsign::{EpochSeconds, ToEpochSeconds as _};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, Timestamp};

use crate::failure::Failure;

/// The time now, or the one a test or a page of documentation pretends it is.
pub(crate) fn now(pretended: Option<u64>) -> Result<EpochSeconds, Failure> {
    Ok(match pretended {
        Some(seconds) => seconds.to_epoch_seconds()?,
        None => SystemTime::now().to_epoch_seconds()?,
    })
}

/// A date with or without a time and an offset, or epoch seconds. Without an offset it is UTC.
pub(crate) fn parse_date(text: &str) -> Result<EpochSeconds, Failure> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_digits(text);
    }
    let time = text
        .parse::<Timestamp>()
        .ok()
        .filter(|_| !text.contains('['));
    let Some(time) = time.or_else(|| without_offset(text)) else {
        return Err(Failure::input(
            "invalid-time",
            "wanted a date such as 2026-12-01, 2026-12-01T18:00:00, 2026-12-01T18:00:00+01:00, or epoch seconds",
        ));
    };
    Ok(time.as_second().to_epoch_seconds()?)
}

/// A date, or a duration before or after `now`, such as `+1h` and `-30m`.
pub(crate) fn parse_moment(text: &str, now: EpochSeconds) -> Result<EpochSeconds, Failure> {
    if let Some(duration) = text.strip_prefix('+') {
        return Ok(now.after(parse_duration(duration)?)?);
    }
    if let Some(duration) = text.strip_prefix('-') {
        let seconds = parse_duration(duration)?.as_secs();
        return Ok(now.get().saturating_sub(seconds).to_epoch_seconds()?);
    }
    parse_date(text)
}

/// Epoch seconds; but eight digits are a date to people, and a day in 1970 to programs.
fn parse_digits(digits: &str) -> Result<EpochSeconds, Failure> {
    if let [y1, y2, y3, y4, m1, m2, d1, d2] = *digits.as_bytes() {
        let date = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2].map(char::from);
        let date: String = date.into_iter().collect();
        return Err(Failure::input(
            "invalid-time",
            format!(
                "found eight digits, which may be a date or epoch seconds; write a date as {date}"
            ),
        ));
    }
    let Ok(seconds) = digits.parse::<u64>() else {
        return Err(Failure::input(
            "invalid-time",
            "found more digits than any epoch time has",
        ));
    };
    Ok(seconds.to_epoch_seconds()?)
}

/// A date, perhaps with a time, and nothing else: jiff would pass over an offset after a date alone,
/// or the name of a time zone, and what was asked for would be another hour.
fn without_offset(text: &str) -> Option<Timestamp> {
    let plain = |byte: u8| byte.is_ascii_digit() || b"-:Tt .".contains(&byte);
    if !text.bytes().all(plain) || text.matches('-').count() != 2 {
        return None;
    }
    let time: DateTime = if text.contains([':', 'T', 't', ' ']) {
        text.parse().ok()?
    } else {
        text.parse::<Date>().ok()?.into()
    };
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// A duration such as `90s`, `30m`, `1h`, `1h30m`, `7d`, `2w` or `PT1H`. A day has 24 hours.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, Failure> {
    let refused = |message: &str| Err(Failure::input("invalid-duration", message));
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused("found a number without a unit; write 90s, 30m, 1h or 7d");
    }
    let Ok(span) = text.parse::<Span>() else {
        return refused("wanted a duration such as 90s, 30m, 1h, 1h30m, 7d or PT1H");
    };
    let Ok(duration) = span.to_duration(SpanRelativeTo::days_are_24_hours()) else {
        return refused("months and years differ in length; count in days, as in 30d");
    };
    match Duration::try_from(duration) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => refused("wanted a duration longer than nothing"),
    }
}

/// `time` for people, such as `2026-12-01T18:00:00Z`.
pub(crate) fn to_text(time: EpochSeconds) -> String {
    let seconds = i64::try_from(time.get()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).map_or_else(|_| time.to_string(), |time| time.to_string())
}

/// A length of time for people, in its two largest units.
pub(crate) fn rough_duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
    let largest = UNITS.iter().position(|(unit, _)| seconds >= *unit);
    let largest = largest.unwrap_or(UNITS.len() - 1);
    let (unit, name) = UNITS[largest];
    let mut text = format!("{} {name}", seconds / unit);
    if let Some((smaller, name)) = UNITS.get(largest + 1)
        && seconds % unit >= *smaller
    {
        write!(text, " {} {name}", seconds % unit / smaller).expect("a String takes any text");
    }
    text
}
