//! Starting and stopping, in a runtime of the caller's and without one.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cfsign_edge::EdgeError;

use crate::support::*;

#[test]
fn it_starts_on_a_free_port_and_frees_it_again() {
    let folder = folder();
    for _ in 0..20 {
        let (edge, _log) = start(builder(folder.path()));
        let address = edge.address();
        assert_ne!(address.port(), 0);
        assert_eq!(edge.url(), format!("http://{address}"));
        assert_eq!(get(&edge, "/hello.txt", &[]).status, 403);
        let again = builder(folder.path()).start_blocking(&address.to_string());
        assert!(matches!(again, Err(EdgeError::Listen { .. })));
        edge.stop();
        assert!(TcpStream::connect(address).is_err());
    }
}

#[test]
fn in_a_runtime_of_the_caller() {
    let folder = folder();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let edge = runtime
        .block_on(builder(folder.path()).start("127.0.0.1:0"))
        .unwrap();
    let address = edge.address();
    assert_eq!(request(address, "GET", "/hello.txt", &[]).status, 403);
    runtime.block_on(edge.stop());
    assert!(TcpStream::connect(address).is_err());
    // Dropping it is enough, too.
    let edge = runtime
        .block_on(builder(folder.path()).start("127.0.0.1:0"))
        .unwrap();
    let address = edge.address();
    drop(edge);
    let start = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn stopping_lets_responses_end_and_idle_connections_go() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let edge = cfsign_edge::Edge::builder(verifier())
        .origin(&origin)
        .unwrap();
    let (edge, _log) = start(edge.unrestrict("*").unwrap());
    let mut idle = TcpStream::connect(edge.address()).unwrap();
    let mut busy = TcpStream::connect(edge.address()).unwrap();
    busy.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let (mut at_origin, _) = listener.accept().unwrap();
    let mut some = [0; 10];
    at_origin.read_exact(&mut some).unwrap();
    at_origin
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nbefore")
        .unwrap();
    // The head has arrived at the client, and half of what the origin says is still to come.
    let mut first = [0; 15];
    busy.read_exact(&mut first).unwrap();
    let stopping = std::thread::spawn(move || edge.stop());
    let mut rest = String::new();
    busy.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("before"), "{rest}");
    idle.read_to_string(&mut rest).unwrap();
    stopping.join().unwrap();
}

#[test]
fn the_clock_is_the_callers() {
    let folder = folder();
    let now = Arc::new(AtomicU64::new(NOW));
    let clock = Arc::clone(&now);
    let (edge, log) = start(builder(folder.path()).clock(move || clock.load(Ordering::SeqCst)));
    let url = signer()
        .sign_url(&format!("{}/hello.txt", edge.url()), EXPIRES)
        .unwrap();
    let end = u64::try_from(EXPIRES).unwrap();
    for (second, status, reason) in [
        (NOW, 200, "allowed"),
        (end - 1, 200, "allowed"),
        (end, 403, "expired"),
        (end + 1, 403, "expired"),
        (0, 500, "invalid-time"),
    ] {
        now.store(second, Ordering::SeqCst);
        assert_eq!(get_url(&edge, &url).status, status, "{second}");
        assert_eq!(log.last().0, reason);
    }
}
