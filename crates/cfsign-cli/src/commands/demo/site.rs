//! The files that the edge of the demonstration serves.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::new_file::{Readers, write_new};
use crate::failure::Failure;

/// A picture, and a stream of two segments that hold nothing to see.
const FILES: [(&str, &[u8]); 4] = [
    ("image.png", include_bytes!("../../../demo/image.png")),
    (
        "hls/playlist.m3u8",
        include_bytes!("../../../demo/hls/playlist.m3u8"),
    ),
    ("hls/1.ts", include_bytes!("../../../demo/hls/1.ts")),
    ("hls/2.ts", include_bytes!("../../../demo/hls/2.ts")),
];

/// Writes them into a new folder `site` in `folder`.
pub(super) fn write(folder: &Path) -> Result<PathBuf, Failure> {
    let site = folder.join("site");
    let hls = site.join("hls");
    fs::create_dir_all(&hls).map_err(|error| Failure::io(&hls.display().to_string(), &error))?;
    for (name, contents) in FILES {
        write_new(&site.join(name), contents, Readers::All)?;
    }
    Ok(site)
}
