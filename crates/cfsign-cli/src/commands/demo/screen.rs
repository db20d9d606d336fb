//! Text for people: headings, paragraphs, commands and what they print.

use std::fmt;
use std::io::Write;

use super::proof::{Proof, Verdict};
use crate::failure::Failure;
use crate::style::{BAD, CAREFUL, GOOD, HEADING, Marks, NAME, QUIET};
use crate::wrap::wrap;

/// How wide a paragraph may be, with its indent.
const WIDTH: usize = 94;

/// Where the demonstration is shown; a dark one shows nothing.
pub(super) struct Screen(Option<Box<dyn Write>>);

impl Screen {
    pub(super) fn stdout() -> Self {
        Self(Some(Box::new(anstream::stdout())))
    }

    pub(super) fn dark() -> Self {
        Self(None)
    }

    pub(super) fn heading(&mut self, text: &str) -> Result<(), Failure> {
        self.line(format_args!("{HEADING}{text}{HEADING:#}\n"))
    }

    /// Lines of a paragraph, already broken.
    pub(super) fn paragraph(&mut self, text: &str) -> Result<(), Failure> {
        for line in text.lines() {
            self.line(format_args!("  {line}"))?;
        }
        self.line(format_args!(""))
    }

    /// A command as it is typed; line breaks become continued lines.
    pub(super) fn command(&mut self, command: &str) -> Result<(), Failure> {
        let command = command.replace('\n', " \\\n        ");
        self.line(format_args!("  {NAME}$ {command}{NAME:#}"))
    }

    /// What a command prints, as it is.
    pub(super) fn output(&mut self, text: &str) -> Result<(), Failure> {
        for line in text.lines() {
            self.line(format_args!("    {line}"))?;
        }
        self.line(format_args!(""))
    }

    /// A document that was signed.
    pub(super) fn policy(&mut self, title: &str, policy: &str) -> Result<(), Failure> {
        self.line(format_args!(
            "  {title} {QUIET}({} bytes){QUIET:#}:",
            policy.len()
        ))?;
        self.output(policy)
    }

    /// How to check a signature, and the outcome.
    pub(super) fn proof(&mut self, proof: &Proof) -> Result<(), Failure> {
        let style = match proof.verdict {
            Verdict::Good => GOOD,
            Verdict::Wrong => BAD,
            Verdict::Unknown => CAREFUL,
        };
        self.command(&proof.command)?;
        self.line(format_args!("    {style}{}{style:#}", proof.said))
    }

    /// What the edge answered.
    pub(super) fn answer(
        &mut self,
        status: u16,
        path: &str,
        request: &str,
        what: &str,
    ) -> Result<(), Failure> {
        let style = if status < 400 { GOOD } else { BAD };
        self.line(format_args!(
            "  {style}{status}{style:#} {path:<19} {request:<22} {QUIET}{what}{QUIET:#}"
        ))
    }

    /// Why it was refused, and what to do.
    pub(super) fn reason(&mut self, reason: &str, advice: &str) -> Result<(), Failure> {
        let arrow = Marks::of_this_terminal().arrow();
        for text in [reason.to_owned(), format!("{arrow} {advice}")] {
            for line in wrap(&text, WIDTH, WIDTH) {
                self.line(format_args!("      {line}"))?;
            }
        }
        Ok(())
    }

    pub(super) fn line(&mut self, text: fmt::Arguments<'_>) -> Result<(), Failure> {
        match &mut self.0 {
            Some(out) => Ok(writeln!(out, "{text}")?),
            None => Ok(()),
        }
    }
}
