//! Which layer said no: read from the response.

/// Who wrote a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseLayer {
    /// CloudFront itself, before the origin was asked.
    CloudFront,
    /// Amazon S3, as the origin or addressed directly.
    S3,
    /// The key management service, asked by S3.
    Kms,
    /// AWS WAF, in front of the distribution.
    Waf,
    /// An edge that takes CloudFront-style URLs and is not CloudFront.
    OtherEdge,
    /// Nothing that is known here: perhaps the origin.
    Unknown,
}

impl ResponseLayer {
    /// The layer as a stable word: `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CloudFront => "cloudfront",
            Self::S3 => "s3",
            Self::Kms => "kms",
            Self::Waf => "waf",
            Self::OtherEdge => "other-edge",
            Self::Unknown => "unknown",
        }
    }
}

/// Which layer wrote a response, what it means and what to do. Made by [`classify_response`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseOrigin {
    /// A stable word, such as `cloudfront-unknown-key`.
    pub code: &'static str,
    /// Who wrote the response.
    pub layer: ResponseLayer,
    /// What it means.
    pub meaning: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// All of these stand in the body.
    marks: &'static [&'static str],
}

/// Says which layer wrote a response, from its body, its status and its headers, as far as they are
/// known.
///
/// That CloudFront writes `Access denied` and S3 writes `Access Denied` with a `RequestId` is how
/// they have been seen to answer, and documented nowhere.
///
/// ```
/// use cfsign::{ResponseLayer, classify_response};
///
/// let body = "<Error><Code>InvalidKey</Code><Message>Unknown Key</Message></Error>";
/// let origin = classify_response(Some(403), &[("Server", "CloudFront")], body);
/// assert_eq!(origin.code, "cloudfront-unknown-key");
/// assert_eq!(origin.layer, ResponseLayer::CloudFront);
/// ```
#[must_use]
pub fn classify_response(
    status: Option<u16>,
    headers: &[(&str, &str)],
    body: &str,
) -> ResponseOrigin {
    let header = |name: &str, part: &str| {
        let mut same = headers
            .iter()
            .filter(|(found, _)| found.eq_ignore_ascii_case(name));
        same.any(|(_, value)| value.to_ascii_lowercase().contains(part))
    };
    if status.is_some_and(|status| (200..400).contains(&status)) {
        return of("allowed");
    }
    let known = ResponseOrigin::ALL.iter().find(|origin| {
        let marked = !origin.marks.is_empty();
        marked && origin.marks.iter().all(|mark| body.contains(mark))
    });
    if let Some(known) = known {
        return *known;
    }
    // HEAD, and players that show no body.
    if header("server", "amazons3")
        || headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("x-amz-request-id"))
    {
        return of("s3-other");
    }
    if header("x-cache", "error from cloudfront") && header("server", "cloudfront") {
        return of("cloudfront-other");
    }
    of("unknown")
}

fn of(code: &str) -> ResponseOrigin {
    let row = ResponseOrigin::ALL
        .iter()
        .find(|origin| origin.code == code);
    *row.expect("a row of the table below")
}

/// Makes the table.
macro_rules! origins {
    ($($code:literal $layer:ident [$($mark:literal),*] $meaning:literal => $advice:literal;)*) => {
        impl ResponseOrigin {
            /// Everything that [`classify_response`] can say; the first whose marks are in the body
            /// is it.
            pub const ALL: &[Self] = &[$(Self {
                code: $code,
                layer: ResponseLayer::$layer,
                meaning: $meaning,
                advice: $advice,
                marks: &[$($mark),*],
            },)*];
        }
    };
}

