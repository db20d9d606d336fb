//! Who asks, and for what: the scheme, host and address of the viewer.

use std::net::{IpAddr, SocketAddr};

use hyper::Uri;
use hyper::header::{HOST, HeaderMap, HeaderName};

/// Where the three come from: fixed values first, then the headers of proxies, then the connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct ViewerOptions {
    pub(crate) scheme: Option<&'static str>,
    pub(crate) host: Option<String>,
    pub(crate) ip: Option<IpAddr>,
    /// How many proxies stand before the edge whose headers are believed.
    pub(crate) proxies: usize,
}

pub(crate) struct Viewer {
    pub(crate) scheme: String,
    pub(crate) host: String,
    pub(crate) ip: Option<IpAddr>,
}

impl Viewer {
    /// The viewer of a request, or what is wrong with its host.
    pub(crate) fn of(
        options: &ViewerOptions,
        uri: &Uri,
        headers: &HeaderMap,
        client: SocketAddr,
    ) -> Result<Self, &'static str> {
        let host = host(uri, headers)?;
        let believed = options.proxies > 0;
        let forwarded = |name: &'static str| {
            let value = listed(headers, &HeaderName::from_static(name)).pop();
            value.filter(|value| believed && !value.is_empty())
        };
        let scheme = options.scheme.map(str::to_owned);
        let scheme = scheme.or_else(|| forwarded("x-forwarded-proto"));
        let host = options
            .host
            .clone()
            .or_else(|| forwarded("x-forwarded-host"))
            .unwrap_or(host);
        let ip = match options.ip {
            Some(ip) => Some(ip),
            None if believed => forwarded_for(headers, options.proxies, client),
            None => Some(client.ip()),
        };
        Ok(Self {
            scheme: scheme.unwrap_or_else(|| "http".to_owned()),
            host,
            ip,
        })
    }
}

/// The host as the client wrote it: that of the request line if there is one, else that of `Host`.
fn host(uri: &Uri, headers: &HeaderMap) -> Result<String, &'static str> {
    let mut lines = headers.get_all(HOST).iter();
    let line = lines.next();
    if lines.next().is_some() {
        return Err("the request has two Host headers");
    }
    if let Some(authority) = uri.authority() {
        return Ok(authority.as_str().to_owned());
    }
    let host = line.and_then(|host| host.to_str().ok()).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ', '\\']) {
        return Err("the request has no usable Host header");
    }
    Ok(host.to_owned())
}

/// The address that the outermost believed proxy saw. Each proxy adds one at the end, so it is the
/// last with one proxy, the last but one with two; whatever stands before that, the client may have
/// made up. Where nothing stands in that place, the address is not known. Without the header, the
/// request did not come through a proxy, and the connection tells.
fn forwarded_for(headers: &HeaderMap, proxies: usize, client: SocketAddr) -> Option<IpAddr> {
    let name = HeaderName::from_static("x-forwarded-for");
    if !headers.contains_key(&name) {
        return Some(client.ip());
    }
    let addresses = listed(headers, &name);
    let at = addresses.len().checked_sub(proxies)?;
    address(&addresses[at])
}

/// An address, also one with a port, as some proxies write it.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    text.parse().ok().or_else(with_port)
}

/// What a header lists over all its lines, separated by commas.
fn listed(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let lines = headers
        .get_all(name)
        .iter()
        .map(|line| line.to_str().unwrap_or_default());
    lines
        .flat_map(|line| line.split(','))
        .map(|entry| entry.trim().to_owned())
        .collect()
}
