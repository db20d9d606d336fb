//! Texts that C reads until their NUL.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

/// `text` for C. A NUL within it, which only text that a stranger wrote can have, becomes U+FFFD.
pub(crate) fn c_text(text: &str) -> CString {
    CString::new(text).unwrap_or_else(|_| {
        CString::new(text.replace('\0', "\u{fffd}")).expect("every NUL was replaced")
    })
}

/// What a getter returns.
pub(crate) fn pointer_to(text: Option<&CStr>) -> *const c_char {
    text.map_or(ptr::null(), CStr::as_ptr)
}
