//! CORS, as a CloudFront response headers policy does it.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName,
    HeaderValue, ORIGIN, VARY,
};
use hyper::{Method, Response, StatusCode};

use crate::body::{Body, empty};
use crate::cloudfront;
use crate::error::EdgeError;
use crate::methods::AllowedMethods;

/// Which pages of other origins may read responses, with cookies.
///
/// The origin of the page is echoed and credentials are allowed, since a browser takes no `*` for a
/// request with cookies. A preflight is answered by the edge itself and needs no signature: browsers
/// send none with it.
///
/// ```
/// let cors = cfsign_edge::Cors::new().allow_origin("https://www.example.com")?;
/// # Ok::<(), cfsign_edge::EdgeError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cors {
    origins: Vec<HeaderValue>,
    any_origin: bool,
    without_credentials: bool,
    exposed: Vec<HeaderName>,
    max_age: Option<u32>,
    on_refusals: bool,
}

impl Cors {
    /// No origin is allowed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows pages of this origin: scheme, host and port, as in `http://localhost:3000`.
    pub fn allow_origin(mut self, origin: &str) -> Result<Self, EdgeError> {
        let wanted = "scheme, host and port without a path, as in https://www.example.com";
        let refused = || EdgeError::option("CORS origin", origin, wanted);
        let (scheme, host) = origin.split_once("://").ok_or_else(refused)?;
        if scheme.is_empty() || host.is_empty() || host.contains(['/', ' ', '*', ',']) {
            return Err(refused());
        }
        self.origins
            .push(HeaderValue::from_str(origin).map_err(|_| refused())?);
        Ok(self)
    }

    /// Allows pages of every origin. Their own origin is echoed, so they may send cookies.
    #[must_use]
    pub fn allow_any_origin(mut self) -> Self {
        self.any_origin = true;
        self
    }

    /// Whether pages may send cookies; on from the start.
    #[must_use]
    pub fn allow_credentials(mut self, allowed: bool) -> Self {
        self.without_credentials = !allowed;
        self
    }

    /// Lets scripts read one more response header, such as `ETag`.
    pub fn expose_header(mut self, name: &str) -> Result<Self, EdgeError> {
        let header = name.parse();
        let refused = |_| EdgeError::option("exposed header", name, "the name of a header");
        self.exposed.push(header.map_err(refused)?);
        Ok(self)
    }

    /// For how many seconds browsers may remember a preflight.
    #[must_use]
    pub fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Adds the headers to refusals as well. CloudFront does not, and so scripts see a 403 as a CORS
    /// error; while developing, the 403 itself is more help.
    #[must_use]
    pub fn also_on_refusals(mut self) -> Self {
        self.on_refusals = true;
        self
    }

    pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
        *method == Method::OPTIONS
            && headers.contains_key(ORIGIN)
            && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    }

    /// The answer to a preflight.
    pub(crate) fn preflight(
        &self,
        request: &HeaderMap,
        methods: AllowedMethods,
    ) -> (Response<Body>, Option<String>) {
        let wanted = &request[ACCESS_CONTROL_REQUEST_METHOD];
        let method = Method::from_bytes(wanted.as_bytes()).unwrap_or_default();
        let Some(origin) = self.allowed(request).filter(|_| methods.allow(&method)) else {
            let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessForbidden</Code>\
                       <Message>CORSResponse: This CORS request is not allowed.</Message></Error>";
            let response =
                cloudfront::xml(StatusCode::FORBIDDEN, "application/xml", xml.to_owned());
            let note = "the origin of the page or the method is not among those allowed";
            return (response, Some(note.to_owned()));
        };
        let mut response = Response::new(empty());
        let headers = response.headers_mut();
        self.add(headers, origin);
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static(methods.as_str()),
        );
        if let Some(names) = request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        if let Some(seconds) = self.max_age {
            headers.insert(ACCESS_CONTROL_MAX_AGE, seconds.into());
        }
        (response, None)
    }

    /// Adds the headers for the page that made the request, in place of what the origin says.
    pub(crate) fn add_to(
        &self,
        response: &mut Response<Body>,
        request_origin: Option<&HeaderValue>,
        refused: bool,
    ) {
        if refused && !self.on_refusals {
            return;
        }
        if let Some(origin) = request_origin.filter(|origin| self.allows(origin)) {
            self.add(response.headers_mut(), origin);
        }
    }

    fn add(&self, headers: &mut HeaderMap, origin: &HeaderValue) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        if self.without_credentials {
            headers.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
        } else {
            headers.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        let exposed: Vec<&str> = self.exposed.iter().map(HeaderName::as_str).collect();
        if let Ok(exposed) = HeaderValue::from_str(&exposed.join(", "))
            && !exposed.is_empty()
        {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        headers.append(VARY, HeaderValue::from_static("Origin"));
    }

    fn allowed<'a>(&self, request: &'a HeaderMap) -> Option<&'a HeaderValue> {
        request.get(ORIGIN).filter(|origin| self.allows(origin))
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        self.any_origin || self.origins.contains(origin)
    }
}
