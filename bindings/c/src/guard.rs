//! No panic leaves this library.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::failure::{Failure, cfsign_error};
use crate::status::cfsign_status;

/// Runs `body`; hands out why it failed, or that it panicked.
///
/// # Safety
///
/// `error` is NULL or can be written.
pub(crate) unsafe fn guard(
    error: *mut *mut cfsign_error,
    body: impl FnOnce() -> Result<(), Failure>,
) -> cfsign_status {
    // What a panic may leave half-done are values of this call: handles are not changed until all that
    // can fail is over.
    let failure = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => return cfsign_status::CFSIGN_OK,
        Ok(Err(failure)) => failure,
        Err(panic) => {
            // Dropping it could panic again, and its text could be anything.
            std::mem::forget(panic);
            Failure::new(
                cfsign_status::CFSIGN_PANIC,
                "a bug in cfsign stopped this call; please report it with the line on standard error",
            )
        }
    };
    // SAFETY: as above.
    unsafe { failure.hand_out(error) }
}

/// Runs `body` where no status can be returned; `otherwise` after a panic.
pub(crate) fn guard_or<T>(otherwise: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
        std::mem::forget(panic);
        otherwise
    })
}
