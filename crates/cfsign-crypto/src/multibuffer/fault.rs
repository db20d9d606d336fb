//! Faults for tests, which exists in test builds alone: a closure that changes digits on their way.

use std::cell::RefCell;

use super::digits::Digit;

/// Where a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The window table, just made.
    Table,
    /// The accumulator, after each window.
    Accumulator,
    /// Both halves joined, still blinded.
    Recombined,
    /// The signature, before it is checked.
    Signature,
}

type Fault = Box<dyn FnMut(Place, &mut [Digit])>;

thread_local! {
    static FAULT: RefCell<Option<Fault>> = const { RefCell::new(None) };
}

/// Runs `work` with `fault` called at every place, on this thread.
pub(super) fn during<T>(
    fault: impl FnMut(Place, &mut [Digit]) + 'static,
    work: impl FnOnce() -> T,
) -> T {
    FAULT.set(Some(Box::new(fault)));
    let outcome = work();
    FAULT.set(None);
    outcome
}

pub(super) fn strike(place: Place, digits: &mut [Digit]) {
    FAULT.with_borrow_mut(|fault| {
        if let Some(fault) = fault {
            fault(place, digits);
        }
    });
}
