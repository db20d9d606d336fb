//! `libcfsign._native`: the core as classes of Python. Nothing here knows a rule of CloudFront;
//! values are converted, the core is called, and the outcome is converted back.

#![deny(unsafe_code)]
// Documentation comments here are docstrings of Python.
#![allow(clippy::doc_markdown)]
// pyo3 hands arguments over, and Python names them.
#![allow(clippy::needless_pass_by_value, clippy::too_many_arguments)]

mod arguments;
mod batch;
mod command;
mod cookies;
mod edge;
mod error;
mod explanation;
mod functions;
mod grant;
mod items;
mod key;
mod policy;
mod response;
mod signer;
mod time;
mod url_builder;
mod verifier;

#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::command::run_command;
    #[pymodule_export]
    use super::cookies::{CookieAttributes, SignedCookies, shared_cookie_domain};
    #[pymodule_export]
    use super::edge::Edge;
    #[pymodule_export]
    use super::explanation::{Check, Explanation, Finding, judge_set_cookie};
    #[pymodule_export]
    use super::functions::{base64_decode, base64_encode, expires_in, version};
    #[pymodule_export]
    use super::grant::Grant;
    #[pymodule_export]
    use super::key::{PrivateKey, PublicKey, generate_key_pair};
    #[pymodule_export]
    use super::policy::Policy;
    #[pymodule_export]
    use super::response::{ResponseOrigin, classify_response};
    #[pymodule_export]
    use super::signer::Signer;
    #[pymodule_export]
    use super::url_builder::{UrlBuilder, build_url};
    #[pymodule_export]
    use super::verifier::{Allowed, TrustedKeyGroup, Verifier};
}
