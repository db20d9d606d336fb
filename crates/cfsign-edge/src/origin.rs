//! Where the files come from.

use std::net::SocketAddr;

use hyper::header::HeaderMap;
use hyper::{Method, Response, StatusCode};

use crate::body::Body;
use crate::cloudfront;
use crate::directory::Directory;
use crate::forward::HttpOrigin;
use crate::methods::AllowedMethods;

pub(crate) enum Origin {
    Directory(Directory),
    Http(HttpOrigin),
    /// Another server has the files, and only asks.
    None,
}

/// A request that was let through.
pub(crate) struct OriginRequest<'a> {
    pub(crate) method: Method,
    /// Path and query string, without signing parameters.
    pub(crate) target: &'a str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) viewer_host: &'a str,
    pub(crate) client: SocketAddr,
    pub(crate) methods: AllowedMethods,
    pub(crate) request_id: &'a str,
}

/// What the origin answers, and what the log should say about it.
pub(crate) struct Fetched {
    pub(crate) response: Response<Body>,
    pub(crate) note: Option<String>,
}

impl Fetched {
    pub(crate) fn new(response: Response<Body>) -> Self {
        Self {
            response,
            note: None,
        }
    }

    pub(crate) fn noted(response: Response<Body>, note: impl Into<String>) -> Self {
        Self {
            response,
            note: Some(note.into()),
        }
    }
}

impl Origin {
    pub(crate) async fn fetch(&self, request: OriginRequest<'_>) -> Fetched {
        match self {
            Self::Directory(directory) => directory.fetch(request).await,
            Self::Http(origin) => origin.fetch(request).await,
            Self::None => {
                let status = StatusCode::NOT_FOUND;
                let page = cloudfront::page(status, "There is no origin.", request.request_id);
                Fetched::noted(page, "the edge has no origin and only answers auth_request")
            }
        }
    }
}
