//! Results go to standard output and nothing else does; everything said about them goes to standard
//! error.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;
use serde_json::ser::{PrettyFormatter, Serializer};

use crate::failure::{Failure, Report};
use crate::style::{BAD, CAREFUL, HELP};

/// How the command speaks on standard error.
#[derive(Clone, Copy)]
pub(crate) struct Messages {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Messages {
    /// Tells why the command stopped. A standard error that is closed has nobody to tell.
    pub(crate) fn failure(self, report: &Report) {
        if self.json {
            Self::json_line(&ErrorLine { error: report });
            return;
        }
        let line = report
            .line
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let mut stderr = anstream::stderr().lock();
        let _ = writeln!(stderr, "{BAD}error:{BAD:#} {line}{}", report.message);
        if let Some(help) = report.help {
            let _ = writeln!(stderr, "{HELP}help:{HELP:#} {help}");
        }
    }

    /// Tells of something that is probably not as meant, but may be.
    pub(crate) fn warning(self, message: &str) {
        if self.quiet {
        } else if self.json {
            Self::json_line(&json!({ "warning": { "message": message } }));
        } else {
            let _ = writeln!(anstream::stderr(), "{CAREFUL}warning:{CAREFUL:#} {message}");
        }
    }

    /// Says what to do next. Programs, who ask for JSON, are not told.
    pub(crate) fn note(self, message: &str) {
        if !self.quiet && !self.json {
            let _ = writeln!(anstream::stderr(), "{message}");
        }
    }

    pub(crate) fn json_line(value: &impl Serialize) {
        let line = serde_json::to_string(value).expect("no map here has keys other than text");
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// An error in JSON, its fields in a fixed order.
#[derive(Serialize)]
pub(crate) struct ErrorLine<'a> {
    pub(crate) error: &'a Report,
}

/// Writes `text` as it is.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Writes `text`, with its colours where somebody sees them.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Writes `value` as [`to_json`] has it.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    print(&to_json(value))
}

/// JSON over several lines, indented by four as the AWS CLI does.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    let mut text = Vec::new();
    let mut serializer =
        Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b"    "));
    value
        .serialize(&mut serializer)
        .expect("no map here has keys other than text");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is UTF-8")
}
