//! Which implementation does the arithmetic.

use std::fmt;

use crate::Error;

/// An implementation of the cryptography.
///
/// The variants exist in every build. A key asked of an engine that is not compiled in is
/// [`Error::EngineUnavailable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// AWS-LC, feature `aws-lc`.
    AwsLc,
    /// The RustCrypto crates, feature `rustcrypto`.
    RustCrypto,
}

impl Engine {
    /// The engines of this build, the default first.
    #[must_use]
    pub const fn available() -> &'static [Self] {
        &[
            #[cfg(feature = "aws-lc")]
            Self::AwsLc,
            #[cfg(feature = "rustcrypto")]
            Self::RustCrypto,
        ]
    }

    /// The name of the engine, as users write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsLc => "aws-lc",
            Self::RustCrypto => "rustcrypto",
        }
    }

    /// The error for a build without this engine.
    pub(crate) fn unavailable<T>(self) -> Result<T, Error> {
        Err(Error::EngineUnavailable(self))
    }
}

/// The first of [`Engine::available`]: AWS-LC where it is compiled in.
impl Default for Engine {
    fn default() -> Self {
        if cfg!(feature = "aws-lc") {
            Self::AwsLc
        } else {
            Self::RustCrypto
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
