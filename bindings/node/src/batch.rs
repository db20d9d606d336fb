//! Many URLs at once, off the event loop.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::available_parallelism;

use napi::Task;
use napi_derive::napi;

use crate::error::to_text;

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

    /// How many URLs are signed.
    #[napi(getter)]
    pub fn done(&self) -> u32 {
        self.0.done.load(Ordering::Relaxed)
    }
}

pub enum Terms {
    Until(i64),
    Under(cfsign::Policy),
}

/// A batch in a thread of libuv, which takes threads of its own beside it.
pub struct Batch {
    signer: cfsign::Signer,
    urls: Vec<String>,
    terms: Terms,
    threads: NonZeroUsize,
    state: Arc<State>,
}

impl Batch {
    pub(crate) fn new(
        signer: cfsign::Signer,
        urls: Vec<String>,
        terms: Terms,
        threads: u32,
        cancel: &Cancel,
    ) -> Self {
        let wanted = NonZeroUsize::new(threads as usize);
        let all = || available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self {
            signer,
            urls,
            terms,
            threads: wanted.unwrap_or_else(all),
            state: cancel.0.clone(),
        }
    }

    fn sign(&self) -> Result<Vec<Result<String, cfsign::Error>>, cfsign::Error> {
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
        match &self.terms {
            Terms::Until(expires) => batch.sign_urls(&self.urls, *expires),
            Terms::Under(policy) => batch.sign_urls_with(&self.urls, policy),
        }
    }
}

impl Task for Batch {
    type Output = Vec<String>;
    type JsValue = Vec<String>;

    /// A URL that is refused stands in its place as the text of its error.
    fn compute(&mut self) -> napi::Result<Self::Output> {
        let or_error =
            |result: Result<String, cfsign::Error>| result.unwrap_or_else(|error| to_text(&error));
        let results = self
            .sign()
            .map_err(|error| napi::Error::from_reason(to_text(&error)))?;
        Ok(results.into_iter().map(or_error).collect())
    }

    fn resolve(&mut self, _: napi::Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(output)
    }
}
