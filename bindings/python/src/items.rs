//! What batches are given: URLs, pairs, policies. An item of a wrong type raises at once. One that is refused
//! keeps its exception, and the others are signed.

use cfsign::EpochSeconds;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyString, PyTuple};

use crate::arguments::{url_text, wrong_type};
use crate::error::{about, is_refusal};
use crate::policy::Policy;
use crate::time::Time;

/// Exceptions by their indexes, in order.
pub(crate) type Refused = Vec<(usize, PyErr)>;

/// What any iterable brings.
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
    pub(crate) refused: Refused,
}

pub(crate) type Urls = Items<PyBackedStr>;
pub(crate) type Each = Items<(PyBackedStr, OwnTerms)>;
pub(crate) type Policies = Items<Py<Policy>>;

pub(crate) trait Item: Sized {
    /// An iterable of what.
    const WANTED: &str;

    fn read(item: &Bound<'_, PyAny>) -> PyResult<Self>;
}

impl<T: Item> FromPyObject<'_, '_> for Items<T> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let wrong = || wrong_type(&value, &format!("an iterable of {}", T::WANTED));
        // It brings its characters.
        if value.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        let iterator = value.try_iter().map_err(|_| wrong())?;
        // A length is only a hint, and can be any number.
        let hint = value.len().unwrap_or_default().min(1024);
        let (mut items, mut refused) = (Vec::with_capacity(hint), Vec::new());
        for (index, item) in iterator.enumerate() {
            match T::read(&item?) {
                Ok(item) => items.push(item),
                Err(error) if is_refusal(value.py(), &error) => refused.push((index, error)),
                Err(error) => return Err(in_item(value.py(), error, index)),
            }
        }
        Ok(Self { items, refused })
    }
}

#[cold]
fn in_item(py: Python<'_>, error: PyErr, index: usize) -> PyErr {
    if error.is_instance_of::<PyTypeError>(py) {
        return about(py, error, &format!("at index {index}"));
    }
    error
}

impl Item for PyBackedStr {
    const WANTED: &str = "str";

    fn read(item: &Bound<'_, PyAny>) -> PyResult<Self> {
        url_text(item)
    }
}

/// What one URL of many is signed with.
pub(crate) enum OwnTerms {
    Until(EpochSeconds),
    Under(Py<Policy>),
}

impl Item for (PyBackedStr, OwnTerms) {
    const WANTED: &str = "pairs of a URL and its end or policy";

    fn read(item: &Bound<'_, PyAny>) -> PyResult<Self> {
        const WANTED: &str = "a tuple of a URL and its end or policy";
        let pair = item.cast::<PyTuple>();
        let pair = pair.map_err(|_| wrong_type(item, WANTED))?;
        if pair.len() != 2 {
            let found = format!("wanted {WANTED}, and found a tuple of {}", pair.len());
            return Err(PyTypeError::new_err(found));
        }
        let url = url_text(&pair.get_item(0)?)?;
        let terms = pair.get_item(1)?;
        let terms = match terms.cast::<Policy>() {
            Ok(policy) => OwnTerms::Under(policy.clone().unbind()),
            Err(_) => OwnTerms::Until(terms.extract::<Time>()?.0),
        };
        Ok((url, terms))
    }
}

impl Each {
    pub(crate) fn core(&self) -> Vec<(&PyBackedStr, cfsign::Terms<'_>)> {
        let mut each = Vec::with_capacity(self.items.len());
        for (url, terms) in &self.items {
            let terms = match terms {
                OwnTerms::Until(expires) => cfsign::Terms::Until(*expires),
                OwnTerms::Under(policy) => cfsign::Terms::Under(&policy.get().0),
            };
            each.push((url, terms));
        }
        each
    }
}

impl Item for Py<Policy> {
    const WANTED: &str = "Policy";

    fn read(item: &Bound<'_, PyAny>) -> PyResult<Self> {
        let policy = item.cast::<Policy>();
        let policy = policy.map_err(|_| wrong_type(item, Self::WANTED))?;
        Ok(policy.clone().unbind())
    }
}

impl Policies {
    pub(crate) fn core(&self) -> Vec<&cfsign::Policy> {
        self.items.iter().map(|policy| &policy.get().0).collect()
    }
}
