//! Many signatures under one key, on as many threads as the caller has for it.

mod spread;

use std::borrow::Borrow;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use cfsign_crypto::BatchPath;

use super::{Grant, SignedParameters, Signer, Unsigned};
use crate::cookies::SignedCookies;
use crate::error::{Error, ErrorKind};
use crate::policy::Policy;
use crate::policy::resource::Resource;
use crate::time::{EpochSeconds, ToEpochSeconds};
use crate::url::check::SignableUrl;

/// Signs many URLs, or policies, with one signer; made by [`Signer::batch`].
///
/// The results are in the order of what was given, and the same as signing one by one gives: an error
/// of one stands in its place.
///
/// ```
/// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
/// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
/// use std::num::NonZeroUsize;
/// use std::ops::ControlFlow;
///
/// let urls: Vec<String> = (0..100)
///     .map(|page| format!("https://d111111abcdef8.cloudfront.net/{page}.jpg"))
///     .collect();
/// let two = NonZeroUsize::new(2).expect("two is not zero");
/// let signed = signer
///     .batch()
///     .threads(two)
///     .on_progress(&mut |done| {
///         assert!(done <= 100);
///         ControlFlow::Continue(())
///     })
///     .sign_urls(&urls, 1_767_290_400)?;
/// assert!(signed.iter().all(Result::is_ok));
/// # Ok::<(), cfsign::Error>(())
/// ```
#[must_use = "a batch does nothing until it is given what to sign"]
pub struct Batch<'a> {
    signer: &'a Signer,
    threads: NonZeroUsize,
    path: BatchPath,
    on_progress: Option<OnProgress<'a>>,
}

/// What a URL of a batch is signed with: a time of its own, or a policy of its own.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Terms<'p> {
    /// Until then, as [`Signer::sign_url`] does.
    Until(EpochSeconds),
    /// Under this policy, as [`Signer::sign_url_with`] does.
    Under(&'p Policy),
}

type OnProgress<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;
type Results<R> = Vec<Result<R, Error>>;

impl<'a> Batch<'a> {
    pub(super) fn new(signer: &'a Signer) -> Self {
        Self {
            signer,
            threads: NonZeroUsize::MIN,
            path: BatchPath::Auto,
            on_progress: None,
        }
    }

    /// The most threads that sign at once, the calling one among them; one, if this is not called.
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Whether an RSA 2048 key may make several signatures at once, as some processors can; it may,
    /// if this is not called. What comes out is the same.
    pub fn path(mut self, path: BatchPath) -> Self {
        self.path = path;
        self
    }

    /// Calls `on_progress` on the calling thread every few signatures with how many are done. On
    /// [`ControlFlow::Break`] the batch ends with the error kind `cancelled`.
    pub fn on_progress(mut self, on_progress: OnProgress<'a>) -> Self {
        self.on_progress = Some(on_progress);
        self
    }

    /// Signs every URL as [`Signer::sign_url`] does.
    pub fn sign_urls(
        self,
        urls: &[impl AsRef<str> + Sync],
        expires: impl ToEpochSeconds,
    ) -> Result<Results<String>, Error> {
        let (signer, expires) = (self.signer, expires.to_epoch_seconds()?);
        let prepare = |url| signer.prepare(url, Ok(expires));
        self.sign("URLs", urls, |url| prepare(url.as_ref()), append)
    }

    /// Puts every URL under `policy` as [`Signer::sign_url_with`] does. A custom policy is signed
    /// once for all of them.
    pub fn sign_urls_with(
        self,
        urls: &[impl AsRef<str> + Sync],
        policy: &Policy,
    ) -> Result<Results<String>, Error> {
        let signer = self.signer;
        if policy.is_canned() {
            let prepare = |url| signer.prepare_with(url, policy);
            return self.sign("URLs", urls, |url| prepare(url.as_ref()), append);
        }
        // Whoever holds the key is not asked for nothing.
        if urls.is_empty() {
            return Ok(Vec::new());
        }
        let grant = signer.grant(policy)?;
        self.copy(urls, |url| grant.sign_url(url))
    }

    /// Signs every URL under a policy document that the caller wrote, as
    /// [`Signer::sign_url_with_raw_policy`] does; it is signed once for all of them.
    pub fn sign_urls_with_raw_policy(
        self,
        urls: &[impl AsRef<str> + Sync],
        policy: &str,
    ) -> Result<Results<String>, Error> {
        let policy = super::not_empty(policy)?;
        if urls.is_empty() {
            return Ok(Vec::new());
        }
        let signed = self.signer.sign_policy_text(policy)?;
        self.copy(urls, |url| signed.append_to(url))
    }

