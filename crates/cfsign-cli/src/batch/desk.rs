//! Where lines wait to be signed together, and go out in order.

use std::cell::RefCell;
use std::io::{self, BufWriter, Read, StdoutLock, Write};
use std::mem;

use super::BUFFER;
use super::input::BeforeRead;
use super::tally::Tally;
use crate::failure::{Failure, Report};
use crate::url_signer::UrlSigner;

/// A line or record of a format.
pub(super) trait Entry {
    /// The URL in it, unless something is wrong with it.
    fn url(&self) -> &str;

    /// Writes the entry with its signed URL, or with why there is none.
    fn write(self, outcome: Result<String, Box<Report>>, output: &mut impl Write)
    -> io::Result<()>;
}

enum Waiting<E> {
    /// As it goes out.
    Text(Vec<u8>),
    Entry {
        line: u64,
        entry: E,
        check: Result<(), Failure>,
    },
}

impl<E: Entry> Waiting<E> {
    fn url(&self) -> Option<&str> {
        match self {
            Self::Entry {
                entry,
                check: Ok(()),
                ..
            } => Some(entry.url()),
            _ => None,
        }
    }
}

/// What was read and is not signed yet: as much as came in one piece and is best signed at once, on
/// all cores.
pub(super) struct Desk<'a, E> {
    signer: &'a UrlSigner,
    /// How many entries may wait.
    most: usize,
    waiting: RefCell<Vec<Waiting<E>>>,
    output: RefCell<BufWriter<StdoutLock<'static>>>,
    tally: RefCell<Tally>,
}

impl<'a, E: Entry> Desk<'a, E> {
    pub(super) fn new(signer: &'a UrlSigner, tally: Tally) -> Self {
        let output = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        Self {
            signer,
            most: signer.batch_len(),
            waiting: RefCell::default(),
            output: output.into(),
            tally: tally.into(),
        }
    }

    /// Standard input; before it is waited for, the desk is cleared.
    pub(super) fn input(&self) -> impl Read {
        BeforeRead::new(io::stdin().lock(), || self.clear())
    }

    /// Puts down a text that goes out as it is.
    pub(super) fn put_text(&self, text: &[u8]) {
        let mut waiting = self.waiting.borrow_mut();
        match waiting.last_mut() {
            Some(Waiting::Text(last)) => last.extend(text),
            _ => waiting.push(Waiting::Text(text.to_vec())),
        }
    }

    /// Puts down an entry, from `line` of the input, that is signed if there is nothing wrong with it.
    pub(super) fn put(
        &self,
        line: u64,
        entry: E,
        check: Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut waiting = self.waiting.borrow_mut();
        waiting.push(Waiting::Entry { line, entry, check });
        if waiting.len() < self.most {
            return Ok(());
        }
        drop(waiting);
        self.hand_out()
    }

    /// Signs what waits, and sends it off. A failure that is not about one line ends it.
    pub(super) fn clear(&self) -> Result<(), Failure> {
        self.hand_out()?;
        Ok(self.output.borrow_mut().flush()?)
    }

    fn hand_out(&self) -> Result<(), Failure> {
        let waiting = mem::take(&mut *self.waiting.borrow_mut());
        let urls: Vec<&str> = waiting.iter().filter_map(Waiting::url).collect();
        let mut signed = self.signer.sign_all(&urls)?.into_iter();
        let (mut tally, mut output) = (self.tally.borrow_mut(), self.output.borrow_mut());
        for one in waiting {
            let (line, entry, check) = match one {
                Waiting::Text(text) => {
                    output.write_all(&text)?;
                    continue;
                }
                Waiting::Entry { line, entry, check } => (line, entry, check),
            };
            let signed = check.and_then(|()| {
                let signed = signed.next().expect("there is one for each that is right");
                Ok(signed?)
            });
            let outcome = match signed {
                Ok(signed) => {
                    tally.signed();
                    Ok(signed)
                }
                Err(failure) => Err(tally.refused(line, failure)?),
            };
            entry.write(outcome, &mut *output)?;
        }
        Ok(())
    }

    pub(super) fn into_tally(self) -> Tally {
        self.tally.into_inner()
    }
}
