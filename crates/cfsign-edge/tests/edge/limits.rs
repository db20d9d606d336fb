//! Slow, big and many: what one client can take from the others.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use cfsign_edge::Limits;

use crate::support::*;

fn short() -> Limits {
    Limits {
        read_timeout: Duration::from_millis(500),
        write_timeout: Duration::from_millis(500),
        ..Limits::default()
    }
}

#[test]
fn a_client_that_sends_slowly_is_cut_off() {
    let folder = folder();
    let (edge, _log) = start(
        builder(folder.path())
            .unrestrict("*")
            .unwrap()
            .limits(short()),
    );
    for begun in [&b""[..], b"GET /hello.txt HTTP/1.1\r\nHost: a\r\nX-A: "] {
        let mut stream = TcpStream::connect(edge.address()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_millis(100)))
            .unwrap();
        stream.write_all(begun).unwrap();
        let start = Instant::now();
        let closed = loop {
            // One byte now and then keeps no connection open.
            let sent = begun.is_empty() || stream.write_all(b"a").is_ok();
            let mut answer = [0; 200];
            match stream.read(&mut answer) {
                Ok(0) => break true,
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break true,
                Err(_) if !sent => break true,
                Ok(_) | Err(_) => {}
            }
            if start.elapsed() > Duration::from_secs(10) {
                break false;
            }
        };
        assert!(closed, "still open after {:?}", start.elapsed());
    }
    assert_eq!(get(&edge, "/hello.txt", &[]).status, 200);
}

#[test]
fn a_client_that_takes_nothing_is_cut_off() {
    let folder = folder();
    std::fs::write(folder.path().join("huge.bin"), vec![1; 64 << 20]).unwrap();
    let limits = Limits {
        connections: 1,
        ..short()
    };
    let (edge, _log) = start(
        builder(folder.path())
            .unrestrict("*")
            .unwrap()
            .limits(limits),
    );
    let mut stuck = TcpStream::connect(edge.address()).unwrap();
    stuck
        .write_all(b"GET /huge.bin HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    // There is room for one connection, so this waits until the other is cut off.
    assert_eq!(get(&edge, "/hello.txt", &[]).text(), "hello, world\n");
}

#[test]
fn requests_that_are_too_big_are_refused() {
    let folder = folder();
    let (edge, _log) = start(builder(folder.path()).unrestrict("*").unwrap());
    let long = |len: usize| format!("/hello.txt?{}", "a".repeat(len - "/hello.txt?".len()));
    assert_eq!(get(&edge, &long(8192), &[]).status, 200);
    assert_eq!(get(&edge, &long(8193), &[]).status, 414);
    let line = format!("X-A: {}", "a".repeat(31_000));
    assert_eq!(get(&edge, "/hello.txt", &[&line]).status, 200);
    let line = format!("X-A: {}", "a".repeat(33_000));
    assert_eq!(get(&edge, "/hello.txt", &[&line]).status, 431);
    let lines: Vec<String> = (0..120).map(|number| format!("X-{number}: a")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(get(&edge, "/hello.txt", &lines).status, 431);
    assert_eq!(get(&edge, "/hello.txt", &lines[..90]).status, 200);
}

#[test]
fn two_hundred_connections_at_once() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()));
    let url = signer()
        .sign_url(&format!("{}/big.bin", edge.url()), EXPIRES)
        .unwrap();
    let text = format!(
        "GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        target(&edge, &url),
        edge.address()
    );
    let mut streams: Vec<TcpStream> = (0..200)
        .map(|_| TcpStream::connect(edge.address()).unwrap())
        .collect();
    for stream in &mut streams {
        stream.write_all(text.as_bytes()).unwrap();
    }
    let big = big();
    for stream in &mut streams {
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let reply = Reply::parse(&answer);
        assert!(reply.status == 200 && reply.body == big);
    }
    assert_eq!(log.lines().len(), 200);
}

#[test]
fn one_connection_serves_many_requests() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()).unrestrict("*").unwrap());
    let one = "GET /hello.txt HTTP/1.1\r\nHost: a\r\n\r\n";
    let last = "GET /hello.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    // Sent at once, without waiting for the answers.
    let answer = raw(
        edge.address(),
        format!("{}{last}", one.repeat(49)).as_bytes(),
    );
    let answer = String::from_utf8(answer).unwrap();
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 50);
    assert_eq!(answer.matches("hello, world\n").count(), 50);
    assert_eq!(log.lines().len(), 50);
}
