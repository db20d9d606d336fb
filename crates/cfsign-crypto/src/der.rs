//! The little DER that RSA keys need: a SEQUENCE of non-negative INTEGERs, read strictly.

use zeroize::Zeroizing;

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;

/// Reads DER values one after the other. `None` is anything that is not DER.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Opens the one SEQUENCE that `der` consists of.
    pub(crate) fn sequence(der: &'a [u8]) -> Option<Self> {
        let mut outer = Self(der);
        let content = outer.value(SEQUENCE)?;
        outer.is_empty().then_some(Self(content))
    }

    /// Whether everything has been read.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next INTEGER, big-endian without leading zeros, so that zero is empty. Negative numbers
    /// and needless leading zeros are refused.
    pub(crate) fn unsigned(&mut self) -> Option<&'a [u8]> {
        match self.value(INTEGER)? {
            [] => None,
            [0] => Some(&[]),
            [0, magnitude @ ..] => (magnitude[0] >= 0x80).then_some(magnitude),
            magnitude => (magnitude[0] < 0x80).then_some(magnitude),
        }
    }

    fn value(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&found, rest) = self.0.split_first()?;
        if found != tag {
            return None;
        }
        let (&first, rest) = rest.split_first()?;
        let (len, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81 | 0x82 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let len = bytes
                    .iter()
                    .fold(0, |len, &byte| len << 8 | usize::from(byte));
                let shortest = if bytes.len() == 1 { 0x80 } else { 0x100 };
                (len >= shortest).then_some((len, rest))?
            }
            // The longest key supported takes less than 5 KiB.
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(len)?;
        self.0 = rest;
        Some(content)
    }
}

/// Writes a SEQUENCE of INTEGERs, each given big-endian. The buffer is not reallocated on the way,
/// so that no copy of a key is left behind.
pub(crate) fn write_sequence(integers: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let integers = || integers.iter().map(|integer| Integer::new(integer));
    let content: usize = integers()
        .map(|integer| 1 + header_len(integer.len()) + integer.len())
        .sum();
    let mut out = Zeroizing::new(Vec::with_capacity(1 + header_len(content) + content));
    write_header(&mut out, SEQUENCE, content);
    for integer in integers() {
        write_header(&mut out, INTEGER, integer.len());
        out.extend_from_slice(&[0][..usize::from(integer.padded)]);
        out.extend_from_slice(integer.magnitude);
    }
    out
}

/// A number as DER writes it: no leading zeros, except one where the top bit would say "negative".
struct Integer<'a> {
    padded: bool,
    magnitude: &'a [u8],
}

impl<'a> Integer<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let start = bytes
            .iter()
            .position(|&byte| byte != 0)
            .unwrap_or(bytes.len());
        let magnitude = &bytes[start..];
        Self {
            padded: magnitude.first().is_none_or(|&byte| byte >= 0x80),
            magnitude,
        }
    }

    fn len(&self) -> usize {
        usize::from(self.padded) + self.magnitude.len()
    }
}

/// The bytes that a length takes.
fn header_len(len: usize) -> usize {
    match len {
        0..0x80 => 1,
        0x80..0x100 => 2,
        _ => 3,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "each byte of the length is cut out on purpose"
)]
fn write_header(out: &mut Vec<u8>, tag: u8, len: usize) {
    debug_assert!(len < 0x1_0000, "keys of 8192 bits are far shorter");
    out.push(tag);
    match header_len(len) {
        1 => out.push(len as u8),
        2 => out.extend_from_slice(&[0x81, len as u8]),
        _ => out.extend_from_slice(&[0x82, (len >> 8) as u8, len as u8]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, write_sequence};

    #[test]
    fn what_is_written_is_read_back() {
        let long = [0xff; 300];
        let numbers: [&[u8]; 6] = [&[], &[1], &[0x7f], &[0x80], &[1; 200], &long];
        let der = write_sequence(&numbers);
        let mut reader = Reader::sequence(&der).unwrap();
        for number in numbers {
            assert_eq!(reader.unsigned(), Some(number));
        }
        assert!(reader.is_empty());
        assert_eq!(reader.unsigned(), None);
        assert_eq!(write_sequence(&[&[0, 0, 5]]).as_slice(), [0x30, 3, 2, 1, 5]);
    }

    #[test]
    fn other_than_der_is_refused() {
        let refused: [&[u8]; 14] = [
            &[],
            &[0x30],
            &[0x30, 3, 2, 1],
            &[0x30, 3, 2, 1, 5, 0],
            &[0x31, 3, 2, 1, 5],
            &[0x30, 0x80, 2, 1, 5, 0, 0],
            &[0x30, 0x81, 3, 2, 1, 5],
            &[0x30, 0x82, 0, 3, 2, 1, 5],
            &[0x30, 0x83, 0, 0, 3, 2, 1, 5],
            &[0x30, 2, 2, 0],
            &[0x30, 3, 2, 1, 0x80],
            &[0x30, 4, 2, 2, 0, 5],
            &[0x30, 3, 4, 1, 5],
            &[0x30, 3, 2, 2, 5],
        ];
        for der in refused {
            let integer = Reader::sequence(der).and_then(|mut reader| reader.unsigned());
            assert_eq!(integer, None, "{der:02x?}");
        }
    }
}
