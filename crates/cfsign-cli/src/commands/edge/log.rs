//! The log of the edge: a line for each request, without anything that gives access.

use std::fmt::Write as _;

use cfsign_edge::{AccessRecord, Verdict};
use serde::Serialize;

use crate::output::{self, Messages};
use crate::style::{BAD, CAREFUL, GOOD, QUIET};
use crate::time;

pub(super) struct Log {
    messages: Messages,
}

impl Log {
    pub(super) fn new(messages: Messages) -> Self {
        Self { messages }
    }

    /// Writes the line. A server does not stop because nobody reads its log any more.
    pub(super) fn write(&self, record: &AccessRecord) {
        if self.messages.quiet {
            return;
        }
        let line = if self.messages.json {
            to_json(record)
        } else {
            to_text(record)
        };
        let _ = output::show(&line);
    }
}

fn to_text(record: &AccessRecord) -> String {
    let (status, path) = (record.status(), record.path().escape_debug());
    let style = match status {
        ..400 => GOOD,
        403 => BAD,
        _ => CAREFUL,
    };
    let time = time_of_day();
    let method = record.method().escape_debug();
    let mut line = format!("{QUIET}{time}{QUIET:#} {style}{status}{style:#} {method} {path}");
    let verdict = record.verdict();
    let code = match verdict {
        Verdict::Denied(_) => format!("{}: ", verdict.code()),
        _ => String::new(),
    };
    write!(line, "  {code}{verdict}").expect("a String takes any text");
    if let Some(note) = record.note() {
        write!(line, "; {}", note.escape_debug()).expect("a String takes any text");
    }
    line.push('\n');
    line
}

/// A request, for programs. Every field is always there.
#[derive(Serialize)]
struct Line<'a> {
    time: Option<String>,
    client: String,
    method: &'a str,
    path: &'a str,
    status: u16,
    /// `allowed`, `denied`, `unrestricted`, `preflight` or `not-taken`.
    verdict: &'a str,
    /// Why it was denied, as a stable word.
    reason: Option<&'static str>,
    message: String,
    key_pair_id: Option<&'a str>,
    note: Option<&'a str>,
    request_id: &'a str,
}

fn to_json(record: &AccessRecord) -> String {
    let verdict = record.verdict();
    let (word, reason, key_pair_id) = match verdict {
        Verdict::Denied(error) => ("denied", Some(error.code()), None),
        Verdict::Allowed { key_pair_id, .. } => ("allowed", None, Some(key_pair_id.as_str())),
        _ => (verdict.code(), None, None),
    };
    let line = Line {
        time: time::now(None).ok().map(time::to_text),
        client: record.client().ip().to_string(),
        method: record.method(),
        path: record.path(),
        status: record.status(),
        verdict: word,
        reason,
        message: verdict.to_string(),
        key_pair_id,
        note: record.note(),
        request_id: record.request_id(),
    };
    let line = serde_json::to_string(&line).expect("no map here has keys other than text");
    format!("{line}\n")
}

/// `18:00:00Z`.
fn time_of_day() -> String {
    let now = time::now(None).map(time::to_text).unwrap_or_default();
    let time = now.split_once('T').map(|(_, time)| time.to_owned());
    time.unwrap_or(now)
}
