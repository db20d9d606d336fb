//! Comma-separated values with a line of column names.

use std::io::{Read, Write};

use csv::{ByteRecord, ReaderBuilder, Writer};

use super::BUFFER;
use super::flush::{self, Output};
use super::tally::Tally;
use crate::failure::Failure;
use crate::url_signer::UrlSigner;

const ADDED: [&str; 2] = ["signed_url", "error"];

/// Adds the columns `signed_url` and `error` to every record; the others stay as they are.
pub(super) fn sign(
    input: impl Read,
    output: &Output<impl Write>,
    signer: &UrlSigner,
    tally: &mut Tally,
    column: &str,
) -> Result<(), Failure> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(input);
    let names = reader.byte_headers().map_err(csv_error)?.clone();
    if names.is_empty() {
        return Ok(());
    }
    let at = find_column(&names, column)?;
    let mut line = Vec::new();
    let mut write = |record: &ByteRecord| -> Result<(), Failure> {
        line.clear();
        let mut writer = Writer::from_writer(&mut line);
        writer.write_byte_record(record).map_err(csv_error)?;
        writer.flush()?;
        drop(writer);
        Ok(output.borrow_mut().write_all(&line)?)
    };
    let mut with_added = names.clone();
    for name in ADDED {
        with_added.push_field(name.as_bytes());
    }
    write(&with_added)?;

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
        let signed = check_length(found, names.len())
            .and_then(|()| url(&record, at))
            .and_then(|url| Ok(signer.sign(url)?));
        match signed {
            Ok(signed) => {
                tally.signed();
                record.push_field(signed.as_bytes());
                record.push_field(b"");
            }
            Err(failure) => {
                let report = tally.refused(line, failure)?;
                record.push_field(b"");
                record.push_field(format!("{}: {}", report.code, report.message).as_bytes());
            }
        }
        write(&record)?;
    }
    Ok(())
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
        csv::ErrorKind::Io(error) => flush::failure(error),
        _ => Failure::input("not-csv", "standard input is not CSV"),
    }
}
