//! `cfsign_findings`: what a browser makes of `Set-Cookie` lines.

use std::ffi::{CString, c_char};
use std::ptr;

use cfsign::{Finding, ToEpochSeconds as _, judge_set_cookie};

use crate::arguments::{array, text, utf8};
use crate::failure::cfsign_error;
use crate::guard::{guard, guard_or};
use crate::handles::{Place, free};
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};

/// What was found, in order: a code, a sentence and advice each. Immutable. May be used by many threads at
/// once.
pub struct cfsign_findings(Vec<Texts>);

struct Texts {
    code: CString,
    message: CString,
    advice: CString,
}

impl Texts {
    fn new(finding: &Finding) -> Self {
        Self {
            code: c_text(finding.code()),
            message: c_text(&finding.to_string()),
            advice: c_text(finding.advice()),
        }
    }
}

/// Judges the `Set-Cookie` lines with which a page sets signed cookies: would a browser keep them, and send
/// them with the resource? Where all is well nothing is found, and the findings are empty.
///
/// `lines` has the values of `count` headers, whoever made them; `line_lens` has their lengths, or is NULL if
/// each ends with a NUL. `page_origin` is the scheme and host of the page that sets the cookies and shows the
/// resource, such as `https://www.example.com`; `now` is in seconds since 1970.
///
/// Free the findings with cfsign_findings_free. Errors: 36 and 37 for the time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_judge_set_cookie(
    lines: *const *const c_char,
    line_lens: *const usize,
    count: usize,
    page_origin: *const c_char,
    page_origin_len: usize,
    resource_url: *const c_char,
    resource_url_len: usize,
    now: i64,
    findings: *mut *mut cfsign_findings,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (lines, page_origin, resource_url, place) = unsafe {
            (
                array("lines", lines, line_lens, count)?,
                text("page_origin", page_origin, page_origin_len)?,
                text("resource_url", resource_url, resource_url_len)?,
                Place::new("findings", findings)?,
            )
        };
        let lines = lines.into_iter().map(|line| utf8("one of lines", line));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        let found = judge_set_cookie(&lines, page_origin, resource_url, now.to_epoch_seconds()?);
        place.put_object(cfsign_findings(found.iter().map(Texts::new).collect()));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees findings; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_findings_free(findings: *mut cfsign_findings) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(findings) }
}

/// How many there are; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_findings_count(findings: *const cfsign_findings) -> usize {
    // SAFETY: the header says: NULL or live.
    let findings = unsafe { findings.as_ref() };
    findings.map_or(0, |findings| findings.0.len())
}

/// The stable word of the finding at `index`, from 0, such as `cookie-domain-foreign`. NULL where there is
/// none. Belongs to the findings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_findings_code(
    findings: *const cfsign_findings,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(findings, index, |texts| &texts.code) }
}

/// The finding at `index` in one line for people. NULL where there is none. Belongs to the findings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_findings_message(
    findings: *const cfsign_findings,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(findings, index, |texts| &texts.message) }
}

/// What to do about the finding at `index`. NULL where there is none. Belongs to the findings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_findings_advice(
    findings: *const cfsign_findings,
    index: usize,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    unsafe { field(findings, index, |texts| &texts.advice) }
}

/// # Safety
///
/// `findings` is NULL or live.
unsafe fn field(
    findings: *const cfsign_findings,
    index: usize,
    of: impl FnOnce(&Texts) -> &CString,
) -> *const c_char {
    // SAFETY: as above.
    let findings = unsafe { findings.as_ref() };
    guard_or(ptr::null(), || {
        let texts = findings.and_then(|findings| findings.0.get(index));
        pointer_to(texts.map(|texts| &**of(texts)))
    })
}
