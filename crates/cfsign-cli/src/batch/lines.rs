//! Lines of any length, in bounded memory.

use std::io::{BufRead, BufReader, Read};

use super::BUFFER;
use super::input;
use crate::failure::Failure;

/// No URL that CloudFront takes comes near this, and few JSON objects around one do.
const LONGEST_LINE: usize = 1 << 20;

/// The lines of `input`, counted from 1.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    number: u64,
}

/// A line without its end, or what is wrong with it.
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) text: Result<&'a str, Failure>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER, input),
            line: Vec::new(),
            number: 0,
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, Failure> {
        self.line.clear();
        let limit = LONGEST_LINE as u64 + 1;
        let read = self
            .input
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.line);
        if read.map_err(input::failure)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let number = self.number;
        if self.line.len() > LONGEST_LINE && !self.line.ends_with(b"\n") {
            self.input.skip_until(b'\n').map_err(input::failure)?;
            let text = Err(Failure::input(
                "line-too-long",
                "the line is longer than 1 MiB",
            ));
            return Ok(Some(Line { number, text }));
        }
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Some editors begin a file with a mark of its encoding.
        let line = match number {
            1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
            _ => line,
        };
        let text = std::str::from_utf8(line)
            .map_err(|_| Failure::input("not-utf8", "the line is not UTF-8 text"));
        Ok(Some(Line { number, text }))
    }
}
