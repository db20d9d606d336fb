//! The `Key-Pair-Id`: which public key CloudFront verifies with.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// The ID of the public key in CloudFront, such as `K2JCJMDEHXQW5F`.
///
/// Any word of letters, digits, `-`, `_`, `.` and `~` is taken, so that other edges can have IDs of
/// their own; [`KeyPairId::doubt`] says when it looks like the ID of something else in AWS.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyPairId(String);

impl KeyPairId {
    /// The ID as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says why this is probably not the ID of a public key in CloudFront, if it is not.
    ///
    /// ```
    /// use cfsign::KeyPairId;
    ///
    /// assert_eq!("K2JCJMDEHXQW5F".parse::<KeyPairId>()?.doubt(), None);
    /// let doubt = "b3ee3859-3f0c-4f6a-9d3c-0a1b2c3d4e5f".parse::<KeyPairId>()?.doubt();
    /// assert!(doubt.unwrap().contains("key group"));
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    #[must_use]
    pub fn doubt(&self) -> Option<&'static str> {
        let id = self.0.as_str();
        let upper_case = id
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let uuid = id.len() == 36 && id.bytes().filter(|&byte| byte == b'-').count() == 4;
        if uuid {
            Some(
                "it looks like the ID of a key group; wanted is the ID of the public key in it, which begins with K",
            )
        } else if upper_case && (id.starts_with("AKIA") || id.starts_with("ASIA")) {
            Some(
                "it looks like an AWS access key ID; wanted is the ID of a CloudFront public key, which begins with K",
            )
        } else if upper_case && id.starts_with('E') && (12..=16).contains(&id.len()) {
            Some(
                "it looks like the ID of a distribution; wanted is the ID of a CloudFront public key, which begins with K",
            )
        } else {
            None
        }
    }
}

impl FromStr for KeyPairId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        let refused = |detail| Err(Error::new(ErrorKind::InvalidKeyPairId, detail));
        let plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        if id.is_empty() {
            return refused(
                "found nothing; wanted the ID that CloudFront gave the public key, such as K2JCJMDEHXQW5F",
            );
        }
        if id.len() > 128 {
            return refused("it is longer than 128 characters");
        }
        if !id.bytes().all(plain) {
            return refused("wanted letters and digits, as in K2JCJMDEHXQW5F");
        }
        if matches!(id, "undefined" | "null" | "None" | "nil") {
            return refused("found the name of an unset variable");
        }
        Ok(Self(id.to_owned()))
    }
}

impl fmt::Display for KeyPairId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
