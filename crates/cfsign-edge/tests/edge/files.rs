//! Files: types, ranges, conditions, folders, sizes.

use std::fs;

use crate::support::*;

#[test]
fn types_and_names() {
    let folder = folder();
    let (edge, _log) = start(builder(folder.path()).unrestrict("*").unwrap());
    for (target, content_type) in [
        ("/hello.txt", "text/plain"),
        ("/index.html", "text/html"),
        ("/pixel.png", "image/png"),
        ("/hls/list.m3u8", "application/vnd.apple.mpegurl"),
        ("/hls/1.ts", "video/mp2t"),
        ("/big.bin", "application/octet-stream"),
        ("/with%20space.txt", "text/plain"),
        ("/%C3%BCber.txt", "text/plain"),
        ("/h%65llo.txt?anything=else", "text/plain"),
    ] {
        let reply = get(&edge, target, &[]);
        assert_eq!(reply.status, 200, "{target}");
        let found = reply.header("content-type").unwrap();
        assert_eq!(found, content_type, "{target}");
        assert_eq!(reply.header("accept-ranges"), Some("bytes"));
    }
    for target in [
        "/none.txt",
        "/hello.txt/",
        "/private",
        "/private/",
        "/",
        "/with+space.txt",
    ] {
        let reply = get(&edge, target, &[]);
        assert_eq!(reply.status, 404, "{target}");
        assert!(reply.text().contains("<Code>NoSuchKey</Code>"), "{target}");
        assert_eq!(reply.header("x-cache"), Some("Error from cloudfront"));
    }
}

#[test]
fn the_default_root_object_and_the_index_document() {
    let folder = folder();
    let root_only = builder(folder.path()).unrestrict("*").unwrap();
    let (edge, _log) = start(root_only.default_root_object("index.html"));
    assert_eq!(get(&edge, "/", &[]).text(), "<title>index</title>");
    assert_eq!(get(&edge, "/private/", &[]).status, 404);
    let everywhere = builder(folder.path()).unrestrict("*").unwrap();
    let (edge, _log) = start(everywhere.index_document("index.html"));
    assert_eq!(get(&edge, "/", &[]).text(), "<title>index</title>");
    assert_eq!(
        get(&edge, "/private/", &[]).text(),
        "<title>private</title>"
    );
    assert_eq!(get(&edge, "/private", &[]).status, 404);
    assert_eq!(get(&edge, "//", &[]).status, 404);
}

#[test]
fn head_says_what_get_would_send() {
    let folder = folder();
    let (edge, _log) = start(builder(folder.path()).unrestrict("*").unwrap());
    for target in ["/big.bin", "/empty.bin", "/hello.txt"] {
        let head = request(edge.address(), "HEAD", target, &[]);
        let get = get(&edge, target, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{target}");
        assert_eq!(
            head.header("content-length"),
            Some(&*get.body.len().to_string())
        );
        assert_eq!(head.header("etag"), get.header("etag"));
        assert_eq!(head.header("last-modified"), get.header("last-modified"));
    }
}

#[test]
fn ranges() {
    let folder = folder();
    let (edge, _log) = start(builder(folder.path()));
    let url = signer()
        .sign_url(&format!("{}/big.bin", edge.url()), EXPIRES)
        .unwrap();
    let big = big();
    let len = big.len();
    let cases = [
        ("bytes=0-0", 206, 0..1),
        ("bytes=10-19", 206, 10..20),
        ("bytes=65530-65545", 206, 65530..65546),
        ("bytes=100000-1900000", 206, 100_000..1_900_001),
        ("bytes=3200000-", 206, 3_200_000..len),
        ("bytes=-7", 206, len - 7..len),
        ("bytes=-99999999", 206, 0..len),
        ("bytes=0-99999999", 206, 0..len),
        ("bytes=0-1,5-6", 200, 0..len),
        ("bytes=nonsense", 200, 0..len),
        ("seconds=1-2", 200, 0..len),
    ];
    for (range, status, part) in cases {
        let line = format!("Range: {range}");
        for reply in [
            get(&edge, target(&edge, &url), &[&line]),
            curl(&["-H", &line, &url]),
        ] {
            assert_eq!(reply.status, status, "{range}");
            assert!(
                reply.body == big[part.clone()],
                "{range}: {} bytes",
                reply.body.len()
            );
            assert_eq!(
                reply.header("content-length"),
                Some(&*part.len().to_string())
            );
            let wanted = format!("bytes {}-{}/{len}", part.start, part.end - 1);
            let found = reply.header("content-range");
            assert_eq!(found, (status == 206).then_some(wanted.as_str()), "{range}");
        }
    }
    for range in ["bytes=3200004-", "bytes=99999999-", "bytes=-0"] {
        let reply = get(&edge, target(&edge, &url), &[&format!("Range: {range}")]);
        assert_eq!(reply.status, 416, "{range}");
        assert_eq!(reply.header("content-range"), Some("bytes */3200004"));
    }
    // The signature is checked for every range.
    let reply = get(&edge, "/big.bin", &["Range: bytes=0-1"]);
    assert_eq!(reply.status, 403);
}

#[test]
fn conditional_requests() {
    let folder = folder();
    let (edge, _log) = start(builder(folder.path()).unrestrict("*").unwrap());
    let first = get(&edge, "/hello.txt", &[]);
    let etag = format!("If-None-Match: {}", first.header("etag").unwrap());
    let date = format!(
        "If-Modified-Since: {}",
        first.header("last-modified").unwrap()
    );
    for line in [&etag, &date] {
        let reply = get(&edge, "/hello.txt", &[line]);
        assert_eq!((reply.status, reply.body.len()), (304, 0), "{line}");
        assert_eq!(reply.header("etag"), first.header("etag"));
    }
    fs::write(folder.path().join("hello.txt"), "changed, longer\n").unwrap();
    let reply = get(&edge, "/hello.txt", &[&etag]);
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (200, "changed, longer\n")
    );
    let wrong = get(&edge, "/hello.txt", &["If-Match: \"other\""]);
    assert_eq!(wrong.status, 412);
}

/// A file that becomes shorter while it is sent ends the connection, and is not filled up.
#[test]
fn a_file_that_shrinks_is_broken_off() {
    use std::io::{Read as _, Write as _};
    let folder = folder();
    let path = folder.path().join("shrinks.bin");
    fs::write(&path, vec![7_u8; 64 << 20]).unwrap();
    let (edge, _log) = start(builder(folder.path()).unrestrict("*").unwrap());
    let mut stream = std::net::TcpStream::connect(edge.address()).unwrap();
    stream
        .write_all(b"GET /shrinks.bin HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    let mut some = [0; 1000];
    stream.read_exact(&mut some).unwrap();
    fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(1000)
        .unwrap();
    let mut rest = Vec::new();
    // The end may be a reset; what counts is that it comes, and early.
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < 60 << 20, "{} bytes", rest.len());
}
