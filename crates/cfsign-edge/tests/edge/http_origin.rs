//! An HTTP server as the origin: what it gets to see, and what comes back.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use cfsign_edge::{AllowedMethods, BlockingEdge, Edge, EdgeBuilder, Limits};

use crate::support::*;

/// A server that answers every request with `answer`, one connection each, and tells what it got.
fn origin(answer: &'static [u8]) -> (SocketAddr, Receiver<Reply>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = read_request(&mut stream);
            stream.write_all(answer).unwrap();
            if sender.send(request).is_err() {
                break;
            }
        }
    });
    (address, requests)
}

/// A request read as a reply is: its request line stands for the status line.
fn read_request(stream: &mut TcpStream) -> Reply {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let line = head.lines().next().unwrap().to_owned();
    let mut request = Reply::parse(head.replacen(&line, "HTTP/1.1 200 -", 1).as_bytes());
    request.head = line;
    let len = request
        .header("content-length")
        .map_or(0, |len| len.parse().unwrap());
    request.body = vec![0; len];
    reader.read_exact(&mut request.body).unwrap();
    request
}

fn start_before(
    address: SocketAddr,
    path: &str,
    options: impl Fn(EdgeBuilder) -> EdgeBuilder,
) -> (BlockingEdge, Log) {
    let edge = Edge::builder(verifier())
        .origin(&format!("http://{address}{path}"))
        .unwrap();
    start(options(edge.clock(|| NOW)))
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: mine\r\nX-Own: 1\r\n\
    Keep-Alive: timeout=9\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n\r\nok";

#[test]
fn the_origin_sees_no_signing_parameters_and_no_signed_cookies() {
    let (address, requests) = origin(OK);
    let (edge, log) = start_before(address, "/base/", |edge| edge);
    let url = format!("{}/a%20b/./c?x=1&&y=%20&z", edge.url()).replace("/./", "/");
    let signed = signer().sign_url(&url, EXPIRES).unwrap();
    let lines = [
        "Range: bytes=0-1",
        "User-Agent: test",
        "X-Forwarded-For: 192.0.2.1",
        "Keep-Alive: 1",
        "TE: trailers",
        "Upgrade: websocket",
        "Connection: X-Mine",
        "X-Mine: 1",
        "Cookie: a=1; CloudFront-Policy=p; b=2; CloudFront-Signature=s",
        "Cookie: CloudFront-Key-Pair-Id=k",
    ];
    let reply = get(&edge, target(&edge, &signed), &lines);
    assert_eq!((reply.status, reply.text().as_str()), (200, "ok"));
    assert_eq!(reply.header("server"), Some("mine"));
    assert_eq!(reply.header("x-own"), Some("1"));
    assert_eq!(reply.header("x-cache"), Some("Miss from cloudfront"));
    assert_eq!(reply.header("keep-alive"), None);
    assert_eq!(reply.header("x-hop"), None);
    assert_eq!(log.last().0, "allowed");

    let seen = requests.recv().unwrap();
    assert_eq!(seen.head, "GET /base/a%20b/c?x=1&&y=%20&z HTTP/1.1");
    let host = address.to_string();
    for (name, value) in [
        ("host", Some(host.as_str())),
        ("range", Some("bytes=0-1")),
        ("user-agent", Some("test")),
        ("x-forwarded-for", Some("192.0.2.1, 127.0.0.1")),
        ("via", Some("1.1 local.cloudfront.net (CloudFront)")),
        ("cookie", Some("a=1; b=2")),
        ("keep-alive", None),
        ("te", None),
        ("upgrade", None),
        ("x-mine", None),
        ("content-length", None),
        ("transfer-encoding", None),
    ] {
        assert_eq!(seen.header(name), value, "{name}");
    }
    assert!(seen.header("x-amz-cf-id").is_some());

    // Refused requests never reach it.
    assert_eq!(get(&edge, "/a?Signature=s", &[]).status, 403);
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
    // Nor does a path that the origin may take for another one than the wildcard means.
    let below = wildcard(&format!("{}/a/", edge.url()));
    let signed = signer()
        .sign_url_with(&format!("{}/a/b", edge.url()), &below)
        .unwrap();
    let climbing = signed.replace("/a/b?", "/a/..%2fb?");
    assert_eq!(get_url(&edge, &climbing).status, 403);
    assert_eq!(log.last().0, "unsafe-path");
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
    // The viewer's own host, where it is wanted.
    let (edge, _log) = start_before(address, "", |edge| edge.forward_host(true));
    let signed = signer()
        .sign_url("http://cdn.example.com/a", EXPIRES)
        .unwrap();
    let signed = signed.strip_prefix("http://cdn.example.com").unwrap();
    assert_eq!(get(&edge, signed, &["Host: cdn.example.com"]).status, 200);
    let seen = requests.recv().unwrap();
    assert_eq!(
        (seen.head.as_str(), seen.header("host")),
        ("GET /a HTTP/1.1", Some("cdn.example.com"))
    );
}

#[test]
fn errors_of_the_origin_are_passed_on_and_named() {
    let (address, _requests) =
        origin(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnone");
    let open = |edge: EdgeBuilder| edge.unrestrict("*").unwrap();
    let (edge, _log) = start_before(address, "", open);
    let reply = get(&edge, "/a", &[]);
    assert_eq!((reply.status, reply.text().as_str()), (404, "none"));
    assert_eq!(reply.header("x-cache"), Some("Error from cloudfront"));

    let (address, _requests) = origin(b"this is not HTTP\r\n\r\n");
    let (edge, log) = start_before(address, "", open);
    assert_eq!(get(&edge, "/a", &[]).status, 502);
    assert!(
        log.last().1.contains("the origin does not answer"),
        "{}",
        log.last().1
    );

    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (edge, log) = start_before(closed, "", open);
    let reply = get(&edge, "/a", &[]);
    assert_eq!(reply.status, 502);
    assert!(reply.text().contains("<H1>502 ERROR</H1>"));
    assert!(log.last().1.contains("refused"), "{}", log.last().1);

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (edge, _log) = start_before(silent.local_addr().unwrap(), "", |edge| {
        let soon = Limits {
            origin_response_timeout: Duration::from_millis(300),
            ..Limits::default()
        };
        open(edge).limits(soon)
    });
    assert_eq!(get(&edge, "/a", &[]).status, 504);
}

/// The first half reaches the viewer before the origin has sent the second.
#[test]
fn responses_are_streamed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (go_on, wait) = channel();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream);
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nfirst,")
            .unwrap();
        wait.recv_timeout(Duration::from_secs(20)).unwrap();
        stream.write_all(b"second").unwrap();
    });
    let (edge, _log) = start_before(address, "", |edge| edge.unrestrict("*").unwrap());
    let mut stream = TcpStream::connect(edge.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"first,") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    go_on.send(()).unwrap();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Reply::parse(&answer).text(), "first,second");
    server.join().unwrap();
}

#[test]
fn uploads_are_passed_on_where_all_methods_are_allowed() {
    let (address, requests) = origin(OK);
    let (edge, _log) = start_before(address, "", |edge| {
        edge.allowed_methods(AllowedMethods::All)
    });
    let url = signer()
        .sign_url(&format!("{}/up", edge.url()), EXPIRES)
        .unwrap();
    let reply = curl(&["--request", "PUT", "--data-binary", "content", &url]);
    assert_eq!(reply.status, 200);
    let seen = requests.recv().unwrap();
    assert_eq!(
        (seen.head.as_str(), seen.text().as_str()),
        ("PUT /up HTTP/1.1", "content")
    );
    let unsigned = format!("{}/up", edge.url());
    assert_eq!(
        curl(&["--request", "PUT", "--data-binary", "content", &unsigned]).status,
        403
    );
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}
