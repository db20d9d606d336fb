//! Which passes a batch is cut into.

/// What one pass does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// Up to eight messages modulo p, then the same modulo q.
    Eight,
    /// Up to four messages, modulo p and modulo q at once, in half the time of an eight.
    Four,
}

/// The next pass for `left` messages, and how many it takes; none where one by one is quicker.
///
/// A pass takes its time however many of its lanes are idle: a four about 1.2 times that of one
/// signature by AWS-LC, an eight about 2.3 times. So one message is left to AWS-LC, two to four are
/// a four, five are a four and one by AWS-LC, six and seven an eight with idle lanes.
pub(super) fn next(left: usize) -> Option<(Pass, usize)> {
    match left {
        0 | 1 => None,
        2..=5 => Some((Pass::Four, left.min(4))),
        _ => Some((Pass::Eight, left.min(8))),
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn batches_are_cut_into_the_quickest_passes() {
        let passes = |mut left: usize| {
            let mut sizes = Vec::new();
            while let Some((_, count)) = next(left) {
                sizes.push(count);
                left -= count;
            }
            (sizes, left)
        };
        let wanted: [(usize, &[usize], usize); 13] = [
            (0, &[], 0),
            (1, &[], 1),
            (2, &[2], 0),
            (3, &[3], 0),
            (4, &[4], 0),
            (5, &[4], 1),
            (6, &[6], 0),
            (7, &[7], 0),
            (8, &[8], 0),
            (9, &[8], 1),
            (12, &[8, 4], 0),
            (13, &[8, 4], 1),
            (31, &[8, 8, 8, 7], 0),
        ];
        for (count, sizes, one_by_one) in wanted {
            assert_eq!(passes(count), (sizes.to_vec(), one_by_one), "{count}");
        }
    }
}
