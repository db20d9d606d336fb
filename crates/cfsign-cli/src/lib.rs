//! The `cfsign` command as a function, for the packages that bring it along: the wheel for Python and
//! the command itself are both a few lines around [`run`].

#![forbid(unsafe_code)]

mod args;
mod batch;
mod commands;
mod failure;
mod key_source;
mod output;
mod policy;
mod style;
mod time;
mod trust;
mod url_signer;
mod verdict;
mod wrap;

pub use commands::run;
