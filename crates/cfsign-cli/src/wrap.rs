//! Breaks text into lines for a terminal.

/// Wider lines are hard to read, and break where people paste them.
const WIDEST: usize = 100;
/// What is narrower breaks nothing but looks.
const NARROWEST: usize = 60;

/// How wide lines may be: as wide as the terminal, or as `COLUMNS` says.
pub(crate) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = columns.or_else(terminal).unwrap_or(WIDEST);
    width.clamp(NARROWEST, WIDEST)
}

/// The lines of `text`: the first up to `first` characters wide, the others up to `others`. Words
/// that are longer are cut; blanks inside a line stay as they are.
pub(crate) fn wrap(text: &str, first: usize, others: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest: Vec<char> = text.trim_end().chars().collect();
    loop {
        let width = if lines.is_empty() { first } else { others };
        if rest.len() <= width {
            lines.push(rest.into_iter().collect());
            return lines;
        }
        // A word that fits on the next line is not cut, and one longer than that begins here.
        let blank = rest[..=width]
            .iter()
            .rposition(|character| *character == ' ');
        let word = blank.map_or(0, |blank| {
            rest[blank + 1..].iter().take_while(|c| **c != ' ').count()
        });
        let end = blank
            .filter(|blank| *blank > 0 && word <= others)
            .unwrap_or(width);
        let line: String = rest.drain(..end).collect();
        lines.push(line.trim_end().to_owned());
        let blanks = rest
            .iter()
            .take_while(|character| **character == ' ')
            .count();
        rest.drain(..blanks);
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn between_words() {
        assert_eq!(wrap("one two three", 20, 20), ["one two three"]);
        assert_eq!(wrap("one two three", 7, 20), ["one two", "three"]);
        assert_eq!(wrap("one two three", 8, 20), ["one two", "three"]);
        assert_eq!(wrap("one two three", 6, 5), ["one", "two", "three"]);
        assert_eq!(wrap("", 6, 5), [""]);
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(wrap("abcdefghij", 4, 3), ["abcd", "efg", "hij"]);
        assert_eq!(wrap("at abcdefghij", 6, 5), ["at abc", "defgh", "ij"]);
        assert_eq!(wrap("äöü ßẞ", 3, 3), ["äöü", "ßẞ"]);
    }
}
