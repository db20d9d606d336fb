//! An HTTP server as the origin.

use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::header::{
    CONNECTION, COOKIE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, VIA,
};
use hyper::http::uri::{Authority, Scheme};
use hyper::{Request, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::body::Body;
use crate::cloudfront;
use crate::error::EdgeError;
use crate::limits::Limits;
use crate::origin::{Fetched, OriginRequest};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const SENTENCE: &str = "CloudFront wasn't able to connect to the origin.";
const TIMEOUT_SENTENCE: &str = "CloudFront attempted to establish a connection with the origin, but either the attempt failed or the origin closed the connection.";

/// What says something about one connection only.
const HOP_BY_HOP: [HeaderName; 10] = [
    CONNECTION,
    EXPECT,
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

pub(crate) struct HttpOrigin {
    client: Client<HttpConnector, Body>,
    authority: Authority,
    /// Stands before every path, as CloudFront's origin path does.
    path: String,
    pub(crate) forward_host: bool,
    response_timeout: Duration,
}

/// Where an HTTP origin is.
#[derive(Clone, Debug)]
pub(crate) struct OriginUrl {
    authority: Authority,
    path: String,
}

impl OriginUrl {
    pub(crate) fn parse(url: &str) -> Result<Self, EdgeError> {
        let refused = |wanted| EdgeError::option("origin", url, wanted);
        let uri: Uri = url
            .parse()
            .map_err(|_| refused("a URL such as http://127.0.0.1:9000"))?;
        if uri.scheme() != Some(&Scheme::HTTP) {
            return Err(refused("a URL that begins with http://"));
        }
        if uri.query().is_some() {
            return Err(refused("a URL without a query string"));
        }
        let authority = uri.authority().filter(|a| !a.as_str().contains('@'));
        let authority = authority.ok_or_else(|| refused("a host, and no user name before it"))?;
        Ok(Self {
            authority: authority.clone(),
            path: uri.path().trim_end_matches('/').to_owned(),
        })
    }
}

impl HttpOrigin {
    pub(crate) fn new(url: OriginUrl, forward_host: bool, limits: &Limits) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(limits.origin_connect_timeout));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(5))
            .build(connector);
        Self {
            client,
            authority: url.authority,
            path: url.path,
            forward_host,
            response_timeout: limits.origin_response_timeout,
        }
    }

    pub(crate) async fn fetch(&self, request: OriginRequest<'_>) -> Fetched {
        let request_id = request.request_id.to_owned();
        let failed = |status, sentence, note: String| {
            Fetched::noted(cloudfront::page(status, sentence, &request_id), note)
        };
        let forwarded = match self.forwarded(request) {
            Ok(forwarded) => forwarded,
            Err(error) => {
                let note = format!("the request cannot be sent to the origin: {error}");
                return failed(StatusCode::BAD_REQUEST, "Bad request.", note);
            }
        };
        match tokio::time::timeout(self.response_timeout, self.client.request(forwarded)).await {
            Ok(Ok(response)) => {
                let mut response = response.map(|body| body.map_err(Into::into).boxed_unsync());
                remove_hop_by_hop(response.headers_mut());
                Fetched::new(response)
            }
            Ok(Err(error)) => {
                let why = innermost(&error);
                failed(
                    StatusCode::BAD_GATEWAY,
                    SENTENCE,
                    format!("the origin does not answer: {why}"),
                )
            }
            Err(_) => failed(
                StatusCode::GATEWAY_TIMEOUT,
                TIMEOUT_SENTENCE,
                format!("the origin takes longer than {:?}", self.response_timeout),
            ),
        }
    }

    /// The request as the origin gets it.
    fn forwarded(&self, request: OriginRequest<'_>) -> Result<Request<Body>, hyper::http::Error> {
        let uri = Uri::builder()
            .scheme(Scheme::HTTP)
            .authority(self.authority.clone())
            .path_and_query(format!("{}{}", self.path, request.target))
            .build()?;
        let mut headers = request.headers;
        remove_hop_by_hop(&mut headers);
        remove_signed_cookies(&mut headers);
        let host = if self.forward_host {
            request.viewer_host
        } else {
            self.authority.as_str()
        };
        headers.insert(HOST, HeaderValue::from_str(host)?);
        add_forwarded_for(
            &mut headers,
            &request.client.ip().to_canonical().to_string(),
        )?;
        headers.append(VIA, HeaderValue::from_static(cloudfront::VIA_VALUE));
        headers.insert(
            cloudfront::CF_ID,
            HeaderValue::from_str(request.request_id)?,
        );
        let mut forwarded = Request::builder()
            .method(request.method)
            .uri(uri)
            .body(request.body)?;
        *forwarded.headers_mut() = headers;
        Ok(forwarded)
    }
}

/// Takes out what concerns one connection only, also what `Connection` names.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in HOP_BY_HOP.iter().chain(&named) {
        headers.remove(name);
    }
}

/// Takes CloudFront's cookies out and leaves the others as they are.
fn remove_signed_cookies(headers: &mut HeaderMap) {
    let lines: Vec<HeaderValue> = headers.get_all(COOKIE).iter().cloned().collect();
    headers.remove(COOKIE);
    for line in lines {
        let pairs = line.as_bytes().split(|&byte| byte == b';');
        let kept: Vec<&[u8]> = pairs
            .map(<[u8]>::trim_ascii)
            .filter(|pair| !pair.is_empty() && !pair.starts_with(b"CloudFront-"))
            .collect();
        let kept = HeaderValue::from_bytes(&kept.join(&b"; "[..]));
        if let Ok(kept) = kept
            && !kept.is_empty()
        {
            headers.append(COOKIE, kept);
        }
    }
}

/// Adds the address of the client after those that are there.
fn add_forwarded_for(headers: &mut HeaderMap, address: &str) -> Result<(), hyper::http::Error> {
    let mut addresses: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    addresses.push(address);
    let addresses = HeaderValue::from_str(&addresses.join(", "))?;
    headers.insert(FORWARDED_FOR, addresses);
    Ok(())
}

/// The cause that says most, such as "connection refused".
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
