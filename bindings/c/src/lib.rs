//! `libcfsign`: the core as functions of C.
//!
//! `include/cfsign.h` is made from the documentation here, and is the manual. What is here converts,
//! calls the core and converts back: it knows nothing of CloudFront.

// The names are those that C sees.
#![allow(non_camel_case_types)]
// The contracts stand in prose, where the reader of the header finds them.
#![allow(clippy::missing_safety_doc)]
// The header is plain text, in which names need no marks.
#![allow(clippy::doc_markdown)]
// C has no other way to say it.
#![allow(clippy::too_many_arguments)]

mod arguments;
mod attributes;
mod batch;
mod batch_cookies;
mod batch_grants;
mod buffer;
mod callback;
mod cookies;
mod explanation;
mod failure;
mod findings;
mod functions;
mod grant;
mod guard;
mod handles;
mod key;
mod key_group;
mod key_pair;
mod length;
#[cfg(feature = "test-panic")]
mod panic;
mod policy;
mod request;
mod response;
mod sign;
mod signer;
mod status;
mod strings;
mod text;
mod url_builder;
mod verifier;
