//! Reads a file, or a part of it, piece by piece.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use http_body_util::BodyExt as _;
use http_body_util::channel::{Channel, Sender};
use hyper::body::Bytes;

use crate::body::{Body, BoxError, full};

/// How much of a file is in memory at a time, for each request.
const PIECE: usize = 64 * 1024;

/// The first piece of a part of a file, and what is left to read.
pub(crate) struct Begun {
    first: Bytes,
    rest: Option<(File, u64)>,
}

/// Reads the first piece of `len` bytes from `start`; to be called where it may block.
pub(crate) fn begin(mut file: File, start: u64, len: u64) -> io::Result<Begun> {
    if start > 0 {
        file.seek(SeekFrom::Start(start))?;
    }
    let first = piece(&mut file, len)?;
    let left = len - first.len() as u64;
    Ok(Begun {
        first,
        rest: (left > 0).then_some((file, left)),
    })
}

impl Begun {
    /// The body of a response. What is left is read as the client takes it.
    pub(crate) fn into_body(self) -> Body {
        let Some((file, left)) = self.rest else {
            return full(self.first);
        };
        let (sender, body) = Channel::<Bytes, BoxError>::new(1);
        tokio::spawn(send(sender, self.first, file, left));
        body.boxed_unsync()
    }
}

/// Sends piece after piece until the end, or until the client is gone.
async fn send(mut sender: Sender<Bytes, BoxError>, first: Bytes, mut file: File, mut left: u64) {
    let mut next = first;
    while sender.send_data(next).await.is_ok() && left > 0 {
        let read = tokio::task::spawn_blocking(move || {
            let piece = piece(&mut file, left);
            (file, piece)
        });
        match read.await {
            Ok((same_file, Ok(piece))) => {
                file = same_file;
                left -= piece.len() as u64;
                next = piece;
            }
            // The length is announced already: all there is to do is to break off.
            Ok((_, Err(error))) => return sender.abort(error.into()),
            Err(error) => return sender.abort(error.into()),
        }
    }
}

/// Up to one piece of `left` bytes; an error where the file has become shorter.
fn piece(file: &mut File, left: u64) -> io::Result<Bytes> {
    let wanted = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
    let mut piece = vec![0; wanted];
    file.read_exact(&mut piece)?;
    Ok(piece.into())
}
