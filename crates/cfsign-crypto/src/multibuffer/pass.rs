//! One pass: blinding, the two exponentiations, recombination, and the check of every result.

use zeroize::Zeroize;

use super::blinding::Blinding;
use super::digits::{LANES, WIDE_ZERO, Wide, from_be_bytes, lane_of, set_lane, to_be_bytes};
use super::kernel::{exchange_lanes, repeat_low_lanes, subtract_if_ge};
use super::numbers::Block;
use super::plan::Pass;
use super::power::{Arena, power};
use super::public::halves;
use super::setup::Constants;

/// The memory of a pass. One that is not at work holds blinding factors, and nothing else.
pub(super) struct Workspace {
    pub(super) arena: Arena,
    pub(super) blinding: Option<Blinding>,
}

impl Workspace {
    pub(super) fn new() -> Box<Self> {
        Box::new(Self {
            arena: Arena::ZERO,
            blinding: None,
        })
    }
}

/// For the case that something panics half-way.
impl Drop for Workspace {
    fn drop(&mut self) {
        self.arena.zeroize();
    }
}

/// `block^d mod n` for up to four or eight blocks. A result is there only if it has passed the
/// check; `None` is for a fault, or for no random numbers, and then another way must be gone.
#[target_feature(enable = "avx512f,avx512ifma,avx512vbmi2")]
pub(super) fn run(
    key: &Constants,
    workspace: &mut Workspace,
    pass: Pass,
    blocks: &[Block],
) -> [Option<Block>; LANES] {
    let mut results = [None; LANES];
    let Workspace { arena, blinding } = workspace;
    if !blinding.as_ref().is_some_and(Blinding::is_fresh) {
        *blinding = Blinding::draw(&key.n, &key.public);
    }
    let Some(factors) = blinding else {
        return results;
    };
    let period = match pass {
        Pass::Eight => LANES,
        Pass::Four => LANES / 2,
    };
    let x = in_lanes(blocks, period);
    let s = private_operation(key, factors, pass, &x, arena);
    arena.zeroize();
    factors.advance(&key.public);
    let back = key.public.power_e(&s);
    for (lane, (block, result)) in blocks.iter().zip(&mut results).enumerate() {
        // From here on nothing is secret: a signature, and whether it is one.
        if lane_of(&back, lane) == from_be_bytes(block) {
            *result = Some(to_be_bytes(&lane_of(&s, lane)));
        }
    }
    results
}

/// Lane `l` gets block `l % period`; idle lanes get copies of the last one.
pub(super) fn in_lanes(blocks: &[Block], period: usize) -> Wide {
    let mut x = WIDE_ZERO;
    for lane in 0..LANES {
        let at = (lane % period).min(blocks.len() - 1);
        set_lane(&mut x, lane, &from_be_bytes(&blocks[at]));
    }
    x
}

#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma,avx512vbmi2")]
pub(super) fn private_operation(
    key: &Constants,
    blinding: &Blinding,
    pass: Pass,
    x: &Wide,
    arena: &mut Arena,
) -> Wide {
    let mut blinded = key.public.mul(x, &blinding.factor);
    let (sp, sq) = match pass {
        Pass::Eight => {
            let (low, high) = halves(&blinded);
            (
                power(&key.p, low, high, arena),
                power(&key.q, low, high, arena),
            )
        }
        Pass::Four => {
            // Both halves of the lanes must hold the same messages under the same factors.
            repeat_low_lanes(&mut blinded);
            let (low, high) = halves(&blinded);
            let sp = power(&key.both, low, high, arena);
            let mut sq = sp;
            exchange_lanes(&mut sq);
            (sp, sq)
        }
    };
    let mut s = key.crt.recombine(&sp, &sq);
    #[cfg(test)]
    super::fault::strike(super::fault::Place::Recombined, &mut s);
    s = key.public.mul(&s, &blinding.undo);
    subtract_if_ge(&mut s, &key.public.n);
    #[cfg(test)]
    super::fault::strike(super::fault::Place::Signature, &mut s);
    s
}
