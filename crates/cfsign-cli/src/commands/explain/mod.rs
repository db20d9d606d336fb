//! `cfsign explain`.

mod report;
mod response;
mod text;

use cfsign::{Explainer, judge_set_cookie};

use crate::args::{ExplainArgs, is_dash};
use crate::failure::Failure;
use crate::key_source::read_input;
use crate::output::{self, Messages};
use crate::trust;
use report::Report;

pub(super) use text::to_text;

pub(super) fn run(args: &ExplainArgs, messages: Messages) -> Result<(), Failure> {
    let (url_dash, response_dash) = (is_dash(args.url.as_ref()), is_dash(args.response.as_ref()));
    let readers = [("URL -", url_dash), ("--response -", response_dash)];
    let group = trust::key_group(&args.trust, &readers, messages)?;
    let without_keys = group.iter().next().is_none();
    let verifier = trust::verifier(group, &args.strictness);
    let now = args.viewer.time()?;

    let mut report = Report::new(now);
    if let Some(file) = &args.response {
        let response = read_input(file).map_err(|failure| failure.about("--response"))?;
        report.response = Some(response::classify(&String::from_utf8_lossy(&response)));
    }
    if let Some(url) = &args.url {
        let url = if url_dash {
            url_from_input()?
        } else {
            url.clone()
        };
        let mut explainer = Explainer::new(&verifier);
        for host in &args.host {
            explainer = explainer.other_host(host);
        }
        let cookies = cookies(args);
        let ip = args.viewer.viewer_ip;
        let explanation = explainer.explain_url(&url, cookies.as_deref(), ip, now);
        report.explain(explanation, without_keys);
        if let Some(page) = &args.page_origin {
            let lines: Vec<&str> = args.set_cookie.iter().map(String::as_str).collect();
            report.judge(&judge_set_cookie(&lines, page, url.trim(), now));
        }
    }

    if messages.json {
        output::print_json(&report)?;
    } else {
        output::show(&to_text(&report))?;
    }
    report.outcome()
}

/// The URL in standard input, whatever stands around it but the line break that ends a file.
fn url_from_input() -> Result<String, Failure> {
    let input = read_input("-")?;
    let line = input.strip_suffix(b"\n").unwrap_or(&input);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    String::from_utf8(line.to_vec())
        .map_err(|_| Failure::input("not-utf8", "standard input is not UTF-8 text"))
}

/// The cookies that the request has: those given, or else those that the page sets.
fn cookies(args: &ExplainArgs) -> Option<String> {
    let given: Vec<&str> = args.viewer.cookie_headers().collect();
    let set = args.set_cookie.iter().map(|line| {
        let line = trust::without_header_name(line, "set-cookie:");
        line.split(';').next().unwrap_or_default().trim()
    });
    let cookies = if given.is_empty() {
        set.collect::<Vec<_>>()
    } else {
        given
    };
    (!cookies.is_empty()).then(|| cookies.join("; "))
}
