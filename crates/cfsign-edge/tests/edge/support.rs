//! Keys, a folder, an edge that remembers what it logged, and clients that send exactly what they are
//! told.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cfsign::{Policy, Resource, Signer, TrustedKeyGroup, Verifier};
use cfsign_edge::{BlockingEdge, Edge, EdgeBuilder};
use cfsign_tests::key;
use tempfile::TempDir;

pub const ID: &str = "K2JCJMDEHXQW5F";
pub const NOW: u64 = 1_767_290_000;
pub const EXPIRES: i64 = 1_767_290_400;

pub fn signer() -> Signer {
    Signer::from_pem(key("p256.pkcs8.pem"), ID).unwrap()
}

pub fn verifier() -> Verifier {
    let group = TrustedKeyGroup::new();
    Verifier::new(group.with_pem(ID, key("p256.public.pem")).unwrap())
}

/// Everything below `prefix`, until [`EXPIRES`].
pub fn wildcard(prefix: &str) -> Policy {
    Policy::new(Resource::pattern(&format!("{prefix}*")).unwrap(), EXPIRES).unwrap()
}

/// A folder with a file of each kind that tests ask for.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write("hello.txt", b"hello, world\n");
    write("empty.bin", b"");
    write("index.html", b"<title>index</title>");
    write("private/a.txt", b"a secret\n");
    write("private/index.html", b"<title>private</title>");
    write("public/b.txt", b"no secret\n");
    write("with space.txt", b"space\n");
    write("\u{fc}ber.txt", "\u{fc}\n".as_bytes());
    write("big.bin", &big());
    write("pixel.png", PIXEL);
    write(
        "hls/list.m3u8",
        b"#EXTM3U\n#EXTINF:4,\n1.ts\n#EXTINF:4,\n2.ts\n",
    );
    write("hls/1.ts", b"first segment");
    write("hls/2.ts", b"second segment");
    folder
}

/// Three megabytes and a bit, different everywhere.
pub fn big() -> Vec<u8> {
    (0..800_001_u32).flat_map(u32::to_le_bytes).collect()
}

/// One black pixel.
pub const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae,
    0x42, 0x60, 0x82,
];

/// What the edge told its log.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<(String, String)>>>);

impl Log {
    /// The code and the line of the last request.
    pub fn last(&self) -> (String, String) {
        self.0.lock().unwrap().last().unwrap().clone()
    }

    pub fn lines(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap();
        lines.iter().map(|(_, line)| line.clone()).collect()
    }

    pub fn attach(&self, builder: EdgeBuilder) -> EdgeBuilder {
        let log = Arc::clone(&self.0);
        builder.on_request(move |record| {
            let entry = (record.verdict().code().to_owned(), record.to_string());
            log.lock().unwrap().push(entry);
        })
    }
}

/// An edge before `folder`, at [`NOW`].
pub fn builder(folder: &Path) -> EdgeBuilder {
    Edge::builder(verifier())
        .directory(folder)
        .unwrap()
        .clock(|| NOW)
}

pub fn start(builder: EdgeBuilder) -> (BlockingEdge, Log) {
    let log = Log::default();
    let edge = log.attach(builder).start_blocking("127.0.0.1:0").unwrap();
    (edge, log)
}

/// A response, with the names of its headers in small letters.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Self {
            status: status.parse().unwrap(),
            headers: headers.collect(),
            head: head.clone(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(header, _)| header == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} is there twice");
        value
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends these bytes and reads until the connection is closed.
pub fn raw(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

/// Sends one request, with `lines` as further headers, and reads the response.
pub fn request(address: SocketAddr, method: &str, target: &str, lines: &[&str]) -> Reply {
    let host = format!("Host: {address}");
    let mut all = vec!["Connection: close"];
    if !lines.iter().any(|line| line.starts_with("Host:")) {
        all.push(&host);
    }
    all.extend(lines);
    let text = format!("{method} {target} HTTP/1.1\r\n{}\r\n\r\n", all.join("\r\n"));
    Reply::parse(&raw(address, text.as_bytes()))
}

pub fn get(edge: &BlockingEdge, target: &str, lines: &[&str]) -> Reply {
    request(edge.address(), "GET", target, lines)
}

/// Gets a URL of the edge, such as a signed one.
pub fn get_url(edge: &BlockingEdge, url: &str) -> Reply {
    get(edge, target(edge, url), &[])
}

/// Path and query string of a URL of the edge.
pub fn target<'a>(edge: &BlockingEdge, url: &'a str) -> &'a str {
    url.strip_prefix(&edge.url()).unwrap()
}

/// The real curl.
pub fn curl(arguments: &[&str]) -> Reply {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--include", "--path-as-is"])
        .args(["--globoff", "--max-time", "20", "--noproxy", "*"])
        .args(arguments)
        .output()
        .expect("curl is installed by tests/setup.sh");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "curl: {stderr}");
    Reply::parse(&output.stdout)
}

/// A program, with what it starts itself, that ends with the test.
pub struct Running(std::process::Child);

impl Running {
    pub fn start(command: &mut Command, name: &str) -> Self {
        use std::os::unix::process::CommandExt as _;
        let child = command
            .stdout(std::process::Stdio::null())
            .process_group(0)
            .spawn();
        Self(child.unwrap_or_else(|error| {
            panic!("{name} does not start ({error}); tests/setup.sh installs it")
        }))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What it has started ends with it; it may have ended by itself.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}
