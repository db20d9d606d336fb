//! A request is allowed exactly when an independent judge allows it too: its parameters are there
//! once, the text they stand for was signed with a key of ours, and URL, time and address fit it.
//!
//! Input: options, the time, the viewer's address, the URL, and then a `Cookie` header a line. The
//! letter `c` asks for a cache as well, `f` for a URL in three parts with blanks between them, `x` for
//! the explanation, which must say the same, and `r` for the way from a URL to its signed form and
//! back (`2` with SHA-256).
#![no_main]

use std::net::IpAddr;

use cfsign::{
    Allowed, Credential, EpochSeconds, Error, ErrorKind, Explainer, Explanation, HashAlgorithm,
    Resource, Verifier, ViewerRequest,
};
use cfsign_fuzz::judge::{Grounds, Options, judge};
use cfsign_fuzz::{EXPIRES, Lines, signer, verifier, verifier_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(mut lines) = Lines::of(data) else {
        return;
    };
    let word = lines.line();
    let now = lines.number(EXPIRES - 60);
    let viewer: Option<IpAddr> = lines.line().parse().ok();
    let url = lines.line();
    let options = Options::of(word);
    if word.contains('r') {
        return there_and_back(url, word.contains('2'), options);
    }
    let cookies: Vec<&str> = lines.collect();
    let request = if word.contains('f') {
        from_parts(url)
    } else {
        ViewerRequest::new(url)
            .ok()
            .map(|request| (request, url.to_owned()))
    };
    let Some((mut request, url)) = request else {
        return;
    };
    assert!(!url.contains('#'), "no request line holds a fragment");
    let Ok(now) = EpochSeconds::new(now) else {
        return;
    };
    for header in &cookies {
        request = request.cookie_header(header);
    }
    if let Some(viewer) = viewer {
        request = request.viewer_ip(viewer);
    }
    let verdict = verifier_of(options).verify(&request, now);
    let grounds = judge(&url, &cookies, viewer, now.get(), options);
    match (&verdict, grounds) {
        (Ok(allowed), Some(grounds)) => assert_eq!(grounds_of(allowed), grounds),
        (Err(_), None) => {}
        (Ok(allowed), None) => panic!("allowed, and should not be: {allowed:?}"),
        (Err(error), Some(grounds)) => panic!("{error}, and should be allowed: {grounds:?}"),
    }
    if word.contains('x') {
        let explanation = verifier_of(options).explain(&request, now);
        assert_eq!(
            explanation.verdict.err().map(ErrorKind::code),
            code(&verdict)
        );
        assert!(explanation.candidates <= Explanation::MOST_CANDIDATES);
        let header = cookies.join("; ");
        let explainer = Explainer::new(verifier_of(options));
        let _ = explainer.explain_url(&url, Some(&header), viewer, now);
    }
    if word.contains('c') {
        // A hit says what a miss says.
        let verifier: Verifier = verifier(options).with_cache(2);
        for _ in 0..2 {
            assert_eq!(code(&verifier.verify(&request, now)), code(&verdict));
        }
    }
});

/// A server's view: whatever stands in `Host`, the path is the one of the request line.
fn from_parts(text: &str) -> Option<(ViewerRequest<'_>, String)> {
    let mut parts = text.splitn(3, ' ');
    let (scheme, host, target) = (parts.next()?, parts.next()?, parts.next()?);
    let request = ViewerRequest::from_parts(scheme, host, target).ok()?;
    assert!(["http", "https"].contains(&scheme), "the scheme {scheme}");
    assert!(
        !host.contains(['/', '?', '#', '@']),
        "the host {host} has a path of its own"
    );
    assert!(target.starts_with('/'));
    Some((request, format!("{scheme}://{host}{target}")))
}

fn there_and_back(url: &str, sha256: bool, options: Options) {
    let hash = if sha256 {
        HashAlgorithm::Sha256
    } else {
        HashAlgorithm::Sha1
    };
    // Those that are refused need no signature to find that out.
    if Resource::exact(url).is_err() {
        return;
    }
    let Ok(signed) = signer(hash).sign_url(url, EXPIRES) else {
        return;
    };
    let request = ViewerRequest::new(&signed).expect("what is signed is a URL");
    let allowed = verifier_of(options)
        .verify(&request, EXPIRES - 1)
        .expect("what is signed is allowed");
    assert_eq!(allowed.origin_url(), url);
    let grounds = judge(&signed, &[], None, EXPIRES - 1, options);
    assert_eq!(Some(grounds_of(&allowed)), grounds);
    assert!(
        verifier_of(options).verify(&request, EXPIRES + 1).is_err(),
        "allowed for ever"
    );
}

fn grounds_of(allowed: &Allowed) -> Grounds {
    Grounds {
        by_cookies: allowed.credential() == Credential::Cookies,
        canned: allowed.is_canned(),
        key_pair_id: allowed.key_pair_id().to_owned(),
        origin_url: allowed.origin_url().to_owned(),
        resource: allowed.resource().map(str::to_owned),
    }
}

fn code(verdict: &Result<Allowed, Error>) -> Option<&'static str> {
    verdict.as_ref().err().map(Error::code)
}
