//! Reads the policy document of a request, strictly.

use std::net::Ipv4Addr;

use super::json::Json;
use super::pattern::Pattern;
use crate::error::{Error, ErrorKind};
use crate::ip::{is_plain_number, mask};
use crate::url::sections::UrlSections;

/// The longest policy that is read, in bytes; the URL it travels in cannot be longer.
const LONGEST: usize = 8192;

/// A policy document that a viewer presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyDocument {
    /// None where the document has none: then every file of the distribution is meant.
    pub(crate) resource: Option<String>,
    pattern: Option<Pattern>,
    pub(crate) date_less_than: i64,
    pub(crate) date_greater_than: Option<i64>,
    pub(crate) source_ip: Option<SourceIp>,
}

/// The addresses of an `IpAddress` condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceIp {
    pub(crate) address: Ipv4Addr,
    pub(crate) prefix_len: u8,
}

impl PolicyDocument {
    /// Reads `document`. Members that CloudFront does not know are refused, and so are two
    /// statements, times that are no whole numbers, and a member that stands there twice.
    pub(crate) fn read(document: &[u8], epoch_time_without_prefix: bool) -> Result<Self, Error> {
        if document.len() > LONGEST {
            return Err(malformed(format!(
                "it has {} bytes, and {LONGEST} is the limit",
                document.len()
            )));
        }
        // The reason may quote the policy, so it stays out of the message.
        let json = Json::read(document).map_err(|error| {
            let detail = format!(
                "it is no JSON without doubled members, at line {} column {}",
                error.line(),
                error.column()
            );
            malformed(detail)
        })?;
        let [statement] = members(json, "the policy", ["Statement"])?;
        let statement = match statement {
            Some(Json::Array(mut statements)) if statements.len() == 1 => statements.remove(0),
            Some(Json::Array(statements)) => {
                return Err(malformed(format!(
                    "Statement has {} entries; wanted exactly one",
                    statements.len()
                )));
            }
            other => return Err(wanted("Statement", "a list with one entry", other.as_ref())),
        };
        let [resource, condition] = members(statement, "the statement", ["Resource", "Condition"])?;
        let resource = match resource {
            None => None,
            Some(Json::Text(text)) => Some(text),
            other => return Err(wanted("Resource", "a text", other.as_ref())),
        };
        let condition = condition.ok_or_else(|| wanted("Condition", "an object", None))?;
        let [less, greater, address] = members(
            condition,
            "Condition",
            ["DateLessThan", "DateGreaterThan", "IpAddress"],
        )?;
        let epoch = |value, name| epoch(value, name, epoch_time_without_prefix);
        let less =
            less.ok_or_else(|| wanted("DateLessThan", "an object with AWS:EpochTime", None))?;
        Ok(Self {
            pattern: resource
                .as_deref()
                .and_then(|resource| Pattern::read(resource).ok()),
            resource,
            date_less_than: epoch(less, "DateLessThan")?,
            date_greater_than: greater
                .map(|value| epoch(value, "DateGreaterThan"))
                .transpose()?,
            source_ip: address.map(source_ip).transpose()?,
        })
    }

    /// The canned policy that CloudFront rebuilds for a URL.
    pub(crate) fn canned(resource: &str, date_less_than: i64) -> Self {
        Self {
            resource: Some(resource.to_owned()),
            pattern: None,
            date_less_than,
            date_greater_than: None,
            source_ip: None,
        }
    }

    /// Whether the resource covers `url`, byte for byte or by its wildcards.
    pub(crate) fn covers(&self, url: &UrlSections<'_>) -> bool {
        let Some(resource) = &self.resource else {
            return true;
        };
        resource == url.as_str()
            || self
                .pattern
                .as_ref()
                .is_some_and(|pattern| pattern.matches(url))
    }
}

impl SourceIp {
    pub(crate) fn contains(self, address: Ipv4Addr) -> bool {
        (address.to_bits() ^ self.address.to_bits()) & mask(self.prefix_len) == 0
    }
}

/// Takes an object apart into the members that it may have.
fn members<const N: usize>(
    json: Json,
    what: &str,
    names: [&str; N],
) -> Result<[Option<Json>; N], Error> {
    let Json::Object(object) = json else {
        return Err(wanted(what, "an object", Some(&json)));
    };
    let mut found = [const { None }; N];
    for (name, value) in object {
        match names.iter().position(|known| *known == name) {
            Some(at) => found[at] = Some(value),
            None => {
                return Err(malformed(format!(
                    "{what} has a member that CloudFront does not know; it knows {}",
                    names.join(", ")
                )));
            }
        }
    }
    Ok(found)
}

fn epoch(value: Json, name: &str, without_prefix: bool) -> Result<i64, Error> {
    let time = if without_prefix {
        let [with, without] = members(value, name, ["AWS:EpochTime", "EpochTime"])?;
        match (with, without) {
            (Some(_), Some(_)) => return Err(malformed(format!("{name} has two times"))),
            (with, without) => with.or(without),
        }
    } else {
        let [time] = members(value, name, ["AWS:EpochTime"])?;
        time
    };
    match time {
        Some(Json::Integer(seconds)) if seconds >= 0 => Ok(seconds),
        other => Err(wanted(
            &format!("AWS:EpochTime of {name}"),
            "a whole number of epoch seconds without quotes",
            other.as_ref(),
        )),
    }
}

fn source_ip(value: Json) -> Result<SourceIp, Error> {
    let [range] = members(value, "IpAddress", ["AWS:SourceIp"])?;
    let Some(Json::Text(range)) = range else {
        return Err(wanted(
            "AWS:SourceIp",
            "one IPv4 address or range",
            range.as_ref(),
        ));
    };
    let (address, prefix_len) = range.split_once('/').unwrap_or((&range, "32"));
    let plain = is_plain_number(prefix_len);
    match (address.parse(), prefix_len.parse()) {
        (Ok(address), Ok(prefix_len @ 0..=32)) if plain => Ok(SourceIp {
            address,
            prefix_len,
        }),
        _ => Err(malformed(
            "AWS:SourceIp is no IPv4 address or CIDR range".to_owned(),
        )),
    }
}

fn wanted(what: &str, wanted: &str, found: Option<&Json>) -> Error {
    let found = found.map_or("nothing", Json::kind);
    malformed(format!("{what} is {found}; wanted {wanted}"))
}

fn malformed(detail: String) -> Error {
    Error::new(ErrorKind::MalformedPolicy, detail)
}
