//! `cfsign_strings`.

use std::ffi::{CString, c_char};
use std::ptr;

use crate::guard::guard_or;
use crate::handles::free;
use crate::text::{c_text, pointer_to};

/// Some texts, in order. Immutable; may be used by many threads at once.
pub struct cfsign_strings(Vec<CString>);

impl cfsign_strings {
    pub(crate) fn new(texts: &[String]) -> Self {
        Self(texts.iter().map(|text| c_text(text)).collect())
    }
}

/// Frees the texts; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_strings_free(strings: *mut cfsign_strings) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(strings) }
}

/// How many there are; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_strings_count(strings: *const cfsign_strings) -> usize {
    // SAFETY: the header says: NULL or live.
    let strings = unsafe { strings.as_ref() };
    strings.map_or(0, |strings| strings.0.len())
}

/// The text at `index`, from 0. NULL where there is none. Belongs to the strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_strings_get(
    strings: *const cfsign_strings,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let strings = unsafe { strings.as_ref() };
    guard_or(ptr::null(), || {
        pointer_to(strings.and_then(|strings| strings.0.get(index).map(|text| &**text)))
    })
}
