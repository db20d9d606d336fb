//! The commands, one file each.

mod bucket_policy;
mod cookie_attributes;
mod cookie_tools;
mod demo;
mod edge;
mod explain;
mod fingerprint;
mod key;
mod keygen;
mod new_file;
mod sign;
mod sign_cookies;
mod signer;
mod tools;
mod verify;

use std::ffi::OsString;

use clap::Parser as _;

use crate::args::{Cli, Command};
use crate::failure::{Class, Failure, Report};
use crate::key_source::is_key_text;
use crate::output::Messages;

/// Runs the command that `arguments` name, after the name of the program, and returns its exit code.
///
/// It is written to be all that its process does: it reads standard input, writes standard output,
/// and a panic ends the process with a message.
#[must_use]
pub fn run(arguments: &[OsString]) -> u8 {
    // Until they are parsed, the arguments themselves say how to speak.
    let json = arguments.iter().any(|argument| argument == "--json");
    let messages = Messages { json, quiet: false };
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        report_bug(messages, &place);
        std::process::exit(i32::from(Class::Internal.exit_code()));
    }));
    if let Err(failure) = refuse_keys(arguments) {
        return failed(messages, &failure);
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return not_parsed(messages, &error),
    };
    let messages = Messages {
        json: cli.global.json,
        quiet: cli.global.quiet,
    };
    let outcome = match cli.command {
        Command::Sign(args) => sign::run(&args, messages),
        Command::SignCookies(args) => sign_cookies::run(&args, messages),
        Command::Verify(args) => verify::run(&args, messages),
        Command::Explain(args) => explain::run(&args, messages),
        Command::Edge(args) => edge::run(&args, messages),
        Command::Keygen(args) => keygen::run(&args, messages),
        Command::Key(args) => key::run(&args, messages),
        Command::BucketPolicy(args) => bucket_policy::run(&args, messages),
        Command::Demo(args) => demo::run(&args, messages),
        Command::Completions(args) => tools::completions(&args),
        Command::Man(args) => tools::man(&args),
    };
    match outcome {
        Ok(()) => 0,
        Err(failure) => failed(messages, &failure),
    }
}

/// A key among the arguments is refused before anything can print it.
fn refuse_keys(arguments: &[OsString]) -> Result<(), Failure> {
    let is_key = |argument: &OsString| {
        let argument = argument.to_string_lossy();
        // The signature in a cookie can look like a key in Base64.
        if argument.contains("CloudFront-") {
            return argument.contains("-----BEGIN");
        }
        let value = argument
            .split_once('=')
            .map_or(&*argument, |(_, value)| value);
        argument.contains("-----BEGIN") || is_key_text(&argument) || is_key_text(value)
    };
    if !arguments.iter().any(is_key) {
        return Ok(());
    }
    Err(Failure::new(
        Class::Key,
        "key-as-argument",
        "found a key among the arguments, which stand in the shell's history and in the list of processes; \
         pass the name of a file",
    )
    .with_help("for the key itself, set CFSIGN_PRIVATE_KEY, or pipe it in: --private-key -"))
}

/// Help and the version come this way too.
fn not_parsed(messages: Messages, error: &clap::Error) -> u8 {
    if !error.use_stderr() || !messages.json {
        let _ = error.print();
        return u8::try_from(error.exit_code()).unwrap_or(2);
    }
    let message = first_paragraph(&error.render().to_string());
    failed(messages, &Failure::input("usage", message))
}

/// What is wrong, without the usage that follows it.
fn first_paragraph(text: &str) -> String {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    words.join(" ")
}

fn failed(messages: Messages, failure: &Failure) -> u8 {
    if let Failure::Reported(report) = failure {
        messages.failure(report);
    }
    failure.exit_code()
}

fn report_bug(messages: Messages, place: &str) {
    let message = format!("a bug in cfsign, at {place}; please report it, without your key");
    let (class, code) = (Class::Internal, "internal");
    let (line, suggestion, help) = (None, None, None);
    let report = Report {
        line,
        code,
        message,
        class,
        suggestion,
        help,
    };
    messages.failure(&report);
}
