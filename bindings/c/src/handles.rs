//! Objects whose address C holds.

use std::fmt::Display;
use std::slice;

use crate::failure::Failure;
use crate::guard::guard_or;

/// The object behind `pointer`.
///
/// # Safety
///
/// `pointer` is NULL, or was handed out by this library, is not freed, and nobody changes the object.
pub(crate) unsafe fn object<'a, T>(
    name: impl Display,
    pointer: *const T,
) -> Result<&'a T, Failure> {
    // SAFETY: as above.
    unsafe { pointer.as_ref() }.ok_or_else(|| Failure::null(name))
}

/// The array of pointers that C gives. One of no pointers may be NULL, as the empty vector of C++ is.
///
/// # Safety
///
/// `pointers` is NULL or has `count` pointers.
pub(crate) unsafe fn pointers<'a, T>(
    name: &str,
    pointers: *const *const T,
    count: usize,
) -> Result<&'a [*const T], Failure> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointers.is_null() {
        return Err(Failure::null(name));
    }
    // A count such as CFSIGN_NTS, which is no number of pointers that can be in memory.
    if count > isize::MAX as usize / size_of::<usize>() {
        return Err(Failure::argument(&format!(
            "the count of {name} is more than memory holds"
        )));
    }
    // SAFETY: there are so many of them, and they fit into memory.
    Ok(unsafe { slice::from_raw_parts(pointers, count) })
}

/// The objects behind an array of pointers.
///
/// # Safety
///
/// `array` is NULL or has `count` pointers, and each is as for [`object`].
pub(crate) unsafe fn objects<'a, T>(
    name: &str,
    array: *const *const T,
    count: usize,
) -> Result<Vec<&'a T>, Failure> {
    // SAFETY: as above.
    let pointers = unsafe { pointers(name, array, count) }?;
    let one = |(index, pointer): (usize, &*const T)| {
        // SAFETY: as above.
        unsafe { object(format_args!("{name}[{index}]"), *pointer) }
    };
    pointers.iter().enumerate().map(one).collect()
}

/// The object behind `pointer`, to be changed.
///
/// # Safety
///
/// As [`object`], and nobody else uses it at the same time.
pub(crate) unsafe fn object_mut<'a, T>(name: &str, pointer: *mut T) -> Result<&'a mut T, Failure> {
    // SAFETY: as above.
    unsafe { pointer.as_mut() }.ok_or_else(|| Failure::null(name))
}

/// Frees what a [`Place`] was given; NULL is ignored.
///
/// # Safety
///
/// `pointer` is NULL, or was handed out by this library, and is used no more.
pub(crate) unsafe fn free<T>(pointer: *mut T) {
    guard_or((), || {
        if !pointer.is_null() {
            // SAFETY: it came from Box::into_raw, and is used no more.
            drop(unsafe { Box::from_raw(pointer) });
        }
    });
}

/// Where a result goes. It is written once everything that can fail is over.
pub(crate) struct Place<T>(*mut T);

impl<T> Place<T> {
    /// # Safety
    ///
    /// `pointer` is NULL or can be written.
    pub(crate) unsafe fn new(name: &str, pointer: *mut T) -> Result<Self, Failure> {
        if pointer.is_null() {
            return Err(Failure::null(name));
        }
        Ok(Self(pointer))
    }

    pub(crate) fn put(self, value: T) {
        // SAFETY: it is not NULL, so it can be written.
        unsafe { self.0.write(value) };
    }
}

impl<T> Place<*mut T> {
    pub(crate) fn put_object(self, object: T) {
        self.put(Box::into_raw(Box::new(object)));
    }
}
