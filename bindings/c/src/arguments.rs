//! Bytes and text that C gives: a pointer with a length, or with a NUL at the end.

use std::ffi::{CStr, c_char};
use std::fmt::Display;
use std::slice;

use cfsign::HashAlgorithm;

use crate::failure::Failure;
use crate::handles::pointers;

/// The length of what ends with a NUL. The header has it as `CFSIGN_NTS`.
const NUL_TERMINATED: usize = usize::MAX;

/// The numbers that the header has for hash algorithms: CFSIGN_SHA1 and CFSIGN_SHA256.
const HASH_ALGORITHMS: [(u32, HashAlgorithm); 2] =
    [(1, HashAlgorithm::Sha1), (2, HashAlgorithm::Sha256)];

/// # Safety
///
/// `start` is NULL, or `len` bytes can be read there, or all bytes up to a NUL; and nobody changes them
/// during the call.
pub(crate) unsafe fn bytes<'a>(
    name: impl Display,
    start: *const c_char,
    len: usize,
) -> Result<&'a [u8], Failure> {
    if start.is_null() {
        return Err(Failure::null(name));
    }
    if len == NUL_TERMINATED {
        // SAFETY: there is a NUL, as the caller said by this length.
        return Ok(unsafe { CStr::from_ptr(start) }.to_bytes());
    }
    if isize::try_from(len).is_err() {
        return Err(Failure::argument(&format!(
            "the length of {name} is more than half of all memory"
        )));
    }
    // SAFETY: there are so many bytes, and fewer than `isize::MAX`.
    Ok(unsafe { slice::from_raw_parts(start.cast(), len) })
}

/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(
    name: &str,
    start: *const c_char,
    len: usize,
) -> Result<&'a str, Failure> {
    // SAFETY: as above.
    utf8(name, unsafe { bytes(name, start, len) }?)
}

pub(crate) fn utf8<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    str::from_utf8(bytes).map_err(|_| Failure::argument(&format!("{name} is not UTF-8")))
}

/// Nothing, where the pointer is NULL.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn optional_bytes<'a>(
    name: &str,
    start: *const c_char,
    len: usize,
) -> Result<Option<&'a [u8]>, Failure> {
    if start.is_null() {
        return Ok(None);
    }
    // SAFETY: as above.
    unsafe { bytes(name, start, len) }.map(Some)
}

/// The array of texts that C gives, as bytes; without lengths, all end with a NUL.
///
/// # Safety
///
/// `starts` is NULL or has `count` texts; `lens` is NULL or has `count` lengths.
pub(crate) unsafe fn array<'a>(
    name: &str,
    starts: *const *const c_char,
    lens: *const usize,
    count: usize,
) -> Result<Vec<&'a [u8]>, Failure> {
    // SAFETY: as above.
    let starts = unsafe { pointers(name, starts, count) }?;
    let has_lens = !starts.is_empty() && !lens.is_null();
    // SAFETY: there are as many as pointers, which fit into memory.
    let lens = has_lens.then(|| unsafe { slice::from_raw_parts(lens, count) });
    let one = |(index, start): (usize, &*const c_char)| {
        let len = lens.map_or(NUL_TERMINATED, |lens| lens[index]);
        // SAFETY: it has this length, or ends with a NUL.
        unsafe { bytes(format_args!("{name}[{index}]"), *start, len) }
    };
    starts.iter().enumerate().map(one).collect()
}

pub(crate) fn hash_algorithm(number: u32) -> Result<HashAlgorithm, Failure> {
    let known = HASH_ALGORITHMS.iter().find(|(known, _)| *known == number);
    known.map(|(_, hash)| *hash).ok_or_else(|| {
        Failure::argument(&format!(
            "found {number} as the hash algorithm; wanted CFSIGN_SHA1 or CFSIGN_SHA256"
        ))
    })
}

pub(crate) fn hash_algorithm_number(hash: HashAlgorithm) -> u32 {
    let known = HASH_ALGORITHMS.iter().find(|(_, known)| *known == hash);
    known
        .expect("a hash algorithm of CloudFront is in the header")
        .0
}
