//! Colours and weights; [`anstream`] drops them where nobody sees them or `NO_COLOR` is set.

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;

pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const CAREFUL: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const HEADING: Style = Style::new().bold().underline();
pub(crate) const NAME: Style = AnsiColor::Cyan.on_default();
pub(crate) const QUIET: Style = Style::new().dimmed();

/// How the help texts look.
pub(crate) const CLAP: Styles = Styles::styled()
    .header(HEADING)
    .usage(HEADING)
    .literal(NAME)
    .placeholder(Style::new());

/// Signs before what is good, bad or open, if the terminal can show them.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    unicode: bool,
}

impl Marks {
    /// What the locale of this process has: the first of its variables that is set decides.
    pub(crate) fn of_this_terminal() -> Self {
        let mut variables = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok());
        let locale = variables.find(|value| !value.is_empty());
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let unicode = cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8");
        Self { unicode }
    }

    pub(crate) fn good(self) -> &'static str {
        if self.unicode { "✓" } else { "ok" }
    }

    pub(crate) fn bad(self) -> &'static str {
        if self.unicode { "✗" } else { "NO" }
    }

    pub(crate) fn open(self) -> &'static str {
        if self.unicode { "·" } else { ".." }
    }

    /// Before an entry of a list.
    pub(crate) fn item(self) -> &'static str {
        if self.unicode { "•" } else { "*" }
    }

    /// Before what to do.
    pub(crate) fn arrow(self) -> &'static str {
        if self.unicode { "→" } else { "->" }
    }
}

/// `text` without what drives a terminal or turns the direction of writing: requests, policies and
/// responses are written by others.
pub(crate) fn visible(text: &str) -> String {
    let drives = |character: char| {
        let turns = matches!(character, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || character.is_control()
    };
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if drives(character) {
            plain.extend(character.escape_unicode());
        } else {
            plain.push(character);
        }
    }
    plain
}
