//! Why a call failed, on its way to C.

use std::ffi::{CStr, CString, c_char};
use std::fmt::Display;
use std::ptr;

use cfsign::{Error, ErrorKind};

use crate::guard::guard_or;
use crate::status::{self, cfsign_status};
use crate::text::{c_text, pointer_to};

/// Why a call failed: a status, its code, a sentence, and the correction where there is one.
///
/// A call that fails makes one if it is given the address of a `cfsign_error *`, and writes nothing
/// there if it succeeds; what the pointer held before is not looked at. Free it with
/// cfsign_error_free. May be read by many threads at once.
///
/// The texts hold no key, signature or policy, and may be logged; but see cfsign_error_suggestion.
pub struct cfsign_error(Failure);

/// The same, before anybody has asked for it.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) status: cfsign_status,
    message: CString,
    suggestion: Option<CString>,
    cloudfront: Option<(CString, CString)>,
}

impl Failure {
    #[cold]
    pub(crate) fn new(status: cfsign_status, message: &str) -> Self {
        Self {
            status,
            message: c_text(message),
            suggestion: None,
            cloudfront: None,
        }
    }

    /// An argument that is not what the header says, in the words of the table.
    #[cold]
    pub(crate) fn argument(detail: &str) -> Self {
        let kind = ErrorKind::InvalidArgument;
        Self::new(
            cfsign_status::of(kind),
            &format!("{}: {detail}", kind.sentence()),
        )
    }

    #[cold]
    pub(crate) fn null(name: impl Display) -> Self {
        Self::new(
            cfsign_status::CFSIGN_NULL_POINTER,
            &format!("a pointer is NULL that must not be: {name}"),
        )
    }

    /// Stores the failure where the caller wants it, and returns its status.
    ///
    /// # Safety
    ///
    /// `error` is NULL or can be written.
    pub(crate) unsafe fn hand_out(self, error: *mut *mut cfsign_error) -> cfsign_status {
        let status = self.status;
        if !error.is_null() {
            // SAFETY: it is not NULL, so it can be written.
            unsafe { error.write(Box::into_raw(Box::new(cfsign_error(self)))) };
        }
        status
    }
}

impl From<Error> for Failure {
    #[cold]
    fn from(error: Error) -> Self {
        let mut failure = Self::new(cfsign_status::of(error.kind()), &error.to_string());
        failure.suggestion = error.suggestion().map(c_text);
        failure.cloudfront = error
            .kind()
            .cloudfront_error()
            .map(|said| (c_text(said.code), c_text(said.message)));
        failure
    }
}

/// Frees an error; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_free(error: *mut cfsign_error) {
    // SAFETY: the header says: from a call that failed, and freed once.
    unsafe { crate::handles::free(error) }
}

/// The status that the call returned; CFSIGN_NULL_POINTER for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_status(error: *const cfsign_error) -> cfsign_status {
    // SAFETY: the header says: NULL or live.
    let error = unsafe { error.as_ref() };
    error.map_or(cfsign_status::CFSIGN_NULL_POINTER, |error| error.0.status)
}

/// The stable word of the status, such as `expired`; see cfsign_status_code. NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_code(error: *const cfsign_error) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let error = unsafe { error.as_ref() };
    pointer_to(error.and_then(|error| status::code(error.0.status as u32)))
}

/// What was found, what was wanted and how to fix it, in one line of UTF-8. Belongs to the error.
/// NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_message(error: *const cfsign_error) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(error, |failure| Some(&failure.message)) }
}

/// The corrected form of what was refused, where there is one: for a URL, the whole URL as it should
/// have been given. NULL where there is none. Belongs to the error. It may hold a query string, and so
/// may not be fit for logs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_suggestion(error: *const cfsign_error) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(error, |failure| failure.suggestion.as_deref()) }
}

/// The `Code` that CloudFront itself sends to the viewer for this reason, such as `AccessDenied`. NULL
/// for what is no refusal of a request. Belongs to the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_cloudfront_code(error: *const cfsign_error) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(error, |failure| Some(&failure.cloudfront.as_ref()?.0)) }
}

/// The `Message` that CloudFront itself sends to the viewer for this reason, such as `Access denied`.
/// NULL for what is no refusal of a request. Belongs to the error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_error_cloudfront_message(
    error: *const cfsign_error,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(error, |failure| Some(&failure.cloudfront.as_ref()?.1)) }
}

/// # Safety
///
/// `error` is NULL or live.
unsafe fn field(
    error: *const cfsign_error,
    of: impl FnOnce(&Failure) -> Option<&CStr>,
) -> *const c_char {
    // SAFETY: as above.
    let error = unsafe { error.as_ref() };
    guard_or(ptr::null(), || {
        pointer_to(error.and_then(|error| of(&error.0)))
    })
}
