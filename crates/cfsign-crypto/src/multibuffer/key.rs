//! A private key, ready for passes.

use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use super::detect::Ifma;
use super::numbers::{Block, Numbers};
use super::pass::{self, Workspace};
use super::setup::Constants;
use super::{erase, plan};

/// A private key in the form that passes use; erased when dropped.
pub(crate) struct LaneKey {
    pub(super) constants: Box<Constants>,
    /// Proof that the processor has the instructions, as long as there is a key for them.
    _ifma: Ifma,
    /// Workspaces that no thread is using. There are as many as threads have signed at once.
    pub(super) idle: Mutex<Vec<Box<Workspace>>>,
}

impl LaneKey {
    /// Computes what passes need. `None` for a key of other sizes than 2048 and 1024 bits. The numbers are asked
    /// for on the stack that is erased, since each move of them may leave a copy.
    #[allow(unsafe_code)]
    pub(crate) fn new(
        ifma: Ifma,
        numbers: impl FnOnce() -> Option<Zeroizing<Numbers>>,
    ) -> Option<Self> {
        let compute = || Constants::new(&*numbers()?);
        // SAFETY: `ifma` says that the processor has the instructions.
        let constants = unsafe { erase::with_clean_stack(compute) }?;
        Some(Self {
            constants,
            _ifma: ifma,
            idle: Mutex::default(),
        })
    }

    /// `block^d mod n` for each block, in order. `None` is for one to be done by ordinary RSA: it
    /// is one too many for a pass, or its result failed the check and was withheld.
    #[allow(unsafe_code)]
    pub(crate) fn private_operations(&self, blocks: &[Block]) -> Vec<Option<Block>> {
        let mut results = Vec::with_capacity(blocks.len());
        let mut rest = blocks;
        let mut workspace = self.take_workspace();
        while let Some((pass, count)) = plan::next(rest.len()) {
            let (now, later) = rest.split_at(count);
            // SAFETY: `self._ifma` says that the processor has the instructions.
            let done = unsafe {
                erase::with_clean_stack(|| pass::run(&self.constants, &mut workspace, pass, now))
            };
            if done[..count].contains(&None) {
                // Whatever went wrong, the next pass begins afresh.
                workspace.blinding = None;
            }
            results.extend_from_slice(&done[..count]);
            rest = later;
        }
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(workspace);
        results.resize(blocks.len(), None);
        results
    }

    fn take_workspace(&self) -> Box<Workspace> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.unwrap_or_else(Workspace::new)
    }
}
