//! Errors of the core on their way to JavaScript.

use cfsign::{Error, ErrorKind};

pub(crate) type Result<T> = std::result::Result<T, napi::Error<String>>;

/// The error as JavaScript gets it: class and code as its `code`, and the rest in the message, between
/// NUL characters, which no text of the core has. The package makes its own error of it.
#[cold]
pub(crate) fn to_js(error: Error) -> napi::Error<String> {
    new(error.kind(), &error.to_string(), error.suggestion())
}

/// An error that a binding finds itself, in the words of the table.
#[cold]
pub(crate) fn invalid(kind: ErrorKind, detail: &str) -> napi::Error<String> {
    new(kind, &format!("{}: {detail}", kind.sentence()), None)
}

fn new(kind: ErrorKind, message: &str, suggestion: Option<&str>) -> napi::Error<String> {
    napi::Error::new(name(kind), parts(kind, message, suggestion))
}

/// The error as one text, where JavaScript gets no `code`: after a NUL, which begins no URL.
#[cold]
pub(crate) fn to_text(error: &Error) -> String {
    let kind = error.kind();
    let parts = parts(kind, &error.to_string(), error.suggestion());
    format!("\0{}\0{parts}", name(kind))
}

fn name(kind: ErrorKind) -> String {
    format!("cfsign {} {}", kind.class().as_str(), kind.code())
}

/// Message, suggestion, and what CloudFront says.
fn parts(kind: ErrorKind, message: &str, suggestion: Option<&str>) -> String {
    let cloudfront = kind.cloudfront_error();
    [
        message,
        suggestion.unwrap_or_default(),
        cloudfront.map_or("", |error| error.code),
        cloudfront.map_or("", |error| error.message),
        &cloudfront.map_or_else(String::new, |error| error.to_xml()),
    ]
    .join("\0")
}
