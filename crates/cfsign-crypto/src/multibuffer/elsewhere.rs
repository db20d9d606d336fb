//! What stands for the key of passes on processors that are not x86-64: nothing.

use zeroize::Zeroizing;

use super::detect::Ifma;
use super::numbers::{Block, Numbers};

/// A key that is never made, since [`Ifma`] never is.
pub(crate) struct LaneKey(Ifma);

impl LaneKey {
    pub(crate) fn new(
        ifma: Ifma,
        numbers: impl FnOnce() -> Option<Zeroizing<Numbers>>,
    ) -> Option<Self> {
        numbers()?.have_the_right_sizes().then_some(Self(ifma))
    }

    pub(crate) fn private_operations(&self, blocks: &[Block]) -> Vec<Option<Block>> {
        let Self(Ifma { .. }) = self;
        vec![None; blocks.len()]
    }
}
