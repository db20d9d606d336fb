//! CORS with credentials, and preflights that carry no signature.

use cfsign_edge::{AllowedMethods, Cors};

use crate::support::*;

const APP: &str = "Origin: https://app.example.com";
const WANTS_GET: &str = "Access-Control-Request-Method: GET";

#[test]
fn preflights_need_no_signature() {
    let folder = folder();
    let cors = Cors::new()
        .allow_origin("https://app.example.com")
        .unwrap()
        .max_age(600);
    let (edge, log) = start(builder(folder.path()).cors(cors));
    let lines = [APP, WANTS_GET, "Access-Control-Request-Headers: range, x-a"];
    let reply = request(edge.address(), "OPTIONS", "/hls/list.m3u8", &lines);
    assert_eq!(reply.status, 200);
    for (name, value) in [
        ("access-control-allow-origin", "https://app.example.com"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "GET, HEAD, OPTIONS"),
        ("access-control-allow-headers", "range, x-a"),
        ("access-control-max-age", "600"),
        ("vary", "Origin"),
    ] {
        assert_eq!(reply.header(name), Some(value), "{name}");
    }
    assert_eq!(log.last().0, "preflight");
    for lines in [
        ["Origin: https://other.example.com", WANTS_GET],
        [APP, "Access-Control-Request-Method: DELETE"],
    ] {
        let reply = request(edge.address(), "OPTIONS", "/hls/list.m3u8", &lines);
        assert_eq!(reply.status, 403);
        assert_eq!(reply.header("access-control-allow-origin"), None);
        assert!(log.last().1.contains("not among those allowed"));
    }
    // What is no preflight is a request like others.
    assert_eq!(
        request(edge.address(), "OPTIONS", "/hls/list.m3u8", &[APP]).status,
        403
    );
    assert_eq!(log.last().0, "not-signed");
}

#[test]
fn without_the_option_a_preflight_is_a_request_like_others() {
    let folder = folder();
    let (edge, log) = start(builder(folder.path()));
    let reply = request(
        edge.address(),
        "OPTIONS",
        "/hls/list.m3u8",
        &[APP, WANTS_GET],
    );
    assert_eq!((reply.status, log.last().0.as_str()), (403, "not-signed"));
    let (edge, _log) = start(builder(folder.path()).allowed_methods(AllowedMethods::Read));
    let reply = request(
        edge.address(),
        "OPTIONS",
        "/hls/list.m3u8",
        &[APP, WANTS_GET],
    );
    assert_eq!(reply.status, 403);
    assert!(reply.text().contains("cachable"));
}

#[test]
fn responses_name_the_origin_of_the_page() {
    let folder = folder();
    let cors = Cors::new()
        .allow_any_origin()
        .expose_header("ETag")
        .unwrap();
    let (edge, _log) = start(builder(folder.path()).cors(cors.clone()));
    let url = signer()
        .sign_url(&format!("{}/hello.txt", edge.url()), EXPIRES)
        .unwrap();
    let reply = get(&edge, target(&edge, &url), &[APP]);
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
    assert_eq!(
        reply.header("access-control-allow-credentials"),
        Some("true")
    );
    assert_eq!(reply.header("access-control-expose-headers"), Some("etag"));
    let without_origin = get_url(&edge, &url);
    assert_eq!(without_origin.header("access-control-allow-origin"), None);
    // CloudFront's own refusals have none; the option shows them to scripts.
    let refused = get(&edge, "/hello.txt", &[APP]);
    assert_eq!(refused.header("access-control-allow-origin"), None);
    let (edge, _log) = start(builder(folder.path()).cors(cors.also_on_refusals()));
    let refused = get(&edge, "/hello.txt", &[APP]);
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
}
