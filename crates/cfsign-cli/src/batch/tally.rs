//! Counts what is signed and refused, and says so.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::memory;
use crate::failure::{Class, Failure, Report};
use crate::output::Messages;

pub(super) struct Tally {
    signed: u64,
    refused: u64,
    messages: Messages,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Tally {
    pub(super) fn new(messages: Messages) -> Self {
        let (signed, refused, started) = (0, 0, Instant::now());
        // Signed URLs that fill the terminal are progress enough.
        let shown = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let bar = (shown && !messages.quiet && !messages.json).then(progress_bar);
        Self {
            signed,
            refused,
            messages,
            started,
            bar,
        }
    }

    pub(super) fn signed(&mut self) {
        self.signed += 1;
        self.tick();
    }

    /// Reports what was refused. A failure that is not about this line, but would be the same on
    /// all, ends the run.
    pub(super) fn refused(&mut self, line: u64, failure: Failure) -> Result<Box<Report>, Failure> {
        let mut report = match failure {
            Failure::Reported(report) if report.class == Class::Input => report,
            other => return Err(other),
        };
        self.refused += 1;
        self.tick();
        report.line = Some(line);
        let messages = self.messages;
        match &self.bar {
            Some(bar) => bar.suspend(|| messages.failure(&report)),
            None => messages.failure(&report),
        }
        Ok(report)
    }

    pub(super) fn finish(self, stats: bool) -> Result<(), Failure> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if stats {
            self.print_stats();
        }
        if self.refused == 0 {
            return Ok(());
        }
        let (signed, refused) = (self.signed, self.refused);
        let message = format!("signed {signed} of {}, {refused} refused", signed + refused);
        Err(Failure::input("some-refused", message))
    }

    fn tick(&self) {
        const SELDOM: u64 = 256;
        let done = self.signed + self.refused;
        if let Some(bar) = self.bar.as_ref().filter(|_| done.is_multiple_of(SELDOM)) {
            bar.set_position(done);
        }
    }

    #[allow(clippy::cast_precision_loss)] // For people to read.
    fn print_stats(&self) {
        let seconds = self.started.elapsed().as_secs_f64().max(1e-9);
        let per_second = self.signed as f64 / seconds;
        let peak = memory::peak();
        if self.messages.json {
            let (signed, refused) = (self.signed, self.refused);
            Messages::json_line(&json!({ "stats": {
                "signed": signed,
                "refused": refused,
                "seconds": seconds,
                "urls_per_second": per_second.round(),
                "peak_memory_bytes": peak,
            }}));
            return;
        }
        let mut text = format!(
            "{} URLs in {seconds:.2} s, {per_second:.0} URLs/s",
            self.signed
        );
        if let Some(bytes) = peak {
            write!(text, ", peak memory {:.1} MB", bytes as f64 / 1e6)
                .expect("a String takes any text");
        }
        Messages {
            quiet: false,
            ..self.messages
        }
        .note(&text);
    }
}

/// How many there will be is not known.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{spinner} {human_pos} URLs, {per_sec}, {elapsed}");
    bar.set_style(style.expect("the template is fixed and tested"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
