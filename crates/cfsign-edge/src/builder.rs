//! All options of an edge.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use cfsign::Verifier;

use crate::blocking::BlockingEdge;
use crate::cors::Cors;
use crate::directory::Directory;
use crate::error::EdgeError;
use crate::forward::{HttpOrigin, OriginUrl};
use crate::limits::Limits;
use crate::methods::AllowedMethods;
use crate::origin::Origin;
use crate::path_pattern::{Behaviours, PathPattern};
use crate::record::AccessRecord;
use crate::server::RunningEdge;
use crate::service::{Config, Edge};
use crate::viewer::ViewerOptions;

/// The options of an edge. An origin is wanted; everything else has a default, which is what a new
/// CloudFront distribution does.
pub struct EdgeBuilder {
    config: Config,
    source: Option<Source>,
    forward_host: bool,
    default_root_object: Option<String>,
    index_document: Option<String>,
}

enum Source {
    Directory(Directory),
    Http(OriginUrl),
}

impl EdgeBuilder {
    pub(crate) fn new(verifier: Verifier) -> Self {
        let config = Config {
            verifier,
            behaviours: Behaviours::default(),
            viewer: ViewerOptions::default(),
            clock: Arc::new(system_clock),
            cors: None,
            methods: AllowedMethods::default(),
            auth_request: None,
            on_request: None,
            limits: Limits::default(),
        };
        Self {
            config,
            source: None,
            forward_host: false,
            default_root_object: None,
            index_document: None,
        }
    }

    /// Serves the files below `path`. Nothing leads out of it: no `..`, however it is encoded, and no
    /// link. Files that are links to others below `path` are served.
    pub fn directory(mut self, path: impl AsRef<Path>) -> Result<Self, EdgeError> {
        self.source = Some(Source::Directory(Directory::open(path.as_ref())?));
        Ok(self)
    }

    /// Fetches from the server at `url`, such as `http://127.0.0.1:9000`. A path in it stands before
    /// every path that is fetched.
    ///
    /// The server gets the request of the viewer without signing parameters and CloudFront's
    /// cookies; `X-Forwarded-For`, `Via` and `X-Amz-Cf-Id` are added, and `Host` is its own.
    pub fn origin(mut self, url: &str) -> Result<Self, EdgeError> {
        self.source = Some(Source::Http(OriginUrl::parse(url)?));
        Ok(self)
    }

    /// Sends the viewer's `Host` to the origin, and not the origin's own.
    #[must_use]
    pub fn forward_host(mut self, forward: bool) -> Self {
        self.forward_host = forward;
        self
    }

    /// The file of the directory that `/` alone stands for. There is none from the start, as with
    /// CloudFront.
    #[must_use]
    pub fn default_root_object(mut self, name: &str) -> Self {
        self.default_root_object = Some(name.to_owned());
        self
    }

    /// The file that every path stands for that ends with a slash, as S3's websites have it. There is
    /// none from the start.
    #[must_use]
    pub fn index_document(mut self, name: &str) -> Self {
        self.index_document = Some(name.to_owned());
        self
    }

    /// Paths that fit `pattern` need a signature; see [`PathPattern`].
    ///
    /// Patterns are looked at in their order, and the first that fits decides. What none fits needs
    /// no signature if any pattern was given with this option, and needs one otherwise; so without
    /// any pattern, everything does. A path needs a signature also if it does when decoded and
    /// with its dots resolved: no spelling of `/private/a` gets around `/private/*`. (A file system
    /// that ignores case is another matter: there, restrict everything.)
    pub fn restrict(mut self, pattern: &str) -> Result<Self, EdgeError> {
        self.config
            .behaviours
            .push(pattern.parse::<PathPattern>()?, true);
        Ok(self)
    }

    /// Paths that fit `pattern` need no signature; see [`restrict`](Self::restrict).
    pub fn unrestrict(mut self, pattern: &str) -> Result<Self, EdgeError> {
        self.config
            .behaviours
            .push(pattern.parse::<PathPattern>()?, false);
        Ok(self)
    }

    /// Takes every request for one over `http` or `https`, whatever the connection is.
    pub fn viewer_scheme(mut self, scheme: &str) -> Result<Self, EdgeError> {
        self.config.viewer.scheme = Some(match scheme {
            "http" => "http",
            "https" => "https",
            _ => {
                return Err(EdgeError::option("viewer scheme", scheme, "http or https"));
            }
        });
        Ok(self)
    }

