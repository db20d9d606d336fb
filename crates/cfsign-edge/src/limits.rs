//! How much of a client's time and size the edge takes.

use std::time::Duration;

/// The limits of an edge. The sizes are CloudFront's quotas.
///
/// ```
/// use cfsign_edge::Limits;
///
/// let limits = Limits { connections: 64, ..Limits::default() };
/// ```
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs)] // Made with `..Limits::default()`.
pub struct Limits {
    /// The bytes of a request line with all headers; 32768. More is answered with 431.
    pub request_head: usize,
    /// The bytes of path and query string; 8192. More is answered with 414.
    pub url: usize,
    /// How many header lines a request may have; 100.
    pub headers: usize,
    /// Connections at one time; 1024. More wait until one ends.
    pub connections: usize,
    /// How long a client may take to send a request line with all headers, and how long a connection
    /// may wait for its next request; 30 seconds.
    pub read_timeout: Duration,
    /// How long a client may take nothing of a response; 30 seconds.
    pub write_timeout: Duration,
    /// How long an HTTP origin may take to accept a connection; 10 seconds. More is answered with 502.
    pub origin_connect_timeout: Duration,
    /// How long an HTTP origin may take to begin its response; 30 seconds. More is answered with 504.
    pub origin_response_timeout: Duration,
    /// How long responses that are under way may take to end when the edge is stopped; 5 seconds.
    pub stop_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_head: 32 * 1024,
            url: 8192,
            headers: 100,
            connections: 1024,
            read_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            origin_connect_timeout: Duration::from_secs(10),
            origin_response_timeout: Duration::from_secs(30),
            stop_timeout: Duration::from_secs(5),
        }
    }
}
