//! What `examples/timing` measures: one pass, with every secret at the choice of the caller.
//!
//! Only in builds with the feature `timing-test`, which no package has.
#![allow(missing_docs, clippy::missing_panics_doc, unsafe_code)]

use super::Ifma;
use super::blinding::Blinding;
use super::numbers::Block;
use super::pass::{Workspace, in_lanes, private_operation};
use super::plan::Pass;
use super::setup::Constants;
use crate::aws_lc::RsaSigner;

/// A key, as the passes have it.
pub struct Key(Box<Constants>);

impl Key {
    /// `None` where the processor has not the instructions, or the key is none for them.
    #[must_use]
    pub fn new(pkcs1_der: &[u8]) -> Option<Self> {
        Ifma::detect()?;
        let numbers = RsaSigner::from_checked_der(pkcs1_der).ok()?.numbers()?;
        Constants::new(&numbers).map(Self)
    }
}

/// A place for a key, and what a pass needs; everything stays where it is in memory.
pub struct Bench {
    key: Box<Constants>,
    workspace: Box<Workspace>,
    blinding: Blinding,
}

impl Bench {
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            key: key.0.clone(),
            workspace: Workspace::new(),
            // SAFETY: there is a key only where the processor has the instructions.
            blinding: unsafe { Blinding::none(&key.0.public) },
        }
    }

    /// Puts a key in its place, and gives it exponents if there are some: windows of four bits.
    pub fn set(&mut self, key: &Key, windows: Option<&[u8; 256]>) {
        self.key.clone_from(&key.0);
        // SAFETY: as above.
        self.blinding = unsafe { Blinding::none(&self.key.public) };
        let Some(windows) = windows else { return };
        let key = &mut self.key;
        for of_key in [
            &mut key.p.windows,
            &mut key.q.windows,
            &mut key.both.windows,
        ] {
            for (to, window) in of_key.iter_mut().zip(windows) {
                *to = [*window; 8];
            }
        }
    }

    /// The private operation, without blinding: on eight messages, or on four.
    #[inline(never)]
    pub fn run(&mut self, eight: bool, blocks: &[Block; 8]) {
        let (pass, period) = if eight {
            (Pass::Eight, 8)
        } else {
            (Pass::Four, 4)
        };
        let x = in_lanes(&blocks[..period], period);
        // SAFETY: as above.
        let s = unsafe {
            private_operation(
                &self.key,
                &self.blinding,
                pass,
                &x,
                &mut self.workspace.arena,
            )
        };
        std::hint::black_box(s);
    }
}
