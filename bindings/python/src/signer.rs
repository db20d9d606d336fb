//! `Signer`.

use std::path::PathBuf;
use std::sync::Arc;

use cfsign::{ErrorKind, ExternalSigner, HashAlgorithm, KeyKind, PublicKey};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zeroize::Zeroizing;

use crate::arguments::{Count, Hash, Secret, Text};
use crate::batch::{self, Interrupt, Options, Terms};
use crate::cookies::SignedCookies;
use crate::error::{self, Result};
use crate::grant::Grant;
use crate::items::{Each, Policies, Urls};
use crate::policy::Policy;
use crate::time::Time;

/// Signs URLs and cookies for CloudFront with a private key that is parsed once.
///
/// It never changes, and may be used from many threads at once: signing releases the GIL.
///
/// >>> signer = Signer.from_file("private_key.pem", "K2JCJMDEHXQW5F")
/// >>> signer.sign_url("https://d111111abcdef8.cloudfront.net/a.jpg", timedelta(hours=1))
///
/// See https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
#[pyclass(frozen, module = "libcfsign")]
pub(crate) struct Signer {
    pub(crate) core: cfsign::Signer,
    /// For a key behind a callable.
    pub(crate) interrupt: Arc<Interrupt>,
}

impl Signer {
    fn new(core: cfsign::Signer) -> Self {
        let interrupt = Arc::default();
        Self { core, interrupt }
    }
}

#[pymethods]
impl Signer {
    /// A signer from the private key itself: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8,
    /// as PEM or DER. What environment variables and secret stores do to a PEM is taken too: \n for
    /// line breaks, quotes around it, Base64 of the whole, a JSON object that holds it.
    #[staticmethod]
    #[pyo3(signature = (private_key: "str | bytes | bytearray", key_pair_id: "str", *, passphrase: "str | bytes | bytearray | None" = None, hash_algorithm: "str" = Hash::default()) -> "Signer", text_signature = "(private_key, key_pair_id, *, passphrase=None, hash_algorithm='SHA1')")]
    fn from_pem(
        py: Python<'_>,
        private_key: Secret<'_>,
        key_pair_id: Text<'_>,
        passphrase: Option<Secret<'_>>,
        hash_algorithm: Hash,
    ) -> Result<Self> {
        let mut builder = cfsign::Signer::builder(key_pair_id.0)
            .private_key(&private_key)
            .hash_algorithm(hash_algorithm.0);
        if let Some(passphrase) = passphrase {
            builder = builder.passphrase(passphrase);
        }
        // Opening an encrypted key takes a while, by design.
        Ok(Self::new(py.detach(|| builder.build())?))
    }

    /// A signer from a file that holds the private key, read once.
    #[staticmethod]
    #[pyo3(signature = (path: "str | os.PathLike[str]", key_pair_id: "str", *, passphrase: "str | bytes | bytearray | None" = None, hash_algorithm: "str" = Hash::default()) -> "Signer", text_signature = "(path, key_pair_id, *, passphrase=None, hash_algorithm='SHA1')")]
    fn from_file(
        py: Python<'_>,
        path: PathBuf,
        key_pair_id: Text<'_>,
        passphrase: Option<Secret<'_>>,
        hash_algorithm: Hash,
    ) -> Result<Self> {
        let name = path.display().to_string();
        // Nothing of it must be shown.
        if name.contains("-----BEGIN") || name.contains(['\n', '\0']) || name.len() > 1024 {
            let found = "this is no name of a file; for the key itself there is from_pem";
            return Err(error::invalid(ErrorKind::InvalidKey, found).into());
        }
        let key = py.detach(|| std::fs::read(&path).map(Zeroizing::new));
        let key = key.map_err(|error| error::of_file(py, error, &name))?;
        let private_key = Secret::Borrowed(&key);
        Self::from_pem(py, private_key, key_pair_id, passphrase, hash_algorithm)
            .map_err(|error| error::about(py, error.into(), &name).into())
    }

