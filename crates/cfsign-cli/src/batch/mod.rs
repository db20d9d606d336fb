//! `--stdin`: URLs in, signed URLs or verdicts out, in order and in constant memory.

mod csv_records;
mod flush;
mod json_lines;
mod lines;
mod memory;
mod plain_lines;
mod tally;
mod verdicts;

use std::cell::RefCell;
use std::io::{self, BufWriter};

use crate::args::{Format, StreamArgs};
use crate::failure::Failure;
use crate::output::Messages;
use crate::url_signer::UrlSigner;
use flush::FlushBeforeRead;
use tally::Tally;

pub(crate) use verdicts::verify;

/// Large enough that system calls do not count beside the work.
const BUFFER: usize = 64 * 1024;

pub(crate) fn run(
    args: &StreamArgs,
    signer: &UrlSigner,
    messages: Messages,
) -> Result<(), Failure> {
    let output = RefCell::new(BufWriter::with_capacity(BUFFER, io::stdout().lock()));
    let input = FlushBeforeRead::new(io::stdin().lock(), &output);
    let mut tally = Tally::new(messages);
    let outcome = match args.format {
        Format::Lines if messages.json => plain_lines::to_json(input, &output, signer, &mut tally),
        Format::Lines => plain_lines::to_lines(input, &output, signer, &mut tally),
        Format::Csv => csv_records::sign(input, &output, signer, &mut tally, &args.column),
        Format::Jsonl => json_lines::sign(input, &output, signer, &mut tally, &args.column),
    };
    // What was signed before something went wrong is worth keeping.
    let flushed = flush::flush(&output);
    outcome?;
    flushed?;
    tally.finish(args.stats)
}
