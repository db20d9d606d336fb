//! Answers nginx's `auth_request`: may this viewer have that URL?
//!
//! nginx asks with a request of its own and tells in headers what the viewer asked for. It takes 2xx
//! for yes and 403 for no; for everything else it answers the viewer with 500.

use std::net::SocketAddr;

use cfsign::Error;
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use crate::body::{Body, empty};
use crate::gate;
use crate::record::Verdict;
use crate::service::{Config, Outcome};
use crate::viewer::{Viewer, address};

const REASON: HeaderName = HeaderName::from_static("x-cfsign-reason");
const CLOUDFRONT_CODE: HeaderName = HeaderName::from_static("x-cfsign-cloudfront-code");
const ORIGIN_URI: HeaderName = HeaderName::from_static("x-cfsign-origin-uri");

/// 204 or 403 for the request that `headers` tell of.
pub(crate) fn answer(config: &Config, headers: &HeaderMap, client: SocketAddr) -> Outcome {
    let Some(target) = text(headers, "x-original-uri") else {
        let why = "nginx did not say what was asked for: wanted proxy_set_header X-Original-URI $request_uri";
        let mut response = Response::new(empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return Outcome::new(response, Verdict::NotTaken(why)).path("-");
    };
    let path = target.split('?').next().unwrap_or(target);
    let viewer = viewer(config, headers, client);
    if !config.behaviours.restrict(path) {
        return Outcome::new(allowed(target), Verdict::Unrestricted).path(path);
    }
    match gate::verify(&config.verifier, &viewer, target, headers, (config.clock)()) {
        Ok(verdict) => {
            let origin_uri = crate::service::origin_target(&verdict, &viewer);
            Outcome::new(allowed(origin_uri), Verdict::allowed(&verdict)).path(path)
        }
        Err(error) => Outcome::new(denied(&error), Verdict::Denied(error)).path(path),
    }
}

fn allowed(origin_uri: &str) -> Response<Body> {
    let mut response = Response::new(empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Ok(uri) = HeaderValue::from_str(origin_uri) {
        response.headers_mut().insert(ORIGIN_URI, uri);
    }
    response
}

fn denied(error: &Error) -> Response<Body> {
    let mut response = Response::new(empty());
    *response.status_mut() = StatusCode::FORBIDDEN;
    let headers = response.headers_mut();
    headers.insert(REASON, HeaderValue::from_static(error.code()));
    if let Some(cloudfront_error) = error.kind().cloudfront_error() {
        headers.insert(
            CLOUDFRONT_CODE,
            HeaderValue::from_static(cloudfront_error.code),
        );
    }
    response
}

/// The viewer as nginx tells of it, except for what the options fix.
fn viewer(config: &Config, headers: &HeaderMap, client: SocketAddr) -> Viewer {
    let options = &config.viewer;
    let scheme = options
        .scheme
        .or_else(|| text(headers, "x-forwarded-proto"));
    let host = options
        .host
        .as_deref()
        .or_else(|| text(headers, "x-original-host"));
    let host = host.or_else(|| text(headers, HOST.as_str()));
    let ip = options.ip.or_else(|| match text(headers, "x-real-ip") {
        Some(ip) => address(ip),
        None => Some(client.ip()),
    });
    Viewer {
        scheme: scheme.unwrap_or("http").to_owned(),
        host: host.unwrap_or_default().to_owned(),
        ip,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    (!value.is_empty()).then_some(value)
}
