//! What explain says, for people.

use std::fmt::Write as _;

use super::report::{Found, Made, Report};
use crate::style::{BAD, CAREFUL, GOOD, HEADING, Marks, NAME, QUIET, visible};
use crate::time;
use crate::wrap::{width, wrap};

/// The widest name of a check, and two blanks.
const NAMES: usize = 20;

pub(crate) fn to_text(report: &Report) -> String {
    let mut page = Page {
        text: String::new(),
        marks: Marks::of_this_terminal(),
        width: width(),
    };
    page.verdict(report);
    page.findings("What is wrong", report, "request");
    page.findings("What a browser does with the cookies", report, "browser");
    page.response(report);
    page.checks(report);
    page.signed_text(report);
    page.text
}

struct Page {
    text: String,
    marks: Marks,
    width: usize,
}

impl Page {
    fn verdict(&mut self, report: &Report) {
        let (style, mark, word) = match report.verdict {
            None => return,
            Some("allowed") => (GOOD, self.marks.good(), "Allowed"),
            Some("undecided") => (CAREFUL, self.marks.open(), "Not decided"),
            Some(_) => (BAD, self.marks.bad(), "Denied"),
        };
        let message = report
            .message
            .as_deref()
            .map(|message| format!(": {message}"));
        let verdict = format!("{mark} {word}{}", message.unwrap_or_default());
        let end = mark.chars().count() + 1 + word.len();
        self.wrapped(&verdict, [0, 2], Some((style, end)));
        if let Some(answer) = &report.cloudfront {
            self.line(&format!("  CloudFront answers {}", answer.to_line()));
        }
        let (date, seconds) = (time::to_text(report.now), report.now);
        let line = format!("  {QUIET}Decided as of {date}, which is {seconds}{QUIET:#}");
        self.line(&line);
    }

    fn findings(&mut self, title: &str, report: &Report, about: &str) {
        let about = |found: &&Found| found.about == about;
        let findings: Vec<&Found> = report.findings.iter().filter(about).collect();
        if findings.is_empty() {
            return;
        }
        let allowed = report.verdict == Some("allowed");
        self.heading(if allowed { "What to look at" } else { title });
        // What has the same advice stands together, above it.
        let mut said: Vec<&str> = Vec::new();
        for first in &findings {
            if said.contains(&first.code) {
                continue;
            }
            said.push(first.code);
            for found in findings.iter().filter(|found| found.code == first.code) {
                self.entry(&format!("{}  [{}]", found.message, found.code));
            }
            self.advice(first.advice);
        }
    }

    fn entry(&mut self, text: &str) {
        let item = self.marks.item();
        self.wrapped(&format!("{item} {text}"), [2, 4], None);
    }

    fn advice(&mut self, text: &str) {
        let arrow = self.marks.arrow();
        let indent = 4 + arrow.chars().count() + 1;
        self.wrapped(&format!("{arrow} {text}"), [4, indent], None);
    }

    fn response(&mut self, report: &Report) {
        let Some(response) = &report.response else {
            return;
        };
        self.heading("Who wrote the response");
        let layer = response.layer.as_str();
        self.entry(&format!(
            "{layer}: {}  [{}]",
            response.meaning, response.code
        ));
        self.advice(response.advice);
    }

    fn checks(&mut self, report: &Report) {
        if report.checks.is_empty() {
            return;
        }
        self.heading("Every check, in CloudFront's order");
        let silent = |check: &&Made| check.outcome == "not-reached" && check.found.is_empty();
        let rest = report.checks.iter().rev().take_while(silent).count();
        let rest = if rest > 2 { rest } else { 0 };
        for check in &report.checks[..report.checks.len() - rest] {
            self.check(check);
        }
        if rest > 0 {
            let mark = self.marks.open();
            let style = Some((QUIET, mark.chars().count()));
            let line = format!("{mark} {:<NAMES$}not reached", format!("{rest} more"));
            self.wrapped(&line, [2, 2], style);
        }
    }

    fn check(&mut self, check: &Made) {
        let (style, mark) = match check.outcome {
            "passed" => (GOOD, self.marks.good()),
            "failed" => (BAD, self.marks.bad()),
            _ => (QUIET, self.marks.open()),
        };
        let name = check.code.replace('-', " ");
        let name = format!("{mark} {name:<NAMES$}");
        let rest = name.chars().count() + 2;
        let found = if check.found.is_empty() && check.outcome == "not-reached" {
            "not reached"
        } else {
            &check.found
        };
        self.wrapped(
            &format!("{name}{found}"),
            [2, rest],
            Some((style, mark.chars().count())),
        );
        if check.outcome == "failed" {
            self.wrapped(
                &format!("wanted  {}", check.wanted),
                [rest, rest + 8],
                Some((NAME, 6)),
            );
            self.wrapped(
                &format!("do      {}", check.advice),
                [rest, rest + 8],
                Some((NAME, 2)),
            );
        }
    }

    /// As it is, however wide: people compare it byte by byte.
    fn signed_text(&mut self, report: &Report) {
        let Some(text) = &report.signed_text else {
            return;
        };
        self.heading(&format!(
            "The text that CloudFront verifies ({} bytes)",
            text.len()
        ));
        for line in text.lines() {
            self.line(&format!("  {}", visible(line)));
        }
        if report.candidates > 0 {
            let count = report.candidates;
            self.text.push('\n');
            self.line(&format!(
                "{QUIET}Looked for what was signed instead in {count} ways.{QUIET:#}"
            ));
        }
    }

    fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(&format!("{HEADING}{text}{HEADING:#}"));
    }

    /// Lines that begin at these columns, the first and the others; the beginning of the first has a
    /// style, up to a number of characters.
    fn wrapped(&mut self, text: &str, indents: [usize; 2], style: Option<(anstyle::Style, usize)>) {
        let lines = wrap(
            &visible(text),
            self.width - indents[0],
            self.width - indents[1],
        );
        for (number, line) in lines.iter().enumerate() {
            let indent = indents[usize::from(number > 0)];
            self.text.extend(std::iter::repeat_n(' ', indent));
            match style {
                Some((style, end)) if number == 0 => {
                    let end = line
                        .char_indices()
                        .nth(end)
                        .map_or(line.len(), |(at, _)| at);
                    let (start, rest) = line.split_at(end);
                    write!(self.text, "{style}{start}{style:#}{rest}")
                        .expect("a String takes any text");
                }
                _ => self.text.push_str(line),
            }
            self.text.push('\n');
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }
}
