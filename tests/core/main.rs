//! The tests of the core through its public interface: every vector, properties, and what other
//! programs say of what it makes.

#![allow(clippy::unwrap_used)] // A test may panic.

mod batch;
mod cookies;
mod dependencies;
mod errors;
mod explain;
mod external;
mod keys;
mod licences;
mod openssl;
mod properties;
mod refused;
mod secrets;
mod signing;
mod support;
mod urls;
mod verify;
mod wrappings;
