//! A URL a line.

use std::io::{self, Write};

use serde::Serialize;

use super::desk::{Desk, Entry};
use super::lines::{Line, Lines};
use crate::failure::{Failure, Report};

/// A line whose URL stands for itself.
pub(super) struct PlainLine(String);

impl Entry for PlainLine {
    fn url(&self) -> &str {
        &self.0
    }

    fn write(
        self,
        outcome: Result<String, Box<Report>>,
        output: &mut impl Write,
    ) -> io::Result<()> {
        output.write_all(outcome.unwrap_or_default().as_bytes())?;
        output.write_all(b"\n")
    }
}

/// Signed URLs, one a line. An empty line stays one, and one stands where a URL was refused, so that
/// both files have the same lines.
pub(super) fn to_lines(desk: &Desk<'_, PlainLine>) -> Result<(), Failure> {
    let mut lines = Lines::new(desk.input());
    while let Some(line) = lines.next()? {
        match line.text {
            Ok("") => desk.put_text(b"\n"),
            Ok(url) => desk.put(line.number, PlainLine(url.to_owned()), Ok(()))?,
            Err(failure) => desk.put(line.number, PlainLine(String::new()), Err(failure))?,
        }
    }
    Ok(())
}

/// What stands for a URL where JSON is asked for.
pub(super) struct JsonLine {
    /// Unless the line is no text.
    url: Option<String>,
}

#[derive(Serialize)]
struct Outcome {
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Box<Report>>,
}

impl Entry for JsonLine {
    fn url(&self) -> &str {
        self.url.as_deref().unwrap_or_default()
    }

    fn write(
        self,
        outcome: Result<String, Box<Report>>,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let (signed_url, error) = match outcome {
            Ok(signed) => (Some(signed), None),
            Err(report) => (None, Some(report)),
        };
        let outcome = Outcome {
            url: self.url,
            signed_url,
            error,
        };
        serde_json::to_writer(&mut *output, &outcome).map_err(io::Error::from)?;
        output.write_all(b"\n")
    }
}

/// A JSON object for every line that is not empty.
pub(super) fn to_json(desk: &Desk<'_, JsonLine>) -> Result<(), Failure> {
    let mut lines = Lines::new(desk.input());
    while let Some(Line { number, text }) = lines.next()? {
        let (url, check) = match text {
            Ok("") => continue,
            Ok(url) => (Some(url.to_owned()), Ok(())),
            Err(failure) => (None, Err(failure)),
        };
        desk.put(number, JsonLine { url }, check)?;
    }
    Ok(())
}
