//! From flags to an edge.

use std::time::Instant;

use cfsign::{EpochSeconds, Verifier};
use cfsign_edge::{AllowedMethods, Cors, Edge, EdgeBuilder, EdgeError};

use crate::args::{EdgeArgs, Methods};
use crate::failure::{Class, Failure};
use crate::time;

pub(super) fn builder(args: &EdgeArgs, verifier: Verifier) -> Result<EdgeBuilder, Failure> {
    let now = time::now(None)?;
    let at = args.viewer.at.as_deref();
    let at = at.map(|at| time::parse_moment(at, now).map_err(|failure| failure.about("--at")));
    let edge = configure(args, Edge::builder(verifier)).map_err(|error| failure(&error))?;
    Ok(match at.transpose()? {
        Some(at) => edge.clock(clock_from(at)),
        None => edge,
    })
}

fn configure(args: &EdgeArgs, mut edge: EdgeBuilder) -> Result<EdgeBuilder, EdgeError> {
    match args.origin.as_deref() {
        Some(url) if url.contains("://") => edge = edge.origin(url)?,
        Some(folder) => edge = edge.directory(folder)?,
        None => {}
    }
    for pattern in &args.unrestrict {
        edge = edge.unrestrict(pattern)?;
    }
    for pattern in &args.restrict {
        edge = edge.restrict(pattern)?;
    }
    if let Some(path) = &args.auth_request {
        edge = edge.auth_request(path)?;
    }
    if !args.cors.is_empty() {
        edge = edge.cors(cors(&args.cors)?);
    }
    if let Some(name) = &args.default_root_object {
        edge = edge.default_root_object(name);
    }
    if let Some(name) = &args.index_document {
        edge = edge.index_document(name);
    }
    if let Some(scheme) = &args.viewer.viewer_scheme {
        edge = edge.viewer_scheme(scheme)?;
    }
    if let Some(host) = &args.viewer.viewer_host {
        edge = edge.viewer_host(host)?;
    }
    if let Some(address) = args.viewer.viewer_ip {
        edge = edge.viewer_ip(address);
    }
    Ok(edge
        .forward_host(args.forward_host)
        .trust_forwarded_headers(args.viewer.trust_forwarded.unwrap_or(0))
        .allowed_methods(match args.methods {
            Methods::GetHead => AllowedMethods::Read,
            Methods::GetHeadOptions => AllowedMethods::ReadAndOptions,
            Methods::All => AllowedMethods::All,
        }))
}

fn cors(origins: &[String]) -> Result<Cors, EdgeError> {
    origins
        .iter()
        .try_fold(Cors::new(), |cors, origin| match origin.as_str() {
            "*" => Ok(cors.allow_any_origin()),
            origin => cors.allow_origin(origin),
        })
}

/// A clock that begins at `start` and goes on as time does.
fn clock_from(start: EpochSeconds) -> impl Fn() -> u64 + Send + Sync + 'static {
    let started = Instant::now();
    move || start.get() + started.elapsed().as_secs()
}

/// Why an edge could not be set up, as this command reports it.
pub(crate) fn failure(error: &EdgeError) -> Failure {
    let (class, code) = match error {
        EdgeError::Directory { .. } | EdgeError::Listen { .. } | EdgeError::Runtime(_) => {
            (Class::Other, "io")
        }
        _ => (Class::Input, "edge-option"),
    };
    Failure::new(class, code, error.to_string())
}
