//! Exponentiation modulo the primes, in eight lanes.

use zeroize::Zeroize;

use super::digits::{Digit, LANES, N, Num, ZERO};
use super::erase::erase_all;
use super::kernel::{
    Cell, ENTRIES, Modulus, Selector, Table, add_digits, mask_digits, mul, mul_lookup, normalise,
    reduce_fully, square,
};

/// Windows of four bits that an exponent of 1024 bits has.
pub(super) const WINDOWS: usize = 256;

/// All that depends on one prime (cells of `u64`), or on both, p in lanes 0 to 3 and q in lanes 4
/// to 7 (cells of `Digit`). Montgomery's R is 2^1040.
#[cfg_attr(feature = "timing-test", derive(Clone))]
pub(super) struct Exponentiation<C: Cell> {
    pub(super) modulus: Modulus<C>,
    /// The modulus in every lane.
    pub(super) m: Num,
    /// R mod m: one, in Montgomery form.
    pub(super) one: Num,
    /// R^2 mod m and R^3 mod m, which bring the low and the high half of a number into that form.
    pub(super) r2: Num,
    pub(super) r3: Num,
    /// The exponent, the highest window first; one for each lane.
    pub(super) windows: [[u8; LANES]; WINDOWS],
}

impl<C: Cell> Exponentiation<C> {
    pub(super) const ZERO: Self = Self {
        modulus: Modulus::ZERO,
        m: ZERO,
        one: ZERO,
        r2: ZERO,
        r3: ZERO,
        windows: [[0; LANES]; WINDOWS],
    };
}

impl<C: Cell> Zeroize for Exponentiation<C> {
    fn zeroize(&mut self) {
        self.modulus.zeroize();
        erase_all(&mut self.m);
        erase_all(&mut self.one);
        erase_all(&mut self.r2);
        erase_all(&mut self.r3);
        erase_all(&mut self.windows);
    }
}

/// What the inner loop touches, in one block that begins a page: scattered, its parts drive each
/// other from the first-level cache.
#[repr(C, align(4096))]
pub(super) struct Arena {
    table: Table,
    y: Num,
    selector: Selector,
    shared: Modulus<u64>,
    own: Modulus<Digit>,
}

impl Arena {
    #[allow(
        clippy::large_stack_arrays,
        reason = "a constant, which goes to the heap"
    )]
    pub(super) const ZERO: Self = Self {
        table: [[Digit::ZERO; ENTRIES]; N],
        y: ZERO,
        selector: Selector::ZERO,
        shared: Modulus::ZERO,
        own: Modulus::ZERO,
    };

    #[cfg(test)]
    pub(super) fn is_zero(&self) -> bool {
        let digits = self.table.as_flattened().iter().chain(&self.y);
        digits
            .chain(&self.own.m)
            .chain(&self.own.shift)
            .all(|digit| digit.0 == [0; LANES])
            && self.shared.m == [0; N]
            && self.shared.shift == [0; N]
    }
}

impl Zeroize for Arena {
    fn zeroize(&mut self) {
        erase_all(self.table.as_flattened_mut());
        erase_all(&mut self.y);
        self.selector.zeroize();
        self.shared.zeroize();
        self.own.zeroize();
    }
}

/// A cell that the arena has a place for.
pub(super) trait InArena: Cell {
    /// The place of the modulus.
    fn place(arena: &mut Arena) -> (&mut Modulus<Self>, &mut Table, &mut Num, &mut Selector);
}

impl InArena for u64 {
    fn place(arena: &mut Arena) -> (&mut Modulus<Self>, &mut Table, &mut Num, &mut Selector) {
        (
            &mut arena.shared,
            &mut arena.table,
            &mut arena.y,
            &mut arena.selector,
        )
    }
}

impl InArena for Digit {
    fn place(arena: &mut Arena) -> (&mut Modulus<Self>, &mut Table, &mut Num, &mut Selector) {
        (
            &mut arena.own,
            &mut arena.table,
            &mut arena.y,
            &mut arena.selector,
        )
    }
}

/// `(low + high * 2^1040)^exponent mod m` in every lane, less than m.
///
/// Fixed windows of four bits: 1024 squarings and 256 multiplications by an entry of the table,
/// whatever the exponent is; the first of them are of one, as in every exponentiation.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512ifma,avx512vbmi2")]
pub(super) fn power<C: InArena>(
    e: &Exponentiation<C>,
    low: &Num,
    high: &Num,
    arena: &mut Arena,
) -> Num {
    let (k, table, y, selector) = C::place(arena);
    k.clone_from(&e.modulus);

    // low * R + high * R^2, in Montgomery form: low * R^2 / R and high * R^3 / R. Both halves are
    // below R, which is less than 2^17 m, and the constants below m: so the products are below 4 m.
    let (mut base, mut upper) = (*low, *high);
    mul(&mut base, &e.r2, k);
    mul(&mut upper, &e.r3, k);
    mask_digits(&mut base);
    mask_digits(&mut upper);
    add_digits(&mut base, &upper);
    normalise(&mut base);

    *y = e.one;
    for entry in 0..ENTRIES {
        if entry > 0 {
            mul(y, &base, k);
        }
        for (row, digit) in table.iter_mut().zip(&*y) {
            row[entry] = *digit;
        }
    }
    #[cfg(test)]
    super::fault::strike(super::fault::Place::Table, table.as_flattened_mut());

    *y = e.one;
    for windows in &e.windows {
        for _ in 0..4 {
            square(y, k);
        }
        selector.set(*windows);
        mul_lookup(y, table, selector, k);
        #[cfg(test)]
        super::fault::strike(super::fault::Place::Accumulator, y);
    }

    let mut one = ZERO;
    one[0] = Digit([1; LANES]);
    let mut result = *y;
    mul(&mut result, &one, k);
    reduce_fully(&mut result, &e.m);
    result
}
