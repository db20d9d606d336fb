//! Whatever policy has been signed, it allows what an independent reading of it allows.
//!
//! Input: options (as for `request`), the time, the viewer's address, the URL, and the policy. The
//! letter `k` presents it by cookies.
#![no_main]

use std::net::IpAddr;

use cfsign::{HashAlgorithm, ViewerRequest};
use cfsign_fuzz::judge::{Options, judge};
use cfsign_fuzz::{EXPIRES, Lines, signer, verifier_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(mut lines) = Lines::of(data) else {
        return;
    };
    let word = lines.line();
    let options = Options::of(word);
    let now = lines
        .number(EXPIRES - 60)
        .clamp(500_000_000, 253_402_300_799);
    let viewer: Option<IpAddr> = lines.line().parse().ok();
    let mut url = lines.line().to_owned();
    let policy = lines.rest();
    let signer = signer(HashAlgorithm::Sha1);
    let mut header = String::new();
    if word.contains('k') {
        let Ok(cookies) = signer.sign_cookies_with_raw_policy(&policy) else {
            return;
        };
        header = cookies.cookie_header();
    } else {
        let Ok(signed) = signer.sign_url_with_raw_policy(&url, &policy) else {
            return;
        };
        url = signed;
    }
    let Ok(request) = ViewerRequest::new(&url) else {
        return;
    };
    let mut request = request.cookie_header(&header);
    if let Some(viewer) = viewer {
        request = request.viewer_ip(viewer);
    }
    let verdict = verifier_of(options).verify(&request, now);
    let grounds = judge(&url, &[&header], viewer, now, options);
    match (verdict, grounds) {
        (Ok(allowed), Some(grounds)) => {
            assert_eq!(allowed.resource(), grounds.resource.as_deref());
            assert_eq!(allowed.origin_url(), grounds.origin_url);
            assert!(!allowed.is_canned());
        }
        (Err(_), None) => {}
        (Ok(allowed), None) => panic!("allowed, and should not be: {allowed:?}"),
        (Err(error), Some(grounds)) => panic!("{error}, and should be allowed: {grounds:?}"),
    }
});
