//! Real Chromium: a page on one host sets the cookies, and shows what another host of the same domain
//! guards.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cfsign::{CookieAttributes, CookieDomain, Policy, SignedCookies};
use cfsign_edge::Cors;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::support::*;

/// Fetches a playlist and every segment it lists, as players do; answers with what was in them.
const PLAY: &str = "
    const [list, done] = arguments;
    (async () => {
        const get = async url => {
            const response = await fetch(url, { credentials: 'include' });
            if (!response.ok) throw new Error('status ' + response.status);
            return response.text();
        };
        const lines = (await get(list)).split('\\n');
        const segments = lines.filter(line => line && !line.startsWith('#'));
        return Promise.all(segments.map(segment => get(new URL(segment, list))));
    })().then(done, error => done(String(error)));";

#[test]
fn a_page_shows_what_its_cookies_allow() {
    let folder = folder();
    let app = TcpListener::bind("127.0.0.1:0").unwrap();
    let app_origin = format!("http://app.site.test:{}", app.local_addr().unwrap().port());
    let cors = Cors::new()
        .allow_origin(&app_origin)
        .unwrap()
        .also_on_refusals();
    let now = Arc::new(AtomicU64::new(NOW));
    let clock = Arc::clone(&now);
    let edge = builder(folder.path())
        .cors(cors)
        .clock(move || clock.load(Ordering::SeqCst));
    let (edge, log) = start(edge);
    let cdn = format!("http://cdn.site.test:{}", edge.address().port());
    let pages = pages(&cdn);
    std::thread::spawn(move || serve(&app, &pages));

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let browser = Browser::start().await;
        let mut shown = 0;
        let end = u64::try_from(EXPIRES).unwrap();
        for (page, time, width, reason) in [
            ("/plain", NOW, 0, "not-signed"),
            ("/signed", NOW, 1, "allowed"),
            ("/plain", NOW, 1, "allowed"),
            ("/plain", end - 1, 1, "allowed"),
            ("/plain", end, 0, "expired"),
            ("/plain", NOW, 1, "allowed"),
            ("/clear", NOW, 0, "not-signed"),
            ("/other-path", NOW, 0, "not-signed"),
            ("/clear-other-path", NOW, 0, "not-signed"),
            ("/other-resource", NOW, 0, "resource-mismatch"),
            ("/signed", NOW, 1, "allowed"),
        ] {
            now.store(time, Ordering::SeqCst);
            let before = log.lines().len();
            // Nothing that the browser kept may stand in for the edge.
            let url = format!("{app_origin}{page}?{shown}");
            let (found, played) = browser
                .show(&url, &format!("{cdn}/hls/list.m3u8?{shown}"))
                .await;
            assert_eq!(found, width, "the image of {page} at {time}");
            let wanted = if width == 1 {
                json!(["first segment", "second segment"])
            } else {
                json!("Error: status 403")
            };
            assert_eq!(played, wanted, "{page} at {time}");
            let lines = log.lines()[before..].join("\n");
            assert!(
                lines.contains(&format!("/pixel.png from 127.0.0.1: {reason}: ")),
                "{lines}"
            );
            shown += 1;
        }
        assert_eq!(shown, 11);
        browser.client.close().await.unwrap();
    });
}

/// What the pages of the app set: path, and the values of `Set-Cookie`.
fn pages(cdn: &str) -> Vec<(&'static str, Vec<String>, String)> {
    let domain = CookieDomain::shared_by("app.site.test", "cdn.site.test").unwrap();
    assert_eq!(domain.as_str(), Some("site.test"));
    let attributes = CookieAttributes::new().domain(domain).secure(false);
    let other_path = attributes.clone().path("/other").unwrap();
    let lines = |policy: &Policy, attributes: &CookieAttributes| {
        signer()
            .sign_cookies(policy)
            .unwrap()
            .set_cookie_lines(attributes)
            .unwrap()
    };
    let everything = wildcard(&format!("{cdn}/"));
    let other = wildcard(&format!("{cdn}/other/"));
    let page = |path, lines| (path, lines, format!("{cdn}/pixel.png"));
    vec![
        page("/plain", Vec::new()),
        page("/signed", lines(&everything, &attributes)),
        page("/clear", SignedCookies::clear_lines(&attributes).unwrap()),
        page("/other-path", lines(&other, &other_path)),
        page(
            "/clear-other-path",
            SignedCookies::clear_lines(&other_path).unwrap(),
        ),
        page("/other-resource", lines(&other, &attributes)),
    ]
}

/// The app: answers every request with its page, one connection each.
fn serve(listener: &TcpListener, pages: &[(&'static str, Vec<String>, String)]) {
    for stream in listener.incoming().flatten() {
        // Chromium opens connections that it does not use, and closes them.
        let _ = answer(stream, pages);
    }
}

fn answer(stream: TcpStream, pages: &[(&'static str, Vec<String>, String)]) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut head = String::from("HTTP/1.1 404 Not Found\r\nConnection: close\r\n");
    let mut html = String::new();
    if let Some((_, cookies, image)) = pages.iter().find(|page| page.0 == path) {
        head = String::from("HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-store\r\n");
        let lines: Vec<String> = cookies
            .iter()
            .map(|line| format!("Set-Cookie: {line}\r\n"))
            .collect();
        head.push_str(&lines.concat());
        html = format!("<!doctype html><title>app</title><img id=image src='{image}?{query}'>");
    }
    let len = html.len();
    let text = format!("{head}Content-Type: text/html\r\nContent-Length: {len}\r\n\r\n{html}");
    reader.get_mut().write_all(text.as_bytes())
}

struct Browser {
    client: Client,
    _driver: Running,
    _profile: tempfile::TempDir,
}

impl Browser {
    async fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let mut driver = Command::new("chromedriver");
        driver.arg(format!("--port={}", address.port()));
        let driver = Running::start(&mut driver, "chromedriver");
        wait_for(address).await;
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP *.site.test 127.0.0.1",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("it was written as an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://{address}"))
            .await
            .expect("chromedriver starts Chromium; tests/setup.sh installs both");
        Self {
            client,
            _driver: driver,
            _profile: profile,
        }
    }

    /// The width of the image on the page, and what playing the list gives there.
    async fn show(&self, page: &str, list: &str) -> (u64, Value) {
        self.client.goto(page).await.unwrap();
        let width = "return document.getElementById('image').naturalWidth";
        let width = self.client.execute(width, Vec::new()).await.unwrap();
        let played = self
            .client
            .execute_async(PLAY, vec![json!(list)])
            .await
            .unwrap();
        (width.as_u64().unwrap(), played)
    }
}

async fn wait_for(address: SocketAddr) {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "nothing listens on {address}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
