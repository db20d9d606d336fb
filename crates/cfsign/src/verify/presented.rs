//! What a request presents: the signing parameters or cookies, and the URL without them.

use std::borrow::Cow;

use super::request::ViewerRequest;
use crate::error::{Error, ErrorKind};
use crate::url::parameters::RESERVED;
use crate::url::percent;
use crate::url::sections::UrlSections;

/// How a request says that it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // CloudFront has these two.
pub enum Credential {
    /// Signed cookies.
    Cookies,
    /// A signed URL.
    Url,
}

/// The fields as they arrived, percent-decoded where a client may have encoded them.
#[derive(Default)]
pub(crate) struct Presented<'a> {
    pub(crate) expires: Option<Cow<'a, str>>,
    pub(crate) policy: Option<Cow<'a, str>>,
    pub(crate) signature: Option<Cow<'a, str>>,
    pub(crate) key_pair_id: Option<Cow<'a, str>>,
    pub(crate) hash_algorithm: Option<Cow<'a, str>>,
    /// The first field that stands there twice.
    pub(crate) duplicate: Option<&'static str>,
}

impl<'a> Presented<'a> {
    /// Finds what is presented: a URL that has any signing parameter is a signed URL, and its cookies
    /// are not looked at.
    pub(crate) fn find(request: &'a ViewerRequest<'_>) -> Result<(Self, Credential), Error> {
        let parameters = Self::in_query(request.sections());
        if !parameters.is_empty() {
            return Ok((parameters, Credential::Url));
        }
        let cookies = Self::in_cookies(request);
        if !cookies.is_empty() {
            return Ok((cookies, Credential::Cookies));
        }
        Err(Error::new(
            ErrorKind::NotSigned,
            "found neither signing parameters nor CloudFront cookies",
        ))
    }

    fn in_query(url: UrlSections<'a>) -> Self {
        let mut presented = Self::default();
        for pair in url.query().unwrap_or_default().split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // Clients may write `~` as `%7E` and more; the alphabet itself has no percent sign.
            let value = if value.contains('%') {
                percent::decode(value).into()
            } else {
                value.into()
            };
            presented.put(name, value);
        }
        presented
    }

    fn in_cookies(request: &'a ViewerRequest<'_>) -> Self {
        let mut presented = Self::default();
        for (name, value) in request.cookies() {
            presented.put(name, Cow::Borrowed(*value));
        }
        presented
    }

    fn put(&mut self, name: &str, value: Cow<'a, str>) {
        let Some(&name) = RESERVED.iter().find(|reserved| **reserved == name) else {
            return;
        };
        let field = match name {
            "Expires" => &mut self.expires,
            "Policy" => &mut self.policy,
            "Signature" => &mut self.signature,
            "Key-Pair-Id" => &mut self.key_pair_id,
            _ => &mut self.hash_algorithm,
        };
        if field.is_some() {
            self.duplicate.get_or_insert(name);
        }
        *field = Some(value);
    }

    fn is_empty(&self) -> bool {
        let fields = [
            &self.expires,
            &self.policy,
            &self.signature,
            &self.key_pair_id,
            &self.hash_algorithm,
        ];
        fields.iter().all(|field| field.is_none())
    }
}

/// The URL without its signing parameters, every other byte as it was: what was signed, and what the
/// origin gets to see.
pub(crate) fn without_parameters(url: &UrlSections<'_>) -> String {
    let Some(query) = url.query() else {
        return url.as_str().to_owned();
    };
    let mut rest = String::with_capacity(url.as_str().len());
    rest.push_str(&url.as_str()[..url.as_str().len() - query.len() - 1]);
    let mut separator = '?';
    for pair in query.split('&') {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        if !RESERVED.contains(&name) {
            rest.push(separator);
            rest.push_str(pair);
            separator = '&';
        }
    }
    rest
}
