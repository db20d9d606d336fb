//! The query parameters CloudFront reserves, and the marks of a URL that belongs to S3.

/// The names of the signing parameters, as CloudFront spells them.
pub(crate) const RESERVED: [&str; 5] = [
    "Expires",
    "Policy",
    "Signature",
    "Key-Pair-Id",
    "Hash-Algorithm",
];

/// The first reserved name among the parameters of a query string.
///
/// A name may hide behind percent-encoding, so it is compared decoded.
pub(crate) fn first_reserved(query: &str) -> Option<&'static str> {
    query.split('&').find_map(|pair| {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        reserved_name(name).or_else(|| {
            let escaped = name.contains('%');
            escaped
                .then(|| super::percent::decode(name))
                .and_then(|name| reserved_name(&name))
        })
    })
}

fn reserved_name(name: &str) -> Option<&'static str> {
    // The lengths rule out nearly every name before any text is compared.
    let may_be =
        matches!(name.len(), 6 | 7 | 9 | 11 | 14) && name.as_bytes()[0].is_ascii_uppercase();
    may_be
        .then(|| RESERVED.into_iter().find(|reserved| *reserved == name))
        .flatten()
}

/// The first parameter that only a URL presigned for S3 has.
pub(crate) fn first_of_s3(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        let of_s3 = name
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("x-amz-"))
            || name == "AWSAccessKeyId";
        of_s3.then_some(name)
    })
}

/// Whether `host` is an S3 endpoint: `bucket.s3.amazonaws.com`, `s3.eu-west-1.amazonaws.com`,
/// `bucket.s3-website-us-east-1.amazonaws.com`, `….amazonaws.com.cn` and their kin.
pub(crate) fn is_s3_host(host: &str) -> bool {
    let name = host.split(':').next().unwrap_or(host);
    let Some(name) = name
        .strip_suffix(".amazonaws.com")
        .or_else(|| name.strip_suffix(".amazonaws.com.cn"))
    else {
        return false;
    };
    name.split('.')
        .any(|label| label == "s3" || label.starts_with("s3-") || label.starts_with("s3express-"))
}
