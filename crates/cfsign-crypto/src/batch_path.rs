//! How a batch of RSA-2048 signatures is made.

#[cfg(feature = "aws-lc")]
use std::{ffi::OsStr, sync::OnceLock};

#[cfg(feature = "aws-lc")]
use crate::Error;

/// How [`PrivateKey::sign_many`](crate::PrivateKey::sign_many) signs with an RSA-2048 key of the
/// AWS-LC engine. The signatures are the same either way.
///
/// Other keys sign one message after the other, whatever is asked for: RSA of other sizes or with
/// another public exponent than 65537, ECDSA, keys of the RustCrypto engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchPath {
    /// In lanes where the processor can, unless the environment variable `CFSIGN_IFMA` says `off`
    /// or `on`, which stand for the other two. It is read once in a process.
    #[default]
    Auto,
    /// Eight at once, in the lanes of AVX-512 IFMA. On a processor that cannot,
    /// [`Error::SigningFailed`](crate::Error::SigningFailed).
    Ifma,
    /// One message after the other.
    OneByOne,
}

#[cfg(feature = "aws-lc")]
impl BatchPath {
    /// The path, after a look at the environment where this is left to it.
    pub(crate) fn or_environment(self) -> Result<Self, Error> {
        static NAMED: OnceLock<Result<BatchPath, Error>> = OnceLock::new();
        match self {
            Self::Auto => *NAMED.get_or_init(|| {
                Self::named(
                    std::env::var_os("CFSIGN_IFMA")
                        .as_deref()
                        .unwrap_or_default(),
                )
            }),
            chosen => Ok(chosen),
        }
    }

    fn named(value: &OsStr) -> Result<Self, Error> {
        match value.to_ascii_lowercase().to_str() {
            Some("") => Ok(Self::Auto),
            Some("on") => Ok(Self::Ifma),
            Some("off") => Ok(Self::OneByOne),
            _ => Err(Error::SigningFailed(
                "the environment variable CFSIGN_IFMA is neither on nor off; unset, the processor decides",
            )),
        }
    }
}

#[cfg(all(test, feature = "aws-lc"))]
mod tests {
    use super::{BatchPath, Error, OsStr};

    #[test]
    fn the_environment_variable_has_three_values() {
        let named = |value: &str| BatchPath::named(OsStr::new(value));
        assert_eq!(named(""), Ok(BatchPath::Auto));
        assert_eq!(named("on"), Ok(BatchPath::Ifma));
        assert_eq!(named("off"), Ok(BatchPath::OneByOne));
        assert_eq!(named("OFF"), Ok(BatchPath::OneByOne));
        for wrong in ["1", "0", " on", "yes"] {
            assert!(
                matches!(named(wrong), Err(Error::SigningFailed(_))),
                "{wrong}"
            );
        }
        assert_eq!(
            BatchPath::OneByOne.or_environment(),
            Ok(BatchPath::OneByOne)
        );
    }
}
