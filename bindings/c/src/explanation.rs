//! `cfsign_explanation`.

use std::ffi::{CString, c_char};

use cfsign::{Explainer, Explanation, ToEpochSeconds as _};
use serde_json::json;

use crate::failure::cfsign_error;
use crate::guard::guard;
use crate::handles::{Place, free, object};
use crate::request::cfsign_request;
use crate::status::cfsign_status;
use crate::text::{c_text, pointer_to};
use crate::verifier::cfsign_verifier;

/// Why CloudFront lets a request through or refuses it: every check, and what was probably meant.
///
/// It is for the person who has the URL: it may hold the whole of what was signed, but never a signature.
/// Immutable. May be used by many threads at once.
pub struct cfsign_explanation {
    status: cfsign_status,
    text: CString,
    json: CString,
}

impl cfsign_explanation {
    fn new(explanation: &Explanation) -> Self {
        let verdict = explanation.verdict;
        Self {
            status: verdict.map_or_else(cfsign_status::of, |()| cfsign_status::CFSIGN_OK),
            text: c_text(&explanation.to_string()),
            json: c_text(&to_json(explanation).to_string()),
        }
    }
}

fn to_json(explanation: &Explanation) -> serde_json::Value {
    let refused = explanation.verdict.err();
    let check = |check: &cfsign::Check| {
        json!({
            "code": check.code,
            "outcome": check.outcome.as_str(),
            "reason": check.reason.map(cfsign::ErrorKind::code),
            "found": check.found,
            "wanted": check.wanted,
            "advice": check.advice,
        })
    };
    let finding = |finding: &cfsign::Finding| {
        json!({
            "code": finding.code(),
            "message": finding.to_string(),
            "advice": finding.advice(),
        })
    };
    json!({
        "allowed": refused.is_none(),
        "code": refused.map(cfsign::ErrorKind::code),
        "message": refused.map(cfsign::ErrorKind::sentence),
        "cloudfront_error": explanation.cloudfront_error().map(|error| {
            json!({ "code": error.code, "message": error.message })
        }),
        "checks": explanation.checks.iter().map(check).collect::<Vec<_>>(),
        "findings": explanation.findings.iter().map(finding).collect::<Vec<_>>(),
        "signed_text": explanation.signed_text,
    })
}

/// Explains what cfsign_verify says to a request at the time `now`, in seconds since 1970.
///
/// The URL of cfsign_request_new may be as a person pasted it, with blanks, quotes, a fragment, no scheme, or no
/// URL at all: what is explained is the request that a browser would make of it, which can be allowed where the text
/// as it stands is refused. A request of cfsign_request_from_parts is explained as it is.
///
/// That the request is refused is no error here: see cfsign_explanation_status. Free the explanation with
/// cfsign_explanation_free. Errors: 36 and 37 for the time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_explain(
    verifier: *const cfsign_verifier,
    request: *const cfsign_request,
    now: i64,
    explanation: *mut *mut cfsign_explanation,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (verifier, request, place) = unsafe {
            (
                object("verifier", verifier)?,
                object("request", request)?,
                Place::new("explanation", explanation)?,
            )
        };
        let now = now.to_epoch_seconds()?;
        let hosts = request.other_hosts.iter();
        let explainer = hosts.fold(Explainer::new(&verifier.0), |explainer, host| {
            explainer.other_host(host)
        });
        let found = if request.is_exact {
            explainer.explain(&request.to_core()?, now)
        } else {
            let cookies = request.cookies.join("; ");
            let cookies = (!request.cookies.is_empty()).then_some(&*cookies);
            explainer.explain_url(&request.url, cookies, request.viewer_ip, now)
        };
        place.put_object(cfsign_explanation::new(&found));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees an explanation; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_explanation_free(explanation: *mut cfsign_explanation) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(explanation) }
}

/// What cfsign_verify says to the request that was explained; CFSIGN_NULL_POINTER for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_explanation_status(
    explanation: *const cfsign_explanation,
) -> cfsign_status {
    // SAFETY: the header says: NULL or live.
    let explanation = unsafe { explanation.as_ref() };
    explanation.map_or(cfsign_status::CFSIGN_NULL_POINTER, |found| found.status)
}

/// The explanation for people, in several lines; belongs to the explanation; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_explanation_text(
    explanation: *const cfsign_explanation,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let explanation = unsafe { explanation.as_ref() };
    pointer_to(explanation.map(|found| &*found.text))
}

/// The explanation for programs, as JSON: `allowed`, `code`, `message`, `cloudfront_error`, `checks`,
/// `findings`, `signed_text`. Belongs to the explanation; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_explanation_json(
    explanation: *const cfsign_explanation,
) -> *const c_char {
    // SAFETY: the header says: NULL or live.
    let explanation = unsafe { explanation.as_ref() };
    pointer_to(explanation.map(|found| &*found.json))
}
