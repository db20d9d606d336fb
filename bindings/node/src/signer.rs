//! `Signer`.

use cfsign::ToEpochSeconds as _;
use napi::bindgen_prelude::{AsyncTask, Buffer, ClassInstance, Either};
use napi_derive::napi;

use crate::batch::{Batch, Cancel, ForCookies, ForGrants, OwnTerms, Terms, Urls};
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

    /// A batch off the event loop.
    #[napi(ts_return_type = "Promise<Array<string>>")]
    pub fn sign_urls(
        &self,
        urls: Vec<String>,
        expires: i64,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<Urls>> {
        Batch::task(self, Urls(urls, Terms::Until(expires)), threads, cancel)
    }

    #[napi(ts_return_type = "Promise<Array<string>>")]
    pub fn sign_urls_with(
        &self,
        urls: Vec<String>,
        policy: &Policy,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<Urls>> {
        let terms = Terms::Under(policy.0.clone());
        Batch::task(self, Urls(urls, terms), threads, cancel)
    }

    #[napi(ts_return_type = "Promise<Array<string>>")]
    pub fn sign_urls_with_raw_policy(
        &self,
        urls: Vec<String>,
        policy: String,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<Urls>> {
        Batch::task(self, Urls(urls, Terms::UnderText(policy)), threads, cancel)
    }

    /// `terms` has a time in seconds or a policy for each URL.
    #[napi(ts_return_type = "Promise<Array<string>>")]
    pub fn sign_urls_each(
        &self,
        urls: Vec<String>,
        terms: Vec<Either<i64, ClassInstance<'_, Policy>>>,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<Urls>> {
        let own = |terms: Either<i64, ClassInstance<'_, Policy>>| match terms {
            Either::A(expires) => match expires.to_epoch_seconds() {
                Ok(expires) => OwnTerms::Until(expires),
                Err(error) => OwnTerms::Refused(error),
            },
            Either::B(policy) => OwnTerms::Under(policy.0.clone()),
        };
        let terms = Terms::Each(terms.into_iter().map(own).collect());
        Batch::task(self, Urls(urls, terms), threads, cancel)
    }

    #[napi(ts_return_type = "Promise<Array<SignedCookies | string>>")]
    pub fn sign_cookies_each(
        &self,
        policies: Vec<ClassInstance<'_, Policy>>,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<ForCookies>> {
        Batch::task(self, ForCookies(of_core(&policies)), threads, cancel)
    }

    #[napi(ts_return_type = "Promise<Array<Grant | string>>")]
    pub fn grants(
        &self,
        policies: Vec<ClassInstance<'_, Policy>>,
        threads: u32,
        cancel: &Cancel,
    ) -> AsyncTask<Batch<ForGrants>> {
        Batch::task(self, ForGrants(of_core(&policies)), threads, cancel)
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

fn of_core(policies: &[ClassInstance<'_, Policy>]) -> Vec<cfsign::Policy> {
    policies.iter().map(|policy| policy.0.clone()).collect()
}
