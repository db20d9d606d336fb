//! Takes connections, and stops taking them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio_io_timeout::TimeoutStream;

use crate::error::EdgeError;
use crate::limits::Limits;
use crate::service::Edge;

/// How long to wait when the system gives out no more connections.
const PAUSE: Duration = Duration::from_millis(50);

/// An edge that takes requests. It stops when it is dropped; [`stop`](Self::stop) lets the responses
/// that are under way end.
pub struct RunningEdge {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl RunningEdge {
    pub(crate) async fn start(edge: Edge, address: &str) -> Result<Self, EdgeError> {
        let refused = |source| EdgeError::Listen {
            address: address.to_owned(),
            source,
        };
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(Arc::new(edge), listener, stopped));
        Ok(Self {
            address,
            stop: Some(stop),
            task,
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

    /// Takes no more connections, and waits for the responses that are under way, though not longer
    /// than [`Limits::stop_timeout`].
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // If the task has ended already, there is nothing to stop.
            let _ = stop.send(());
        }
        let _ = (&mut self.task).await;
    }
}

impl Drop for RunningEdge {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(edge: Arc<Edge>, listener: TcpListener, mut stopped: oneshot::Receiver<()>) {
    let limits = edge.config.limits;
    let permits = Arc::new(Semaphore::new(limits.connections.max(1)));
    let graceful = GracefulShutdown::new();
    // Dropped with this task, and every connection with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            taken = take(&listener, &permits) => {
                let Some((stream, client, permit)) = taken else { break };
                let serving = connection(Arc::clone(&edge), stream, client, permit, graceful.watcher());
                connections.spawn(serving);
            }
            Some(_) = connections.join_next() => {}
            _ = &mut stopped => break,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.stop_timeout, graceful.shutdown()).await;
}

/// The next connection, when there is room for one.
async fn take(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return Some((stream, client, permit)),
            // The client is gone already, or there are too many files open.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn connection(
    edge: Arc<Edge>,
    stream: TcpStream,
    client: SocketAddr,
    permit: OwnedSemaphorePermit,
    watcher: Watcher,
) {
    let limits = edge.config.limits;
    // Without it, small responses would wait for acknowledgements. It failing changes nothing else.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.write_timeout));
    let service = service_fn(move |request| {
        let edge = Arc::clone(&edge);
        async move { Ok::<_, std::convert::Infallible>(edge.answer(request, client).await) }
    });
    let serving = protocol(&limits).serve_connection(TokioIo::new(Box::pin(stream)), service);
    // Errors are those of the client: gone in between, too slow, not HTTP.
    let _ = watcher.watch(serving).await;
    drop(permit);
}

fn protocol(limits: &Limits) -> http1::Builder {
    /// The least that hyper takes.
    const LEAST_BUFFER: usize = 8192;
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .title_case_headers(true)
        .max_headers(limits.headers)
        .max_header_size(limits.request_head)
        .max_buf_size(limits.request_head.max(LEAST_BUFFER))
        .header_read_timeout(limits.read_timeout);
    protocol
}
