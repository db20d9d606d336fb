//! Policies: what may be fetched, until when, from when on, and from where.

mod json;
pub(crate) mod pattern;
pub(crate) mod read;
pub(crate) mod resource;
pub(crate) mod wildcard;
pub(crate) mod write;

use std::fmt;

use crate::error::{Error, ErrorKind};
use crate::ip::IpRange;
use crate::time::{EpochSeconds, ToEpochSeconds};
use resource::Resource;

/// A policy statement: a resource and its conditions.
///
/// CloudFront knows two forms. A *canned* policy is an exact URL and an expiry; CloudFront rebuilds
/// it from the request, so it is not sent and the signed URL is shorter. Everything else is a
/// *custom* policy, which travels in the URL. [`Policy::new`] chooses: canned where that says it
/// all, custom otherwise; a wildcard therefore never goes out as canned.
///
/// ```
/// use cfsign::{Policy, Resource};
///
/// let one_file = Policy::new(Resource::exact("https://d111111abcdef8.cloudfront.net/a.jpg")?, 1_767_290_400)?;
/// assert!(one_file.is_canned());
///
/// let videos = Policy::new(Resource::pattern("https://d111111abcdef8.cloudfront.net/videos/*")?, 1_767_290_400)?
///     .date_greater_than(1_767_200_000)?
///     .ip_address("192.0.2.0/24".parse()?);
/// assert!(!videos.is_canned());
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Policy {
    resource: Resource,
    date_less_than: EpochSeconds,
    date_greater_than: Option<EpochSeconds>,
    ip_address: Option<IpRange>,
    always_custom: bool,
}

impl Policy {
    /// A policy for `resource` that ends at `date_less_than`, in epoch seconds.
    pub fn new(resource: Resource, date_less_than: impl ToEpochSeconds) -> Result<Self, Error> {
        Ok(Self {
            resource,
            date_less_than: date_less_than.to_epoch_seconds()?,
            date_greater_than: None,
            ip_address: None,
            always_custom: false,
        })
    }

    /// The canned policy for exactly `url`.
    pub fn canned(url: &str, expires: impl ToEpochSeconds) -> Result<Self, Error> {
        Self::new(Resource::exact(url)?, expires)
    }

    /// The same policy, valid only after `date_greater_than`.
    pub fn date_greater_than(
        mut self,
        date_greater_than: impl ToEpochSeconds,
    ) -> Result<Self, Error> {
        let start = date_greater_than.to_epoch_seconds()?;
        if start >= self.date_less_than {
            return Err(Error::new(
                ErrorKind::StartsAfterItExpires,
                format!("it begins at {start} and ends at {}", self.date_less_than),
            ));
        }
        self.date_greater_than = Some(start);
        Ok(self)
    }

    /// The same policy, for viewers in `range` only. Turn IPv6 off for the distribution: a viewer
    /// who comes by IPv6 is in no range.
    #[must_use]
    pub fn ip_address(mut self, range: IpRange) -> Self {
        self.ip_address = Some(range);
        self
    }

    /// The same policy, as a custom policy even where a canned one would say it all.
    #[must_use]
    pub fn always_custom(mut self) -> Self {
        self.always_custom = true;
        self
    }

    /// Whether the policy is signed as canned.
    #[must_use]
    pub fn is_canned(&self) -> bool {
        let exact = !self.resource.is_pattern() && !self.always_custom;
        exact && self.date_greater_than.is_none() && self.ip_address.is_none()
    }

    /// What the policy gives access to.
    #[must_use]
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// When the policy ends.
    #[must_use]
    pub fn expires(&self) -> EpochSeconds {
        self.date_less_than
    }

    /// When the policy begins, if it says so.
    #[must_use]
    pub fn starts(&self) -> Option<EpochSeconds> {
        self.date_greater_than
    }

    /// From where viewers must come, if it says so.
    #[must_use]
    pub fn viewer_range(&self) -> Option<IpRange> {
        self.ip_address
    }
}

impl fmt::Debug for Policy {
    /// The resource stays out: it may name what is private.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("canned", &self.is_canned())
            .field("date_less_than", &self.date_less_than.get())
            .finish_non_exhaustive()
    }
}
