//! Comma-separated values with a line of column names.

use std::io::{self, Write};

use csv::{ByteRecord, ReaderBuilder, Writer};

use super::BUFFER;
use super::desk::{Desk, Entry};
use super::input;
use crate::failure::{Failure, Report};

const ADDED: [&str; 2] = ["signed_url", "error"];

/// A record, with its URL in one of the columns.
pub(super) struct Record {
    fields: ByteRecord,
    url: String,
}

impl Entry for Record {
    fn url(&self) -> &str {
        &self.url
    }

    fn write(
        mut self,
        outcome: Result<String, Box<Report>>,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let added = match outcome {
            Ok(signed) => [signed, String::new()],
            Err(report) => [
                String::new(),
                format!("{}: {}", report.code, report.message),
            ],
        };
        for field in added {
            self.fields.push_field(field.as_bytes());
        }
        output.write_all(&line(&self.fields)?)
    }
}

/// Adds the columns `signed_url` and `error` to every record; the others stay as they are.
pub(super) fn sign(desk: &Desk<'_, Record>, column: &str) -> Result<(), Failure> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(desk.input());
    let names = reader.byte_headers().map_err(csv_error)?.clone();
    if names.is_empty() {
        return Ok(());
    }
    let at = find_column(&names, column)?;
    let mut with_added = names.clone();
    for name in ADDED {
        with_added.push_field(name.as_bytes());
    }
    desk.put_text(&line(&with_added)?);

    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(csv_error)? {
        let line = record.position().map_or(0, csv::Position::line);
        let found = record.len();
        // Shorter or longer than the names, nobody knows which field is which.
        if found != names.len() {
            record.truncate(names.len());
            while record.len() < names.len() {
                record.push_field(b"");
            }
        }
        let url = check_length(found, names.len()).and_then(|()| url(&record, at));
        let (url, check) = match url {
            Ok(url) => (url.to_owned(), Ok(())),
            Err(failure) => (String::new(), Err(failure)),
        };
        // A clone would be as large as the largest record so far.
        let fields = record.iter().collect();
        desk.put(line, Record { fields, url }, check)?;
    }
    Ok(())
}

/// The record as it is written.
fn line(record: &ByteRecord) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut writer = Writer::from_writer(&mut line);
    writer.write_byte_record(record)?;
    writer.flush()?;
    drop(writer);
    Ok(line)
}

fn find_column(names: &ByteRecord, column: &str) -> Result<usize, Failure> {
    if let Some(taken) = ADDED
        .iter()
        .find(|added| names.iter().any(|name| name == added.as_bytes()))
    {
        let message = format!("there is a column {taken} already");
        return Err(Failure::input("column-taken", message));
    }
    names
        .iter()
        .position(|name| name == column.as_bytes())
        .ok_or_else(|| {
            let found: Vec<_> = names.iter().map(String::from_utf8_lossy).collect();
            // Without a line of names, these are the first record, and nobody's business.
            let message = if found.iter().any(|name| name.contains("://")) {
                format!("found no column {column}; the first line must be the names of the columns")
            } else {
                format!("found no column {column} among: {}", found.join(", "))
            };
            Failure::input("no-column", message)
                .with_help("name the column of the URLs with --column; commas separate columns")
        })
}

fn check_length(found: usize, wanted: usize) -> Result<(), Failure> {
    if found == wanted {
        return Ok(());
    }
    let message = format!("the record has {found} fields, and there are {wanted} columns");
    Err(Failure::input("wrong-length", message))
}

fn url(record: &ByteRecord, at: usize) -> Result<&str, Failure> {
    std::str::from_utf8(&record[at])
        .map_err(|_| Failure::input("not-utf8", "the URL is not UTF-8 text"))
}

fn csv_error(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => input::failure(error),
        _ => Failure::input("not-csv", "standard input is not CSV"),
    }
}
