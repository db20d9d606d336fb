//! Standard input, and what has to be done before more of it is waited for.

use std::fmt;
use std::io::{self, Read};

use crate::failure::Failure;

/// Does something before each read: a program that sends one URL and waits for its signature gets
/// it, and what came in one piece is signed at once and goes out in one piece.
pub(super) struct BeforeRead<R, F> {
    input: R,
    before: F,
}

impl<R: Read, F: FnMut() -> Result<(), Failure>> BeforeRead<R, F> {
    pub(super) fn new(input: R, before: F) -> Self {
        Self { input, before }
    }
}

impl<R: Read, F: FnMut() -> Result<(), Failure>> Read for BeforeRead<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.before)().map_err(|failure| io::Error::other(Carried(failure)))?;
        self.input.read(buffer).map_err(|error| {
            let failure = Failure::io("standard input", &error);
            io::Error::new(error.kind(), Carried(failure))
        })
    }
}

/// A failure on its way through the readers of lines and records.
#[derive(Debug)]
struct Carried(Failure);

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("standard input could not be read")
    }
}

impl std::error::Error for Carried {}

/// The failure behind an error of [`BeforeRead`].
pub(super) fn failure(error: io::Error) -> Failure {
    match error.downcast::<Carried>() {
        Ok(Carried(failure)) => failure,
        Err(error) => Failure::io("standard input", &error),
    }
}
