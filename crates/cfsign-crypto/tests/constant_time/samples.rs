//! Functions that leak, each in its own way, and some that do not.

use std::arch::x86_64::{
    __m512i, _mm512_cmpeq_epi64_mask, _mm512_i64gather_epi64, _mm512_loadu_si512,
};
use std::hint::black_box;

/// The name of a function, and what is to be said of it.
pub const BAD: [(&str, &str); 8] = [
    ("looks_up", "address from data"),
    ("looks_up_after_arithmetic", "address from data"),
    ("branches", "branch on data"),
    ("compares", "call of"),
    ("leaves_early", "branch on data"),
    ("divides", "division of data"),
    ("gathers", "gather"),
    ("branches_on_lanes", "branch on data"),
];

pub const GOOD: [&str; 2] = ["adds", "selects"];

/// Makes the compiler keep them.
pub fn keep() {
    black_box(looks_up as fn(_, _) -> _);
    black_box(looks_up_after_arithmetic as fn(_, _) -> _);
    black_box(branches as fn(_) -> _);
    black_box(compares as fn(_, _) -> _);
    black_box(leaves_early as fn(_) -> _);
    black_box(divides as fn(_) -> _);
    black_box(gathers as unsafe fn(_, _) -> _);
    black_box(branches_on_lanes as unsafe fn(_, _) -> _);
    black_box(adds as fn(_, _));
    black_box(selects as fn(_, _, _) -> _);
}

#[inline(never)]
fn looks_up(table: &[u64; 16], windows: &[u8; 16]) -> u64 {
    table[usize::from(windows[0] & 15)]
}

#[inline(never)]
fn looks_up_after_arithmetic(table: &[u8; 256], state: &mut [u64; 2]) -> u8 {
    state[0] = state[0].wrapping_mul(5).wrapping_add(state[1]) ^ 7;
    table[(state[0] >> 56) as usize]
}

#[inline(never)]
fn branches(exponent: &[u64; 2]) -> u64 {
    if exponent[1] & 4 == 0 {
        black_box(1)
    } else {
        black_box(exponent[0])
    }
}

#[inline(never)]
fn compares(a: &[u64; 40], b: &[u64; 40]) -> bool {
    a == b
}

#[inline(never)]
fn leaves_early(digits: &[u64; 40]) -> usize {
    let mut zeros = 0;
    while zeros < 40 && black_box(digits[zeros]) == 0 {
        zeros += 1;
    }
    zeros
}

#[inline(never)]
fn divides(numbers: &[u64; 2]) -> u64 {
    numbers[0] / (numbers[1] | 1)
}

#[inline(never)]
#[target_feature(enable = "avx512f")]
#[allow(unsafe_code)]
fn gathers(table: &[i64; 16], windows: &[u64; 8]) -> __m512i {
    // SAFETY: never called, only compiled.
    unsafe {
        let windows = _mm512_loadu_si512(windows.as_ptr().cast());
        _mm512_i64gather_epi64::<8>(windows, table.as_ptr())
    }
}

#[inline(never)]
#[target_feature(enable = "avx512f")]
#[allow(unsafe_code)]
fn branches_on_lanes(a: &[u64; 8], b: &[u64; 8]) -> u64 {
    // SAFETY: never called, only compiled.
    let (a, b) = unsafe {
        (
            _mm512_loadu_si512(a.as_ptr().cast()),
            _mm512_loadu_si512(b.as_ptr().cast()),
        )
    };
    if _mm512_cmpeq_epi64_mask(a, b) == 0xff {
        black_box(3)
    } else {
        black_box(a);
        4
    }
}

/// Addresses and branches by the counter alone.
#[inline(never)]
fn adds(to: &mut [u64; 40], from: &[u64; 40]) {
    let mut carry = 0;
    for (to, from) in to.iter_mut().zip(from) {
        let sum = to.wrapping_add(*from).wrapping_add(black_box(carry));
        carry = sum >> 52;
        *to = sum & ((1 << 52) - 1);
    }
}

/// Data decides what is kept, by arithmetic.
#[inline(never)]
fn selects(a: &[u64; 4], b: &[u64; 4], bits: &[u64; 2]) -> [u64; 4] {
    let mask = 0_u64.wrapping_sub(bits[0] & 1);
    std::array::from_fn(|i| (a[i] & mask) | (b[i] & !mask))
}
