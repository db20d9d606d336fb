//! Lets requests through or not: asks the core, and says what CloudFront says.

use cfsign::{Allowed, Error, ErrorClass, ErrorKind, Verifier, ViewerRequest};
use hyper::header::{COOKIE, HeaderMap};
use hyper::{Response, StatusCode};

use crate::body::Body;
use crate::cloudfront;
use crate::viewer::Viewer;

/// What the core says about a request for `target`, a path with its query string.
pub(crate) fn verify(
    verifier: &Verifier,
    viewer: &Viewer,
    target: &str,
    headers: &HeaderMap,
    now: u64,
) -> Result<Allowed, Error> {
    let mut request = ViewerRequest::from_parts(&viewer.scheme, &viewer.host, target)?;
    // A header with other bytes than ASCII holds no cookie that could be of use.
    for cookies in headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
    {
        request = request.cookie_header(cookies);
    }
    if let Some(ip) = viewer.ip {
        request = request.viewer_ip(ip);
    }
    verifier.verify(&request, now)
}

/// The response to a request that is not let through.
pub(crate) fn refusal(error: &Error, request_id: &str) -> Response<Body> {
    if let Some(cloudfront_error) = error.kind().cloudfront_error() {
        let xml = cloudfront_error.to_xml();
        return cloudfront::xml(StatusCode::FORBIDDEN, "text/xml", xml);
    }
    // The request could not be read at all, or the clock of the edge is no clock.
    let status = match (error.kind(), error.kind().class()) {
        (ErrorKind::UrlTooLong, _) => StatusCode::URI_TOO_LONG,
        (ErrorKind::InvalidTime | ErrorKind::TimeInMilliseconds, _) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        (_, ErrorClass::Input) => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    cloudfront::page(status, "Bad request.", request_id)
}
