//! `Signer`.

use napi::bindgen_prelude::{AsyncTask, Buffer};
use napi_derive::napi;

use crate::batch::{Batch, Cancel, Terms};
use crate::cookies::SignedCookies;
use crate::error::{Result, to_js};
use crate::grant::Grant;
use crate::policy::Policy;

#[napi]
pub struct Signer(pub(crate) cfsign::Signer);

#[napi]
impl Signer {
    #[napi(factory)]
    pub fn of(
        private_key: Buffer,
        key_pair_id: String,
        passphrase: Option<Buffer>,
        hash_algorithm: String,
    ) -> Result<Self> {
        let build = || {
            let mut builder = cfsign::Signer::builder(&key_pair_id)
                .private_key(&private_key)
                .hash_algorithm(cfsign::hash_algorithm(&hash_algorithm)?);
            if let Some(passphrase) = &passphrase {
                builder = builder.passphrase(passphrase);
            }
            builder.build()
        };
        build().map(Self).map_err(to_js)
    }

    #[napi(getter)]
    pub fn key_pair_id(&self) -> &str {
        self.0.key_pair_id().as_str()
    }

    #[napi(getter)]
    pub fn hash_algorithm(&self) -> &'static str {
        self.0.hash_algorithm().as_str()
    }

    #[napi(getter)]
    pub fn key_type(&self) -> String {
        self.0.key_kind().to_string()
    }

    #[napi]
    pub fn sign_url(&self, url: String, expires: i64) -> Result<String> {
        self.0.sign_url(&url, expires).map_err(to_js)
    }

    #[napi]
    pub fn sign_url_with(&self, url: String, policy: &Policy) -> Result<String> {
        self.0.sign_url_with(&url, &policy.0).map_err(to_js)
    }

    #[napi]
    pub fn sign_url_with_raw_policy(&self, url: String, policy: String) -> Result<String> {
        self.0
            .sign_url_with_raw_policy(&url, &policy)
            .map_err(to_js)
    }

    /// A batch off the event loop. `expires` or `policy` is there.
    #[napi(ts_return_type = "Promise<Array<string>>")]
    pub fn sign_urls(
        &self,
        urls: Vec<String>,
        expires: Option<i64>,
        policy: Option<&Policy>,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch> {
        let terms = match (expires, policy) {
            (Some(expires), _) => Terms::Until(expires),
            (None, Some(policy)) => Terms::Under(policy.0.clone()),
            (None, None) => Terms::Until(0),
        };
        AsyncTask::new(Batch::new(self.0.clone(), urls, terms, threads, cancel))
    }

    #[napi]
    pub fn sign_cookies(&self, policy: &Policy) -> Result<SignedCookies> {
        self.0
            .sign_cookies(&policy.0)
            .map(SignedCookies)
            .map_err(to_js)
    }

    #[napi]
    pub fn sign_cookies_with_raw_policy(&self, policy: String) -> Result<SignedCookies> {
        let cookies = self.0.sign_cookies_with_raw_policy(&policy);
        cookies.map(SignedCookies).map_err(to_js)
    }

    #[napi]
    pub fn grant(&self, policy: &Policy) -> Result<Grant> {
        self.0.grant(&policy.0).map(Grant).map_err(to_js)
    }

    #[napi]
    pub fn sign_message(&self, message: &[u8]) -> Result<Buffer> {
        self.0
            .sign_message(message)
            .map(Buffer::from)
            .map_err(to_js)
    }
}
