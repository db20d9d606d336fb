//! Files that must not exist yet: nobody's key is ever written over.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::failure::{Class, Failure};

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    All,
    Me,
}

pub(super) fn write_new(
    file: &Path,
    contents: impl AsRef<[u8]>,
    readers: Readers,
) -> Result<(), Failure> {
    let written = create_new(file, readers).and_then(|mut opened| {
        opened.write_all(contents.as_ref())?;
        opened.sync_all()
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(file),
        _ => Failure::io(&file.display().to_string(), &error),
    })
}

fn create_new(file: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Me {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(file)
}

pub(super) fn exists(file: &Path) -> Failure {
    let message = format!(
        "{} exists, and is not written over; choose another name",
        file.display()
    );
    Failure::new(Class::Other, "file-exists", message)
}
