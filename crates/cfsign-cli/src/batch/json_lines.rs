//! A JSON object a line, with the URL in one of its fields.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::desk::{Desk, Entry};
use super::lines::Lines;
use crate::failure::{Failure, Report};
use crate::output::ErrorLine;

const SIGNED_URL: &str = "signed_url";
const ERROR: &str = "error";

/// Adds `signed_url` or `error` to every object. What it had before stays byte for byte.
pub(super) fn sign(desk: &Desk<'_, Record>, field: &str) -> Result<(), Failure> {
    let mut lines = Lines::new(desk.input());
    while let Some(line) = lines.next()? {
        let record = match line.text {
            Ok(text) if text.trim().is_empty() => {
                desk.put_text(b"\n");
                continue;
            }
            Ok(text) => Record::read(text, field),
            Err(failure) => Err(failure),
        };
        let (record, check) = match record {
            Ok((record, check)) => (record, check),
            Err(failure) => (Record::default(), Err(failure)),
        };
        desk.put(line.number, record, check)?;
    }
    Ok(())
}

/// An object, and the URL in it.
#[derive(Default)]
pub(super) struct Record {
    /// Unless the line is none.
    object: Option<Object>,
    url: String,
}

impl Record {
    /// The object, and what is wrong with the URL in it, if there is something.
    fn read(text: &str, field: &str) -> Result<(Self, Result<(), Failure>), Failure> {
        let text = text.trim();
        let Ok(fields) = serde_json::from_str::<HashMap<String, &RawValue>>(text) else {
            return Err(Failure::input("not-json", "the line is not a JSON object"));
        };
        if let Some(taken) = [SIGNED_URL, ERROR]
            .into_iter()
            .find(|name| fields.contains_key(*name))
        {
            let message = format!("the object has a field {taken} already");
            return Err(Failure::input("field-taken", message));
        }
        let url = match fields
            .get(field)
            .map(|value| serde_json::from_str(value.get()))
        {
            Some(Ok(url)) => Ok(url),
            Some(Err(_)) => Err(format!("the field {field} is not a text")),
            None => Err(format!("the object has no field {field}")),
        };
        let (url, check) = match url {
            Ok(url) => (url, Ok(())),
            Err(message) => (String::new(), Err(Failure::input("no-url", message))),
        };
        let object = Object {
            text: text.to_owned(),
            is_empty: fields.is_empty(),
        };
        let object = Some(object);
        Ok((Self { object, url }, check))
    }
}

impl Entry for Record {
    fn url(&self) -> &str {
        &self.url
    }

    fn write(
        self,
        outcome: Result<String, Box<Report>>,
        output: &mut impl Write,
    ) -> io::Result<()> {
        match (self.object, outcome) {
            (Some(object), Ok(signed)) => object.write_with(output, SIGNED_URL, &signed),
            (Some(object), Err(report)) => object.write_with(output, ERROR, &report),
            (None, outcome) => {
                if let Err(error) = &outcome {
                    write_json(output, &ErrorLine { error })?;
                }
                output.write_all(b"\n")
            }
        }
    }
}

/// The text of an object that is known to be one.
struct Object {
    text: String,
    is_empty: bool,
}

impl Object {
    /// Writes the object with one field more.
    fn write_with(
        &self,
        output: &mut impl Write,
        name: &str,
        value: &impl Serialize,
    ) -> io::Result<()> {
        let open = self.text.strip_suffix('}').unwrap_or(&self.text);
        let comma = if self.is_empty { "" } else { "," };
        write!(output, "{}{comma}\"{name}\":", open.trim_end())?;
        write_json(output, value)?;
        output.write_all(b"}\n")
    }
}

fn write_json(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(output, value).map_err(io::Error::from)
}
