//! Statuses, written by `bindings/c/tests/generated.rs` from the table of errors. Not to be edited.

use std::ffi::CStr;

use cfsign::ErrorKind;

/// What came of a call: CFSIGN_OK, or why it failed. Numbers are never reused.
///
/// From 10 keys, from 30 policies, times and addresses, from 50 URLs, from 70 cookies, from 90 the
/// signing itself, from 100 requests that CloudFront would refuse.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum cfsign_status {
    /// the call did what it was asked to
    CFSIGN_OK = 0,
    /// a pointer is NULL that must not be
    CFSIGN_NULL_POINTER = 1,
    /// the buffer is too small; what it needs is told beside it
    CFSIGN_BUFFER_TOO_SMALL = 2,
    /// a bug in cfsign stopped the call
    CFSIGN_PANIC = 3,
    /// the key could not be read
    CFSIGN_INVALID_KEY = 10,
    /// the key is empty
    CFSIGN_EMPTY_KEY = 11,
    /// the private key is encrypted and no passphrase was given
    CFSIGN_PASSPHRASE_REQUIRED = 12,
    /// the passphrase does not open the private key
    CFSIGN_WRONG_PASSPHRASE = 13,
    /// CloudFront signs with RSA and ECDSA P-256 keys only
    CFSIGN_UNSUPPORTED_KEY = 14,
    /// this is a public key, and a private key is wanted
    CFSIGN_PUBLIC_KEY_GIVEN = 15,
    /// this is a private key, and a public key is wanted
    CFSIGN_PRIVATE_KEY_GIVEN = 16,
    /// this is a certificate, not a key
    CFSIGN_CERTIFICATE_GIVEN = 17,
    /// this is a key in SSH's own format
    CFSIGN_OPENSSH_KEY = 18,
    /// this is the name of a file, not the key in it
    CFSIGN_FILE_PATH_GIVEN = 19,
    /// the key pair ID cannot be used
    CFSIGN_INVALID_KEY_PAIR_ID = 20,
    /// the crypto engine is not part of this build
    CFSIGN_ENGINE_UNAVAILABLE = 21,
    /// a canned policy cannot hold a wildcard
    CFSIGN_WILDCARD_NEEDS_CUSTOM_POLICY = 30,
    /// the policy does not cover the URL
    CFSIGN_POLICY_DOES_NOT_COVER_URL = 31,
    /// the resource cannot be used in a policy
    CFSIGN_INVALID_RESOURCE = 32,
    /// the policy cannot be used
    CFSIGN_INVALID_POLICY = 33,
    /// the IP range is not an IPv4 address or CIDR range
    CFSIGN_INVALID_IP_RANGE = 34,
    /// CloudFront policies take IPv4 only
    CFSIGN_IPV6_RANGE = 35,
    /// the time is not a usable number of epoch seconds
    CFSIGN_INVALID_TIME = 36,
    /// the time looks like milliseconds, and CloudFront counts seconds
    CFSIGN_TIME_IN_MILLISECONDS = 37,
    /// the signature would have expired already
    CFSIGN_EXPIRES_IN_THE_PAST = 38,
    /// the policy begins at or after its end
    CFSIGN_STARTS_AFTER_IT_EXPIRES = 39,
    /// the hash algorithm must be SHA1 or SHA256
    CFSIGN_INVALID_HASH_ALGORITHM = 40,
    /// an argument is outside of what it can be
    CFSIGN_INVALID_ARGUMENT = 41,
    /// the URL must begin with http:// or https://
    CFSIGN_URL_SCHEME = 50,
    /// the host of the URL cannot be used
    CFSIGN_URL_HOST = 51,
    /// clients would rewrite the path of the URL
    CFSIGN_URL_PATH = 52,
    /// the URL has a character that clients rewrite
    CFSIGN_URL_CHARACTER = 53,
    /// the URL has a fragment, which clients never send
    CFSIGN_URL_FRAGMENT = 54,
    /// the URL ends with an empty query string
    CFSIGN_URL_EMPTY_QUERY = 55,
    /// the URL already has a query parameter that CloudFront reserves
    CFSIGN_RESERVED_PARAMETER = 56,
    /// this is a URL for Amazon S3, not for CloudFront
    CFSIGN_S3_URL = 57,
    /// the signed URL is longer than CloudFront takes
    CFSIGN_URL_TOO_LONG = 58,
    /// no browser would keep or send cookies with this Domain
    CFSIGN_COOKIE_DOMAIN = 70,
    /// no browser would use this cookie Path as meant
    CFSIGN_COOKIE_PATH = 71,
    /// browsers refuse this combination of cookie attributes
    CFSIGN_COOKIE_ATTRIBUTES = 72,
    /// the resource of signed cookies must begin with http:// or https://
    CFSIGN_COOKIE_RESOURCE = 73,
    /// a cookie is longer than browsers keep
    CFSIGN_COOKIE_TOO_LONG = 74,
    /// the signature could not be made
    CFSIGN_SIGNING_FAILED = 90,
    /// the external signer did not give a signature
    CFSIGN_EXTERNAL_SIGNER_FAILED = 91,
    /// the signature does not fit the key, and was withheld
    CFSIGN_WRONG_SIGNATURE = 92,
    /// the batch was cancelled
    CFSIGN_CANCELLED = 93,
    /// the request is not signed
    CFSIGN_NOT_SIGNED = 100,
    /// the request names no key pair ID
    CFSIGN_MISSING_KEY_PAIR_ID = 101,
    /// the key pair ID is not in the trusted key group
    CFSIGN_UNKNOWN_KEY_PAIR_ID = 102,
    /// the request has no signature
    CFSIGN_MISSING_SIGNATURE = 103,
    /// the signature is not CloudFront's Base64
    CFSIGN_MALFORMED_SIGNATURE = 104,
    /// the request has neither an expiry nor a policy
    CFSIGN_MISSING_POLICY = 105,
    /// the policy cannot be read
    CFSIGN_MALFORMED_POLICY = 106,
    /// the expiry is not a whole number of epoch seconds
    CFSIGN_MALFORMED_EXPIRES = 107,
    /// the hash algorithm is neither SHA1 nor SHA256
    CFSIGN_UNKNOWN_HASH_ALGORITHM = 108,
    /// a signing parameter or cookie is there twice
    CFSIGN_DUPLICATE_PARAMETER = 109,
    /// the signature is not one over this request
    CFSIGN_SIGNATURE_MISMATCH = 110,
    /// the signature has expired
    CFSIGN_EXPIRED = 111,
    /// the signature is not valid yet
    CFSIGN_NOT_YET_VALID = 112,
    /// the viewer is outside the addresses of the policy
    CFSIGN_IP_NOT_ALLOWED = 113,
    /// the policy is for another resource
    CFSIGN_RESOURCE_MISMATCH = 114,
    /// the path has . or .. segments under a wildcard
    CFSIGN_UNSAFE_PATH = 115,
    /// the request has both an expiry and a policy
    CFSIGN_EXPIRES_BESIDE_POLICY = 116,
}

