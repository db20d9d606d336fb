//! `cfsign_url_builder`.

use std::ffi::c_char;

use cfsign::UrlBuilder;

use crate::arguments::text;
use crate::buffer::Buffer;
use crate::failure::cfsign_error;
use crate::guard::guard;
use crate::handles::{Place, free, object, object_mut};
use crate::status::cfsign_status;

/// Builds a URL that can be signed from file names and parameters as people write them. Everything but
/// letters, digits and `-._~` is percent-encoded, once.
///
/// Belongs to one thread at a time.
pub struct cfsign_url_builder(UrlBuilder);

/// Appends one text by the way of the core, which takes the builder and gives it back.
///
/// # Safety
///
/// As the header says of all functions.
unsafe fn append(
    builder: *mut cfsign_url_builder,
    (name, start, len): (&str, *const c_char, usize),
    error: *mut *mut cfsign_error,
    with: impl FnOnce(UrlBuilder, &str) -> Result<UrlBuilder, cfsign::Error>,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the builder.
        let (builder, text) = unsafe { (object_mut("builder", builder)?, text(name, start, len)?) };
        builder.0 = with(builder.0.clone(), text)?;
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Begins with the scheme and host of the distribution, such as `https://cdn.example.com`. Free the
/// builder with cfsign_url_builder_free. Errors: 50 to 53.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_new(
    origin: *const c_char,
    origin_len: usize,
    builder: *mut *mut cfsign_url_builder,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (origin, place) = unsafe {
            (
                text("origin", origin, origin_len)?,
                Place::new("builder", builder)?,
            )
        };
        place.put_object(cfsign_url_builder(UrlBuilder::new(origin)?));
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Frees a builder; NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_free(builder: *mut cfsign_url_builder) {
    // SAFETY: the header says: from this library, and freed once.
    unsafe { free(builder) }
}

/// Appends path segments from a raw path, such as an S3 key; its slashes separate segments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_path(
    builder: *mut cfsign_url_builder,
    path: *const c_char,
    path_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        append(builder, ("path", path, path_len), error, |builder, path| {
            Ok(builder.path(path))
        })
    }
}

/// Appends one path segment from a raw name; a slash in it is encoded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_segment(
    builder: *mut cfsign_url_builder,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        append(builder, ("name", name, name_len), error, |builder, name| {
            Ok(builder.segment(name))
        })
    }
}

/// Appends a query parameter from its raw name and value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_query(
    builder: *mut cfsign_url_builder,
    name: *const c_char,
    name_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says: live, and nobody else uses the builder.
        let (builder, name, value) = unsafe {
            (
                object_mut("builder", builder)?,
                text("name", name, name_len)?,
                text("value", value, value_len)?,
            )
        };
        builder.0 = builder.0.clone().query(name, value);
        Ok(())
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}

/// Asks S3 to send the file as a download called `name`, whatever its key is. Error: 53.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_download_as(
    builder: *mut cfsign_url_builder,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        append(
            builder,
            ("name", name, name_len),
            error,
            UrlBuilder::download_as,
        )
    }
}

/// Asks S3 to send the file to be shown in place, and saved as `name`. Error: 53.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_show_as(
    builder: *mut cfsign_url_builder,
    name: *const c_char,
    name_len: usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        append(
            builder,
            ("name", name, name_len),
            error,
            UrlBuilder::show_as,
        )
    }
}

/// Writes the URL to `buffer`, with a NUL, ready to be signed. The builder can go on. Errors: 50 to 58.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_build(
    builder: *const cfsign_url_builder,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        build(builder, (buffer, buffer_size, len), error, |builder| {
            builder.build()
        })
    }
}

/// Writes to `buffer`, with a NUL, the resource of a policy for everything below this path: the names given
/// are exact, and the only wildcard is the `*` at the end. Give it to cfsign_policy_new as CFSIGN_PATTERN.
/// The builder can go on. Errors: 32, 50 to 58.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfsign_url_builder_build_below(
    builder: *const cfsign_url_builder,
    buffer: *mut c_char,
    buffer_size: usize,
    len: *mut usize,
    error: *mut *mut cfsign_error,
) -> cfsign_status {
    // SAFETY: the header says what each pointer points to.
    unsafe {
        build(builder, (buffer, buffer_size, len), error, |builder| {
            Ok(builder.build_below()?.as_str().to_owned())
        })
    }
}

/// # Safety
///
/// As the header says of all functions.
unsafe fn build(
    builder: *const cfsign_url_builder,
    (start, size, len): (*mut c_char, usize, *mut usize),
    error: *mut *mut cfsign_error,
    with: impl FnOnce(UrlBuilder) -> Result<String, cfsign::Error>,
) -> cfsign_status {
    let body = || {
        // SAFETY: the header says what each pointer points to.
        let (builder, buffer) =
            unsafe { (object("builder", builder)?, Buffer::new(start, size, len)?) };
        buffer.put_text(&with(builder.0.clone())?)
    };
    // SAFETY: the header says: NULL or writable.
    unsafe { guard(error, body) }
}
