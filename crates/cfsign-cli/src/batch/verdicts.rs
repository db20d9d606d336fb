//! URLs in, verdicts out.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write as _};

use cfsign::{EpochSeconds, Verifier};
use serde::Serialize;

use super::BUFFER;
use super::input::BeforeRead;
use super::lines::{Line, Lines};
use crate::args::ViewerArgs;
use crate::failure::{Class, Failure, Report};
use crate::output::Messages;
use crate::verdict::Verdict;

/// What stands for a URL where JSON is asked for: its line, and the verdict or what is wrong with it.
#[derive(Serialize)]
struct Outcome<'a> {
    line: u64,
    #[serde(flatten)]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Report>,
}

/// Decides about every line of standard input. An empty line stays one, and one stands where there
/// was no URL, so that both sides have the same lines.
pub(crate) fn verify(
    verifier: &Verifier,
    viewer: &ViewerArgs,
    now: EpochSeconds,
    messages: Messages,
) -> Result<(), Failure> {
    let output = RefCell::new(BufWriter::with_capacity(BUFFER, anstream::stdout().lock()));
    let flush = || Ok(output.borrow_mut().flush()?);
    let mut lines = Lines::new(BeforeRead::new(io::stdin().lock(), flush));
    let (mut denied, mut unreadable) = (false, false);
    while let Some(line) = lines.next()? {
        let number = line.number;
        let outcome = match decide(verifier, viewer, now, line) {
            Ok(None) if messages.json => continue,
            Ok(None) => None,
            Ok(Some(verdict)) => Some(Ok(verdict)),
            Err(Failure::Reported(mut report)) if report.class == Class::Input => {
                report.line = Some(number);
                messages.failure(&report);
                unreadable = true;
                Some(Err(report))
            }
            Err(failure) => return Err(failure),
        };
        let mut output = output.borrow_mut();
        denied |= matches!(&outcome, Some(Ok(verdict)) if verdict.reason.is_some());
        match outcome {
            Some(outcome) if messages.json => {
                let (verdict, error) = match outcome {
                    Ok(verdict) => (Some(verdict), None),
                    Err(report) => (None, Some(report)),
                };
                let outcome = Outcome {
                    line: number,
                    verdict,
                    error: error.as_deref(),
                };
                serde_json::to_writer(&mut *output, &outcome).map_err(io::Error::from)?;
                output.write_all(b"\n")?;
            }
            Some(Ok(verdict)) => writeln!(output, "{}", verdict.to_line())?,
            _ => output.write_all(b"\n")?,
        }
    }
    flush()?;
    match (unreadable, denied) {
        (true, _) => Err(Failure::input("some-refused", "some lines were no URL")),
        (false, true) => Err(Failure::Denied),
        (false, false) => Ok(()),
    }
}

/// The verdict about the URL in `line`, if it is not empty.
fn decide(
    verifier: &Verifier,
    viewer: &ViewerArgs,
    now: EpochSeconds,
    line: Line<'_>,
) -> Result<Option<Verdict>, Failure> {
    let url = line.text?;
    if url.is_empty() {
        return Ok(None);
    }
    let request = viewer.request(url)?;
    Verdict::of(verifier.verify(&request, now), now).map(Some)
}
