//! Many signatures at once: the GIL is released once, and taken back now and then to look for Ctrl-C.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use cfsign::EpochSeconds;
use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::arguments::{Count, Text, wrong_type};
use crate::error::{Result, to_python};
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

/// Pairs of a URL and what it is signed with.
pub(crate) struct Each(Vec<(PyBackedStr, OwnTerms)>);

enum OwnTerms {
    Until(EpochSeconds),
    Under(Py<Policy>),
}

impl FromPyObject<'_, '_> for Each {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        const WANTED: &str = "an iterable of pairs of a URL and its end or policy";
        let pairs = value.try_iter().map_err(|_| wrong_type(&value, WANTED))?;
        let pair = |pair: PyResult<Bound<'_, PyAny>>| {
            let pair = pair?;
            let (url, terms) = pair
                .extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()
                .map_err(|_| wrong_type(&pair, WANTED))?;
            url.extract::<Text<'_>>()?;
            let terms = match terms.cast::<Policy>() {
                Ok(policy) => OwnTerms::Under(policy.clone().unbind()),
                Err(_) => OwnTerms::Until(terms.extract::<Time>()?.0),
            };
            Ok((url.extract()?, terms))
        };
        pairs.map(pair).collect::<PyResult<_>>().map(Self)
    }
}

impl Each {
    pub(crate) fn terms(&self) -> Vec<(&PyBackedStr, cfsign::Terms<'_>)> {
        let mut each = Vec::with_capacity(self.0.len());
        for (url, terms) in &self.0 {
            let terms = match terms {
                OwnTerms::Until(expires) => cfsign::Terms::Until(*expires),
                OwnTerms::Under(policy) => cfsign::Terms::Under(&policy.get().0),
            };
            each.push((url, terms));
        }
        each
    }
}

/// Policies from any iterable of them.
pub(crate) struct Policies(Vec<Py<Policy>>);

impl FromPyObject<'_, '_> for Policies {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        const WANTED: &str = "an iterable of Policy";
        let policies = value.try_iter().map_err(|_| wrong_type(&value, WANTED))?;
        let policy = |policy: PyResult<Bound<'_, PyAny>>| {
            let policy = policy?;
            let found = policy.cast::<Policy>();
            Ok(found
                .map_err(|_| wrong_type(&policy, WANTED))?
                .clone()
                .unbind())
        };
        policies.map(policy).collect::<PyResult<_>>().map(Self)
    }
}

impl Policies {
    pub(crate) fn core(&self) -> Vec<&cfsign::Policy> {
        self.0.iter().map(|policy| &policy.get().0).collect()
    }
}

/// How a batch runs.
pub(crate) struct Options<'py> {
    pub(crate) threads: Option<Count<1>>,
    pub(crate) progress: Option<Bound<'py, PyAny>>,
}

/// What `sign` makes of a batch of `count`.
pub(crate) fn run<R: Send>(
    py: Python<'_>,
    signer: &Signer,
    count: usize,
    Options { threads, progress }: Options<'_>,
    sign: impl FnOnce(cfsign::Batch<'_>) -> std::result::Result<Results<R>, cfsign::Error> + Send,
) -> Result<Results<R>> {
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
        if last.elapsed() < INTERVAL && done < count {
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
        sign(batch)
    });
    match raised {
        Some(error) => Err(error.into()),
        None => Ok(results?),
    }
}

/// `urls` signed until a time or under one policy.
pub(crate) fn sign_urls(
    py: Python<'_>,
    signer: &Signer,
    urls: &[PyBackedStr],
    terms: Terms<'_>,
    options: Options<'_>,
) -> Result<Results<String>> {
    run(py, signer, urls.len(), options, |batch| match terms {
        Terms::Until(expires) => batch.sign_urls(urls, expires),
        Terms::Under(policy) => batch.sign_urls_with(urls, policy),
    })
}

/// `urls` signed on terms of their own.
pub(crate) fn sign_each(
    py: Python<'_>,
    signer: &Signer,
    urls: &Each,
    options: Options<'_>,
) -> Result<Results<String>> {
    let each = urls.terms();
    run(py, signer, each.len(), options, |batch| {
        batch.sign_urls_each(&each)
    })
}

/// What was signed, or the first error with its index.
pub(crate) fn or_raise<R, P>(
    py: Python<'_>,
    results: Results<R>,
    to_python: impl Fn(R) -> P,
) -> Result<Vec<P>> {
    let or_raise = |(index, result): (usize, std::result::Result<R, cfsign::Error>)| {
        let raise = |error| at_index(py, &error, index).into();
        result.map(&to_python).map_err(raise)
    };
    results.into_iter().enumerate().map(or_raise).collect()
}

/// URLs that were signed, and errors where they were refused.
pub(crate) fn in_place(py: Python<'_>, results: Results<String>) -> Result<Vec<Bound<'_, PyAny>>> {
    let in_place = |(index, result)| match result {
        Ok(signed) => Ok(String::into_pyobject(signed, py)?.into_any()),
        Err(error) => Ok(at_index(py, &error, index)
            .into_value(py)
            .into_bound(py)
            .into_any()),
    };
    results.into_iter().enumerate().map(in_place).collect()
}

/// The exception for what is at `index` of a list.
pub(crate) fn at_index(py: Python<'_>, error: &cfsign::Error, index: usize) -> PyErr {
    let raised = to_python(error);
    match raised.value(py).setattr("index", index) {
        Ok(()) => raised,
        Err(other) => other,
    }
}
