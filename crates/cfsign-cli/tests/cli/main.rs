//! The command as people use it: every test runs the real program.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

mod batch;
mod batch_memory;
mod batch_pipes;
mod bucket_policy;
mod cookies;
mod demo;
mod edge;
mod environment;
mod explain;
mod failures;
mod help;
mod key;
mod keygen;
mod sign;
mod terminal;
mod tools;
mod verify;
