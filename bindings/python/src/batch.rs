//! Many signatures at once: the GIL is released once, and taken back now and then to look for Ctrl-C.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use cfsign::EpochSeconds;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;

use crate::arguments::Count;
use crate::error::{Result, to_python};
use crate::items::{Each, Items, Policies, Refused, Urls};
use crate::policy::Policy;
use crate::signer::Signer;
use crate::time::Time;

/// How often Python gets a word in.
const INTERVAL: Duration = Duration::from_millis(100);

/// One for each that was given, in order.
type Results<R> = Vec<std::result::Result<R, cfsign::Error>>;

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

/// What all URLs of a batch are signed with: an expiry, a policy, or the text of one.
#[derive(Clone, Copy)]
pub(crate) enum Terms<'a> {
    Until(EpochSeconds),
    Under(&'a cfsign::Policy),
    UnderText(&'a str),
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

/// How a batch runs.
pub(crate) struct Options<'py> {
    pub(crate) threads: Option<Count<1>>,
    pub(crate) progress: Option<Bound<'py, PyAny>>,
}

/// What `sign` makes of a batch, in which `items` are those that it gets.
pub(crate) fn run<T, R: Send>(
    py: Python<'_>,
    signer: &Signer,
    given: &Items<T>,
    Options { threads, progress }: Options<'_>,
    sign: impl FnOnce(cfsign::Batch<'_>) -> std::result::Result<Results<R>, cfsign::Error> + Send,
) -> Result<Results<R>> {
    let wanted = threads.and_then(|Count(threads)| NonZeroUsize::new(threads));
    let all = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = wanted.unwrap_or_else(all);
    signer.interrupt.take();
    let mut watch = Watch {
        interrupt: &signer.interrupt,
        progress: progress.map(Bound::unbind),
        refused: given.refused.len(),
        count: given.items.len(),
        last: Instant::now(),
        raised: None,
    };
    let results = py.detach(|| {
        let mut on_progress = |done| watch.look(done);
        let batch = signer.core.batch().threads(threads);
        sign(batch.on_progress(&mut on_progress))
    });
    match watch.raised {
        Some(error) => Err(error.into()),
        None => Ok(results?),
    }
}

/// Gives Python a word in while a batch is signed.
struct Watch<'a> {
    interrupt: &'a Interrupt,
    progress: Option<Py<PyAny>>,
    /// How many were refused before it began, and how many are to be signed.
    refused: usize,
    count: usize,
    last: Instant,
    raised: Option<PyErr>,
}

impl Watch<'_> {
    fn look(&mut self, done: usize) -> ControlFlow<()> {
        self.raised = self.interrupt.take();
        if self.raised.is_none() {
            if self.last.elapsed() < INTERVAL && done < self.count {
                return ControlFlow::Continue(());
            }
            self.last = Instant::now();
            self.raised = Python::attach(|py| self.tell(py, done)).err();
        }
        match self.raised {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        }
    }

    fn tell(&self, py: Python<'_>, done: usize) -> PyResult<()> {
        py.check_signals()?;
        match &self.progress {
            Some(progress) => progress.call1(py, (self.refused + done,)).map(drop),
            None => Ok(()),
        }
    }
}

/// `urls` signed until a time or under one policy.
pub(crate) fn sign_urls(
    py: Python<'_>,
    signer: &Signer,
    urls: &Urls,
    terms: Terms<'_>,
    options: Options<'_>,
) -> Result<Results<String>> {
    let texts = &urls.items;
    run(py, signer, urls, options, |batch| match terms {
        Terms::Until(expires) => batch.sign_urls(texts, expires),
        Terms::Under(policy) => batch.sign_urls_with(texts, policy),
        Terms::UnderText(policy) => batch.sign_urls_with_raw_policy(texts, policy),
    })
}

/// `urls` signed on terms of their own.
pub(crate) fn sign_urls_each(
    py: Python<'_>,
    signer: &Signer,
    urls: &Each,
    options: Options<'_>,
) -> Result<Results<String>> {
    let each = urls.core();
    run(py, signer, urls, options, |batch| {
        batch.sign_urls_each(&each)
    })
}

/// `policies` signed for cookies.
pub(crate) fn sign_cookies_each(
    py: Python<'_>,
    signer: &Signer,
    policies: &Policies,
    options: Options<'_>,
) -> Result<Results<cfsign::SignedCookies>> {
    let each = policies.core();
    run(py, signer, policies, options, |batch| {
        batch.sign_cookies_each(&each)
    })
}

/// `policies` signed to be put on URLs.
pub(crate) fn grants(
    py: Python<'_>,
    signer: &Signer,
    policies: &Policies,
    options: Options<'_>,
) -> Result<Results<cfsign::Grant>> {
    let each = policies.core();
    run(py, signer, policies, options, |batch| batch.grants(&each))
}

/// What was signed, or the first exception.
pub(crate) fn or_raise<R, P>(
    py: Python<'_>,
    results: Results<R>,
    refused: Refused,
    to_python: impl Fn(R) -> P,
) -> Result<Vec<P>> {
    let all = in_order(py, results, refused);
    Ok(all
        .map(|result| result.map(&to_python))
        .collect::<PyResult<_>>()?)
}

/// What was signed, and exceptions where it was refused.
pub(crate) fn in_place<'py, R, P: IntoPyObjectExt<'py>>(
    py: Python<'py>,
    results: Results<R>,
    refused: Refused,
    to_python: impl Fn(R) -> P,
) -> Result<Vec<Bound<'py, PyAny>>> {
    let in_place = |result: PyResult<R>| match result {
        Ok(signed) => to_python(signed).into_bound_py_any(py),
        Err(error) => Ok(error.into_value(py).into_bound(py).into_any()),
    };
    let all = in_order(py, results, refused);
    Ok(all.map(in_place).collect::<PyResult<_>>()?)
}

/// What came of everything that was given; exceptions have their index.
fn in_order<R>(
    py: Python<'_>,
    results: Results<R>,
    refused: Refused,
) -> impl Iterator<Item = PyResult<R>> {
    let mut results = results.into_iter();
    let mut refused = refused.into_iter().peekable();
    (0..).map_while(move |index| {
        let result = match refused.next_if(|(at, _)| *at == index) {
            Some((_, error)) => Err(error),
            None => results.next()?.map_err(|error| to_python(&error)),
        };
        Some(result.map_err(|error| at_index(py, error, index)))
    })
}

/// Says where in a list the error is.
#[cold]
fn at_index(py: Python<'_>, error: PyErr, index: usize) -> PyErr {
    match error.value(py).setattr("index", index) {
        Ok(()) => error,
        Err(other) => other,
    }
}