    /// Takes every request for one to this host, whatever `Host` says: a host, with a port if the
    /// signed URLs have one.
    pub fn viewer_host(mut self, host: &str) -> Result<Self, EdgeError> {
        if host.is_empty() || host.contains(['/', '@', '?', '#', ' ']) {
            let wanted = "a host without scheme and path, as in cdn.example.com";
            return Err(EdgeError::option("viewer host", host, wanted));
        }
        self.config.viewer.host = Some(host.to_owned());
        Ok(self)
    }

    /// Takes every request for one from this address, wherever it comes from.
    #[must_use]
    pub fn viewer_ip(mut self, address: IpAddr) -> Self {
        self.config.viewer.ip = Some(address);
        self
    }

    /// Believes `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-For`, since this many proxies
    /// stand before the edge and set them. None are believed from the start.
    ///
    /// Of `X-Forwarded-For`, each proxy adds the address it saw at the end, so with one proxy the last
    /// entry is the viewer and with two the last but one; what stands before may be made up. With
    /// fewer entries than that the address is not known, and no policy with a range of addresses
    /// allows anything. Of the others, which a proxy sets and does not add to, it is the last entry.
    /// Where a header is missing, the connection tells.
    #[must_use]
    pub fn trust_forwarded_headers(mut self, proxies: usize) -> Self {
        self.config.viewer.proxies = proxies;
        self
    }

    /// Reads the time, in epoch seconds, from `clock` and not from the system; for tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.config.clock = Arc::new(clock);
        self
    }

    /// Adds CORS headers, and answers preflights without asking for a signature.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.config.cors = Some(cors);
        self
    }

    /// Which methods are let through.
    #[must_use]
    pub fn allowed_methods(mut self, methods: AllowedMethods) -> Self {
        self.config.methods = methods;
        self
    }

    /// Answers nginx's `auth_request` at this path, such as `/verify`: 204 for a request that may
    /// pass, 403 for one that may not.
    ///
    /// The original request is told by `X-Original-URI` (nginx' `$request_uri`), `X-Original-Host`
    /// or else `Host`, `X-Forwarded-Proto` or else `http`, `X-Real-IP` or else the connection, and
    /// `Cookie`. The response tells `X-Cfsign-Reason` and `X-Cfsign-CloudFront-Code` of a refusal,
    /// and `X-Cfsign-Origin-Uri`, the path and query string without signing parameters, otherwise.
    /// Patterns, viewer options and clock apply. Only nginx should reach this path: who can, may ask
    /// in anyone's name, though all there is to learn is yes or no.
    pub fn auth_request(mut self, path: &str) -> Result<Self, EdgeError> {
        if !path.starts_with('/') || path.contains(['?', '#', '%', '*', ' ']) {
            let wanted = "a plain path that begins with a slash, as in /verify";
            return Err(EdgeError::option("auth_request path", path, wanted));
        }
        self.config.auth_request = Some(path.to_owned());
        Ok(self)
    }

    /// Calls `log` after every request that is answered, on the thread that serves it.
    #[must_use]
    pub fn on_request(mut self, log: impl Fn(&AccessRecord) + Send + Sync + 'static) -> Self {
        self.config.on_request = Some(Arc::new(log));
        self
    }

    /// How much of a client's time and size is taken.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.config.limits = limits;
        self
    }

    /// Starts in the tokio runtime of the caller, at an address such as `127.0.0.1:8403`, or
    /// `127.0.0.1:0` for a free port.
    pub async fn start(self, address: &str) -> Result<RunningEdge, EdgeError> {
        RunningEdge::start(self.build()?, address).await
    }

    /// Starts in threads of its own, for programs without a tokio runtime.
    pub fn start_blocking(self, address: &str) -> Result<BlockingEdge, EdgeError> {
        BlockingEdge::start(self.build()?, address)
    }

    fn build(self) -> Result<Edge, EdgeError> {
        let origin = match self.source {
            Some(Source::Directory(mut directory)) => {
                directory.default_root_object = self.default_root_object;
                directory.index_document = self.index_document;
                Origin::Directory(directory)
            }
            Some(Source::Http(url)) => {
                let limits = &self.config.limits;
                Origin::Http(HttpOrigin::new(url, self.forward_host, limits))
            }
            // nginx serves the files; here there are none.
            None if self.config.auth_request.is_some() => Origin::None,
            None => return Err(EdgeError::NoOrigin),
        };
        Ok(Edge {
            config: self.config,
            origin,
        })
    }
}

fn system_clock() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
