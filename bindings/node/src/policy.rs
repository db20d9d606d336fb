//! `Policy`.

use cfsign::{Dialect, Resource};
use napi_derive::napi;

use crate::error::{Result, to_js};

#[napi]
pub struct Policy(pub(crate) cfsign::Policy);

#[napi]
impl Policy {
    /// `kind` is `parse`, `pattern` or `below`: how the resource is read.
    #[napi(factory)]
    pub fn of(
        kind: String,
        resource: String,
        date_less_than: i64,
        date_greater_than: Option<i64>,
        ip_address: Option<String>,
        always_custom: bool,
    ) -> Result<Self> {
        let resource = match &*kind {
            "pattern" => Resource::pattern(&resource),
            "below" => Resource::below(&resource),
            _ => Resource::parse(&resource),
        };
        let build = || {
            let mut policy = cfsign::Policy::new(resource?, date_less_than)?;
            if let Some(start) = date_greater_than {
                policy = policy.date_greater_than(start)?;
            }
            if let Some(range) = ip_address {
                policy = policy.ip_address(range.parse()?);
            }
            Ok(if always_custom {
                policy.always_custom()
            } else {
                policy
            })
        };
        build().map(Self).map_err(to_js)
    }

    #[napi(getter)]
    pub fn resource(&self) -> &str {
        self.0.resource().as_str()
    }

    #[napi(getter)]
    pub fn date_less_than(&self) -> i64 {
        seconds(self.0.expires())
    }

    #[napi(getter)]
    pub fn date_greater_than(&self) -> Option<i64> {
        self.0.starts().map(seconds)
    }

    #[napi(getter)]
    pub fn ip_address(&self) -> Option<String> {
        self.0.viewer_range().map(|range| range.to_string())
    }

    #[napi(getter)]
    pub fn is_canned(&self) -> bool {
        self.0.is_canned()
    }

    #[napi]
    pub fn covers(&self, url: String) -> bool {
        self.0.resource().covers(&url)
    }

    #[napi]
    pub fn to_json_text(&self) -> String {
        self.0.to_json(Dialect::CloudFront)
    }
}

pub(crate) fn seconds(time: cfsign::EpochSeconds) -> i64 {
    i64::try_from(time.get()).expect("the core ends in the year 9999")
}
