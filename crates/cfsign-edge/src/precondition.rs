//! Which part of a file a request gets: conditions first, then ranges (RFC 9110, 13.2.2 and 14.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use headers::{
    ETag, HeaderMapExt as _, IfMatch, IfModifiedSince, IfNoneMatch, IfRange, IfUnmodifiedSince,
    LastModified,
};
use http_range_header::{EndPosition, StartPosition, parse_range_header};
use hyper::Method;
use hyper::header::{HeaderMap, RANGE};

/// What there is to know about a file before it is read.
pub(crate) struct FileFacts {
    pub(crate) len: u64,
    pub(crate) modified: SystemTime,
}

/// What a request gets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// 200.
    Whole,
    /// 206: the first and the last byte.
    Range(u64, u64),
    /// 304.
    NotModified,
    /// 412.
    PreconditionFailed,
    /// 416.
    OutOfRange,
}

impl FileFacts {
    /// In whole seconds, as `Last-Modified` tells it.
    pub(crate) fn last_modified(&self) -> LastModified {
        let seconds = self
            .modified
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs();
        LastModified::from(UNIX_EPOCH + Duration::from_secs(seconds))
    }

    /// Length and time of change.
    pub(crate) fn etag(&self) -> Option<ETag> {
        let nanoseconds = self
            .modified
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_nanos();
        format!("\"{nanoseconds:x}-{:x}\"", self.len).parse().ok()
    }

    pub(crate) fn part(&self, method: &Method, headers: &HeaderMap) -> Part {
        let (etag, modified) = (self.etag(), self.last_modified());
        if let Some(wanted) = headers.typed_get::<IfMatch>() {
            if !etag
                .as_ref()
                .is_some_and(|etag| wanted.precondition_passes(etag))
            {
                return Part::PreconditionFailed;
            }
        } else if let Some(wanted) = headers.typed_get::<IfUnmodifiedSince>()
            && !wanted.precondition_passes(modified.into())
        {
            return Part::PreconditionFailed;
        }
        if let Some(known) = headers.typed_get::<IfNoneMatch>() {
            if etag
                .as_ref()
                .is_some_and(|etag| !known.precondition_passes(etag))
            {
                return Part::NotModified;
            }
        } else if let Some(known) = headers.typed_get::<IfModifiedSince>()
            && !known.is_modified(modified.into())
        {
            return Part::NotModified;
        }
        let changed = headers.contains_key(hyper::header::IF_RANGE)
            && headers
                .typed_get::<IfRange>()
                .is_none_or(|known| known.is_modified(etag.as_ref(), Some(&modified)));
        if *method == Method::GET && !changed {
            self.range(headers)
        } else {
            Part::Whole
        }
    }

    /// One range is served; several, and what is no range, mean the whole file.
    fn range(&self, headers: &HeaderMap) -> Part {
        let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
        // The parser refuses a last zero bytes as wrong, and RFC 9110 has it as out of range.
        if range == Some("bytes=-0") {
            return Part::OutOfRange;
        }
        let Some(parsed) = range.and_then(|range| parse_range_header(range).ok()) else {
            return Part::Whole;
        };
        let [range] = parsed.ranges.as_slice() else {
            return Part::Whole;
        };
        let last = self.len.saturating_sub(1);
        let (start, end) = match (range.start, range.end) {
            (StartPosition::FromLast(count), _) => (self.len.saturating_sub(count), last),
            (StartPosition::Index(start), EndPosition::LastByte) => (start, last),
            (StartPosition::Index(start), EndPosition::Index(end)) if start > end => {
                return Part::Whole;
            }
            (StartPosition::Index(start), EndPosition::Index(end)) => (start, end.min(last)),
        };
        if start < self.len {
            Part::Range(start, end)
        } else {
            Part::OutOfRange
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::{HeaderName, HeaderValue};

    fn part(len: u64, lines: &[(&str, &str)]) -> Part {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.insert(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        let modified = UNIX_EPOCH + Duration::from_millis(1_767_290_400_500);
        FileFacts { len, modified }.part(&Method::GET, &headers)
    }

    #[test]
    fn ranges() {
        for (len, range, wanted) in [
            (10, "bytes=0-0", Part::Range(0, 0)),
            (10, "bytes=2-5", Part::Range(2, 5)),
            (10, "bytes=2-", Part::Range(2, 9)),
            (10, "bytes=2-99", Part::Range(2, 9)),
            (10, "bytes=-3", Part::Range(7, 9)),
            (10, "bytes=-99", Part::Range(0, 9)),
            (10, "bytes=10-", Part::OutOfRange),
            (10, "bytes=10-20", Part::OutOfRange),
            (10, "bytes=-0", Part::OutOfRange),
            (0, "bytes=0-", Part::OutOfRange),
            (0, "bytes=-5", Part::OutOfRange),
            (10, "bytes=5-2", Part::Whole),
            (10, "bytes=0-1,4-5", Part::Whole),
            (10, "bytes=", Part::Whole),
            (10, "bytes=a-b", Part::Whole),
            (10, "items=0-1", Part::Whole),
            (10, "bytes=99999999999999999999-", Part::Whole),
        ] {
            assert_eq!(part(len, &[("range", range)]), wanted, "{range} of {len}");
        }
    }

    #[test]
    fn conditions_come_before_ranges() {
        let facts = FileFacts {
            len: 10,
            modified: UNIX_EPOCH + Duration::from_millis(1_767_290_400_500),
        };
        let mut headers = HeaderMap::new();
        headers.typed_insert(facts.etag().unwrap());
        let etag = headers["etag"].to_str().unwrap();
        let date = "Thu, 01 Jan 2026 18:00:00 GMT";
        let before = "Thu, 01 Jan 2026 17:59:59 GMT";
        for (lines, wanted) in [
            (vec![("if-none-match", etag)], Part::NotModified),
            (vec![("if-none-match", "*")], Part::NotModified),
            (vec![("if-none-match", "\"other\"")], Part::Whole),
            (
                vec![("if-none-match", "\"other\""), ("if-modified-since", date)],
                Part::Whole,
            ),
            (vec![("if-modified-since", date)], Part::NotModified),
            (vec![("if-modified-since", before)], Part::Whole),
            (vec![("if-match", etag)], Part::Whole),
            (vec![("if-match", "\"other\"")], Part::PreconditionFailed),
            (
                vec![("if-unmodified-since", before)],
                Part::PreconditionFailed,
            ),
            (
                vec![("if-range", etag), ("range", "bytes=0-1")],
                Part::Range(0, 1),
            ),
            (
                vec![("if-range", "\"other\""), ("range", "bytes=0-1")],
                Part::Whole,
            ),
            (
                vec![("if-range", date), ("range", "bytes=0-1")],
                Part::Range(0, 1),
            ),
            (
                vec![("if-range", before), ("range", "bytes=0-1")],
                Part::Whole,
            ),
            (
                vec![("if-range", "nonsense"), ("range", "bytes=0-1")],
                Part::Whole,
            ),
        ] {
            assert_eq!(part(10, &lines), wanted, "{lines:?}");
        }
    }
}
