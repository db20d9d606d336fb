//! A pattern covers what its definition says, and says so quickly however long it is.
//!
//! Input: the pattern, and the URL. Long ones are not compared: the definition is slow.
#![no_main]

use std::time::{Duration, Instant};

use cfsign::Resource;
use cfsign_fuzz::{Lines, glob};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(mut lines) = Lines::of(data) else {
        return;
    };
    let (pattern, url) = (lines.line(), lines.line());
    let answer = || {
        let started = Instant::now();
        let resource = Resource::pattern(pattern);
        let covers = resource.as_ref().is_ok_and(|resource| resource.covers(url));
        (resource, covers, started.elapsed())
    };
    let (resource, covers, mut took) = answer();
    // Milliseconds at the most. A machine that is busy with something else gets other chances.
    for _ in 0..4 {
        if took > Duration::from_millis(500) {
            took = answer().2;
        }
    }
    assert!(took <= Duration::from_millis(500), "took {took:?}");

    if pattern.len() * url.len() > 1 << 18 {
        return;
    }
    assert_eq!(
        resource.is_ok(),
        glob::may_be_signed(pattern),
        "{resource:?}"
    );
    let can_be_requested = match Resource::exact(url) {
        Ok(_) => true,
        Err(error) => error.code() == "wildcard-needs-custom-policy",
    };
    let wanted = resource.is_ok() && can_be_requested && glob::covers(pattern, url) == Some(true);
    assert_eq!(covers, wanted, "whether the pattern covers the URL");
});
