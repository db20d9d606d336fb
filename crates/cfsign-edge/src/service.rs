//! One request, from its arrival to its answer.

use std::net::SocketAddr;
use std::sync::Arc;

use cfsign::{Allowed, Verifier};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use hyper::header::ORIGIN;
use hyper::{Method, Request, Response, StatusCode};

use crate::auth_request;
use crate::body::Body;
use crate::builder::EdgeBuilder;
use crate::cloudfront;
use crate::cors::Cors;
use crate::gate;
use crate::limits::Limits;
use crate::methods::AllowedMethods;
use crate::origin::{Origin, OriginRequest};
use crate::path_pattern::Behaviours;
use crate::record::{AccessRecord, Verdict};
use crate::viewer::{Viewer, ViewerOptions};

/// A local edge: an HTTP server that lets requests through as CloudFront does.
///
/// [`Edge::builder`] takes all options and starts it.
pub struct Edge {
    pub(crate) config: Config,
    pub(crate) origin: Origin,
}

/// The options of an edge that concern a request.
pub(crate) struct Config {
    pub(crate) verifier: Verifier,
    pub(crate) behaviours: Behaviours,
    pub(crate) viewer: ViewerOptions,
    pub(crate) clock: Arc<dyn Fn() -> u64 + Send + Sync>,
    pub(crate) cors: Option<Cors>,
    pub(crate) methods: AllowedMethods,
    pub(crate) auth_request: Option<String>,
    pub(crate) on_request: Option<Arc<Log>>,
    pub(crate) limits: Limits,
}

type Log = dyn Fn(&AccessRecord) + Send + Sync;

/// A response, and what the log says about it.
pub(crate) struct Outcome {
    response: Response<Body>,
    verdict: Verdict,
    note: Option<String>,
    path: Option<String>,
}

impl Outcome {
    pub(crate) fn new(response: Response<Body>, verdict: Verdict) -> Self {
        Self {
            response,
            verdict,
            note: None,
            path: None,
        }
    }

    /// For the log: another path than that of the request.
    pub(crate) fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    fn note(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

impl Edge {
    /// The options of an edge that decides with `verifier`.
    #[must_use]
    pub fn builder(verifier: Verifier) -> EdgeBuilder {
        EdgeBuilder::new(verifier)
    }

    /// Answers one request and tells the log.
    pub(crate) async fn answer(
        &self,
        request: Request<Incoming>,
        client: SocketAddr,
    ) -> Response<Body> {
        let request_id = cloudfront::request_id();
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let origin = request.headers().get(ORIGIN).cloned();
        let mut outcome = self.decide(request, client, &request_id).await;
        let status = outcome.response.status();
        cloudfront::add_headers(outcome.response.headers_mut(), status, &request_id);
        if let Some(cors) = &self.config.cors
            && !matches!(outcome.verdict, Verdict::Preflight)
        {
            let refused = !outcome.verdict.is_allowed();
            cors.add_to(&mut outcome.response, origin.as_ref(), refused);
        }
        if let Some(on_request) = &self.config.on_request {
            on_request(&AccessRecord {
                request_id,
                method,
                path: outcome.path.unwrap_or(path),
                client,
                status,
                verdict: outcome.verdict,
                note: outcome.note,
            });
        }
        outcome.response
    }

    async fn decide(
        &self,
        request: Request<Incoming>,
        client: SocketAddr,
        request_id: &str,
    ) -> Outcome {
        let config = &self.config;
        let (parts, body) = request.into_parts();
        let not_taken = |status, sentence, why| {
            let response = cloudfront::page(status, sentence, request_id);
            Outcome::new(response, Verdict::NotTaken(why))
        };
        let path = parts.uri.path();
        if config.auth_request.as_deref() == Some(path) {
            return auth_request::answer(config, &parts.headers, client);
        }
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        if target.len() > config.limits.url {
            let why = "the URL is longer than CloudFront takes";
            return not_taken(StatusCode::URI_TOO_LONG, "Bad request.", why);
        }
        if !config.methods.allow(&parts.method) {
            let sentence = "This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.";
            let why = "the behaviour does not allow this method";
            return not_taken(StatusCode::FORBIDDEN, sentence, why);
        }
        if matches!(parts.method, Method::GET | Method::HEAD) && !body.is_end_stream() {
            let why = "CloudFront takes no GET with a body";
            return not_taken(StatusCode::FORBIDDEN, "Bad request.", why);
        }
        let viewer = match Viewer::of(&config.viewer, &parts.uri, &parts.headers, client) {
            Ok(viewer) => viewer,
            Err(why) => return not_taken(StatusCode::BAD_REQUEST, "Bad request.", why),
        };
        if let Some(cors) = &config.cors
            && Cors::is_preflight(&parts.method, &parts.headers)
        {
            let (response, note) = cors.preflight(&parts.headers, config.methods);
            return Outcome::new(response, Verdict::Preflight).note(note);
        }
        let (verdict, target) = if config.behaviours.restrict(path) {
            let now = (config.clock)();
            match gate::verify(&config.verifier, &viewer, target, &parts.headers, now) {
                Ok(allowed) => {
                    let verdict = Verdict::allowed(&allowed);
                    (verdict, origin_target(&allowed, &viewer).to_owned())
                }
                Err(error) => {
                    let response = gate::refusal(&error, request_id);
                    return Outcome::new(response, Verdict::Denied(error));
                }
            }
        } else {
            (Verdict::Unrestricted, target.to_owned())
        };
        let fetched = self
            .origin
            .fetch(OriginRequest {
                method: parts.method,
                target: &target,
                headers: parts.headers,
                body: body.map_err(Into::into).boxed_unsync(),
                viewer_host: &viewer.host,
                client,
                methods: config.methods,
                request_id,
            })
            .await;
        Outcome::new(fetched.response, verdict).note(fetched.note)
    }
}

/// Path and query string that the origin gets: without the signing parameters.
pub(crate) fn origin_target<'a>(allowed: &'a Allowed, viewer: &Viewer) -> &'a str {
    let before = viewer.scheme.len() + "://".len() + viewer.host.len();
    allowed.origin_url().get(before..).unwrap_or("/")
}
