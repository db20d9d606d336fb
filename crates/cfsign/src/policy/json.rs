//! A JSON value that is read strictly: no member twice, whole numbers only, not deeper than needed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// JSON as far as policies have it.
#[derive(Debug, PartialEq)]
pub(crate) enum Json {
    Array(Vec<Json>),
    Integer(i64),
    Object(Vec<(String, Json)>),
    /// A fraction, a number beyond 64 bits, true, false or null: never right in a policy.
    Other(&'static str),
    Text(String),
}

impl Json {
    /// Reads one document. `serde_json` limits its depth, and its size is the caller's to limit.
    pub(crate) fn read(document: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(document)
    }

    /// What it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Array(_) => "a list",
            Self::Integer(_) => "a number",
            Self::Object(_) => "an object",
            Self::Other(kind) => kind,
            Self::Text(_) => "a text",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other("true or false"))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(i64::try_from(number).map_or(Json::Other("a number beyond 64 bits"), Json::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other("a number with a fraction or an exponent"))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other("null"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(value) = values.next_element()? {
            array.push(value);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object: Vec<(String, Json)> = Vec::new();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            // Readers disagree on which of two members counts; so nobody may send two.
            if object.iter().any(|(other, _)| *other == name) {
                return Err(A::Error::custom("a member stands there twice"));
            }
            if object.len() >= 16 {
                return Err(A::Error::custom(
                    "an object has more members than any policy",
                ));
            }
            object.push((name, value));
        }
        Ok(Json::Object(object))
    }
}