    /// Signs every URL until a time, or under a policy, of its own.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// use cfsign::{EpochSeconds, Policy, Resource, Terms};
    ///
    /// let album = Resource::pattern("https://d111111abcdef8.cloudfront.net/album/*")?;
    /// let album = Policy::new(album, 1_767_290_400)?;
    /// let signed = signer.batch().sign_urls_each(&[
    ///     ("https://d111111abcdef8.cloudfront.net/a.jpg", Terms::Until(EpochSeconds::new(1_767_290_400)?)),
    ///     ("https://d111111abcdef8.cloudfront.net/album/1.jpg", Terms::Under(&album)),
    /// ])?;
    /// assert!(signed.iter().all(Result::is_ok));
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn sign_urls_each(
        self,
        urls: &[(impl AsRef<str> + Sync, Terms<'_>)],
    ) -> Result<Results<String>, Error> {
        let signer = self.signer;
        self.sign(
            "URLs",
            urls,
            |(url, terms)| match terms {
                Terms::Until(expires) => signer.prepare(url.as_ref(), Ok(*expires)),
                Terms::Under(policy) => signer.prepare_with(url.as_ref(), policy),
            },
            append,
        )
    }

    /// Signs every URL under the policy that `policy` makes of it, on the thread that signs it.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// use cfsign::Policy;
    ///
    /// let viewer = "192.0.2.7".parse()?;
    /// let urls = ["https://d111111abcdef8.cloudfront.net/1.jpg", "https://d111111abcdef8.cloudfront.net/2.jpg"];
    /// let signed = signer.batch().sign_urls_under(&urls, |url| {
    ///     Ok(Policy::new(url, 1_767_290_400)?.ip_address(viewer))
    /// })?;
    /// assert!(signed.iter().all(Result::is_ok));
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn sign_urls_under(
        self,
        urls: &[impl AsRef<str> + Sync],
        policy: impl Fn(Resource) -> Result<Policy, Error> + Sync,
    ) -> Result<Results<String>, Error> {
        let signer = self.signer;
        let prepare = |url| signer.prepare_under(url, &policy);
        self.sign("URLs", urls, |url| prepare(url.as_ref()), append)
    }

    /// Signs every policy for cookies as [`Signer::sign_cookies`] does.
    ///
    /// ```
    /// # let pem = cfsign::generate_key_pair(cfsign::KeyType::EcdsaP256)?.private_pem.to_string();
    /// # let signer = cfsign::Signer::from_pem(&pem, "K2JCJMDEHXQW5F")?;
    /// use cfsign::{Policy, Resource};
    ///
    /// let policies = ["7", "8"].map(|user| {
    ///     let files = Resource::below(&format!("https://d111111abcdef8.cloudfront.net/users/{user}/"))?;
    ///     Policy::new(files, 1_767_290_400)
    /// });
    /// let policies = policies.into_iter().collect::<Result<Vec<_>, _>>()?;
    /// for cookies in signer.batch().sign_cookies_each(&policies)? {
    ///     assert!(cookies?.get("CloudFront-Policy").is_some());
    /// }
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn sign_cookies_each(
        self,
        policies: &[impl Borrow<Policy> + Sync],
    ) -> Result<Results<SignedCookies>, Error> {
        let signer = self.signer;
        let prepare = |policy: &_| signer.prepare_cookies(policy);
        let finish = |policy: &Policy, signed: &SignedParameters| {
            signed.to_cookies_for(Some(policy.resource().clone()))
        };
        self.sign_policies(policies, prepare, finish)
    }

    /// Signs every policy once, as [`Signer::grant`] does.
    pub fn grants(self, policies: &[impl Borrow<Policy> + Sync]) -> Result<Results<Grant>, Error> {
        let signer = self.signer;
        self.sign_policies(policies, |policy| signer.custom(policy), Grant::new)
    }

    fn sign_policies<R: Send>(
        self,
        policies: &[impl Borrow<Policy> + Sync],
        prepare: impl Fn(&Policy) -> Result<Unsigned, Error> + Sync,
        finish: impl Fn(&Policy, &SignedParameters) -> R + Sync,
    ) -> Result<Results<R>, Error> {
        let prepare = |policy| Ok((policy, prepare(policy)?));
        let finish = |policy, signed: &_| Ok(finish(policy, signed));
        self.sign(
            "policies",
            policies,
            |policy| prepare(policy.borrow()),
            finish,
        )
    }

    /// Signs at once what `prepare` lets through, and makes with `finish` of each what is wanted.
    fn sign<'i, T: Sync, C, R: Send>(
        self,
        what: &str,
        items: &'i [T],
        prepare: impl Fn(&'i T) -> Result<(C, Unsigned), Error> + Sync,
        finish: impl Fn(C, &SignedParameters) -> Result<R, Error> + Sync,
    ) -> Result<Results<R>, Error> {
        let (signer, path) = (self.signer, self.path);
        self.spread(what, items, |items| {
            let mut unsigned = Vec::with_capacity(items.len());
            let mut take = |(context, one)| {
                unsigned.push(one);
                context
            };
            let prepared: Results<C> = items
                .iter()
                .map(|item| prepare(item).map(&mut take))
                .collect();
            let mut signed = signer.sign_all(path, unsigned).into_iter();
            let finish = |context: Result<C, Error>| {
                let context = context?;
                let parameters = signed.next().expect("there is one for each let through");
                finish(context, &parameters?)
            };
            prepared.into_iter().map(finish).collect()
        })
    }

    /// Puts what is signed already on every URL.
    fn copy(
        mut self,
        urls: &[impl AsRef<str> + Sync],
        copy: impl Fn(&str) -> Result<String, Error> + Sync,
    ) -> Result<Results<String>, Error> {
        // It is over before another thread would have begun.
        self.threads = NonZeroUsize::MIN;
        self.spread("URLs", urls, |urls| {
            urls.iter().map(|url| copy(url.as_ref())).collect()
        })
    }

    fn spread<'i, T: Sync, R: Send>(
        self,
        what: &str,
        items: &'i [T],
        work: impl Fn(&'i [T]) -> Results<R> + Sync,
    ) -> Result<Results<R>, Error> {
        let mut nobody = |_| ControlFlow::Continue(());
        let on_progress = self.on_progress.unwrap_or(&mut nobody);
        spread::spread(items, self.threads, on_progress, work).map_err(|spread::Cancelled(done)| {
            let counted = format!("{done} of {} {what} were signed", items.len());
            Error::new(ErrorKind::Cancelled, counted)
        })
    }
}

fn append(url: SignableUrl<'_>, signed: &SignedParameters) -> Result<String, Error> {
    signed.append_to_parsed(&url)
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("signer", &self.signer)
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}
