//! Buffers of the caller: told first how long the result will be, and written last.

use std::ffi::c_char;
use std::ptr;

use crate::failure::Failure;
use crate::status::cfsign_status;

pub(crate) struct Buffer {
    start: *mut c_char,
    size: usize,
    len: *mut usize,
}

impl Buffer {
    /// # Safety
    ///
    /// `start` is NULL, or `size` bytes can be written there; `len` is NULL or can be written.
    pub(crate) unsafe fn new(
        start: *mut c_char,
        size: usize,
        len: *mut usize,
    ) -> Result<Self, Failure> {
        if start.is_null() && size > 0 {
            return Err(Failure::null("buffer"));
        }
        if len.is_null() {
            return Err(Failure::null("len"));
        }
        Ok(Self { start, size, len })
    }

    /// Whether a text of `len` bytes and its NUL fit.
    pub(crate) fn fits_text(&self, len: usize) -> bool {
        len < self.size
    }

    /// Refuses a text of `len` bytes that does not fit with its NUL, and says how long it is.
    pub(crate) fn room_for_text(&self, len: usize) -> Result<(), Failure> {
        if self.fits_text(len) {
            return Ok(());
        }
        Err(self.too_small(len, len + 1))
    }

    /// Refuses bytes that do not fit.
    pub(crate) fn room_for_bytes(&self, len: usize) -> Result<(), Failure> {
        if len <= self.size {
            return Ok(());
        }
        Err(self.too_small(len, len))
    }

    pub(crate) fn put_text(self, text: &str) -> Result<(), Failure> {
        self.room_for_text(text.len())?;
        // SAFETY: there is room for the text and one byte more.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr().cast(), self.start, text.len());
            self.start.add(text.len()).write(0);
        }
        self.tell(text.len());
        Ok(())
    }

    pub(crate) fn put_bytes(self, bytes: &[u8]) -> Result<(), Failure> {
        self.room_for_bytes(bytes.len())?;
        if !bytes.is_empty() {
            // SAFETY: there is room for all of them, so `start` is not NULL.
            unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), self.start, bytes.len()) };
        }
        self.tell(bytes.len());
        Ok(())
    }

    #[cold]
    fn too_small(&self, len: usize, needed: usize) -> Failure {
        self.tell(len);
        Failure::new(
            cfsign_status::CFSIGN_BUFFER_TOO_SMALL,
            &format!(
                "the buffer is too small: it has {} bytes, and {needed} are needed",
                self.size
            ),
        )
    }

    fn tell(&self, len: usize) {
        // SAFETY: `new` saw that it is not NULL, so it can be written.
        unsafe { self.len.write(len) };
    }
}
