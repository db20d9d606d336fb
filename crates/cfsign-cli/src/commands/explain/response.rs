//! A response as it was saved: its body, perhaps with the headers before it.

use cfsign::{ResponseOrigin, classify_response};

/// Who wrote the response.
pub(super) fn classify(text: &str) -> ResponseOrigin {
    let Some((head, body)) = split(text) else {
        return classify_response(None, &[], text);
    };
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    let headers: Vec<(&str, &str)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    classify_response(status, &headers, body)
}

/// Head and body of the last response, where there are heads: curl -i shows those of redirects and
/// of proxies too.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut parts = None;
    let mut rest = text;
    while rest.starts_with("HTTP/") {
        let (head, body) = rest
            .split_once("\r\n\r\n")
            .or_else(|| rest.split_once("\n\n"))
            .unwrap_or((rest, ""));
        parts = Some((head, body));
        rest = body;
    }
    parts
}
