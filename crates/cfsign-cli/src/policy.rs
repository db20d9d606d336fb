//! From flags to the terms of a policy.

use cfsign::{EpochSeconds, IpRange, Policy, Resource};

use crate::args::policy::PolicyArgs;
use crate::failure::Failure;
use crate::key_source::read_input;
use crate::time;

/// What the flags say, without the resource.
pub(crate) enum Terms {
    Conditions(Conditions),
    /// A policy document that the user wrote.
    Raw(String),
}

/// The conditions of a policy.
pub(crate) struct Conditions {
    pub(crate) expires: EpochSeconds,
    starts: Option<EpochSeconds>,
    ip_address: Option<IpRange>,
    always_custom: bool,
}

impl Terms {
    pub(crate) fn read(args: &PolicyArgs) -> Result<Self, Failure> {
        match &args.policy {
            Some(file) => read_document(file).map(Self::Raw),
            None => Conditions::read(args).map(Self::Conditions),
        }
    }
}

impl Conditions {
    fn read(args: &PolicyArgs) -> Result<Self, Failure> {
        let now = time::now(args.now).map_err(|failure| failure.about("--now"))?;
        let (flag, expires) = match (&args.date_less_than, &args.expires) {
            (Some(date), _) => ("--date-less-than", time::parse_date(date)),
            (None, Some(duration)) => ("--expires", expires_in(duration, now)),
            (None, None) => {
                return Err(Failure::input(
                    "usage",
                    "give the end with --date-less-than or --expires, or a whole policy with --policy",
                ));
            }
        };
        let mut expires = expires.map_err(|failure| failure.about(flag))?;
        if let Some(bucket) = &args.round_up_to {
            let rounded =
                time::parse_duration(bucket).and_then(|bucket| Ok(expires.rounded_up_to(bucket)?));
            expires = rounded.map_err(|failure| failure.about("--round-up-to"))?;
        }
        if !args.allow_expired {
            expires = expires
                .later_than(now)
                .map_err(|error| Failure::from(error).about(flag))?;
        }
        let starts = args
            .date_greater_than
            .as_deref()
            .map(time::parse_date)
            .transpose();
        let ip_address = args.ip_address.as_deref().map(str::parse).transpose();
        Ok(Self {
            expires,
            starts: starts.map_err(|failure| failure.about("--date-greater-than"))?,
            ip_address: ip_address
                .map_err(|error: cfsign::Error| Failure::from(error).about("--ip-address"))?,
            always_custom: args.custom,
        })
    }

    /// Whether an exact URL and the end say it all.
    pub(crate) fn only_expire(&self) -> bool {
        self.starts.is_none() && self.ip_address.is_none() && !self.always_custom
    }

    /// The policy of these conditions for `resource`.
    pub(crate) fn policy(&self, resource: Resource) -> Result<Policy, cfsign::Error> {
        let mut policy = Policy::new(resource, self.expires)?;
        if let Some(starts) = self.starts {
            policy = policy.date_greater_than(starts)?;
        }
        if let Some(range) = self.ip_address {
            policy = policy.ip_address(range);
        }
        Ok(if self.always_custom {
            policy.always_custom()
        } else {
            policy
        })
    }
}

fn expires_in(duration: &str, now: EpochSeconds) -> Result<EpochSeconds, Failure> {
    Ok(now.after(time::parse_duration(duration)?)?)
}

/// The policy document in `file`, byte for byte.
fn read_document(file: &str) -> Result<String, Failure> {
    let bytes = read_input(file).map_err(|failure| failure.about("--policy"))?;
    let wrong = |what| Failure::input("invalid-policy", format!("--policy: {what}"));
    let document =
        String::from_utf8(bytes.to_vec()).map_err(|_| wrong("the file is not UTF-8 text"))?;
    if document.trim().is_empty() {
        return Err(wrong("the file is empty; it must hold a policy document"));
    }
    Ok(document)
}
