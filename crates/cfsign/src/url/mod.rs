//! URLs: taken byte for byte, checked, and never rewritten.
//!
//! A signature covers the exact bytes a viewer sends. So a URL is either one that browsers, curl and
//! HTTP libraries send as it stands, or it is refused with its corrected form; see [`check`] for
//! the rules. [`builder`] is for those who have file names and not URLs.

pub(crate) mod builder;
pub(crate) mod check;
mod correct;
pub(crate) mod parameters;
pub(crate) mod percent;
pub(crate) mod sections;
