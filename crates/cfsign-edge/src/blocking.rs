//! The edge for programs and tests that are not asynchronous.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::error::EdgeError;
use crate::server::RunningEdge;
use crate::service::Edge;

/// An edge that runs in threads of its own. It stops when it is dropped.
pub struct BlockingEdge {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl BlockingEdge {
    pub(crate) fn start(edge: Edge, address: &str) -> Result<Self, EdgeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("cfsign-edge")
            .build()
            .map_err(EdgeError::Runtime)?;
        let (started, starts) = mpsc::sync_channel(1);
        let (stop, stopped) = oneshot::channel();
        let wanted = address.to_owned();
        let run = move || {
            runtime.block_on(async {
                let running = match RunningEdge::start(edge, &wanted).await {
                    Ok(running) => running,
                    Err(error) => return drop(started.send(Err(error))),
                };
                // Whoever started it waits for the address, and drops the other end to stop.
                let _ = started.send(Ok(running.address()));
                let _ = stopped.await;
                running.stop().await;
            });
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new()
            .name("cfsign-edge".to_owned())
            .spawn(run)
            .map_err(EdgeError::Runtime)?;
        let address = starts.recv().unwrap_or_else(|_| {
            let stopped = std::io::Error::other("its thread ended");
            Err(EdgeError::Runtime(stopped))
        })?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The address that is listened on, with the port that was free.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as the beginning of a URL, without a slash at the end: `http://127.0.0.1:8403`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops as [`RunningEdge::stop`] does, and waits for it. Dropping it is the same.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for BlockingEdge {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there was reported by its own thread.
            let _ = thread.join();
        }
    }
}
