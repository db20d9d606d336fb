//! A directory as the origin.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use headers::{AcceptRanges, ContentLength, ContentRange, HeaderMapExt as _};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Method, Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::body::{Body, empty};
use crate::cloudfront;
use crate::content_type::content_type;
use crate::error::EdgeError;
use crate::file::{self, Begun};
use crate::origin::{Fetched, OriginRequest};
use crate::precondition::{FileFacts, Part};

/// Files below one directory. It is opened once, and every file is looked for below it by the
/// operating system's own means (`openat2` on Linux), so neither `..` nor a link leads out of it.
pub(crate) struct Directory {
    root: Arc<Dir>,
    pub(crate) default_root_object: Option<String>,
    pub(crate) index_document: Option<String>,
}

/// A file that was found: what of it is sent, and its beginning.
struct Found {
    facts: FileFacts,
    part: Part,
    begun: Option<Begun>,
}

impl Directory {
    pub(crate) fn open(path: &Path) -> Result<Self, EdgeError> {
        let root = Dir::open_ambient_dir(path, ambient_authority());
        let refused = |source| EdgeError::Directory {
            path: path.to_owned(),
            source,
        };
        Ok(Self {
            root: Arc::new(root.map_err(refused)?),
            default_root_object: None,
            index_document: None,
        })
    }

    pub(crate) async fn fetch(&self, request: OriginRequest<'_>) -> Fetched {
        match request.method {
            Method::GET | Method::HEAD => {}
            Method::OPTIONS => {
                let allow = HeaderValue::from_static(request.methods.as_str());
                let mut response = Response::new(empty());
                response.headers_mut().insert(ALLOW, allow);
                return Fetched::new(response);
            }
            _ => {
                let xml = error_xml(
                    "MethodNotAllowed",
                    "The specified method is not allowed against this resource.",
                );
                let response =
                    cloudfront::xml(StatusCode::METHOD_NOT_ALLOWED, "application/xml", xml);
                return Fetched::noted(response, "a directory is for reading");
            }
        }
        let path = request
            .target
            .split('?')
            .next()
            .unwrap_or_default()
            .to_owned();
        let Some(name) = self.file_name(&path) else {
            return not_found("the path is not the name of a file");
        };
        let content_type = HeaderValue::from_static(content_type(&name));
        let root = Arc::clone(&self.root);
        let (method, headers) = (request.method, request.headers);
        let looked_for =
            tokio::task::spawn_blocking(move || find(&root, &name, &method, &headers)).await;
        match looked_for {
            Ok(Ok(found)) => Fetched::new(respond(found, content_type)),
            Ok(Err(error)) if is_shortage(&error) => {
                let sentence = "We can't read the file at this time.";
                let status = StatusCode::SERVICE_UNAVAILABLE;
                let page = cloudfront::page(status, sentence, request.request_id);
                Fetched::noted(page, format!("the file cannot be opened: {error}"))
            }
            Ok(Err(error)) => not_found(format!("the directory has no such file: {error}")),
            Err(_) => not_found("reading the file went wrong"),
        }
    }

    /// The file that a path names; nothing if it names none, whatever the directory holds.
    ///
    /// The path is split at its slashes first and decoded then, so that no encoded slash makes
    /// another path of it.
    fn file_name(&self, path: &str) -> Option<PathBuf> {
        let path = path.strip_prefix('/')?;
        if path.is_empty()
            && let Some(object) = &self.default_root_object
        {
            return Some(object.into());
        }
        let index = || self.index_document.as_deref();
        let (folder, index) = match path.strip_suffix('/') {
            _ if path.is_empty() => return index().map(PathBuf::from),
            Some(folder) => (folder, Some(index()?)),
            None => (path, None),
        };
        let mut name = PathBuf::new();
        for segment in folder.split('/') {
            name.push(plain_segment(segment)?);
        }
        name.extend(index);
        Some(name)
    }
}

/// A segment that is nothing but a name, on every system.
fn plain_segment(segment: &str) -> Option<String> {
    let name = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
    let special = matches!(&*name, "" | "." | "..");
    // On Windows, a colon makes a drive or a second stream of a file.
    let separators: &[char] = if cfg!(windows) {
        &['/', '\\', '\0', ':']
    } else {
        &['/', '\\', '\0']
    };
    (!special && !name.contains(separators)).then_some(name)
}

/// Looks for the file and reads its beginning: all that may block.
fn find(root: &Dir, name: &Path, method: &Method, headers: &HeaderMap) -> io::Result<Found> {
    // Opening a pipe would wait for a writer, so what it is comes first.
    if !root.metadata(name)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            "it is a directory, or no plain file",
        ));
    }
    let file = root.open(name)?.into_std();
    let metadata = file.metadata()?;
    let facts = FileFacts {
        len: metadata.len(),
        modified: metadata.modified().unwrap_or(UNIX_EPOCH),
    };
    let part = facts.part(method, headers);
    let begun = match part {
        _ if *method == Method::HEAD => None,
        Part::Whole => Some(file::begin(file, 0, facts.len)?),
        Part::Range(start, end) => Some(file::begin(file, start, end - start + 1)?),
        _ => None,
    };
    Ok(Found { facts, part, begun })
}

fn respond(found: Found, content_type: HeaderValue) -> Response<Body> {
    let Found { facts, part, begun } = found;
    let mut response = match part {
        Part::PreconditionFailed => {
            let message = "At least one of the pre-conditions you specified did not hold";
            let xml = error_xml("PreconditionFailed", message);
            return cloudfront::xml(StatusCode::PRECONDITION_FAILED, "application/xml", xml);
        }
        Part::OutOfRange => {
            let xml = error_xml("InvalidRange", "The requested range is not satisfiable");
            let status = StatusCode::RANGE_NOT_SATISFIABLE;
            let mut response = cloudfront::xml(status, "application/xml", xml);
            let range = ContentRange::unsatisfied_bytes(facts.len);
            response.headers_mut().typed_insert(range);
            return response;
        }
        _ => Response::new(begun.map_or_else(empty, Begun::into_body)),
    };
    let headers = response.headers_mut();
    if let Some(etag) = facts.etag() {
        headers.typed_insert(etag);
    }
    headers.typed_insert(facts.last_modified());
    let status = match part {
        Part::NotModified => StatusCode::NOT_MODIFIED,
        Part::Range(start, end) => {
            headers.typed_insert(ContentLength(end - start + 1));
            if let Ok(range) = ContentRange::bytes(start..=end, facts.len) {
                headers.typed_insert(range);
            }
            StatusCode::PARTIAL_CONTENT
        }
        _ => {
            headers.typed_insert(ContentLength(facts.len));
            StatusCode::OK
        }
    };
    if status != StatusCode::NOT_MODIFIED {
        headers.typed_insert(AcceptRanges::bytes());
        headers.insert(CONTENT_TYPE, content_type);
    }
    *response.status_mut() = status;
    response
}

/// S3's answer for a key that is not there.
fn not_found(note: impl Into<String>) -> Fetched {
    let xml = error_xml("NoSuchKey", "The specified key does not exist.");
    let response = cloudfront::xml(StatusCode::NOT_FOUND, "application/xml", xml);
    Fetched::noted(response, note)
}

fn error_xml(code: &str, message: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
}

/// Whether the process or the system has too many files open.
fn is_shortage(error: &io::Error) -> bool {
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}
