//! What can go wrong: one table of kinds, and the one error type that carries them.

use std::borrow::Cow;
use std::fmt;

/// Why an operation failed.
///
/// [`Error::kind`] and [`Error::code`] are for programs and never change; the text, from
/// [`Display`](fmt::Display), is for people: what was found, what was wanted, how to fix it. No text
/// ever holds key material, a signature, a policy or the values of a query string, so it may be
/// logged.
///
/// ```
/// use cfsign::{ErrorKind, UrlBuilder};
///
/// let error = UrlBuilder::new("d111111abcdef8.cloudfront.net").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::UrlScheme);
/// assert_eq!(error.code(), "url-scheme");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    detail: Cow<'static, str>,
    suggestion: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        let (suggestion, source) = (None, None);
        Self(Box::new(Inner {
            kind,
            detail: detail.into(),
            suggestion,
            source,
        }))
    }

    #[cold]
    pub(crate) fn with_suggestion(mut self, corrected: String) -> Self {
        self.0.suggestion = Some(corrected);
        self
    }

    #[cold]
    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The kind as a stable word, such as `url-scheme`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// What was found and what was wanted, without the sentence of the kind.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// The corrected form of what was refused, where there is one: for a URL, the whole URL as it
    /// should have been given. The text of the error shows it without its query string.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.0.suggestion.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.kind.sentence())?;
        if self.0.detail.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.0.detail)
        }
    }
}

impl fmt::Debug for Error {
    /// The suggestion stays out: it may hold a query string that is nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code())
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<cfsign_crypto::Error> for Error {
    fn from(error: cfsign_crypto::Error) -> Self {
        use cfsign_crypto::Error as Crypto;
        match error {
            Crypto::InvalidKey(detail) => Self::new(ErrorKind::InvalidKey, detail),
            Crypto::UnsupportedKey(detail) => Self::new(ErrorKind::UnsupportedKey, detail),
            Crypto::EngineUnavailable(_) => {
                Self::new(ErrorKind::EngineUnavailable, error.to_string())
            }
            _ => Self::new(ErrorKind::SigningFailed, error.to_string()),
        }
    }
}

/// What kind of thing a failure is about; bindings choose their exception by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// A key, a passphrase or a key pair ID.
    Key,
    /// A policy, a time, an IP range, a URL or a cookie attribute.
    Input,
    /// A request that CloudFront would refuse.
    Denied,
    /// The signing itself.
    Internal,
}

impl ErrorClass {
    /// The class as a stable word: `key`, `input`, `denied` or `internal`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Input => "input",
            Self::Denied => "denied",
            Self::Internal => "internal",
        }
    }
}

