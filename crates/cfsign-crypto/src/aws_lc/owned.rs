//! Owners of AWS-LC's objects, and its error queue.

use std::{ffi::c_void, ptr::NonNull};

use aws_lc_sys as ffi;

/// An object that AWS-LC allocated, freed on drop.
pub(super) struct Owned<T: Free>(NonNull<T>);

impl<T: Free> Owned<T> {
    /// Takes over what an AWS-LC function returned; `None` is its null pointer for "failed".
    ///
    /// # Safety
    ///
    /// `pointer` is null, or points to an object of AWS-LC that this value alone owns from now on.
    pub(super) unsafe fn new(pointer: *mut T) -> Option<Self> {
        NonNull::new(pointer).map(Self)
    }

    /// The object, for functions that read it.
    pub(super) fn as_ptr(&self) -> *const T {
        self.0.as_ptr()
    }

    /// The object, for functions that change it, or whose signature says they might.
    pub(super) fn as_mut_ptr(&self) -> *mut T {
        self.0.as_ptr()
    }
}

impl<T: Free> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: by the contract of `new` the object is live and nobody else's.
        unsafe { T::free(self.0.as_ptr()) }
    }
}

/// How AWS-LC frees a type.
pub(super) trait Free {
    /// Frees the object.
    ///
    /// # Safety
    ///
    /// `pointer` is an object of AWS-LC that nobody uses afterwards.
    unsafe fn free(pointer: *mut Self);
}

macro_rules! free_with {
    ($($type:ty: $function:ident;)*) => {$(
        impl Free for $type {
            unsafe fn free(pointer: *mut Self) {
                // SAFETY: the contract of the trait is the one that the function asks for.
                unsafe { ffi::$function(pointer) }
            }
        }
    )*};
}

free_with! {
    ffi::BIGNUM: BN_clear_free;
    ffi::EC_KEY: EC_KEY_free;
    ffi::EC_POINT: EC_POINT_free;
    ffi::RSA: RSA_free;
}

/// A buffer that AWS-LC allocated for its output.
impl Free for u8 {
    unsafe fn free(pointer: *mut Self) {
        // SAFETY: the contract of the trait is the one that the function asks for.
        unsafe { ffi::OPENSSL_free(pointer.cast::<c_void>()) }
    }
}

/// Empties the thread's error queue and returns `error`, so that failures do not pile up there.
pub(super) fn failed<E>(error: E) -> E {
    // SAFETY: the function takes nothing and touches the calling thread's queue only.
    unsafe { ffi::ERR_clear_error() };
    error
}
