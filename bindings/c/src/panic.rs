//! A panic on purpose. Not in what is shipped, and not in the header.

use crate::failure::cfsign_error;
use crate::guard::guard;
use crate::status::cfsign_status;

/// Panics, as a bug in the core would.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_test_panic(error: *mut *mut cfsign_error) -> cfsign_status {
    // SAFETY: the test passes NULL or the address of a pointer.
    unsafe { guard(error, || panic!("on purpose")) }
}
