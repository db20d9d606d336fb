//! The local edge, in threads of this process: what `libcfsign.testing.LocalEdge` runs.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use cfsign_edge::{BlockingEdge, EdgeError};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;

use crate::arguments::Text;
use crate::error::Result;
use crate::verifier::Verifier;

/// A local edge that listens, until it is stopped.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Edge {
    address: String,
    url: String,
    running: Mutex<Option<BlockingEdge>>,
    /// Which process it runs in.
    process: u32,
}

#[pymethods]
impl Edge {
    #[new]
    #[pyo3(signature = (keys: "Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup", *, address: "str", directory: "str | os.PathLike[str] | None" = None, origin: "str | None" = None, clock: "Callable[[], int] | None" = None, viewer_scheme: "str | None" = None, on_request: "Callable[[str, str, int, str], object] | None" = None))]
    fn new(
        py: Python<'_>,
        keys: &Bound<'_, PyAny>,
        address: Text<'_>,
        directory: Option<PathBuf>,
        origin: Option<Text<'_>>,
        clock: Option<Py<PyAny>>,
        viewer_scheme: Option<Text<'_>>,
        on_request: Option<Py<PyAny>>,
    ) -> Result<Self> {
        let verifier = Verifier::with_defaults(keys)?;
        let mut builder = cfsign_edge::Edge::builder(verifier);
        if let Some(directory) = directory {
            builder = builder.directory(directory).map_err(to_python)?;
        }
        if let Some(Text(origin)) = origin {
            builder = builder.origin(origin).map_err(to_python)?;
        }
        if let Some(Text(scheme)) = viewer_scheme {
            builder = builder.viewer_scheme(scheme).map_err(to_python)?;
        }
        if let Some(clock) = clock {
            builder = builder.clock(move || {
                Python::attach(|py| clock.call0(py)?.extract::<u64>(py)).unwrap_or_else(|error| {
                    Python::attach(|py| error.write_unraisable(py, None));
                    0
                })
            });
        }
        if let Some(on_request) = on_request {
            builder = builder.on_request(move |record| {
                Python::attach(|py| {
                    let (method, path) = (record.method(), record.path());
                    let told = on_request
                        .call1(py, (method, path, record.status(), record.verdict().code()));
                    if let Err(error) = told {
                        error.write_unraisable(py, None);
                    }
                });
            });
        }
        let running = py
            .detach(|| builder.start_blocking(address.0))
            .map_err(to_python)?;
        Ok(Self {
            address: running.address().to_string(),
            url: running.url(),
            running: Mutex::new(Some(running)),
            process: std::process::id(),
        })
    }

    /// The address that is listened on.
    #[getter]
    fn address(&self) -> &str {
        &self.address
    }

    /// The beginning of a URL, as in http://127.0.0.1:8403.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Stops and waits for it. Again is no error.
    fn stop(&self, py: Python<'_>) {
        // The lock is given back before anything waits: whoever stops it second finds nothing.
        let running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.end(py, running);
    }

    fn __repr__(&self) -> String {
        format!("<Edge {}>", self.url)
    }
}

impl Edge {
    /// Its threads may be waiting for the GIL. In the child of a fork there are none to wait for.
    fn end(&self, py: Python<'_>, running: Option<BlockingEdge>) {
        if self.process == std::process::id() {
            py.detach(|| drop(running));
        } else {
            std::mem::forget(running);
        }
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        // The same as stop(), for an edge that was forgotten.
        Python::attach(|py| self.stop(py));
    }
}

fn to_python(error: EdgeError) -> PyErr {
    PyOSError::new_err(error.to_string())
}
