//! Many signatures at once, off the event loop.

use std::mem;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::available_parallelism;

use cfsign::EpochSeconds;
use napi::Task;
use napi::bindgen_prelude::{AsyncTask, Either, ToNapiValue, TypeName};
use napi_derive::napi;

use crate::cookies::SignedCookies;
use crate::error::to_text;
use crate::grant::Grant;
use crate::signer::Signer;

/// Shared with a batch: how far it is, and whether it should end.
#[napi]
#[derive(Clone, Default)]
pub struct Cancel(Arc<State>);

#[derive(Default)]
struct State {
    cancelled: AtomicBool,
    done: AtomicU32,
}

#[napi]
impl Cancel {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi]
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// How many are signed.
    #[napi(getter)]
    pub fn done(&self) -> u32 {
        self.0.done.load(Ordering::Relaxed)
    }
}

type Results<S> = Result<Vec<Result<S, cfsign::Error>>, cfsign::Error>;

/// What a batch signs.
pub trait Work: Send + 'static {
    type Signed: Send + 'static;
    type Js: ToNapiValue + TypeName + From<Self::Signed>;

    fn sign(&mut self, batch: cfsign::Batch<'_>) -> Results<Self::Signed>;
}

/// URLs, and what they are signed with.
pub struct Urls(pub(crate) Vec<String>, pub(crate) Terms);

pub enum Terms {
    Until(i64),
    Under(cfsign::Policy),
    UnderText(String),
    /// For each its own.
    Each(Vec<OwnTerms>),
}

pub enum OwnTerms {
    Until(EpochSeconds),
    Under(cfsign::Policy),
    Refused(cfsign::Error),
}

impl Work for Urls {
    type Signed = String;
    type Js = String;

    fn sign(&mut self, batch: cfsign::Batch<'_>) -> Results<String> {
        let Self(urls, terms) = self;
        match terms {
            Terms::Until(expires) => batch.sign_urls(urls, *expires),
            Terms::Under(policy) => batch.sign_urls_with(urls, policy),
            Terms::UnderText(policy) => batch.sign_urls_with_raw_policy(urls, policy),
            Terms::Each(terms) => sign_each(batch, urls, mem::take(terms)),
        }
    }
}

/// What is refused already stands in its place, and the others are signed.
fn sign_each(batch: cfsign::Batch<'_>, urls: &[String], terms: Vec<OwnTerms>) -> Results<String> {
    let mut each = Vec::with_capacity(urls.len());
    for (url, terms) in urls.iter().zip(&terms) {
        match terms {
            OwnTerms::Until(expires) => each.push((url, cfsign::Terms::Until(*expires))),
            OwnTerms::Under(policy) => each.push((url, cfsign::Terms::Under(policy))),
            OwnTerms::Refused(_) => {}
        }
    }
    let mut signed = batch.sign_urls_each(&each)?.into_iter();
    let mut next = || {
        signed
            .next()
            .expect("there is one for each that was to be signed")
    };
    let in_place = |terms| match terms {
        OwnTerms::Refused(error) => Err(error),
        _ => next(),
    };
    Ok(terms.into_iter().map(in_place).collect())
}

/// Policies for cookies.
pub struct ForCookies(pub(crate) Vec<cfsign::Policy>);

impl Work for ForCookies {
    type Signed = cfsign::SignedCookies;
    type Js = SignedCookies;

    fn sign(&mut self, batch: cfsign::Batch<'_>) -> Results<cfsign::SignedCookies> {
        batch.sign_cookies_each(&self.0)
    }
}

/// Policies to be put on URLs.
pub struct ForGrants(pub(crate) Vec<cfsign::Policy>);

impl Work for ForGrants {
    type Signed = cfsign::Grant;
    type Js = Grant;

    fn sign(&mut self, batch: cfsign::Batch<'_>) -> Results<cfsign::Grant> {
        batch.grants(&self.0)
    }
}

/// A batch in a thread of libuv, which takes threads of its own beside it.
pub struct Batch<W> {
    signer: cfsign::Signer,
    work: W,
    threads: NonZeroUsize,
    state: Arc<State>,
}

impl<W: Work> Batch<W> {
    pub(crate) fn task(signer: &Signer, work: W, threads: u32, cancel: &Cancel) -> AsyncTask<Self> {
        let wanted = NonZeroUsize::new(threads as usize);
        let all = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
        AsyncTask::new(Self {
            signer: signer.0.clone(),
            work,
            threads: wanted.unwrap_or_else(all),
            state: cancel.0.clone(),
        })
    }
}

impl<W: Work> Task for Batch<W> {
    type Output = Vec<Result<W::Signed, String>>;
    type JsValue = Vec<Either<W::Js, String>>;

    /// What is refused stands in its place as the text of its error.
    fn compute(&mut self) -> napi::Result<Self::Output> {
        let state = &self.state;
        let mut on_progress = |done: usize| {
            state
                .done
                .store(u32::try_from(done).unwrap_or(u32::MAX), Ordering::Relaxed);
            if state.cancelled.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let batch = self
            .signer
            .batch()
            .threads(self.threads)
            .on_progress(&mut on_progress);
        let results = self
            .work
            .sign(batch)
            .map_err(|error| napi::Error::from_reason(to_text(&error)))?;
        let with_text = |result: Result<W::Signed, _>| result.map_err(|error| to_text(&error));
        Ok(results.into_iter().map(with_text).collect())
    }

    fn resolve(&mut self, _: napi::Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        let to_js = |result: Result<W::Signed, String>| match result {
            Ok(signed) => Either::A(signed.into()),
            Err(text) => Either::B(text),
        };
        Ok(output.into_iter().map(to_js).collect())
    }
}
