//! Keys by themselves, for code that signs messages and not URLs.

use cfsign::{ErrorKind, KeyKind, KeyType, generate_key_pair as generate};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::arguments::{Hash, Secret, Text};
use crate::error::{Result, invalid};

/// A private key, parsed once; zeroised when it is dropped.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct PrivateKey(cfsign::PrivateKey);

#[pymethods]
impl PrivateKey {
    /// Reads a private key in any form that Signer.from_pem takes.
    #[staticmethod]
    #[pyo3(signature = (private_key: "str | bytes | bytearray", passphrase: "str | bytes | bytearray | None" = None) -> "PrivateKey")]
    fn from_pem(
        py: Python<'_>,
        private_key: Secret<'_>,
        passphrase: Option<Secret<'_>>,
    ) -> Result<Self> {
        let key = py.detach(|| match passphrase {
            Some(passphrase) => cfsign::PrivateKey::read_encrypted(private_key, passphrase),
            None => cfsign::PrivateKey::read(private_key),
        })?;
        Ok(Self(key))
    }

    /// The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
    #[getter]
    fn key_type(&self) -> String {
        self.0.kind().to_string()
    }

    /// The size of the key in bits.
    #[getter]
    fn key_size(&self) -> u32 {
        bits(self.0.kind())
    }

    /// The signature over `message`: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA.
    #[pyo3(signature = (message: "bytes", hash_algorithm: "str" = Hash::default()) -> "bytes", text_signature = "($self, message, hash_algorithm='SHA1')")]
    fn sign<'py>(
        &self,
        py: Python<'py>,
        message: &[u8],
        hash_algorithm: Hash,
    ) -> Result<Bound<'py, PyBytes>> {
        let hash = hash_algorithm.0;
        let key = &self.0;
        let signature = py.detach(|| key.sign(hash, message))?;
        Ok(PyBytes::new(py, &signature))
    }

    /// The public half.
    #[pyo3(signature = () -> "PublicKey")]
    fn public_key(&self) -> Result<PublicKey> {
        Ok(PublicKey(self.0.public_key()?))
    }

    fn __repr__(&self) -> String {
        format!("<PrivateKey {}>", self.0.kind())
    }

    #[allow(clippy::unused_self)] // Python looks for a method.
    fn __reduce__(&self) -> PyResult<String> {
        Err(PyTypeError::new_err(
            "a PrivateKey cannot be pickled, since a private key should not travel",
        ))
    }
}

/// A public key: what CloudFront holds.
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct PublicKey(pub(crate) cfsign::PublicKey);

#[pymethods]
impl PublicKey {
    /// Reads a public key, as PEM or DER.
    #[staticmethod]
    #[pyo3(signature = (public_key: "str | bytes | bytearray") -> "PublicKey")]
    fn from_pem(public_key: Secret<'_>) -> Result<Self> {
        Ok(Self(cfsign::PublicKey::read(public_key)?))
    }

    /// The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
    #[getter]
    fn key_type(&self) -> String {
        self.0.kind().to_string()
    }

    /// The size of the key in bits.
    #[getter]
    fn key_size(&self) -> u32 {
        bits(self.0.kind())
    }

    /// Whether `signature` is one over `message` by the private half.
    #[pyo3(signature = (message: "bytes", signature: "bytes", hash_algorithm: "str" = Hash::default()) -> "bool", text_signature = "($self, message, signature, hash_algorithm='SHA1')")]
    fn verify(
        &self,
        py: Python<'_>,
        message: &[u8],
        signature: &[u8],
        hash_algorithm: Hash,
    ) -> bool {
        let hash = hash_algorithm.0;
        let key = &self.0;
        py.detach(|| key.verify(hash, message, signature))
    }

    /// The key in PEM, as it is uploaded to CloudFront.
    #[pyo3(signature = () -> "str")]
    fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    /// The key as SubjectPublicKeyInfo in DER.
    #[pyo3(signature = () -> "bytes")]
    fn to_der<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_der())
    }

    fn __repr__(&self) -> String {
        format!("<PublicKey {}>", self.0.kind())
    }
}

/// A new key pair in PEM, `(private_pem, public_pem)`. ECDSA P-256 signs faster and makes shorter URLs;
/// RSA 2048 is what every older tool can sign with.
#[pyfunction]
#[pyo3(signature = (key_type: "Literal['ecdsa', 'rsa']" = Text("ecdsa")) -> "tuple[str, str]", text_signature = "(key_type='ecdsa')")]
pub(crate) fn generate_key_pair<'py>(
    py: Python<'py>,
    key_type: Text<'_>,
) -> Result<(Bound<'py, PyString>, String)> {
    let key_type = match key_type.0 {
        "ecdsa" => KeyType::EcdsaP256,
        "rsa" => KeyType::Rsa2048,
        _ => {
            let wanted = "key_type must be 'ecdsa' or 'rsa'";
            return Err(invalid(ErrorKind::InvalidArgument, wanted).into());
        }
    };
    let pair = py.detach(|| generate(key_type))?;
    Ok((PyString::new(py, &pair.private_pem), pair.public_pem))
}

fn bits(kind: KeyKind) -> u32 {
    match kind {
        KeyKind::Rsa { bits } => bits,
        _ => 256,
    }
}
