//! Why an edge could not be set up or started.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why an edge could not be set up or started.
#[derive(Debug)]
#[non_exhaustive]
pub enum EdgeError {
    /// Neither a directory nor an HTTP origin was given.
    NoOrigin,
    /// The directory cannot be opened.
    Directory {
        /// Its path.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The address cannot be listened on.
    Listen {
        /// The address.
        address: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// The threads of the edge cannot be started.
    Runtime(io::Error),
    /// An option has a value that cannot be used.
    Option {
        /// The name of the option.
        option: &'static str,
        /// What was found.
        found: String,
        /// What was wanted.
        wanted: &'static str,
    },
}

impl EdgeError {
    pub(crate) fn option(
        option: &'static str,
        found: impl Into<String>,
        wanted: &'static str,
    ) -> Self {
        Self::Option {
            option,
            found: found.into(),
            wanted,
        }
    }
}

impl fmt::Display for EdgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrigin => {
                f.write_str("the edge has no origin: give a directory or an http:// URL")
            }
            Self::Directory { path, source } => {
                write!(
                    f,
                    "the directory {} cannot be opened: {source}",
                    path.display()
                )
            }
            Self::Listen { address, source } => {
                write!(f, "cannot listen on {address}: {source}")?;
                if source.kind() == io::ErrorKind::AddrInUse {
                    f.write_str("; another program does already, so choose another port, or port 0 for a free one")?;
                }
                Ok(())
            }
            Self::Runtime(source) => write!(f, "the edge cannot start its threads: {source}"),
            Self::Option {
                option,
                found,
                wanted,
            } => write!(f, "{option}: found {found:?}, wanted {wanted}"),
        }
    }
}

impl std::error::Error for EdgeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Directory { source, .. }
            | Self::Listen { source, .. }
            | Self::Runtime(source) => Some(source),
            Self::NoOrigin | Self::Option { .. } => None,
        }
    }
}
