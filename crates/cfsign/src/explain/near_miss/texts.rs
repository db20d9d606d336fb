//! Other ways to write the same policy.

use super::super::finding::{Finding, FindingKind};
use crate::encoding::base64_encode;
use crate::policy::write::{Dialect, PolicyFields};

/// A text that may have been signed in place of the policy, and what is wrong then.
pub(super) type Text = (Vec<u8>, Vec<Finding>);

/// The canned policy of a resource, with whatever stands for its time. Non-ASCII as it is.
pub(super) fn canned(resource: &str, epoch: &str) -> String {
    let resource = serde_json::to_string(resource).expect("a str is always valid JSON");
    format!(
        "{{\"Statement\":[{{\"Resource\":{resource},\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{epoch}}}}}}}]}}"
    )
}

/// The canned policy as Python's JSON writes it: non-ASCII as `\u00e9`.
pub(super) fn canned_ascii(resource: &str, epoch: &str) -> Option<String> {
    let fields = PolicyFields {
        resource,
        date_less_than: epoch.parse().ok()?,
        ..PolicyFields::default()
    };
    (!resource.is_ascii()).then(|| Dialect::Botocore.write_policy(&fields))
}

/// What libraries and shells make of a policy.
pub(super) fn formats(policy: &str) -> Vec<Text> {
    let compact = without_blanks(policy);
    let java = compact.replacen("\"Statement\":[", "\"Statement\": [", 1);
    let blanks = |detail| Finding::new(FindingKind::PolicyBlanks, detail);
    let newline = |detail| Finding::new(FindingKind::TrailingNewline, detail);
    let escapes = |detail| Finding::new(FindingKind::JsonEscapes, detail);
    let (two, four) = (indented(&compact, "  "), indented(&compact, "    "));
    let slashes = compact.replace('/', "\\/");
    let ampersands = compact.replace('&', "\\u0026");
    let mut formats = vec![
        (
            format!("{policy}\n"),
            newline("signed with a line break at its end"),
        ),
        (
            format!("{policy}\r\n"),
            newline("signed with CR and LF at its end"),
        ),
        (
            policy.trim_end().to_owned(),
            newline("signed without what stands at its end"),
        ),
        (
            java,
            blanks("signed with one blank before the list, as Java and .NET write it"),
        ),
        (
            one_line(&compact),
            blanks("signed as Python's json.dumps writes it"),
        ),
        (compact.clone(), blanks("signed without blanks")),
        (
            policy.split_whitespace().collect(),
            blanks("signed without any blanks, inside of texts too"),
        ),
        (
            format!("{policy} "),
            blanks("signed with a blank at its end"),
        ),
        (two.clone(), blanks("signed indented by two")),
        (four.clone(), blanks("signed indented by four")),
        (
            two + "\n",
            blanks("signed indented by two, with a line break"),
        ),
        (
            four + "\n",
            blanks("signed indented by four, with a line break"),
        ),
        (
            one_line(&compact) + "\n",
            blanks("signed in one line with blanks, and a line break"),
        ),
        (slashes, escapes("signed with \\/ for /")),
        (policy.replace("\\/", "/"), escapes("signed with / for \\/")),
        (ampersands, escapes("signed with \\u0026 for &")),
    ];
    let mut known: Vec<String> = vec![policy.to_owned()];
    formats.retain(|(text, _)| {
        let new = !known.contains(text);
        known.push(text.clone());
        new
    });
    formats
        .into_iter()
        .map(|(text, finding)| (text.into_bytes(), vec![finding]))
        .collect()
}

/// Mistakes that only canned policies have.
pub(super) fn canned_mistakes(url: &str, epoch: &str) -> Vec<Text> {
    let resource = serde_json::to_string(url).expect("a str is always valid JSON");
    let quoted = canned(url, &format!("\"{epoch}\""));
    let turned = format!(
        "{{\"Statement\":[{{\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{epoch}}}}},\"Resource\":{resource}}}]}}"
    );
    let mut texts = vec![
        (
            quoted,
            Finding::new(FindingKind::TimeAsText, "signed with quotes around it"),
        ),
        (
            one_line(&turned),
            Finding::new(FindingKind::PolicyOrder, "and with blanks"),
        ),
        (turned, Finding::new(FindingKind::PolicyOrder, "")),
    ];
    let milliseconds = |time: String| {
        let detail = format!("signed was {time}, and {epoch} is sent");
        (
            canned(url, &time),
            Finding::new(FindingKind::Milliseconds, detail),
        )
    };
    texts.push(milliseconds(format!("{epoch}000")));
    if let Some(seconds) = epoch.len().checked_sub(3).and_then(|end| epoch.get(..end)) {
        texts.push(milliseconds(seconds.to_owned()));
    }
    texts
        .into_iter()
        .map(|(text, finding)| (text.into_bytes(), vec![finding]))
        .collect()
}

/// What is signed by those who take the wrong variable.
pub(super) fn not_the_policy(policy: &[u8], url: &str) -> Vec<Text> {
    use base64::Engine as _;
    let standard = base64::engine::general_purpose::STANDARD.encode(policy);
    let finding = |detail| vec![Finding::new(FindingKind::NotThePolicy, detail)];
    vec![
        (
            base64_encode(policy).into_bytes(),
            finding("signed was the Base64 of the policy"),
        ),
        (
            standard.into_bytes(),
            finding("signed was the standard Base64 of the policy"),
        ),
        (url.as_bytes().to_vec(), finding("signed was the URL")),
    ]
}

/// The JSON without blanks outside of its texts.
fn without_blanks(json: &str) -> String {
    rewrite(json, |_, out, character| {
        if !character.is_ascii_whitespace() {
            out.push(character);
        }
    })
}

/// Compact JSON with a blank after each comma and colon.
fn one_line(compact: &str) -> String {
    rewrite(compact, |_, out, character| {
        out.push(character);
        if matches!(character, ',' | ':') {
            out.push(' ');
        }
    })
}

/// Compact JSON over several lines.
fn indented(compact: &str, step: &str) -> String {
    rewrite(compact, |depth, out, character| {
        // No policy is deeper; what is sent may be.
        let line = |depth: usize| format!("\n{}", step.repeat(depth.min(16)));
        match character {
            '{' | '[' => {
                out.push(character);
                out.push_str(&line(depth + 1));
            }
            '}' | ']' => {
                out.push_str(&line(depth.saturating_sub(1)));
                out.push(character);
            }
            ',' => {
                out.push(character);
                out.push_str(&line(depth));
            }
            ':' => out.push_str(": "),
            _ => out.push(character),
        }
    })
}

/// Hands every character outside of texts to `write`, with how deep it stands; texts stay.
fn rewrite(json: &str, write: impl Fn(usize, &mut String, char)) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for character in json.chars() {
        if in_text {
            out.push(character);
            in_text = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        if character == '"' {
            in_text = true;
            out.push(character);
            continue;
        }
        write(depth, &mut out, character);
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}
