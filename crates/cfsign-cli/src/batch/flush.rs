//! Output that never lags behind input.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, BufWriter, Read, Write};

use crate::failure::Failure;

/// Where all formats write.
pub(super) type Output<W> = RefCell<BufWriter<W>>;

/// Hands out what was signed so far before it waits for more input: a program that sends one URL
/// and waits for its signature gets it, and a file is still written in large pieces.
pub(super) struct FlushBeforeRead<'a, R, W: Write> {
    input: R,
    output: &'a Output<W>,
}

impl<'a, R, W: Write> FlushBeforeRead<'a, R, W> {
    pub(super) fn new(input: R, output: &'a Output<W>) -> Self {
        Self { input, output }
    }
}

impl<R: Read, W: Write> Read for FlushBeforeRead<'_, R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        flush(self.output)?;
        self.input
            .read(buffer)
            .map_err(|error| io::Error::new(error.kind(), InputError(error)))
    }
}

/// An error of the input, since those of the output come out of [`FlushBeforeRead`] as well.
#[derive(Debug)]
struct InputError(io::Error);

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for InputError {}

/// The failure behind an error of [`FlushBeforeRead`].
pub(super) fn failure(error: io::Error) -> Failure {
    match error.get_ref() {
        Some(inner) if inner.is::<InputError>() => Failure::io("standard input", &error),
        _ => error.into(),
    }
}

pub(super) fn flush(output: &Output<impl Write>) -> io::Result<()> {
    output.borrow_mut().flush()
}
