//! Policy documents, judged from `serde_json::Value`.

use std::net::Ipv4Addr;

use serde_json::{Map, Value};

/// A policy that is right.
pub struct Document {
    pub resource: Option<String>,
    pub end: i64,
    pub start: Option<i64>,
    pub range: Option<(Ipv4Addr, u32)>,
}

impl Document {
    /// Nothing where CloudFront would not take it.
    pub fn read(text: &[u8], epoch_time_without_prefix: bool) -> Option<Self> {
        if text.len() > 8192 {
            return None;
        }
        let value: Value = serde_json::from_slice(text).ok()?;
        // A member that stands there twice is one member of the value, but has two colons.
        if members(&value) != colons(text) {
            return None;
        }
        let policy = object(&value, &["Statement"])?;
        let [statement] = policy.get("Statement")?.as_array()?.as_slice() else {
            return None;
        };
        let statement = object(statement, &["Resource", "Condition"])?;
        let resource = match statement.get("Resource") {
            Some(resource) => Some(resource.as_str()?.to_owned()),
            None => None,
        };
        let condition = statement.get("Condition")?;
        let condition = object(condition, &["DateLessThan", "DateGreaterThan", "IpAddress"])?;
        let epoch = |value: &Value| {
            let names: &[&str] = match epoch_time_without_prefix {
                true => &["AWS:EpochTime", "EpochTime"],
                false => &["AWS:EpochTime"],
            };
            let object = object(value, names).filter(|object| object.len() == 1)?;
            object
                .values()
                .next()?
                .as_i64()
                .filter(|&seconds| seconds >= 0)
        };
        let start = match condition.get("DateGreaterThan") {
            Some(start) => Some(epoch(start)?),
            None => None,
        };
        let range = match condition.get("IpAddress") {
            Some(value) => {
                let value = object(value, &["AWS:SourceIp"])?.get("AWS:SourceIp")?;
                Some(range(value.as_str()?)?)
            }
            None => None,
        };
        Some(Self {
            resource,
            end: epoch(condition.get("DateLessThan")?)?,
            start,
            range,
        })
    }
}

fn object<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Map<String, Value>> {
    let object = value.as_object()?;
    object
        .keys()
        .all(|name| names.contains(&name.as_str()))
        .then_some(object)
}

fn range(text: &str) -> Option<(Ipv4Addr, u32)> {
    let (address, length) = text.split_once('/').unwrap_or((text, "32"));
    // As it is written: no sign and no leading zeros.
    let length = (0..=32).find(|number| number.to_string() == length)?;
    Some((address.parse().ok()?, length))
}

/// Members of all objects in the value.
fn members(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        Value::Array(values) => values.iter().map(members).sum(),
        _ => 0,
    }
}

/// Colons outside of texts, in a document that is JSON.
fn colons(text: &[u8]) -> usize {
    let (mut count, mut in_text, mut escaped) = (0, false, false);
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b':' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}
