//! The addon behind the npm package `cfsign`: the core as classes of JavaScript. Nothing here knows a
//! rule of CloudFront; values are converted, the core is called, and the outcome is converted back.
//! The package's own JavaScript checks types, and turns errors into its classes.

// Documentation comments here are for whoever reads the JavaScript around it.
#![allow(clippy::doc_markdown, missing_docs)]
// In a build for tests, which lints make, nothing is registered with Node.
#![cfg_attr(test, allow(dead_code))]
// napi hands arguments over.
#![allow(clippy::needless_pass_by_value)]

mod batch;
mod cookies;
mod edge;
mod error;
mod explanation;
mod functions;
mod grant;
mod key;
mod policy;
mod signer;
mod url_builder;
mod verifier;
