//! Signed cookies: names and values, and the lines that set, clear and send them.

pub(crate) mod attributes;
pub(crate) mod domain;

use std::fmt;

use crate::error::{Error, ErrorKind};
use crate::policy::resource::Resource;

pub use attributes::{CookieAttributes, SameSite};
pub use domain::CookieDomain;

/// The longest cookie that every browser keeps, with its name and attributes (RFC 6265).
const LONGEST: usize = 4096;

/// The cookies that CloudFront reads, whatever the policy.
const NAMES: [&str; 5] = [
    "CloudFront-Expires",
    "CloudFront-Policy",
    "CloudFront-Signature",
    "CloudFront-Key-Pair-Id",
    "CloudFront-Hash-Algorithm",
];

/// The signed cookies of one policy. Made by [`Signer::sign_cookies`](crate::Signer::sign_cookies).
///
/// Values hold letters, digits and `-_~` only: they must go out as they are. Frameworks that
/// percent-encode cookie values break them (in PHP, use `setrawcookie`).
///
/// ```
/// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
/// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
/// use cfsign::{CookieAttributes, CookieDomain, Policy, Resource};
///
/// let policy = Policy::new(Resource::pattern("https://cdn.example.com/course/7/*")?, 1_767_290_400)?;
/// let cookies = signer.sign_cookies(&policy)?;
/// let domain = CookieDomain::shared_by("www.example.com", "cdn.example.com")?;
/// for line in cookies.set_cookie_lines(&CookieAttributes::new().domain(domain))? {
///     // response.append_header("Set-Cookie", line)
///     assert!(line.ends_with("; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax"));
/// }
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SignedCookies {
    cookies: Vec<(&'static str, String)>,
    resource: Option<Resource>,
}

impl SignedCookies {
    pub(crate) fn new(cookies: Vec<(&'static str, String)>, resource: Option<Resource>) -> Self {
        Self { cookies, resource }
    }

    /// The `Set-Cookie` values that take every signed cookie away again, whichever were set. A
    /// browser removes a cookie only if Domain and Path are those it was set with.
    pub fn clear_lines(attributes: &CookieAttributes) -> Result<Vec<String>, Error> {
        let attributes = attributes.clone().session_only().to_line(None)?;
        let expired = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0";
        Ok(NAMES
            .iter()
            .map(|name| format!("{name}=; {expired}{attributes}"))
            .collect())
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.cookies
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The value of the cookie called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find_map(|(cookie, value)| (cookie == name).then_some(value))
    }

    /// One `Set-Cookie` value for each cookie.
    ///
    /// Attributes under which no browser would send the cookies with the resource are refused: a
    /// Domain that the resource is not in, another Path, `Secure` for plain http.
    pub fn set_cookie_lines(&self, attributes: &CookieAttributes) -> Result<Vec<String>, Error> {
        let attributes = attributes.to_line(self.resource.as_ref())?;
        let longest = self
            .iter()
            .map(|(name, value)| name.len() + 1 + value.len() + attributes.len())
            .max();
        if let Some(length) = longest.filter(|length| *length > LONGEST) {
            return Err(Error::new(
                ErrorKind::CookieTooLong,
                format!(
                    "it would have {length} bytes, and browsers keep {LONGEST}; shorten the resource of the policy"
                ),
            ));
        }
        Ok(self
            .iter()
            .map(|(name, value)| format!("{name}={value}{attributes}"))
            .collect())
    }

    /// The value of a `Cookie` request header, for players, native apps and curl.
    #[must_use]
    pub fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }
}

impl fmt::Debug for SignedCookies {
    /// The values stay out: who has them has access.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(|(name, _)| name).collect();
        f.debug_tuple("SignedCookies").field(&names).finish()
    }
}