impl cfsign_status {
    /// The status of a kind.
    pub(crate) fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidKey => Self::CFSIGN_INVALID_KEY,
            ErrorKind::EmptyKey => Self::CFSIGN_EMPTY_KEY,
            ErrorKind::PassphraseRequired => Self::CFSIGN_PASSPHRASE_REQUIRED,
            ErrorKind::WrongPassphrase => Self::CFSIGN_WRONG_PASSPHRASE,
            ErrorKind::UnsupportedKey => Self::CFSIGN_UNSUPPORTED_KEY,
            ErrorKind::PublicKeyGiven => Self::CFSIGN_PUBLIC_KEY_GIVEN,
            ErrorKind::PrivateKeyGiven => Self::CFSIGN_PRIVATE_KEY_GIVEN,
            ErrorKind::CertificateGiven => Self::CFSIGN_CERTIFICATE_GIVEN,
            ErrorKind::OpensshKey => Self::CFSIGN_OPENSSH_KEY,
            ErrorKind::FilePathGiven => Self::CFSIGN_FILE_PATH_GIVEN,
            ErrorKind::InvalidKeyPairId => Self::CFSIGN_INVALID_KEY_PAIR_ID,
            ErrorKind::EngineUnavailable => Self::CFSIGN_ENGINE_UNAVAILABLE,
            ErrorKind::WildcardNeedsCustomPolicy => Self::CFSIGN_WILDCARD_NEEDS_CUSTOM_POLICY,
            ErrorKind::PolicyDoesNotCoverUrl => Self::CFSIGN_POLICY_DOES_NOT_COVER_URL,
            ErrorKind::InvalidResource => Self::CFSIGN_INVALID_RESOURCE,
            ErrorKind::InvalidPolicy => Self::CFSIGN_INVALID_POLICY,
            ErrorKind::InvalidIpRange => Self::CFSIGN_INVALID_IP_RANGE,
            ErrorKind::Ipv6Range => Self::CFSIGN_IPV6_RANGE,
            ErrorKind::InvalidTime => Self::CFSIGN_INVALID_TIME,
            ErrorKind::TimeInMilliseconds => Self::CFSIGN_TIME_IN_MILLISECONDS,
            ErrorKind::ExpiresInThePast => Self::CFSIGN_EXPIRES_IN_THE_PAST,
            ErrorKind::StartsAfterItExpires => Self::CFSIGN_STARTS_AFTER_IT_EXPIRES,
            ErrorKind::InvalidHashAlgorithm => Self::CFSIGN_INVALID_HASH_ALGORITHM,
            ErrorKind::InvalidArgument => Self::CFSIGN_INVALID_ARGUMENT,
            ErrorKind::UrlScheme => Self::CFSIGN_URL_SCHEME,
            ErrorKind::UrlHost => Self::CFSIGN_URL_HOST,
            ErrorKind::UrlPath => Self::CFSIGN_URL_PATH,
            ErrorKind::UrlCharacter => Self::CFSIGN_URL_CHARACTER,
            ErrorKind::UrlFragment => Self::CFSIGN_URL_FRAGMENT,
            ErrorKind::UrlEmptyQuery => Self::CFSIGN_URL_EMPTY_QUERY,
            ErrorKind::ReservedParameter => Self::CFSIGN_RESERVED_PARAMETER,
            ErrorKind::S3Url => Self::CFSIGN_S3_URL,
            ErrorKind::UrlTooLong => Self::CFSIGN_URL_TOO_LONG,
            ErrorKind::CookieDomain => Self::CFSIGN_COOKIE_DOMAIN,
            ErrorKind::CookiePath => Self::CFSIGN_COOKIE_PATH,
            ErrorKind::CookieAttributes => Self::CFSIGN_COOKIE_ATTRIBUTES,
            ErrorKind::CookieResource => Self::CFSIGN_COOKIE_RESOURCE,
            ErrorKind::CookieTooLong => Self::CFSIGN_COOKIE_TOO_LONG,
            ErrorKind::SigningFailed => Self::CFSIGN_SIGNING_FAILED,
            ErrorKind::ExternalSignerFailed => Self::CFSIGN_EXTERNAL_SIGNER_FAILED,
            ErrorKind::WrongSignature => Self::CFSIGN_WRONG_SIGNATURE,
            ErrorKind::Cancelled => Self::CFSIGN_CANCELLED,
            ErrorKind::NotSigned => Self::CFSIGN_NOT_SIGNED,
            ErrorKind::MissingKeyPairId => Self::CFSIGN_MISSING_KEY_PAIR_ID,
            ErrorKind::UnknownKeyPairId => Self::CFSIGN_UNKNOWN_KEY_PAIR_ID,
            ErrorKind::MissingSignature => Self::CFSIGN_MISSING_SIGNATURE,
            ErrorKind::MalformedSignature => Self::CFSIGN_MALFORMED_SIGNATURE,
            ErrorKind::MissingPolicy => Self::CFSIGN_MISSING_POLICY,
            ErrorKind::MalformedPolicy => Self::CFSIGN_MALFORMED_POLICY,
            ErrorKind::MalformedExpires => Self::CFSIGN_MALFORMED_EXPIRES,
            ErrorKind::UnknownHashAlgorithm => Self::CFSIGN_UNKNOWN_HASH_ALGORITHM,
            ErrorKind::DuplicateParameter => Self::CFSIGN_DUPLICATE_PARAMETER,
            ErrorKind::SignatureMismatch => Self::CFSIGN_SIGNATURE_MISMATCH,
            ErrorKind::Expired => Self::CFSIGN_EXPIRED,
            ErrorKind::NotYetValid => Self::CFSIGN_NOT_YET_VALID,
            ErrorKind::IpNotAllowed => Self::CFSIGN_IP_NOT_ALLOWED,
            ErrorKind::ResourceMismatch => Self::CFSIGN_RESOURCE_MISMATCH,
            ErrorKind::UnsafePath => Self::CFSIGN_UNSAFE_PATH,
            ErrorKind::ExpiresBesidePolicy => Self::CFSIGN_EXPIRES_BESIDE_POLICY,
            _ => unreachable!("a test compares these with the table"),
        }
    }
}

