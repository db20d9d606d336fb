//! Real nginx before a folder, asking the edge with `auth_request`: the verdicts of the core.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cfsign::{Policy, ViewerRequest};
use cfsign_edge::Edge;

use crate::support::*;

/// The configuration that the documentation gives, with this test's addresses.
fn configuration(listen: SocketAddr, edge: SocketAddr, folder: &Path) -> String {
    format!(
        "daemon off;
        user root;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr;
        events {{}}
        http {{
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            server {{
                listen {listen};
                location / {{
                    auth_request /_verify;
                    auth_request_set $reason $upstream_http_x_cfsign_reason;
                    auth_request_set $code $upstream_http_x_cfsign_cloudfront_code;
                    auth_request_set $origin_uri $upstream_http_x_cfsign_origin_uri;
                    add_header X-Reason $reason always;
                    add_header X-Code $code always;
                    add_header X-Origin-Uri $origin_uri always;
                    root {};
                }}
                location = /_verify {{
                    internal;
                    proxy_pass http://{edge}/verify;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length \"\";
                    proxy_set_header X-Original-URI $request_uri;
                    proxy_set_header X-Original-Host $http_host;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Real-IP $remote_addr;
                }}
            }}
        }}",
        folder.display()
    )
}

#[test]
fn nginx_gives_the_verdicts_of_the_core() {
    let folder = folder();
    let edge = Edge::builder(verifier()).auth_request("/verify").unwrap();
    let (edge, log) = start(edge.clock(|| NOW).unrestrict("/public/*").unwrap());
    let home = tempfile::tempdir().unwrap();
    let listen = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let file = home.path().join("nginx.conf");
    fs::write(&file, configuration(listen, edge.address(), folder.path())).unwrap();
    let mut nginx = Command::new("nginx");
    let path = format!("{}:/usr/sbin", std::env::var("PATH").unwrap());
    nginx
        .env("PATH", path)
        .arg("-p")
        .arg(home.path())
        .arg("-c")
        .arg(&file);
    let _nginx = Running::start(&mut nginx, "nginx");
    wait_for(listen);

    let url = |path: &str| format!("http://{listen}{path}");
    let file = url("/private/a.txt");
    let good = signer().sign_url(&file, EXPIRES).unwrap();
    let below = wildcard(&url("/private/"));
    let here = below.clone().ip_address("127.0.0.1".parse().unwrap());
    let elsewhere = below.clone().ip_address("192.0.2.1".parse().unwrap());
    let early = Policy::canned(&file, EXPIRES)
        .unwrap()
        .date_greater_than(EXPIRES - 1)
        .unwrap();
    let sign = |policy: &Policy| signer().sign_url_with(&file, policy).unwrap();
    let cookies = signer().sign_cookies(&below).unwrap().cookie_header();
    let https = signer()
        .sign_url(&file.replace("http:", "https:"), EXPIRES)
        .unwrap();
    let cases: Vec<(String, &str)> = vec![
        (good.clone(), ""),
        (sign(&below), ""),
        (sign(&here), ""),
        (
            signer()
                .sign_url(&url("/hello.txt?a=1&b=%20"), EXPIRES)
                .unwrap(),
            "",
        ),
        (file.clone(), &cookies),
        (url("/private/index.html"), &cookies),
        (file.clone(), ""),
        (url("/hello.txt"), &cookies),
        (sign(&elsewhere), ""),
        (sign(&early), ""),
        (signer().sign_url(&file, NOW).unwrap(), ""),
        (good.replace("a.txt", "index.html"), ""),
        (good.replace("Key-Pair-Id=K", "Key-Pair-Id=X"), ""),
        (good.replace("Signature=", "Signature=!"), ""),
        (format!("{good}&x=1"), ""),
        (format!("{good}&Expires=1"), ""),
        (https.replace("https:", "http:"), ""),
        (
            sign(&below).replace("private/a.txt", "private/../hello.txt"),
            "",
        ),
        (file.clone(), "CloudFront-Policy=x; CloudFront-Signature=y"),
    ];
    let mut allowed = 0;
    for (url, cookies) in &cases {
        let request = ViewerRequest::new(url).unwrap().cookie_header(cookies);
        let request = request.viewer_ip("127.0.0.1".parse().unwrap());
        let verdict = verifier().verify(&request, NOW);
        let reply = curl(&["--cookie", cookies, url]);
        match verdict {
            Ok(verdict) => {
                assert_eq!(reply.status, 200, "{url}");
                let origin_uri = verdict
                    .origin_url()
                    .replace(&format!("http://{listen}"), "");
                assert_eq!(reply.header("x-origin-uri"), Some(origin_uri.as_str()));
                allowed += 1;
            }
            Err(error) => {
                assert_eq!(reply.status, 403, "{url}: {error}");
                assert_eq!(reply.header("x-reason"), Some(error.code()), "{url}");
                let code = error.kind().cloudfront_error().unwrap().code;
                assert_eq!(reply.header("x-code"), Some(code));
            }
        }
    }
    assert_eq!((cases.len(), allowed, log.lines().len()), (19, 6, 19));
    // Under a wildcard, nothing that nginx would decode and resolve to another path.
    let signed = sign(&below);
    let open = curl(&[&signed.replace("private/a.txt", "private/%61.txt")]);
    assert_eq!(open.text(), "a secret\n");
    for path in [
        "..%2fhello.txt",
        "x%2f..%2f..%2fhello.txt",
        "%2e%2e%2fhello.txt",
        "%2e./hello.txt",
    ] {
        let reply = curl(&[&signed.replace("a.txt", path)]);
        assert_eq!(
            (reply.status, reply.header("x-reason")),
            (403, Some("unsafe-path")),
            "{path}"
        );
    }
    // Nor does an open folder lead into a closed one.
    for path in [
        "/public/../private/a.txt",
        "/public/..%2fprivate/a.txt",
        "/public/%2e%2e%2fprivate/a.txt",
    ] {
        assert_eq!(curl(&[&url(path)]).status, 403, "{path}");
    }
    assert_eq!(curl(&[&url("/public/b.txt")]).text(), "no secret\n");
    assert_eq!(log.last().0, "unrestricted");
    assert!(
        log.last().1.contains("GET /public/b.txt"),
        "{}",
        log.last().1
    );
}

#[test]
fn without_the_original_uri_the_log_says_what_to_configure() {
    let edge = Edge::builder(verifier()).auth_request("/verify").unwrap();
    let (edge, log) = start(edge);
    assert_eq!(get(&edge, "/verify", &[]).status, 500);
    assert!(
        log.last()
            .1
            .contains("proxy_set_header X-Original-URI $request_uri")
    );
    let no_url = get(&edge, "/verify", &["X-Original-URI: nonsense"]);
    assert_eq!(
        (no_url.status, no_url.header("x-cfsign-reason")),
        (403, Some("url-path"))
    );
    assert_eq!(get(&edge, "/other", &[]).status, 403);
}

fn wait_for(address: SocketAddr) {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "nothing listens on {address}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
