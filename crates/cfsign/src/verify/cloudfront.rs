//! What CloudFront itself says when it refuses.

use crate::error::{ErrorClass, ErrorKind};

/// The code and the message of the XML body that comes with CloudFront's 403.
///
/// CloudFront tells viewers one of five things. All but the last are in captures and in AWS' own
/// article; a signature that is wrong, an expired one, another address and another resource are all
/// `AccessDenied`. For a request that names a key and has no signature, or an unknown hash algorithm,
/// nobody has documented the code; `AccessDenied` is what this crate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloudFrontError {
    /// `MissingKey`, `InvalidKey`, `MalformedSignature`, `MalformedPolicy` or `AccessDenied`.
    pub code: &'static str,
    /// The message that goes with the code.
    pub message: &'static str,
}

impl CloudFrontError {
    /// The body of the response, as CloudFront writes it.
    #[must_use]
    pub fn to_xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{}</Code><Message>{}</Message></Error>",
            self.code, self.message
        )
    }
}

impl ErrorKind {
    /// What CloudFront says to the viewer for this reason; nothing for what is no refusal.
    #[must_use]
    pub fn cloudfront_error(self) -> Option<CloudFrontError> {
        if self.class() != ErrorClass::Denied {
            return None;
        }
        let (code, message) = match self {
            Self::NotSigned | Self::MissingKeyPairId => (
                "MissingKey",
                "Missing Key-Pair-Id query parameter or cookie value",
            ),
            Self::UnknownKeyPairId => ("InvalidKey", "Unknown Key"),
            Self::MalformedSignature => ("MalformedSignature", "Could not unencode Signature"),
            Self::MissingPolicy | Self::MalformedPolicy | Self::MalformedExpires => {
                ("MalformedPolicy", "Malformed Policy")
            }
            _ => ("AccessDenied", "Access denied"),
        };
        Some(CloudFrontError { code, message })
    }
}
