//! Errors of the core as exceptions of `libcfsign.exceptions`, one class for each class of error.

use cfsign::{Error, ErrorClass, ErrorKind};
use pyo3::exceptions::{PyException, PyOSError};
use pyo3::prelude::*;

mod python {
    use pyo3::import_exception;
    import_exception!(libcfsign.exceptions, AccessDenied);
    import_exception!(libcfsign.exceptions, InternalError);
    import_exception!(libcfsign.exceptions, InvalidInput);
    import_exception!(libcfsign.exceptions, InvalidKey);
}

pub(crate) type Result<T> = std::result::Result<T, Raised>;

/// What `?` makes of an error of the core or of Python, on its way to Python.
pub(crate) struct Raised(PyErr);

impl From<Error> for Raised {
    #[cold]
    fn from(error: Error) -> Self {
        Self(to_python(&error))
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

impl From<std::convert::Infallible> for Raised {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<Raised> for PyErr {
    fn from(Raised(error): Raised) -> Self {
        error
    }
}

/// The exception for an error of the core, with the exception of a callback as its cause.
#[cold]
pub(crate) fn to_python(error: &Error) -> PyErr {
    let raised = new(error.kind(), error.to_string(), error.suggestion());
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<PyErr>());
    let Some(cause) = source else {
        return raised;
    };
    Python::attach(|py| {
        let cause = cause.clone_ref(py);
        // Ctrl-C and exit() mean the program, not the signature.
        if !cause.is_instance_of::<PyException>(py) {
            return cause;
        }
        raised.set_cause(py, Some(cause));
        raised
    })
}

/// An error that a binding finds itself, in the words of the table.
#[cold]
pub(crate) fn invalid(kind: ErrorKind, detail: &str) -> PyErr {
    new(kind, format!("{}: {detail}", kind.sentence()), None)
}

fn new(kind: ErrorKind, message: String, suggestion: Option<&str>) -> PyErr {
    let code = kind.code();
    let suggestion = suggestion.map(str::to_owned);
    match kind.class() {
        ErrorClass::Key => python::InvalidKey::new_err((message, code, suggestion)),
        ErrorClass::Input => python::InvalidInput::new_err((message, code, suggestion)),
        ErrorClass::Denied => {
            let cloudfront = kind
                .cloudfront_error()
                .map(|error| (error.code, error.message));
            python::AccessDenied::new_err((message, code, suggestion, cloudfront))
        }
        // A class that the exceptions do not know yet is still an error of this package.
        _ => python::InternalError::new_err((message, code, suggestion)),
    }
}

/// Whether this is an error about what was given, and no wrong type.
pub(crate) fn is_refusal(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<python::InvalidInput>(py)
}

/// Says what the error is about, such as a file.
pub(crate) fn about(py: Python<'_>, error: PyErr, what: &str) -> PyErr {
    let renamed = || -> PyResult<()> {
        let value = error.value(py);
        let message = format!("{what}: {value}");
        value.setattr("args", (message,))
    };
    match renamed() {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// An error of the system, as the subclass of `OSError` that Python has for it.
pub(crate) fn of_file(py: Python<'_>, error: std::io::Error, path: &str) -> PyErr {
    // Elsewhere the number is not one that Python calls errno.
    if let (true, Some(number)) = (cfg!(unix), error.raw_os_error()) {
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        return PyOSError::new_err((number, text.to_owned(), path.to_owned()));
    }
    let raised = PyErr::from(error);
    match raised.value(py).setattr("filename", path) {
        Ok(()) => raised,
        Err(other) => other,
    }
}
