//! Functions without a class.

use std::time::Duration;

use cfsign::ToEpochSeconds as _;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::error::{Result, to_js};
use crate::policy::seconds;

#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[napi]
pub fn base64_encode(data: &[u8]) -> String {
    cfsign::base64_encode(data)
}

#[napi]
pub fn base64_decode(text: String) -> Result<Buffer> {
    cfsign::base64_decode(&text)
        .map(Buffer::from)
        .map_err(to_js)
}

/// The time `ttl` seconds after `now`, rounded up to a multiple of `bucket`.
#[napi]
pub fn expires_in(ttl: u32, bucket: u32, now: i64) -> Result<i64> {
    let end = || {
        let end = now
            .to_epoch_seconds()?
            .after(Duration::from_secs(ttl.into()))?;
        end.rounded_up_to(Duration::from_secs(bucket.into()))
    };
    end().map(seconds).map_err(to_js)
}