    /// A signer whose private key is held elsewhere, in KMS or an HSM.
    ///
    /// `sign` gets the message in bytes, at most 4096 for KMS, and returns the signature: PKCS#1 v1.5
    /// for RSA, ASN.1 DER for ECDSA. Every signature is checked with the public key before it is used.
    #[staticmethod]
    #[pyo3(signature = (sign: "Callable[[bytes], bytes]", key_pair_id: "str", *, public_key: "str | bytes | bytearray", hash_algorithm: "str" = Hash::default()) -> "Signer", text_signature = "(sign, key_pair_id, *, public_key, hash_algorithm='SHA1')")]
    fn from_callback(
        sign: Bound<'_, PyAny>,
        key_pair_id: Text<'_>,
        public_key: Secret<'_>,
        hash_algorithm: Hash,
    ) -> Result<Self> {
        if !sign.is_callable() {
            return Err(PyTypeError::new_err("wanted a callable that signs bytes").into());
        }
        let public_key = PublicKey::read(public_key)?;
        let sign = sign.unbind();
        let interrupt = Arc::<Interrupt>::default();
        let signer = cfsign::Signer::builder(key_pair_id.0)
            .external(Callback {
                sign,
                public_key,
                interrupt: Arc::clone(&interrupt),
            })
            .hash_algorithm(hash_algorithm.0)
            .build()?;
        Ok(Self {
            core: signer,
            interrupt,
        })
    }

    /// The ID of the public key that CloudFront verifies with.
    #[getter]
    fn key_pair_id(&self) -> &str {
        self.core.key_pair_id().as_str()
    }

