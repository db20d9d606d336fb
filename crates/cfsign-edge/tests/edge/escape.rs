//! Nothing leads out of the directory.

use std::fs;
use std::process::Command;

use crate::support::*;

const SECRET: &str = "SECRET outside";

#[test]
fn no_path_leads_out_of_the_directory() {
    let outside = folder();
    fs::write(outside.path().join("secret.txt"), SECRET).unwrap();
    let root = outside.path().join("root");
    fs::create_dir_all(root.join("sub/deep")).unwrap();
    fs::write(root.join("inside.txt"), "inside").unwrap();
    let absolute = outside.path().join("secret.txt");
    let absolute = absolute.to_str().unwrap();
    link("../secret.txt", &root.join("link.txt"));
    link("..", &root.join("linkdir"));
    link("../..", &root.join("sub/linkdir"));
    link(absolute, &root.join("absolute.txt"));
    link("link.txt", &root.join("chain.txt"));
    link("loop", &root.join("loop"));
    link("/", &root.join("slash"));
    link("/proc/self/root", &root.join("proc"));
    link("inside.txt", &root.join("good-link.txt"));
    link("../inside.txt", &root.join("sub/good-link.txt"));
    let pipe = Command::new("mkfifo").arg(root.join("pipe")).status();
    assert!(pipe.unwrap().success());
    let (edge, log) = start(builder(&root).unrestrict("*").unwrap());

    for target in [
        "/inside.txt",
        "/good-link.txt",
        "/sub/good-link.txt",
        "/%69nside.txt",
    ] {
        assert_eq!(get(&edge, target, &[]).text(), "inside", "{target}");
    }
    let encoded = absolute.replace('/', "%2f");
    let mut attempts: Vec<String> = ATTEMPTS.iter().map(|&target| target.to_owned()).collect();
    attempts.extend([
        format!("/{absolute}"),
        format!("/{encoded}"),
        format!("//{absolute}"),
        format!("/slash{absolute}"),
        format!("/proc{absolute}"),
        format!("/sub/..{absolute}"),
        format!("/file:%2f%2f{encoded}"),
        format!("/{}secret.txt", "../".repeat(40)),
        format!("/{}etc/passwd", "%2e%2e/".repeat(40)),
    ]);
    assert!(attempts.len() >= 60, "only {}", attempts.len());
    for target in &attempts {
        let reply = get(&edge, target, &[]);
        assert!(
            (400..500).contains(&reply.status),
            "{target}: {}",
            reply.status
        );
        assert!(!reply.text().contains("SECRET"), "{target}");
        assert!(!reply.text().contains("root:"), "{target}");
        let reply = request(edge.address(), "HEAD", target, &[]);
        assert!(
            (400..500).contains(&reply.status),
            "{target}: {}",
            reply.status
        );
    }
    assert!(log.lines().iter().all(|line| !line.contains("panicked")));
}

/// What no client library would send, byte for byte.
#[test]
fn bytes_that_are_no_request_get_no_file() {
    let outside = folder();
    let root = outside.path().join("private");
    let (edge, _log) = start(builder(&root).unrestrict("*").unwrap());
    let requests: [&[u8]; 9] = [
        b"GET ../hello.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET hello.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /..\0/hello.txt HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /../hello.txt\r\n\r\n",
        b"GET /a.txt HTTP/1.1\r\n\r\n",
        b"GET /a.txt HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        b"GET /\xff\xfe/../hello.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET http://a/../hello.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS to a plain port\r\n\r\n",
    ];
    for bytes in requests {
        let mut bytes = bytes.to_vec();
        if !bytes.windows(5).any(|window| window == b"close") {
            let end = bytes.len() - 2;
            bytes.splice(end..end, b"Connection: close\r\n".iter().copied());
        }
        let answer = String::from_utf8_lossy(&raw(edge.address(), &bytes)).into_owned();
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!answer.contains("hello, world"), "{shown:?}: {answer}");
        let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
        assert!(refused, "{shown:?}: {answer}");
    }
    let good = raw(
        edge.address(),
        b"GET http://a/a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(Reply::parse(&good).text(), "a secret\n");
}

fn link(target: &str, at: &std::path::Path) {
    std::os::unix::fs::symlink(target, at).unwrap();
}

const ATTEMPTS: [&str; 52] = [
    "/../secret.txt",
    "/sub/../../secret.txt",
    "/sub/deep/../../../secret.txt",
    "/./../secret.txt",
    "/.../secret.txt",
    "/..;/secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E/secret.txt",
    "/.%2e/secret.txt",
    "/%2e./secret.txt",
    "/..%2fsecret.txt",
    "/..%2Fsecret.txt",
    "/%2e%2e%2fsecret.txt",
    "/sub%2f..%2f..%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/%252e%252e%252fsecret.txt",
    "/..%252fsecret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "/..%5Csecret.txt",
    "/sub\\..\\..\\secret.txt",
    "/%5c..%5csecret.txt",
    "/%5c%5c127.0.0.1%5cshare%5csecret.txt",
    "/C:/secret.txt",
    "/C:%5csecret.txt",
    "/c:..%5csecret.txt",
    "//etc/passwd",
    "///etc/passwd",
    "/%2fetc/passwd",
    "/%2fetc%2fpasswd",
    "/%2f%2fetc%2fpasswd",
    "/inside.txt%00",
    "/inside.txt%00.png",
    "/..%00/secret.txt",
    "/%00",
    "/%c0%ae%c0%ae/secret.txt",
    "/..%c0%afsecret.txt",
    "/%e0%80%ae%e0%80%ae/secret.txt",
    "/%ff%fe/secret.txt",
    "/%u002e%u002e/secret.txt",
    "/link.txt",
    "/absolute.txt",
    "/chain.txt",
    "/loop",
    "/linkdir/secret.txt",
    "/linkdir/root/../secret.txt",
    "/sub/linkdir/secret.txt",
    "/slash/etc/passwd",
    "/proc/etc/passwd",
    "/inside.txt/../../secret.txt",
    "/pipe",
    "/sub",
];
