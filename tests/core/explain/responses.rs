//! Responses as they have been captured, and who wrote them.

use std::collections::HashSet;

use cfsign::{ErrorKind, ResponseLayer, ResponseOrigin, classify_response};

const IDS: &str = "<RequestId>8Q2CZX5SSPMHJNRZ</RequestId><HostId>abc=</HostId>";

/// What is told, and the code, the message and the rest of an error in XML.
#[rustfmt::skip]
const XML: &[(&str, &str, &str, &str)] = &[
    ("cloudfront-missing-key", "MissingKey", "Missing Key-Pair-Id query parameter or cookie value", ""),
    ("cloudfront-unknown-key", "InvalidKey", "Unknown Key", ""),
    ("cloudfront-malformed-signature", "MalformedSignature", "Could not unencode Signature", ""),
    ("cloudfront-malformed-policy", "MalformedPolicy", "Malformed Policy", ""),
    ("cloudfront-access-denied", "AccessDenied", "Access denied", ""),
    ("s3-access-denied", "AccessDenied", "Access Denied", IDS),
    ("s3-other", "AccessDenied", "Access Denied", ""),
    ("s3-query-authentication", "AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", IDS),
    ("s3-signature", "SignatureDoesNotMatch", "The request signature we calculated does not match", IDS),
    ("s3-no-such-key", "NoSuchKey", "The specified key does not exist.", IDS),
    ("kms", "KMS.UnrecognizedClientException", "No account found for the given parameters", IDS),
    ("kms-access", "AccessDenied", "User is not authorized to perform: kms:Decrypt on this resource", IDS),
];

/// What is told, and a page or a text.
#[rustfmt::skip]
const PAGES: &[(&str, &str)] = &[
    ("geo-restriction", "The request could not be satisfied. The Amazon CloudFront distribution is configured to block access from your country."),
    ("waf", "The request could not be satisfied. Request blocked. We can't connect to the server for this app or website at this time."),
    ("cloudfront-method", "The request could not be satisfied. This distribution is not configured to allow the HTTP request method that was used for this request."),
    ("cloudfront-bad-request", "The request could not be satisfied. Bad request. We can't connect to the server for this app or website at this time."),
    ("cloudfront-other", "The request could not be satisfied. We can't connect to the server."),
    ("edge-signature", "Auth failed: SignatureError: invalid key pair id"),
    ("edge-other", "Auth failed: invalid range"),
    ("unknown", "<h1>Forbidden</h1>"),
    ("unknown", ""),
];

#[test]
fn every_layer_is_told() {
    let errors = XML.iter().map(|(told, code, message, more)| {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>");
        (*told, text)
    });
    let pages = PAGES
        .iter()
        .map(|(told, text)| (*told, format!("<HTML><BODY>{text}</BODY></HTML>")));
    let bodies: Vec<(&str, String)> = errors.chain(pages).collect();
    let mut told = HashSet::from(["allowed"]);
    for (code, body) in &bodies {
        assert_eq!(
            classify_response(Some(403), &[], body).code,
            *code,
            "{body}"
        );
        told.insert(*code);
    }
    let all: HashSet<&str> = ResponseOrigin::ALL
        .iter()
        .map(|origin| origin.code)
        .collect();
    assert_eq!(told, all);
    assert_eq!(all.len(), ResponseOrigin::ALL.len());
    for origin in ResponseOrigin::ALL {
        assert!(
            !origin.meaning.ends_with('.') && !origin.advice.ends_with('.'),
            "{origin:?}"
        );
    }
}

/// What this project's own edge writes is told like CloudFront's.
#[test]
fn our_own_bodies_are_told() {
    for kind in ErrorKind::ALL {
        let Some(error) = kind.cloudfront_error() else {
            continue;
        };
        let origin = classify_response(Some(403), &[("Server", "CloudFront")], &error.to_xml());
        assert_eq!(origin.layer, ResponseLayer::CloudFront, "{kind}");
        assert_ne!(origin.code, "cloudfront-other", "{kind}");
    }
}

#[test]
fn headers_tell_where_there_is_no_body() {
    let told = |status, headers: &[(&str, &str)]| classify_response(status, headers, "").code;
    assert_eq!(told(Some(200), &[]), "allowed");
    assert_eq!(told(Some(403), &[("server", "AmazonS3")]), "s3-other");
    assert_eq!(
        told(
            Some(403),
            &[
                ("X-Amz-Request-Id", "8Q2C"),
                ("x-cache", "Error from cloudfront")
            ]
        ),
        "s3-other"
    );
    assert_eq!(
        told(
            Some(403),
            &[
                ("Server", "CloudFront"),
                ("X-Cache", "Error from cloudfront")
            ]
        ),
        "cloudfront-other"
    );
    assert_eq!(told(None, &[("Server", "nginx")]), "unknown");
}
