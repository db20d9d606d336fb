//! Many URLs at once: the GIL is released once, and taken back now and then to look for Ctrl-C.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use cfsign::EpochSeconds;
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::arguments::Count;
use crate::error::{Result, to_python};
use crate::policy::Policy;
use crate::signer::Signer;
use crate::time::Time;

/// How often Python gets a word in.
const INTERVAL: Duration = Duration::from_millis(100);

/// Ctrl-C, or whatever else is no mere failure of a callable, on its way out of it: it ends a batch.
#[derive(Default)]
pub(crate) struct Interrupt(Mutex<Option<PyErr>>);

impl Interrupt {
    pub(crate) fn note(&self, py: Python<'_>, error: &PyErr) {
        if !error.is_instance_of::<PyException>(py) {
            *self.slot() = Some(error.clone_ref(py));
        }
    }

    fn take(&self) -> Option<PyErr> {
        self.slot().take()
    }

    fn slot(&self) -> MutexGuard<'_, Option<PyErr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a URL is signed with: an expiry, or a policy.
#[derive(Clone, Copy)]
pub(crate) enum Terms<'a> {
    Until(EpochSeconds),
    Under(&'a cfsign::Policy),
}

impl<'a> Terms<'a> {
    pub(crate) fn of(expires: Option<Time>, policy: Option<&'a Policy>) -> PyResult<Self> {
        match (expires, policy) {
            (Some(Time(expires)), None) => Ok(Self::Until(expires)),
            (None, Some(Policy(policy))) => Ok(Self::Under(policy)),
            (None, None) => Err(PyTypeError::new_err(
                "wanted expires or policy, and found neither",
            )),
            (Some(_), Some(_)) => Err(PyTypeError::new_err(
                "wanted expires or policy, and found both; a policy has its own end",
            )),
        }
    }
}

pub(crate) fn sign(
    py: Python<'_>,
    signer: &Signer,
    urls: &[PyBackedStr],
    terms: Terms<'_>,
    threads: Option<Count<1>>,
    progress: Option<Bound<'_, PyAny>>,
) -> Result<Vec<std::result::Result<String, cfsign::Error>>> {
    let wanted = threads.and_then(|Count(threads)| NonZeroUsize::new(threads));
    let all = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = wanted.unwrap_or_else(all);
    signer.interrupt.take();
    let progress = progress.map(Bound::unbind);
    let mut raised = None;
    let mut last = Instant::now();
    let mut on_progress = |done: usize| {
        if let Some(error) = signer.interrupt.take() {
            raised = Some(error);
            return ControlFlow::Break(());
        }
        if last.elapsed() < INTERVAL && done < urls.len() {
            return ControlFlow::Continue(());
        }
        last = Instant::now();
        let told = Python::attach(|py| {
            py.check_signals()?;
            match &progress {
                Some(progress) => progress.call1(py, (done,)).map(drop),
                None => Ok(()),
            }
        });
        match told {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                raised = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let results = py.detach(|| {
        let batch = signer
            .core
            .batch()
            .threads(threads)
            .on_progress(&mut on_progress);
        match terms {
            Terms::Until(expires) => batch.sign_urls(urls, expires),
            Terms::Under(policy) => batch.sign_urls_with(urls, policy),
        }
    });
    match raised {
        Some(error) => Err(error.into()),
        None => Ok(results?),
    }
}

/// The exception for the URL at `index` of a list.
pub(crate) fn at_index(py: Python<'_>, error: &cfsign::Error, index: usize) -> PyErr {
    let raised = to_python(error);
    match raised.value(py).setattr("index", index) {
        Ok(()) => raised,
        Err(other) => other,
    }
}
