//! `UrlBuilder`.

use napi_derive::napi;

use crate::error::{Result, to_js};

#[napi]
pub struct UrlBuilder(cfsign::UrlBuilder);

#[napi]
impl UrlBuilder {
    #[napi(factory)]
    pub fn of(origin: String) -> Result<Self> {
        cfsign::UrlBuilder::new(&origin).map(Self).map_err(to_js)
    }

    #[napi]
    pub fn path(&self, raw: String) -> Self {
        Self(self.0.clone().path(&raw))
    }

    #[napi]
    pub fn segment(&self, raw: String) -> Self {
        Self(self.0.clone().segment(&raw))
    }

    #[napi]
    pub fn query(&self, name: String, value: String) -> Self {
        Self(self.0.clone().query(&name, &value))
    }

    #[napi]
    pub fn download_as(&self, name: String) -> Result<Self> {
        self.0.clone().download_as(&name).map(Self).map_err(to_js)
    }

    #[napi]
    pub fn show_as(&self, name: String) -> Result<Self> {
        self.0.clone().show_as(&name).map(Self).map_err(to_js)
    }

    #[napi]
    pub fn build(&self) -> Result<String> {
        self.0.clone().build().map_err(to_js)
    }

    #[napi]
    pub fn build_below(&self) -> Result<String> {
        let resource = self.0.clone().build_below().map_err(to_js)?;
        Ok(resource.as_str().to_owned())
    }
}
