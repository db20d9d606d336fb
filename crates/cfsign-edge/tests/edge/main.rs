//! The edge as its users meet it: over real connections, from raw bytes, curl, nginx and Chromium.

#![allow(clippy::unwrap_used)] // A test may panic.

mod chromium;
mod cors;
mod escape;
mod files;
mod http_origin;
mod limits;
mod nginx;
mod running;
mod support;
mod verdicts;
mod viewer;
