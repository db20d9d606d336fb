//! `cfsign edge`: a server that is started, asked and stopped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use cfsign::{Policy, Resource};
use serde_json::Value;

use crate::support::{ID, cfsign, folder, key, signer, write};

const FAR: u64 = 2_082_758_400;

/// A running edge.
struct Edge {
    child: Child,
    log: BufReader<ChildStdout>,
    host: String,
}

impl Edge {
    fn start(arguments: &[&str]) -> Self {
        let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
        let all = ["edge", "--listen", "127.0.0.1:0", "--public-key", &trusted];
        let mut command = cfsign(all.iter().chain(arguments)).into_command();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let (_, host) = line.split_once("http://").unwrap();
        let host = host.trim_end().trim_end_matches(['"', '}']).to_owned();
        Self { child, log, host }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    fn signed(&self, path: &str) -> String {
        signer().sign_url(&self.url(path), FAR).unwrap()
    }

    /// Status and body of the answer to a URL, and the line of the log about it.
    fn get(&mut self, url: &str, headers: &str) -> (u16, String, String) {
        let target = url.strip_prefix(&format!("http://{}", self.host)).unwrap();
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let host = &self.host;
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let body = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        (status, body, line)
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn site() -> tempfile::TempDir {
    let folder = folder();
    std::fs::create_dir(folder.path().join("private")).unwrap();
    write(folder.path(), "index.html", "open");
    write(folder.path(), "private/a.txt", "a secret");
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_folder() {
    let site = site();
    let mut edge = Edge::start(&["--origin", text(site.path())]);
    let good = edge.signed("/private/a.txt");
    let (status, body, line) = edge.get(&good, "");
    assert_eq!((status, &*body), (200, "a secret"));
    let wanted = " 200 GET /private/a.txt  signed URL, key K2JCJMDEHXQW5F";
    assert!(line.contains(wanted), "{line}");

    let (status, body, line) = edge.get(&good.replace("a.txt", "b.txt"), "");
    assert_eq!(status, 403);
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code><Message>Access denied</Message></Error>";
    assert_eq!(body, xml);
    assert!(
        line.contains(" 403 GET /private/b.txt  signature-mismatch: "),
        "{line}"
    );
    assert!(
        !line.contains('?') && !line.contains("Signature="),
        "{line}"
    );

    let bare = edge.url("/index.html");
    assert_eq!(edge.get(&bare, "").0, 403);
}

#[test]
fn patterns_cookies_and_json() {
    let site = site();
    let mut edge = Edge::start(&[
        "--origin",
        text(site.path()),
        "--restrict",
        "/private/*",
        "--json",
    ]);
    let open = edge.url("/index.html");
    let (status, _, line) = edge.get(&open, "");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((status, &line["verdict"]), (200, &"unrestricted".into()));

    let private = edge.url("/private/a.txt");
    let (status, _, line) = edge.get(&private, "");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(status, 403);
    assert_eq!(
        (&line["verdict"], &line["reason"]),
        (&"denied".into(), &"not-signed".into())
    );
    assert_eq!(line.as_object().unwrap().len(), 11, "the shape is stable");

    let resource = Resource::pattern(&edge.url("/private/*")).unwrap();
    let cookies = signer()
        .sign_cookies(&Policy::new(resource, FAR).unwrap())
        .unwrap();
    let header = format!("Cookie: {}\r\n", cookies.cookie_header());
    let (status, _, line) = edge.get(&private, &header);
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((status, &line["key_pair_id"]), (200, &ID.into()));
}

/// Its options reach the library, which tests what they do.
#[test]
fn as_the_distribution() {
    let site = site();
    let mut edge = Edge::start(&[
        "--origin",
        text(site.path()),
        "--viewer-scheme=https",
        "--viewer-host=cdn.example.com",
        "--viewer-ip=192.0.2.7",
        "--unrestrict=/index.html",
        "--restrict=*",
        "--default-root-object=index.html",
        "--cors=*",
        "--cache=10",
        "--at=2026-01-01",
        "--trust-forwarded",
    ]);
    let signed = signer()
        .sign_url("https://cdn.example.com/private/a.txt", 1_767_290_400)
        .unwrap();
    let here = signed.replace("https://cdn.example.com", &edge.url(""));
    assert_eq!(edge.get(&here, "").0, 200);
    let open = edge.url("/index.html");
    assert_eq!(edge.get(&open, "").0, 200);

    let host = "--viewer-host=cdn.example.com";
    let mut auth = Edge::start(&["--auth-request=/verify", host, "--at=2026-01-01"]);
    let verify = auth.url("/verify");
    let target = signed.strip_prefix("https://cdn.example.com").unwrap();
    let headers = format!("X-Original-URI: {target}\r\nX-Forwarded-Proto: https\r\n");
    assert_eq!(auth.get(&verify, &headers).0, 204);
    assert_eq!(auth.get(&verify, &headers.replace("a.txt", "b.txt")).0, 403);
}

#[test]
fn signals_stop_it() {
    let site = site();
    for name in ["-TERM", "-INT"] {
        let mut edge = Edge::start(&["--origin", text(site.path())]);
        let signed = edge.signed("/private/a.txt");
        assert_eq!(edge.get(&signed, "").0, 200);
        edge.signal(name);
        assert_eq!(edge.child.wait().unwrap().code(), Some(0), "{name}");
    }
}

#[test]
fn what_cannot_be_used() {
    let site = site();
    let here = text(site.path());
    let trusted = format!("{ID}={}", key("rsa-2048.public.pem"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, code, exit) in [
        (&["--listen", "127.0.0.1:0"][..], "usage", 2),
        (&["--origin", "/no/such/folder"], "io", 1),
        (&["--origin", "ftp://host"], "edge-option", 2),
        (&["--origin", here, "--listen", &taken], "io", 1),
        (&["--origin", here, "--restrict", ""], "edge-option", 2),
        (
            &["--origin", here, "--cors", "example.com"],
            "edge-option",
            2,
        ),
        (
            &["--origin", here, "--viewer-scheme", "ftp"],
            "edge-option",
            2,
        ),
        (&["--origin", here, "--at", "soon"], "invalid-time", 2),
    ] {
        let all = ["edge", "--public-key", &trusted];
        let refused = cfsign(all.iter().chain(arguments)).error();
        assert_eq!(refused, (code.to_owned(), exit), "{arguments:?}");
    }
    let keyless = cfsign(["edge", "--origin", here]).error();
    assert_eq!(keyless, ("usage".to_owned(), 2));
}
