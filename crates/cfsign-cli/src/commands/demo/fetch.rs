//! The least of an HTTP client: one GET of the edge that runs in this process.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::failure::{Class, Failure};

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The code in CloudFront's XML.
    pub(super) fn code(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.body).ok()?;
        let (_, rest) = text.split_once("<Code>")?;
        rest.split_once("</Code>").map(|(code, _)| code)
    }
}

/// Fetches `url`, whose host is `address`, with this Cookie header.
pub(super) fn get(address: SocketAddr, url: &str, cookies: &str) -> Result<Answer, Failure> {
    let failed = |error| Failure::io("the edge of the demonstration", &error);
    let origin = format!("http://{address}");
    let target = url.strip_prefix(&origin).unwrap_or(url);
    let cookies = match cookies {
        "" => String::new(),
        cookies => format!("Cookie: {cookies}\r\n"),
    };
    let request =
        format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{cookies}\r\n");
    let mut stream = TcpStream::connect(address).map_err(failed)?;
    let patience = Some(Duration::from_secs(10));
    stream.set_read_timeout(patience).map_err(failed)?;
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(failed)?;
    read(&bytes).ok_or_else(|| {
        Failure::new(
            Class::Internal,
            "wrong-answer",
            "the edge answered with no HTTP",
        )
    })
}

fn read(bytes: &[u8]) -> Option<Answer> {
    const END: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END.len()).position(|found| found == END)?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let content_type = lines
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map_or(String::new(), |(_, value)| value.to_owned());
    let body = bytes[end + END.len()..].to_vec();
    Some(Answer {
        status,
        content_type,
        body,
    })
}