/// Makes everything that is known of a kind from one line each.
macro_rules! error_kinds {
    ($($number:literal $name:ident $code:literal $class:ident $sentence:literal;)*) => {
        /// What went wrong, for programs. Numbers and codes are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $(#[doc = concat!("`", $code, "` (", $number, "): ", $sentence, ".")] $name,)*
        }

        impl ErrorKind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The number of the kind, part of the C ABI.
            #[must_use]
            pub fn number(self) -> u32 {
                match self { $(Self::$name => $number,)* }
            }

            /// The stable word of the kind.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What the failure is about.
            #[must_use]
            pub fn class(self) -> ErrorClass {
                match self { $(Self::$name => ErrorClass::$class,)* }
            }

            /// The sentence every message of the kind begins with.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

error_kinds! {
    // Keys: from 10.
    10 InvalidKey            "invalid-key"             Key   "the key could not be read";
    11 EmptyKey              "empty-key"               Key   "the key is empty";
    12 PassphraseRequired    "passphrase-required"     Key   "the private key is encrypted and no passphrase was given";
    13 WrongPassphrase       "wrong-passphrase"        Key   "the passphrase does not open the private key";
    14 UnsupportedKey        "unsupported-key"         Key   "CloudFront signs with RSA and ECDSA P-256 keys only";
    15 PublicKeyGiven        "public-key-given"        Key   "this is a public key, and a private key is wanted";
    16 PrivateKeyGiven       "private-key-given"       Key   "this is a private key, and a public key is wanted";
    17 CertificateGiven      "certificate-given"       Key   "this is a certificate, not a key";
    18 OpensshKey            "openssh-key"             Key   "this is a key in SSH's own format";
    19 FilePathGiven         "file-path-given"         Key   "this is the name of a file, not the key in it";
    20 InvalidKeyPairId      "invalid-key-pair-id"     Key   "the key pair ID cannot be used";
    21 EngineUnavailable     "engine-unavailable"      Key   "the crypto engine is not part of this build";
    // Policies, times and addresses: from 30.
    30 WildcardNeedsCustomPolicy "wildcard-needs-custom-policy" Input "a canned policy cannot hold a wildcard";
    31 PolicyDoesNotCoverUrl "policy-does-not-cover-url" Input "the policy does not cover the URL";
    32 InvalidResource       "invalid-resource"        Input "the resource cannot be used in a policy";
    33 InvalidPolicy         "invalid-policy"          Input "the policy cannot be used";
    34 InvalidIpRange        "invalid-ip-range"        Input "the IP range is not an IPv4 address or CIDR range";
    35 Ipv6Range             "ipv6-range"              Input "CloudFront policies take IPv4 only";
    36 InvalidTime           "invalid-time"            Input "the time is not a usable number of epoch seconds";
    37 TimeInMilliseconds    "time-in-milliseconds"    Input "the time looks like milliseconds, and CloudFront counts seconds";
    38 ExpiresInThePast      "expires-in-the-past"     Input "the signature would have expired already";
    39 StartsAfterItExpires  "starts-after-it-expires" Input "the policy begins at or after its end";
    40 InvalidHashAlgorithm  "invalid-hash-algorithm"  Input "the hash algorithm must be SHA1 or SHA256";
    41 InvalidArgument       "invalid-argument"        Input "an argument is outside of what it can be";
    // URLs: from 50.
    50 UrlScheme             "url-scheme"              Input "the URL must begin with http:// or https://";
    51 UrlHost               "url-host"                Input "the host of the URL cannot be used";
    52 UrlPath               "url-path"                Input "clients would rewrite the path of the URL";
    53 UrlCharacter          "url-character"           Input "the URL has a character that clients rewrite";
    54 UrlFragment           "url-fragment"            Input "the URL has a fragment, which clients never send";
    55 UrlEmptyQuery         "url-empty-query"         Input "the URL ends with an empty query string";
    56 ReservedParameter     "reserved-parameter"      Input "the URL already has a query parameter that CloudFront reserves";
    57 S3Url                 "s3-url"                  Input "this is a URL for Amazon S3, not for CloudFront";
    58 UrlTooLong            "url-too-long"            Input "the signed URL is longer than CloudFront takes";
    // Cookies: from 70.
    70 CookieDomain          "cookie-domain"           Input "no browser would keep or send cookies with this Domain";
    71 CookiePath            "cookie-path"             Input "no browser would use this cookie Path as meant";
    72 CookieAttributes      "cookie-attributes"       Input "browsers refuse this combination of cookie attributes";
    73 CookieResource        "cookie-resource"         Input "the resource of signed cookies must begin with http:// or https://";
    74 CookieTooLong         "cookie-too-long"         Input "a cookie is longer than browsers keep";
    // Signing: from 90.
    90 SigningFailed         "signing-failed"          Internal "the signature could not be made";
    91 ExternalSignerFailed  "external-signer-failed"  Internal "the external signer did not give a signature";
    92 WrongSignature        "wrong-signature"         Internal "the signature does not fit the key, and was withheld";
    93 Cancelled             "cancelled"               Internal "the batch was cancelled";
    // Requests that are refused: from 100. CloudFront's own code for each is in verify/cloudfront.rs.
    100 NotSigned            "not-signed"              Denied "the request is not signed";
    101 MissingKeyPairId     "missing-key-pair-id"     Denied "the request names no key pair ID";
    102 UnknownKeyPairId     "unknown-key-pair-id"     Denied "the key pair ID is not in the trusted key group";
    103 MissingSignature     "missing-signature"       Denied "the request has no signature";
    104 MalformedSignature   "malformed-signature"     Denied "the signature is not CloudFront's Base64";
    105 MissingPolicy        "missing-policy"          Denied "the request has neither an expiry nor a policy";
    106 MalformedPolicy      "malformed-policy"        Denied "the policy cannot be read";
    107 MalformedExpires     "malformed-expires"       Denied "the expiry is not a whole number of epoch seconds";
    108 UnknownHashAlgorithm "unknown-hash-algorithm"  Denied "the hash algorithm is neither SHA1 nor SHA256";
    109 DuplicateParameter   "duplicate-parameter"     Denied "a signing parameter or cookie is there twice";
    110 SignatureMismatch    "signature-mismatch"      Denied "the signature is not one over this request";
    111 Expired              "expired"                 Denied "the signature has expired";
    112 NotYetValid          "not-yet-valid"           Denied "the signature is not valid yet";
    113 IpNotAllowed         "ip-not-allowed"          Denied "the viewer is outside the addresses of the policy";
    114 ResourceMismatch     "resource-mismatch"       Denied "the policy is for another resource";
    115 UnsafePath           "unsafe-path"             Denied "the path has . or .. segments under a wildcard";
    116 ExpiresBesidePolicy  "expires-beside-policy"   Denied "the request has both an expiry and a policy";
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
