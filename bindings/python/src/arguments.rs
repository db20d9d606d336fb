//! Arguments that Python writes in more than one way.

use cfsign::{ErrorKind, HashAlgorithm, IpRange};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyInt, PyString};
use zeroize::Zeroizing;

use crate::error::{invalid, to_python};

/// Text of a URL. A `str` can hold halves of surrogate pairs, which no URL can.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl<'a> FromPyObject<'a, '_> for Text<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        let text = <&'a str>::extract(value);
        text.map(Self).map_err(|_| no_text(&value))
    }
}

/// The same to be kept, in a batch.
pub(crate) fn url_text(value: &Bound<'_, PyAny>) -> PyResult<PyBackedStr> {
    value.extract().map_err(|_| no_text(value))
}

#[cold]
fn no_text(value: &Bound<'_, PyAny>) -> PyErr {
    if !value.is_instance_of::<PyString>() {
        return wrong_type(value, "str");
    }
    invalid(
        ErrorKind::UrlCharacter,
        "found half of a surrogate pair; percent-encode the bytes that the name came from",
    )
}

/// Many texts, from any iterable of them that is not itself a text.
pub(crate) struct Texts(pub(crate) Vec<PyBackedStr>);

impl FromPyObject<'_, '_> for Texts {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return Err(wrong_type(&value, "an iterable of str"));
        }
        let items = value
            .try_iter()
            .map_err(|_| wrong_type(&value, "an iterable of str"))?;
        // A length is only a hint, and can be any number.
        let hint = value.len().unwrap_or_default().min(1024);
        let mut texts = Vec::with_capacity(hint);
        for item in items {
            texts.push(url_text(&item?)?);
        }
        Ok(Self(texts))
    }
}

/// A key or a passphrase, as text or as bytes. What is copied is wiped.
pub(crate) enum Secret<'a> {
    Borrowed(&'a [u8]),
    Owned(Zeroizing<Vec<u8>>),
}

impl<'a> FromPyObject<'a, '_> for Secret<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            let text = <&'a str>::extract(value).map_err(|_| {
                invalid(
                    ErrorKind::InvalidKey,
                    "found text that is no UTF-8; give bytes",
                )
            })?;
            return Ok(Self::Borrowed(text.as_bytes()));
        }
        if value.is_instance_of::<PyBytes>() {
            return <&'a [u8]>::extract(value)
                .map(Self::Borrowed)
                .map_err(Into::into);
        }
        if let Ok(bytes) = value.cast::<PyByteArray>() {
            return Ok(Self::Owned(Zeroizing::new(bytes.to_vec())));
        }
        if value.hasattr("__fspath__")? {
            return Err(PyTypeError::new_err(
                "wanted the key itself as str or bytes, and found a path; use from_file",
            ));
        }
        Err(wrong_type(&value, "str or bytes"))
    }
}

impl AsRef<[u8]> for Secret<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// A number of something, from `LEAST` on. True is none.
#[derive(Clone, Copy)]
pub(crate) struct Count<const LEAST: usize>(pub(crate) usize);

impl<const LEAST: usize> FromPyObject<'_, '_> for Count<LEAST> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
            return Err(wrong_type(&value, "int"));
        }
        match value.extract::<usize>() {
            Ok(count) if count >= LEAST => Ok(Self(count)),
            _ => Err(invalid(
                ErrorKind::InvalidArgument,
                &format!("wanted a whole number from {LEAST} on"),
            )),
        }
    }
}

/// `SHA1` or `SHA256`.
#[derive(Default)]
pub(crate) struct Hash(pub(crate) HashAlgorithm);

impl FromPyObject<'_, '_> for Hash {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let Text(name) = value.extract()?;
        cfsign::hash_algorithm(name)
            .map(Self)
            .map_err(|error| to_python(&error))
    }
}

/// An IPv4 address or range, as text or from the module `ipaddress`.
pub(crate) struct Range(pub(crate) IpRange);

impl FromPyObject<'_, '_> for Range {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = address_text(&value)?;
        text.parse().map(Self).map_err(|error| to_python(&error))
    }
}

/// The text of an address or range, from a `str` or from an object of the module `ipaddress`.
pub(crate) fn address_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_instance_of::<PyString>() {
        return value.extract::<Text<'_>>().map(|text| text.0.to_owned());
    }
    let module = value.get_type().getattr("__module__")?;
    if module
        .cast::<PyString>()
        .is_ok_and(|module| module.to_string_lossy() == "ipaddress")
    {
        return Ok(value.str()?.to_string_lossy().into_owned());
    }
    Err(wrong_type(
        value,
        "str, or an address or network of the module ipaddress",
    ))
}

pub(crate) fn wrong_type(value: &Bound<'_, PyAny>, wanted: &str) -> PyErr {
    match value.get_type().name() {
        Ok(found) => PyTypeError::new_err(format!("wanted {wanted}, and found {found}")),
        Err(error) => error,
    }
}
