//! `*` and `?` within one section.

/// What stands in a pattern for a question mark that is no wildcard; no URL can hold this character.
pub(crate) const LITERAL_QUESTION_MARK: &str = "\u{1}";

/// Whether `text` fits `pattern`, where `*` stands for any characters and `?` for exactly one.
///
/// The pieces between stars are looked for from left to right, each at its first place: a later place
/// can never help. So the time is at most the product of both lengths and mostly their sum, and no
/// pattern makes it explode.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    let mut pieces = pattern.split(|&byte| byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(last) = pieces.next_back() else {
        return first.len() == text.len() && fits(first, text);
    };
    if text.len() < first.len() + last.len() || !fits(first, &text[..first.len()]) {
        return false;
    }
    text = &text[first.len()..];
    let middle_end = text.len() - last.len();
    if !fits(last, &text[middle_end..]) {
        return false;
    }
    text = &text[..middle_end];
    for piece in pieces {
        let Some(at) = find(piece, text) else {
            return false;
        };
        text = &text[at + piece.len()..];
    }
    true
}

fn find(piece: &[u8], text: &[u8]) -> Option<usize> {
    if piece.is_empty() {
        return Some(0);
    }
    text.windows(piece.len())
        .position(|window| fits(piece, window))
}

/// Whether `text`, of the same length as `piece`, differs from it under question marks only.
fn fits(piece: &[u8], text: &[u8]) -> bool {
    let literal = LITERAL_QUESTION_MARK.as_bytes()[0];
    piece.iter().zip(text).all(|(&wanted, &found)| {
        wanted == b'?' || wanted == found || (wanted == literal && found == b'?')
    })
}
