//! Why a command stops, and the exit code that says so.

use std::io;

use cfsign::{ErrorClass, ErrorKind};
use serde::Serialize;

/// What ends a command early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read standard output has read enough, as `head` does: no reason to complain.
    OutputClosed,
    /// CloudFront would refuse the request; the result says so, and there is no error to report.
    Denied,
    Reported(Box<Report>),
}

/// A failure as it is shown, to people and as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Where in the input, for commands that read many lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<u64>,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) class: Class,
    /// The corrected form of what was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) suggestion: Option<String>,
    /// What to do with this command about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<&'static str>,
}

/// What a failure is about; each class has its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    /// A flag, a URL, a time, a policy.
    Input,
    /// A key, a passphrase, a key pair ID.
    Key,
    /// A bug, or a signature that could not be made.
    Internal,
    /// A file or a pipe.
    Other,
}

impl Class {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Other => 1,
            Self::Input => 2,
            Self::Key => 3,
            Self::Internal => 70,
        }
    }
}

impl Failure {
    /// A failure about the input, found by the command itself.
    pub(crate) fn input(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Class::Input, code, message)
    }

    pub(crate) fn new(class: Class, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        let (line, suggestion, help) = (None, None, None);
        Self::Reported(Box::new(Report {
            line,
            code,
            message,
            class,
            suggestion,
            help,
        }))
    }

    /// An error of the system about `what`, such as the name of a file.
    pub(crate) fn io(what: &str, error: &io::Error) -> Self {
        Self::new(Class::Other, "io", format!("{what}: {error}"))
    }

    /// Says which flag or file the failure is about.
    pub(crate) fn about(mut self, what: &str) -> Self {
        if let Self::Reported(report) = &mut self {
            report.message = format!("{what}: {}", report.message);
        }
        self
    }

    pub(crate) fn with_help(mut self, help: &'static str) -> Self {
        if let Self::Reported(report) = &mut self {
            report.help = Some(help);
        }
        self
    }

    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::OutputClosed => 0,
            Self::Denied => 4,
            Self::Reported(report) => report.class.exit_code(),
        }
    }
}

impl From<cfsign::Error> for Failure {
    fn from(error: cfsign::Error) -> Self {
        let class = match error.kind().class() {
            ErrorClass::Input => Class::Input,
            ErrorClass::Key => Class::Key,
            _ => Class::Internal,
        };
        Self::Reported(Box::new(Report {
            line: None,
            code: error.code(),
            message: error.to_string(),
            class,
            suggestion: error.suggestion().map(str::to_owned),
            help: help(error.kind()),
        }))
    }
}

/// Errors of writing results; everything else that is read or written has a name to go with it.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::io("standard output", &error),
        }
    }
}

/// The flag that helps: the core says what is wrong, and knows no flags.
fn help(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::WildcardNeedsCustomPolicy => {
            "sign one URL without the *, and give the pattern it fits beside it: \
             --policy-resource 'https://d111111abcdef8.cloudfront.net/videos/*'"
        }
        ErrorKind::PassphraseRequired => {
            "pass --passphrase-file FILE; on a terminal, the command asks"
        }
        ErrorKind::ExpiresInThePast => "--allow-expired signs it all the same, for tests",
        ErrorKind::FilePathGiven => {
            "CFSIGN_PRIVATE_KEY holds the key itself; CFSIGN_PRIVATE_KEY_FILE holds the name of its file"
        }
        _ => return None,
    })
}
