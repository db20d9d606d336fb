//! `cfsign demo`: every step of signing, shown, explained and checked by OpenSSL; then an edge that
//! lets requests through or does not.

mod edge;
mod fetch;
mod openssl;
mod proof;
mod screen;
mod site;
mod speed;
mod story;
mod workshop;

use serde::Serialize;

use crate::args::DemoArgs;
use crate::failure::{Class, Failure};
use crate::output::{self, Messages};
use openssl::Openssl;
use proof::Verdict;
use screen::Screen;
use workshop::Workshop;

/// What `--json` prints.
#[derive(Serialize)]
struct Summary<'a> {
    openssl: Option<&'a str>,
    signatures: &'a [proof::Proof],
    speed: Vec<speed::Speed>,
    edge: &'a [edge::Fetch],
}

pub(super) fn run(args: &DemoArgs, messages: Messages) -> Result<(), Failure> {
    let openssl = Openssl::find();
    if openssl.is_none() && args.require_openssl {
        return Err(no_openssl("there is no openssl command here"));
    }
    let workshop = Workshop::open(args.keep.as_deref())?;
    let mut screen = if messages.json {
        Screen::dark()
    } else {
        Screen::stdout()
    };
    let story::Told {
        proofs,
        speed,
        fetches,
    } = story::tell(&mut screen, &workshop, openssl.as_ref(), args)?;

    if messages.json {
        let openssl = openssl.as_ref().map(Openssl::version);
        output::print_json(&Summary {
            openssl,
            signatures: &proofs,
            speed,
            edge: &fetches,
        })?;
    }
    edge::judge(&fetches)?;
    judge(&proofs, args.require_openssl)
}

/// A signature that OpenSSL finds wrong is the worst that can happen here.
fn judge(proofs: &[proof::Proof], require_openssl: bool) -> Result<(), Failure> {
    let count = |verdict| {
        proofs
            .iter()
            .filter(|proof| proof.verdict == verdict)
            .count()
    };
    let wrong = count(Verdict::Wrong);
    if wrong > 0 {
        let message = format!("OpenSSL finds {wrong} of {} signatures wrong", proofs.len());
        return Err(Failure::new(Class::Internal, "wrong-signature", message));
    }
    if require_openssl && count(Verdict::Good) < proofs.len() {
        return Err(no_openssl(
            "openssl did not check all signatures; its own words are above",
        ));
    }
    Ok(())
}

fn no_openssl(message: &str) -> Failure {
    Failure::new(Class::Other, "no-openssl", message)
        .with_help("install OpenSSL, or leave --require-openssl out")
}
