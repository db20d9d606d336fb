//! The `cfsign` command, so that a wheel brings it along without a second copy of everything.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the `cfsign` command with `arguments`, the first of which is its name, and returns its exit
/// code.
#[pyfunction]
#[pyo3(signature = (arguments: "Sequence[str]") -> "int")]
pub(crate) fn run_command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| cfsign_cli::run(&arguments))
}
