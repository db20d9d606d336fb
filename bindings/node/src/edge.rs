//! The local edge, in threads of this process: what `cfsign/testing` runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use cfsign::ToEpochSeconds as _;
use cfsign_edge::{BlockingEdge, Cors, EdgeError};
use napi_derive::napi;

use crate::error::{Result, to_js};
use crate::verifier::{TrustedKey, group};

/// A local edge that listens, until it is stopped.
#[napi]
pub struct Edge {
    running: Option<BlockingEdge>,
    now: Arc<AtomicI64>,
}

#[napi]
impl Edge {
    #[napi(factory)]
    pub fn start(
        keys: Vec<TrustedKey>,
        address: String,
        directory: Option<String>,
        origin: Option<String>,
        viewer_scheme: Option<String>,
        cors: Vec<String>,
        now: i64,
    ) -> Result<Self> {
        let verifier = cfsign::Verifier::new(group(&keys)?);
        let now = Arc::new(AtomicI64::new(checked(now)?));
        let clock = Arc::clone(&now);
        let start = || -> std::result::Result<_, EdgeError> {
            let mut builder =
                cfsign_edge::Edge::builder(verifier).clock(move || {
                    match u64::try_from(clock.load(Ordering::Relaxed)) {
                        Ok(set) if set > 0 => set,
                        _ => SystemTime::now()
                            .duration_since(UNIX_EPOCH)
                            .unwrap_or_default()
                            .as_secs(),
                    }
                });
            if let Some(directory) = directory {
                builder = builder.directory(directory)?;
            }
            if let Some(origin) = origin {
                builder = builder.origin(&origin)?;
            }
            if let Some(scheme) = viewer_scheme {
                builder = builder.viewer_scheme(&scheme)?;
            }
            if !cors.is_empty() {
                let allow = |all: Cors, origin: &String| all.allow_origin(origin);
                builder = builder.cors(cors.iter().try_fold(Cors::new(), allow)?);
            }
            builder.start_blocking(&address)
        };
        match start() {
            Ok(running) => Ok(Self {
                running: Some(running),
                now,
            }),
            Err(error) => Err(napi::Error::new("ERR_CFSIGN_EDGE".to_owned(), error)),
        }
    }

    #[napi(getter)]
    pub fn address(&self) -> Option<String> {
        self.running.as_ref().map(|edge| edge.address().to_string())
    }

    #[napi(getter)]
    pub fn url(&self) -> Option<String> {
        self.running.as_ref().map(BlockingEdge::url)
    }

    /// The epoch second that it is for the edge; 0 is the clock's.
    #[napi]
    pub fn set_now(&self, now: i64) -> Result<()> {
        self.now.store(checked(now)?, Ordering::Relaxed);
        Ok(())
    }

    /// Stops and waits for it; again is no error.
    #[napi]
    pub fn stop(&mut self) {
        drop(self.running.take());
    }
}

/// A time that the core takes, or 0.
fn checked(now: i64) -> Result<i64> {
    if now != 0 {
        now.to_epoch_seconds().map_err(to_js)?;
    }
    Ok(now)
}
