//! `cfsign verify`.

use crate::args::VerifyArgs;
use crate::batch;
use crate::failure::Failure;
use crate::output::{self, Messages};
use crate::trust;
use crate::verdict::Verdict;

pub(super) fn run(args: &VerifyArgs, messages: Messages) -> Result<(), Failure> {
    let group = trust::key_group(&args.trust, &[("--stdin", args.stdin)], messages)?;
    trust::want_keys(&group)?;
    let verifier = trust::verifier(group, &args.strictness);
    let now = args.viewer.time()?;
    let Some(url) = &args.url else {
        return batch::verify(&verifier, &args.viewer, now, messages);
    };

    let request = args.viewer.request(url)?;
    let mut verdict = Verdict::of(verifier.verify(&request, now), now)?;
    if verdict.reason.is_some() && !messages.json {
        let checks = verifier.explain(&request, now).checks;
        let failed = checks.iter().find(|check| !check.advice.is_empty());
        verdict.advice = failed.map(|check| check.advice);
    }
    if messages.json {
        output::print_json(&verdict)?;
    } else {
        output::show(&verdict.to_text())?;
    }
    verdict.outcome()
}