origins! {
    "cloudfront-missing-key" CloudFront ["<Code>MissingKey</Code>"]
        "the request reached CloudFront without a key pair ID"
        => "see whether the parameters or cookies are sent at all: an & written as &amp;, a Domain or Path that keeps cookies away";
    "cloudfront-unknown-key" CloudFront ["<Code>InvalidKey</Code>", "Unknown Key"]
        "the key pair ID is not in the trusted key group of the cache behavior"
        => "send the ID of the public key, which begins with K, and put that key into the key group of the behavior that matches the path";
    "cloudfront-malformed-signature" CloudFront ["<Code>MalformedSignature</Code>"]
        "the signature is not CloudFront's Base64"
        => "write - for +, ~ for / and _ for =, and see whether the signature was cut";
    "cloudfront-malformed-policy" CloudFront ["<Code>MalformedPolicy</Code>"]
        "the policy or the expiry cannot be read"
        => "look for times in milliseconds, with a fraction or in quotes; send Policy for a wildcard";
    "s3-query-authentication" S3 ["Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"]
        "a URL that was signed for CloudFront went to S3"
        => "sign and request the domain of the distribution; if it is the distribution that answers, let its origin requests leave the query string out";
    "s3-signature" S3 ["<Code>SignatureDoesNotMatch</Code>"]
        "S3 refused a signature of its own kind"
        => "use origin access control and no Authorization header of the viewer; S3 presigned URLs work at S3 only";
    "s3-no-such-key" S3 ["<Code>NoSuchKey</Code>"]
        "the signature was right, and the bucket has no such file"
        => "look at the path and the origin path of the distribution";
    "kms" Kms ["<Code>KMS."]
        "the signature was right, and S3 could not decrypt the file"
        => "use origin access control and not an origin access identity, and allow the distribution in the policy of the KMS key";
    "kms-access" Kms ["kms:Decrypt"]
        "the signature was right, and S3 may not decrypt the file"
        => "allow the distribution in the policy of the KMS key";
    "s3-access-denied" S3 ["<Code>AccessDenied</Code>", "<RequestId>"]
        "the signature was right, and the bucket refused CloudFront"
        => "look at origin access control and the bucket policy; a file that is missing gives this too, unless s3:ListBucket is allowed";
    "cloudfront-access-denied" CloudFront ["<Code>AccessDenied</Code>", "Access denied"]
        "CloudFront refused: a wrong signature, an expired one, another address, another resource"
        => "have the URL or the cookies explained, with the public key";
    "s3-other" S3 ["<Code>AccessDenied</Code>", "Access Denied"]
        "S3 answered, so the signature was right or not asked for"
        => "look at origin access control and the bucket policy";
    "geo-restriction" CloudFront ["configured to block access from your country"]
        "the distribution has a geographic restriction"
        => "this has nothing to do with the signature: request from another country, or change the restriction";
    "waf" Waf ["Request blocked"]
        "AWS WAF, or a limit of the distribution, refused before any signature was looked at"
        => "look at the sampled requests of the web ACL";
    "cloudfront-method" CloudFront ["not configured to allow the HTTP request method"]
        "the cache behavior does not allow this method"
        => "allow it there; OPTIONS is needed for CORS";
    "cloudfront-bad-request" CloudFront ["The request could not be satisfied", "Bad request"]
        "the host is no alternate domain name of a distribution, or plain http went to a distribution for https"
        => "add the alternate domain name to the distribution, and use https";
    "edge-signature" OtherEdge ["Auth failed: SignatureError"]
        "an edge that is not CloudFront refused the signature"
        => "ask for a new URL: such edges change their keys, and the URL is good for a short time";
    "edge-other" OtherEdge ["Auth failed:"]
        "an edge that is not CloudFront refused the request"
        => "send exactly the request that the URL was made for, with the same Range";
    "cloudfront-other" CloudFront ["The request could not be satisfied"]
        "CloudFront answered, for a reason that the body does not say"
        => "have the URL or the cookies explained; if they are right, look at the origin";
    "allowed" Unknown []
        "the request was not refused"
        => "if it should have been: turn Restrict viewer access on for the cache behavior, and see whether a cache answered";
    "unknown" Unknown []
        "this is no answer that CloudFront or S3 is known to give"
        => "look at the headers Server, X-Cache and Via to see who answered; the origin may be an application";
}
