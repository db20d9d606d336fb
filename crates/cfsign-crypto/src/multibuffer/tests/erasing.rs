//! What is left in memory after the work.
#![allow(unsafe_code)]

use std::arch::asm;
use std::mem::MaybeUninit;

use zeroize::Zeroize as _;

use super::super::digits::{Digit, N};
use super::super::erase::{STACK, with_clean_stack};
use super::super::pass::{self, Workspace};
use super::super::plan::Pass;
use super::super::power::Exponentiation;
use super::super::setup::Constants;
use super::{ifma, lanes, new_key, random_blocks};
use crate::key::Signer as _;
use crate::{BatchPath, HashAlgorithm};

const WORDS: usize = 2 * STACK / 8;
const PAINT: u64 = 0x7061_696e_7470_6169;

/// Paints the stack below the caller.
#[inline(never)]
fn paint() {
    let mut block = MaybeUninit::<[u64; WORDS]>::uninit();
    let words = block.as_mut_ptr().cast::<u64>();
    for at in 0..WORDS {
        // SAFETY: the word is in the block.
        unsafe { words.add(at).write_volatile(PAINT) };
    }
}

/// What is on the stack below the caller, from the deepest that was used since it was painted.
fn look() -> Vec<u64> {
    let mut words = read();
    // The frame of `read` may reach a little deeper than that of `paint`, and touches one word of
    // each page, as all large frames do.
    let paint = words.iter().position(|word| *word == PAINT).unwrap();
    let is_used = |words: &[u64]| words.iter().all(|word| *word != PAINT);
    let used = words[paint..].windows(8).position(is_used).unwrap();
    assert!(
        paint < 256 && used > 256,
        "deeper than the paint: {paint}, {used}"
    );
    words.split_off(paint + used)
}

/// The words of the stack below the caller, the deepest first.
#[inline(never)]
fn read() -> Vec<u64> {
    let block = MaybeUninit::<[u64; WORDS]>::uninit();
    let words = block.as_ptr().cast::<u64>();
    let mut found = vec![0; WORDS];
    for (at, found) in found.iter_mut().enumerate() {
        // SAFETY: the word is in the block; what it holds is for the assembler, not for the
        // compiler, to read.
        unsafe { asm!("mov {}, [{}]", out(reg) *found, in(reg) words.add(at), options(nostack)) };
    }
    found
}

#[test]
fn passes_and_setup_leave_a_clean_stack() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let numbers = key.numbers().unwrap();
    let blocks = random_blocks(8);
    let lanes = lanes(ifma, &key);
    let mut workspace = Workspace::new();
    for pass in [Pass::Eight, Pass::Four] {
        let blocks = if pass == Pass::Eight {
            &blocks[..]
        } else {
            &blocks[..4]
        };
        let mut run = || {
            workspace.blinding = None;
            // SAFETY: there is a `LaneKey` only if the processor has the instructions.
            unsafe { pass::run(&lanes.constants, &mut workspace, pass, blocks) };
        };
        paint();
        run();
        let used = look().len();
        // With a margin, as other compilers may use more.
        assert!((1000..STACK / 8 * 7 / 8).contains(&used), "{used} words");

        paint();
        // SAFETY: as above.
        unsafe { with_clean_stack(run) };
        clean(&look());
    }
    paint();
    drop(Constants::new(&numbers));
    let used = look().len();
    assert!((1000..STACK / 8 * 7 / 8).contains(&used), "{used} words");
}

/// Not even the numbers that passes are computed from, which AWS-LC gives as bytes.
#[test]
fn the_first_list_of_a_key_leaves_none_of_its_numbers() {
    if ifma().is_none() {
        return;
    }
    let key = new_key(false);
    let sign = || {
        let signatures = key.sign_many(BatchPath::Ifma, HashAlgorithm::Sha1, &[&b"message"[..]; 8]);
        assert!(signatures.iter().all(Result::is_ok));
    };
    paint();
    sign();
    let left = look();
    let numbers = key.numbers().unwrap();
    for number in [
        &numbers.p,
        &numbers.q,
        &numbers.dp,
        &numbers.dq,
        &numbers.qinv,
    ] {
        for word in number.as_chunks::<8>().0 {
            let in_any_order = [u64::from_be_bytes(*word), u64::from_le_bytes(*word)];
            assert!(!left.iter().any(|found| in_any_order.contains(found)));
        }
    }
}

#[test]
fn mask_registers_are_erased() {
    if ifma().is_none() {
        return;
    }
    let (before, after): (u32, u32);
    // SAFETY: what has IFMA has mask registers; `erase_registers` is known to be callable there, and the call is
    // not part of the assembly.
    unsafe {
        asm!("kmovw k0, {0:e}", "kmovw {0:e}, k0", inout(reg) 0xff_u32 => before, out("k0") _);
        with_clean_stack(|| asm!("kmovw k0, {0:e}", in(reg) 0xff_u32, out("k0") _));
        asm!("kmovw {0:e}, k0", out(reg) after);
    }
    assert_eq!((before, after), (0xff, 0));
}

/// Above the erased part is what the erasing functions themselves use, and the frames of the test.
fn clean(words: &[u64]) {
    let erased = words.iter().take_while(|word| **word == 0).count();
    assert!(erased * 8 > STACK - 512, "{erased} words of zeros");
    let left = words[erased..].iter().filter(|word| **word != 0);
    assert!(left.count() < 256);
}

fn is_zero(digits: &[Digit]) -> bool {
    digits.iter().all(|digit| digit.0 == [0; 8])
}

fn is_erased<C: super::super::kernel::Cell>(e: &Exponentiation<C>) -> bool {
    [&e.m, &e.one, &e.r2, &e.r3]
        .iter()
        .all(|digits| is_zero(&digits[..]))
        && e.windows == [[0; 8]; 256]
}

#[test]
fn keys_and_workspaces_are_erased() {
    let Some(ifma) = ifma() else { return };
    let key = new_key(false);
    let mut lanes = lanes(ifma, &key);
    assert!(!lanes.private_operations(&random_blocks(12)).contains(&None));
    let idle = std::mem::take(&mut *lanes.idle.lock().unwrap());
    assert_eq!(idle.len(), 1);
    assert!(idle[0].arena.is_zero());

    let constants = &mut lanes.constants;
    assert!(!is_erased(&constants.p) && !is_erased(&constants.q) && !is_erased(&constants.both));
    constants.erase();
    assert!(is_erased(&constants.p) && is_erased(&constants.q) && is_erased(&constants.both));
    assert_eq!(constants.p.modulus.m, [0; N]);
    assert!(is_zero(&constants.both.modulus.m) && is_zero(&constants.both.modulus.shift));
    assert_eq!(constants.crt.p.m, [0; N]);
    assert!(is_zero(&constants.crt.q) && is_zero(&constants.crt.qinv));
    assert!(is_zero(&constants.crt.p_twice) && is_zero(&constants.crt.p_digits));
}

#[test]
fn the_numbers_of_a_key_are_erased() {
    let mut numbers = super::super::Numbers {
        ..*new_key(false).numbers().unwrap()
    };
    numbers.zeroize();
    assert_eq!(numbers.n, [0; 256]);
    for part in [numbers.p, numbers.q, numbers.dp, numbers.dq, numbers.qinv] {
        assert_eq!(part, [0; 128]);
    }
}
