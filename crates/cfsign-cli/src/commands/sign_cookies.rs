//! `cfsign sign-cookies`.

use cfsign::{Resource, SignedCookies};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::json;

use super::cookie_attributes::attributes;
use super::cookie_tools::{curl_command, netscape_file};
use super::signer::signer;
use crate::args::{CookieFormat, SignCookiesArgs, check_standard_input, is_dash};
use crate::failure::Failure;
use crate::output::{self, Messages};
use crate::policy::Terms;

pub(super) fn run(args: &SignCookiesArgs, messages: Messages) -> Result<(), Failure> {
    check_standard_input(&[
        ("--private-key -", is_dash(args.signer.private_key.as_ref())),
        (
            "--passphrase-file -",
            is_dash(args.signer.passphrase_file.as_ref()),
        ),
        ("--policy -", is_dash(args.policy.policy.as_ref())),
    ])?;
    if args.attributes.is_any() && args.format != CookieFormat::SetCookie {
        return Err(Failure::input(
            "usage",
            "the attributes of cookies are for --format set-cookie; add it, or leave them out",
        ));
    }
    let terms = Terms::read(&args.policy)?;
    let signer = signer(&args.signer, messages)?;
    let mut resource = None;
    let mut expires = None;
    let cookies = match (&terms, &args.resource) {
        (Terms::Raw(policy), _) => signer.sign_cookies_with_raw_policy(policy)?,
        (Terms::Conditions(conditions), text) => {
            let text = text.as_deref().unwrap_or_default();
            let parsed =
                Resource::parse(text).map_err(|error| Failure::from(error).about("--resource"))?;
            expires = Some(conditions.expires.get());
            resource = Some(parsed.clone());
            signer.sign_cookies(&conditions.policy(parsed)?)?
        }
    };
    let (resource, url) = (resource.as_ref(), args.url.as_deref());
    match args.format {
        CookieFormat::Json => output::print_json(&NamesAndValues(&cookies)),
        CookieFormat::SetCookie => {
            let attributes = attributes(&args.attributes, resource)?;
            let lines = cookies.set_cookie_lines(&attributes)?;
            if messages.json {
                return output::print_json(&json!({ "set_cookie": lines }));
            }
            output::print(&format!(
                "Set-Cookie: {}
",
                lines.join(
                    "
Set-Cookie: "
                )
            ))
        }
        CookieFormat::Header if messages.json => {
            output::print_json(&json!({ "cookie": cookies.cookie_header() }))
        }
        CookieFormat::Header => output::print(&format!("Cookie: {}\n", cookies.cookie_header())),
        CookieFormat::Curl => {
            let command = curl_command(&cookies, resource, url)?;
            if messages.json {
                return output::print_json(&json!({ "command": command }));
            }
            output::print(&format!("{command}\n"))
        }
        CookieFormat::Netscape => {
            let file = netscape_file(&cookies, resource, url, expires)?;
            if messages.json {
                return output::print_json(&json!({ "cookie_file": file }));
            }
            output::print(&file)
        }
    }
}

/// A JSON object in the order of the cookies.
pub(super) struct NamesAndValues<'a>(pub(super) &'a SignedCookies);

impl Serialize for NamesAndValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
