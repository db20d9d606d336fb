//! Whether the processor has the instructions.

/// Proof that it has them all: [`Ifma::detect`] alone makes one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ifma(());

impl Ifma {
    /// Asks the processor, and the operating system, which must keep the registers; the standard
    /// library remembers the answers.
    ///
    /// VBMI2 is asked for besides IFMA, for the one shift of `kernel::square`: of
    /// the processors with IFMA only one series of 2018 has it not.
    pub(crate) fn detect() -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        let has_all = std::arch::is_x86_feature_detected!("avx512f")
            && std::arch::is_x86_feature_detected!("avx512ifma")
            && std::arch::is_x86_feature_detected!("avx512vbmi2");
        #[cfg(not(target_arch = "x86_64"))]
        let has_all = false;
        has_all.then_some(Self(()))
    }
}
