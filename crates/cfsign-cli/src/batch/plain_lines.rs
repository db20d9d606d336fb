//! A URL a line.

use std::io::{Read, Write};

use serde::Serialize;

use super::flush::Output;
use super::lines::Lines;
use super::tally::Tally;
use crate::failure::{Failure, Report};
use crate::url_signer::UrlSigner;

/// Signed URLs, one a line. An empty line stays one, and one stands where a URL was refused, so that
/// both files have the same lines.
pub(super) fn to_lines(
    input: impl Read,
    output: &Output<impl Write>,
    signer: &UrlSigner,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    while let Some(line) = lines.next()? {
        let signed = match line.text {
            Ok("") => Ok(String::new()),
            Ok(url) => signer
                .sign(url)
                .inspect(|_| tally.signed())
                .map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        let signed = match signed {
            Ok(signed) => signed,
            Err(failure) => {
                tally.refused(line.number, failure)?;
                String::new()
            }
        };
        let mut output = output.borrow_mut();
        output.write_all(signed.as_bytes())?;
        output.write_all(
            b"
",
        )?;
    }
    Ok(())
}

/// What stands for a URL where JSON is asked for.
#[derive(Serialize)]
struct Outcome<'a> {
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Box<Report>>,
}

/// A JSON object for every line that is not empty.
pub(super) fn to_json(
    input: impl Read,
    output: &Output<impl Write>,
    signer: &UrlSigner,
    tally: &mut Tally,
) -> Result<(), Failure> {
    let mut lines = Lines::new(input);
    while let Some(line) = lines.next()? {
        let url = match &line.text {
            Ok("") => continue,
            Ok(url) => Some(*url),
            Err(_) => None,
        };
        let signed = line.text.and_then(|url| Ok(signer.sign(url)?));
        let outcome = match signed {
            Ok(signed) => {
                tally.signed();
                Outcome {
                    url,
                    signed_url: Some(signed),
                    error: None,
                }
            }
            Err(failure) => {
                let error = Some(tally.refused(line.number, failure)?);
                Outcome {
                    url,
                    signed_url: None,
                    error,
                }
            }
        };
        let mut output = output.borrow_mut();
        serde_json::to_writer(&mut *output, &outcome).map_err(std::io::Error::from)?;
        output.write_all(b"\n")?;
    }
    Ok(())
}
