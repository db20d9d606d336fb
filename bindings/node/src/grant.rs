//! `Grant`.

use napi_derive::napi;

use crate::cookies::SignedCookies;
use crate::error::{Result, to_js};
use crate::policy::Policy;

#[napi]
pub struct Grant(pub(crate) cfsign::Grant);

impl From<cfsign::Grant> for Grant {
    fn from(core: cfsign::Grant) -> Self {
        Self(core)
    }
}

#[napi]
impl Grant {
    #[napi]
    pub fn sign_url(&self, url: String) -> Result<String> {
        self.0.sign_url(&url).map_err(to_js)
    }

    #[napi(getter)]
    pub fn query(&self) -> &str {
        self.0.query()
    }

    #[napi(getter)]
    pub fn policy(&self) -> Policy {
        Policy(self.0.policy().clone())
    }

    #[napi]
    pub fn cookies(&self) -> Result<SignedCookies> {
        self.0.cookies().cloned().map(SignedCookies).map_err(to_js)
    }
}