    /// `SHA1`, CloudFront's default, or `SHA256`.
    #[getter]
    fn hash_algorithm(&self) -> &'static str {
        self.core.hash_algorithm().as_str()
    }

    /// The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
    #[getter]
    fn key_type(&self) -> String {
        self.core.key_kind().to_string()
    }

    /// `url` signed until `expires` with a canned policy, or under `policy`, which must cover it.
    ///
    /// The URL is signed and returned byte for byte. One that clients would rewrite on the way is
    /// refused with InvalidInput, whose `suggestion` is its corrected form.
    #[pyo3(signature = (url: "str", expires: "datetime | timedelta | int | None" = None, *, policy: "Policy | None" = None) -> "str")]
    fn sign_url(
        &self,
        py: Python<'_>,
        url: Text<'_>,
        expires: Option<Time>,
        policy: Option<PyRef<'_, Policy>>,
    ) -> Result<String> {
        let signer = &self.core;
        Ok(match Terms::of(expires, policy.as_deref())? {
            Terms::Until(expires) => py.detach(|| signer.sign_url(url.0, expires))?,
            Terms::Under(policy) => py.detach(|| signer.sign_url_with(url.0, policy))?,
            Terms::UnderText(policy) => {
                py.detach(|| signer.sign_url_with_raw_policy(url.0, policy))?
            }
        })
    }

    /// Every URL signed as `sign_url` does, in order, on all cores and with the GIL released once.
    ///
    /// The first URL that is refused raises, with its index in `index`; `try_sign_urls` returns the
    /// errors instead. A wrong type raises before anything is signed. `threads` limits the cores;
    /// `progress` is called with how many URLs are done, at most ten times a second. Ctrl-C ends it.
    #[pyo3(signature = (urls: "Iterable[str]", expires: "datetime | timedelta | int | None" = None, *, policy: "Policy | None" = None, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[str]")]
    fn sign_urls(
        &self,
        py: Python<'_>,
        urls: Urls,
        expires: Option<Time>,
        policy: Option<PyRef<'_, Policy>>,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<String>> {
        let terms = Terms::of(expires, policy.as_deref())?;
        let options = Options { threads, progress };
        let results = batch::sign_urls(py, self, &urls, terms, options)?;
        batch::or_raise(py, results, urls.refused, |url| url)
    }

    /// Every URL signed as `sign_urls` does; where one is refused, its error stands in its place.
    #[pyo3(signature = (urls: "Iterable[str]", expires: "datetime | timedelta | int | None" = None, *, policy: "Policy | None" = None, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[str | CfsignError]")]
    fn try_sign_urls<'py>(
        &self,
        py: Python<'py>,
        urls: Urls,
        expires: Option<Time>,
        policy: Option<PyRef<'_, Policy>>,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<Bound<'py, PyAny>>> {
        let terms = Terms::of(expires, policy.as_deref())?;
        let options = Options { threads, progress };
        let results = batch::sign_urls(py, self, &urls, terms, options)?;
        batch::in_place(py, results, urls.refused, |url| url)
    }

    /// Every URL signed until a time, or under a policy, of its own: pairs of a URL and its `expires`
    /// or `Policy`. The rest is as for `sign_urls`.
    #[pyo3(signature = (urls: "Iterable[tuple[str, datetime | timedelta | int | Policy]]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[str]")]
    fn sign_urls_each(
        &self,
        py: Python<'_>,
        urls: Each,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<String>> {
        let results = batch::sign_urls_each(py, self, &urls, Options { threads, progress })?;
        batch::or_raise(py, results, urls.refused, |url| url)
    }

    /// Every URL signed as `sign_urls_each` does; where one is refused, its error stands in its place.
    #[pyo3(signature = (urls: "Iterable[tuple[str, datetime | timedelta | int | Policy]]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[str | CfsignError]")]
    fn try_sign_urls_each<'py>(
        &self,
        py: Python<'py>,
        urls: Each,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<Bound<'py, PyAny>>> {
        let results = batch::sign_urls_each(py, self, &urls, Options { threads, progress })?;
        batch::in_place(py, results, urls.refused, |url| url)
    }

    /// `policy` signed for cookies: a mapping of their names and values.
    #[pyo3(signature = (policy: "Policy") -> "SignedCookies")]
    fn sign_cookies(&self, py: Python<'_>, policy: PyRef<'_, Policy>) -> Result<SignedCookies> {
        let (signer, policy) = (&self.core, &policy.0);
        Ok(SignedCookies(py.detach(|| signer.sign_cookies(policy))?))
    }

    /// Every policy signed for cookies as `sign_cookies` does, on all cores and with the GIL released
    /// once. The first that is refused raises, with its index in `index`; `threads` and `progress` are
    /// as for `sign_urls`.
    #[pyo3(signature = (policies: "Iterable[Policy]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[SignedCookies]")]
    fn sign_cookies_each(
        &self,
        py: Python<'_>,
        policies: Policies,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<SignedCookies>> {
        let options = Options { threads, progress };
        let results = batch::sign_cookies_each(py, self, &policies, options)?;
        batch::or_raise(py, results, policies.refused, SignedCookies)
    }

    /// Every policy signed as `sign_cookies_each` does; where one is refused, its error stands in its
    /// place.
    #[pyo3(signature = (policies: "Iterable[Policy]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[SignedCookies | CfsignError]")]
    fn try_sign_cookies_each<'py>(
        &self,
        py: Python<'py>,
        policies: Policies,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<Bound<'py, PyAny>>> {
        let options = Options { threads, progress };
        let results = batch::sign_cookies_each(py, self, &policies, options)?;
        batch::in_place(py, results, policies.refused, SignedCookies)
    }

    /// `policy` signed once, to be put on any number of URLs at the speed of copying.
    #[pyo3(signature = (policy: "Policy") -> "Grant")]
    fn grant(&self, py: Python<'_>, policy: PyRef<'_, Policy>) -> Result<Grant> {
        let (signer, policy) = (&self.core, &policy.0);
        Ok(Grant(py.detach(|| signer.grant(policy))?))
    }

    /// Every policy signed once, as `grant` does; the rest is as for `sign_cookies_each`.
    #[pyo3(signature = (policies: "Iterable[Policy]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[Grant]")]
    fn grants(
        &self,
        py: Python<'_>,
        policies: Policies,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<Grant>> {
        let results = batch::grants(py, self, &policies, Options { threads, progress })?;
        batch::or_raise(py, results, policies.refused, Grant)
    }

    /// Every policy signed as `grants` does; where one is refused, its error stands in its place.
    #[pyo3(signature = (policies: "Iterable[Policy]", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[Grant | CfsignError]")]
    fn try_grants<'py>(
        &self,
        py: Python<'py>,
        policies: Policies,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<Bound<'py, PyAny>>> {
        let results = batch::grants(py, self, &policies, Options { threads, progress })?;
        batch::in_place(py, results, policies.refused, Grant)
    }

    /// `url` signed under a policy document that the caller wrote, signed and sent as it is. Nothing
    /// in it is checked: CloudFront may refuse it, or read more into it than was meant.
    #[pyo3(signature = (url: "str", policy: "str") -> "str")]
    fn sign_url_with_raw_policy(
        &self,
        py: Python<'_>,
        url: Text<'_>,
        policy: Text<'_>,
    ) -> Result<String> {
        let signer = &self.core;
        Ok(py.detach(|| signer.sign_url_with_raw_policy(url.0, policy.0))?)
    }

    /// Every URL signed under a policy document that the caller wrote, as `sign_url_with_raw_policy`
    /// does: it is signed once for all of them. The rest is as for `sign_urls`.
    #[pyo3(signature = (urls: "Iterable[str]", policy: "str", *, threads: "int | None" = None, progress: "Callable[[int], object] | None" = None) -> "list[str]")]
    fn sign_urls_with_raw_policy(
        &self,
        py: Python<'_>,
        urls: Urls,
        policy: Text<'_>,
        threads: Option<Count<1>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> Result<Vec<String>> {
        let options = Options { threads, progress };
        let results = batch::sign_urls(py, self, &urls, Terms::UnderText(policy.0), options)?;
        batch::or_raise(py, results, urls.refused, |url| url)
    }

    /// A policy document that the caller wrote, signed for cookies as it is and unchecked.
    #[pyo3(signature = (policy: "str") -> "SignedCookies")]
    fn sign_cookies_with_raw_policy(
        &self,
        py: Python<'_>,
        policy: Text<'_>,
    ) -> Result<SignedCookies> {
        let signer = &self.core;
        Ok(SignedCookies(py.detach(|| {
            signer.sign_cookies_with_raw_policy(policy.0)
        })?))
    }

    /// The bare signature over `message`.
    #[pyo3(signature = (message: "bytes") -> "bytes")]
    fn sign_message<'py>(&self, py: Python<'py>, message: &[u8]) -> Result<Bound<'py, PyBytes>> {
        let signer = &self.core;
        let signature = py.detach(|| signer.sign_message(message))?;
        Ok(PyBytes::new(py, &signature))
    }

    /// The bare signature over `message`, so that a signer is an `rsa_signer` of botocore.
    #[pyo3(signature = (message: "bytes") -> "bytes")]
    fn __call__<'py>(&self, py: Python<'py>, message: &[u8]) -> Result<Bound<'py, PyBytes>> {
        self.sign_message(py, message)
    }

    fn __repr__(&self) -> String {
        format!(
            "<Signer key_pair_id='{}' key_type='{}' hash_algorithm='{}'>",
            self.key_pair_id(),
            self.key_type(),
            self.hash_algorithm()
        )
    }

    #[allow(clippy::unused_self)] // Python looks for a method.
    fn __reduce__(&self) -> PyResult<String> {
        Err(PyTypeError::new_err(
            "a Signer cannot be pickled, since a private key should not travel; make one in each process",
        ))
    }
}

/// A callable of Python that signs.
struct Callback {
    sign: Py<PyAny>,
    public_key: PublicKey,
    interrupt: Arc<Interrupt>,
}

impl ExternalSigner for Callback {
    fn kind(&self) -> KeyKind {
        self.public_key.kind()
    }

    fn sign(
        &self,
        _: HashAlgorithm,
        message: &[u8],
    ) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        Python::attach(|py| {
            let signature = self
                .sign
                .bind(py)
                .call1((PyBytes::new(py, message),))
                .inspect_err(|error| self.interrupt.note(py, error))?;
            Ok(signature.extract::<Vec<u8>>()?)
        })
    }

    fn public_key(&self) -> Option<&PublicKey> {
        Some(&self.public_key)
    }
}
