//! `*` and `?` within one section.

/// What stands in a pattern for a question mark that is no wildcard; no URL can hold this character.
pub(crate) const LITERAL_QUESTION_MARK: &str = "\u{1}";

/// Whether `text` fits `pattern`, where `*` stands for any characters and `?` for exactly one byte.
///
/// The pieces between stars are looked for from left to right, each at its first place: a later place
/// can never help. Each search is linear in the text, so no pattern makes the time explode.
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
        let Some(end) = find_end(piece, text) else {
            return false;
        };
        text = &text[end..];
    }
    true
}

/// Whether `text`, of the same length as `piece`, differs from it under question marks only.
fn fits(piece: &[u8], text: &[u8]) -> bool {
    piece
        .iter()
        .zip(text)
        .all(|(&wanted, &found)| fits_byte(wanted, found))
}

fn fits_byte(wanted: u8, found: u8) -> bool {
    wanted == b'?'
        || wanted == found
        || (wanted == LITERAL_QUESTION_MARK.as_bytes()[0] && found == b'?')
}

/// Where the first place of `piece` in `text` ends.
///
/// Bit `i` of the state says whether the last `i + 1` bytes read fit the beginning of the piece
/// (the Shift-And method): 64 bytes of the piece are compared at once, and no byte is read twice.
fn find_end(piece: &[u8], text: &[u8]) -> Option<usize> {
    if piece.is_empty() {
        return Some(0);
    }
    let words = piece.len().div_ceil(64);
    let mut state = vec![0_u64; words];
    let accepted = 1 << ((piece.len() - 1) % 64);
    let mut masks: [Option<Vec<u64>>; 256] = [const { None }; 256];
    for (at, &byte) in text.iter().enumerate() {
        let mask = masks[usize::from(byte)].get_or_insert_with(|| mask(piece, byte));
        let mut carry = 1;
        for (word, fitting) in state.iter_mut().zip(mask) {
            let next_carry = *word >> 63;
            *word = (*word << 1 | carry) & *fitting;
            carry = next_carry;
        }
        if state[words - 1] & accepted != 0 {
            return Some(at + 1);
        }
    }
    None
}

/// A bit for each place of `piece` that `byte` fits.
fn mask(piece: &[u8], byte: u8) -> Vec<u64> {
    let bits = |chunk: &[u8]| {
        let fitting = chunk
            .iter()
            .enumerate()
            .filter(|(_, wanted)| fits_byte(**wanted, byte));
        fitting.fold(0, |bits, (at, _)| bits | 1 << at)
    };
    piece.chunks(64).map(bits).collect()
}
