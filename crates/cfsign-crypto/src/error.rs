//! What can go wrong with a key.

use std::fmt;

use crate::Engine;

/// Why a key could not be loaded, made or used.
///
/// The texts never hold bytes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The engine is not compiled in.
    EngineUnavailable(Engine),
    /// The key is malformed, or its parts contradict each other.
    InvalidKey(&'static str),
    /// The key is of a kind or size that is not supported.
    UnsupportedKey(&'static str),
    /// No signature came out, or one that failed its check.
    SigningFailed(&'static str),
    /// The operating system gave no random bytes.
    RandomFailed,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EngineUnavailable(engine) => {
                write!(f, "the {engine} engine is not part of this build")
            }
            Self::InvalidKey(why) => write!(f, "invalid key: {why}"),
            Self::UnsupportedKey(why) => write!(f, "unsupported key: {why}"),
            Self::SigningFailed(why) => write!(f, "signing failed: {why}"),
            Self::RandomFailed => f.write_str("the operating system gave no random bytes"),
        }
    }
}

impl std::error::Error for Error {}