/// The stable word of a status; nothing for another number.
pub(crate) fn code(status: u32) -> Option<&'static CStr> {
    Some(match status {
        0 => c"ok",
        1 => c"null-pointer",
        2 => c"buffer-too-small",
        3 => c"panic",
        10 => c"invalid-key",
        11 => c"empty-key",
        12 => c"passphrase-required",
        13 => c"wrong-passphrase",
        14 => c"unsupported-key",
        15 => c"public-key-given",
        16 => c"private-key-given",
        17 => c"certificate-given",
        18 => c"openssh-key",
        19 => c"file-path-given",
        20 => c"invalid-key-pair-id",
        21 => c"engine-unavailable",
        30 => c"wildcard-needs-custom-policy",
        31 => c"policy-does-not-cover-url",
        32 => c"invalid-resource",
        33 => c"invalid-policy",
        34 => c"invalid-ip-range",
        35 => c"ipv6-range",
        36 => c"invalid-time",
        37 => c"time-in-milliseconds",
        38 => c"expires-in-the-past",
        39 => c"starts-after-it-expires",
        40 => c"invalid-hash-algorithm",
        41 => c"invalid-argument",
        50 => c"url-scheme",
        51 => c"url-host",
        52 => c"url-path",
        53 => c"url-character",
        54 => c"url-fragment",
        55 => c"url-empty-query",
        56 => c"reserved-parameter",
        57 => c"s3-url",
        58 => c"url-too-long",
        70 => c"cookie-domain",
        71 => c"cookie-path",
        72 => c"cookie-attributes",
        73 => c"cookie-resource",
        74 => c"cookie-too-long",
        90 => c"signing-failed",
        91 => c"external-signer-failed",
        92 => c"wrong-signature",
        93 => c"cancelled",
        100 => c"not-signed",
        101 => c"missing-key-pair-id",
        102 => c"unknown-key-pair-id",
        103 => c"missing-signature",
        104 => c"malformed-signature",
        105 => c"missing-policy",
        106 => c"malformed-policy",
        107 => c"malformed-expires",
        108 => c"unknown-hash-algorithm",
        109 => c"duplicate-parameter",
        110 => c"signature-mismatch",
        111 => c"expired",
        112 => c"not-yet-valid",
        113 => c"ip-not-allowed",
        114 => c"resource-mismatch",
        115 => c"unsafe-path",
        116 => c"expires-beside-policy",
        _ => return None,
    })
}
