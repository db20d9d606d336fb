//! `--stdin`: URLs in, signed URLs or verdicts out, in order and in constant memory.

mod csv_records;
mod desk;
mod input;
mod json_lines;
mod lines;
mod memory;
mod plain_lines;
mod tally;
mod verdicts;

use crate::args::{Format, StreamArgs};
use crate::failure::Failure;
use crate::output::Messages;
use crate::url_signer::UrlSigner;
use desk::{Desk, Entry};
use tally::Tally;

pub(crate) use verdicts::verify;

/// Large enough that system calls do not count beside the work.
const BUFFER: usize = 64 * 1024;

pub(crate) fn run(
    args: &StreamArgs,
    signer: &UrlSigner,
    messages: Messages,
) -> Result<(), Failure> {
    let tally = Tally::new(messages);
    let tally = match args.format {
        Format::Lines if messages.json => at_desk(signer, tally, plain_lines::to_json),
        Format::Lines => at_desk(signer, tally, plain_lines::to_lines),
        Format::Csv => at_desk(signer, tally, |desk| csv_records::sign(desk, &args.column)),
        Format::Jsonl => at_desk(signer, tally, |desk| json_lines::sign(desk, &args.column)),
    };
    tally?.finish(args.stats)
}

fn at_desk<E: Entry>(
    signer: &UrlSigner,
    tally: Tally,
    work: impl FnOnce(&Desk<'_, E>) -> Result<(), Failure>,
) -> Result<Tally, Failure> {
    let desk = Desk::new(signer, tally);
    let outcome = work(&desk);
    // What was signed before something went wrong is worth keeping.
    let cleared = desk.clear();
    outcome?;
    cleared?;
    Ok(desk.into_tally())
}
