//! Erasing what secret arithmetic leaves behind: in vector registers, and on the stack, where the
//! compiler puts what does not fit them.

#![allow(unsafe_code)]

use std::arch::asm;
use std::mem::MaybeUninit;

use zeroize::Zeroize;

/// Bytes of stack that a pass or the set-up of a key may have used. A test measures it.
pub(super) const STACK: usize = 64 << 10;

/// Erases what is in a slice, by a loop: for an array `zeroize` writes a line of code for each element.
#[inline(never)]
pub(super) fn erase_all<T: Zeroize>(all: &mut [T]) {
    for one in all {
        one.zeroize();
    }
}

/// Calls `work`, and erases the vector registers and the stack it ran on.
///
/// The compiler promises nothing about either, so this is as good as it gets outside of assembly:
/// the work and the erasing are two calls from one frame, which makes their frames overlap.
#[target_feature(enable = "avx512f")]
pub(super) fn with_clean_stack<T>(work: impl FnOnce() -> T) -> T {
    let outcome = call(work);
    erase_stack();
    erase_registers();
    outcome
}

#[inline(never)]
fn call<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn erase_stack() {
    let mut block = MaybeUninit::<[u64; STACK / 8]>::uninit();
    let words = block.as_mut_ptr().cast::<u64>();
    for at in 0..STACK / 8 {
        // SAFETY: `at` is within the block, which is this function's own. Volatile, or nothing
        // would be written, since nobody reads it.
        unsafe { words.add(at).write_volatile(0) };
    }
}

/// Vector and mask registers; the general ones are used again at once.
#[inline(never)]
#[target_feature(enable = "avx512f")]
fn erase_registers() {
    // SAFETY: the processor has AVX-512F, as the function says; each register that is written is
    // named as clobbered, and neither memory nor the stack is touched.
    unsafe {
        asm!(
            "vzeroall",
            ".irp register, 16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
            "vpxord zmm\\register, zmm\\register, zmm\\register",
            ".endr",
            ".irp register, 0,1,2,3,4,5,6,7",
            "kxorw k\\register, k\\register, k\\register",
            ".endr",
            out("zmm0") _, out("zmm1") _, out("zmm2") _, out("zmm3") _,
            out("zmm4") _, out("zmm5") _, out("zmm6") _, out("zmm7") _,
            out("zmm8") _, out("zmm9") _, out("zmm10") _, out("zmm11") _,
            out("zmm12") _, out("zmm13") _, out("zmm14") _, out("zmm15") _,
            out("zmm16") _, out("zmm17") _, out("zmm18") _, out("zmm19") _,
            out("zmm20") _, out("zmm21") _, out("zmm22") _, out("zmm23") _,
            out("zmm24") _, out("zmm25") _, out("zmm26") _, out("zmm27") _,
            out("zmm28") _, out("zmm29") _, out("zmm30") _, out("zmm31") _,
            out("k0") _, out("k1") _, out("k2") _, out("k3") _,
            out("k4") _, out("k5") _, out("k6") _, out("k7") _,
            options(nomem, nostack, preserves_flags),
        );
    }
}
