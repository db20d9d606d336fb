//! A JSON object a line, with the URL in one of its fields.

use std::collections::HashMap;
use std::io::{self, Read, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::flush::Output;
use super::lines::Lines;
use super::tally::Tally;
use crate::failure::{Failure, Report};
use crate::output::ErrorLine;
use crate::url_signer::UrlSigner;

const SIGNED_URL: &str = "signed_url";
const ERROR: &str = "error";

/// Adds `signed_url` or `error` to every object. What it had before stays byte for byte.
pub(super) fn sign(
    input: impl Read,
    output: &Output<impl Write>,
    signer: &UrlSigner,
    tally: &mut Tally,
    field: &str,
) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    while let Some(line) = lines.next()? {
        let record = match line.text {
            Ok(text) if text.trim().is_empty() => {
                output.borrow_mut().write_all(b"\n")?;
                continue;
            }
            Ok(text) => Record::read(text, field),
            Err(failure) => Err(failure),
        };
        let mut output = output.borrow_mut();
        match record {
            Ok(record) => match record.url.and_then(|url| Ok(signer.sign(&url)?)) {
                Ok(signed) => {
                    tally.signed();
                    record
                        .object
                        .write_with(&mut *output, SIGNED_URL, &signed)?;
                }
                Err(failure) => {
                    let report = tally.refused(line.number, failure)?;
                    record.object.write_with(&mut *output, ERROR, &report)?;
                }
            },
            Err(failure) => {
                let report: Box<Report> = tally.refused(line.number, failure)?;
                write_json(&mut *output, &ErrorLine { error: &report })?;
                output.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

/// An object, and the URL in it if there is one.
struct Record<'a> {
    object: Object<'a>,
    url: Result<String, Failure>,
}

impl<'a> Record<'a> {
    fn read(text: &'a str, field: &str) -> Result<Self, Failure> {
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
            Some(Err(_)) => Err(Failure::input(
                "no-url",
                format!("the field {field} is not a text"),
            )),
            None => Err(Failure::input(
                "no-url",
                format!("the object has no field {field}"),
            )),
        };
        Ok(Self {
            object: Object {
                text,
                is_empty: fields.is_empty(),
            },
            url,
        })
    }
}

/// The text of an object that is known to be one.
struct Object<'a> {
    text: &'a str,
    is_empty: bool,
}

impl Object<'_> {
    /// Writes the object with one field more.
    fn write_with(
        &self,
        output: &mut impl Write,
        name: &str,
        value: &impl Serialize,
    ) -> io::Result<()> {
        let open = self.text.strip_suffix('}').unwrap_or(self.text);
        let comma = if self.is_empty { "" } else { "," };
        write!(output, "{}{comma}\"{name}\":", open.trim_end())?;
        write_json(output, value)?;
        output.write_all(b"}\n")
    }
}

fn write_json(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(output, value).map_err(io::Error::from)
}
