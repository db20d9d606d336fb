//! A local edge: an HTTP server that lets requests through as an Amazon CloudFront distribution with
//! a trusted key group does, in front of a directory or of another HTTP server.
//!
//! On a laptop it shows what CloudFront would say, and its log says why. In tests it runs in the
//! process, on a free port, with a clock of the test's own:
//!
//! ```
//! # let pair = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?;
//! # let (private_pem, public_pem) = (pair.private_pem, pair.public_pem);
//! # let folder = std::env::temp_dir();
//! use cfsign::{Signer, TrustedKeyGroup, Verifier};
//! use cfsign_edge::Edge;
//!
//! let verifier = Verifier::new(TrustedKeyGroup::new().with_pem("K2JCJMDEHXQW5F", public_pem)?);
//! let edge = Edge::builder(verifier)
//!     .directory(&folder)?
//!     .clock(|| 1_767_290_000)
//!     .on_request(|record| eprintln!("{record}"))
//!     .start_blocking("127.0.0.1:0")?;
//!
//! let signer = Signer::from_pem(&*private_pem, "K2JCJMDEHXQW5F")?;
//! let url = signer.sign_url(&format!("{}/report.pdf", edge.url()), 1_767_290_400)?;
//! // … fetch it with any HTTP client; the edge stops when it is dropped.
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is like CloudFront, and what is not
//!
//! The verdicts are those of [`cfsign::Verifier`]. A refusal is a 403 with CloudFront's own XML body
//! and headers. A method that is not allowed, and a GET with a body, are refused with 403 and
//! CloudFront's HTML page, before any signature is looked at. Signing parameters and
//! signed cookies are taken out before an HTTP origin sees the request. The path `/` is the default
//! root object's. A URL longer than 8192 bytes gets a 414.
//!
//! Nothing is cached, so `X-Cache` says `Miss` or `Error`. The edge speaks plain HTTP/1.1; put a TLS
//! proxy before it, or tell it which scheme to take requests for. On a path that needs no
//! signature, signing parameters are passed on as they came. A request for several ranges is
//! answered with the whole file, as RFC 9110 leaves free. `OPTIONS` is allowed from the start.
//!
//! It is built for development, tests and small services. It reads no key but public ones.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod auth_request;
mod blocking;
mod body;
mod builder;
mod cloudfront;
mod content_type;
mod cors;
mod directory;
mod error;
mod file;
mod forward;
mod gate;
mod limits;
mod methods;
mod origin;
mod path_pattern;
mod paths;
mod precondition;
mod record;
mod server;
mod service;
mod viewer;

pub use blocking::BlockingEdge;
pub use builder::EdgeBuilder;
pub use cors::Cors;
pub use error::EdgeError;
pub use limits::Limits;
pub use methods::AllowedMethods;
pub use path_pattern::PathPattern;
pub use record::{AccessRecord, Verdict};
pub use server::RunningEdge;
pub use service::Edge;

/// The Rust block of the README, run as a doctest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
