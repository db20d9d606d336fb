//! Times as CloudFront counts them: whole seconds since 1970, UTC.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::error::{Error, ErrorKind};

/// A point in time in whole epoch seconds, as `Expires` and `AWS:EpochTime` take it.
///
/// Nothing in this crate reads a clock: where "now" matters, it is an argument.
///
/// ```
/// use std::time::Duration;
/// use cfsign::EpochSeconds;
///
/// let now = EpochSeconds::new(1_767_290_000)?;
/// assert_eq!(now.after(Duration::from_secs(3600))?.get(), 1_767_293_600);
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochSeconds(u64);

impl EpochSeconds {
    /// Smaller numbers are durations that someone took for a time: CloudFront is younger.
    const FIRST: u64 = 500_000_000;
    /// The first number that is taken for milliseconds: as seconds it is the year 10000, which no
    /// calendar here reaches, and as milliseconds it is January 1978.
    const MILLISECONDS_FROM: u64 = 253_402_300_800;

    /// A time from epoch seconds.
    ///
    /// A number that can only be a duration is refused ([`ErrorKind::InvalidTime`]), and so is one
    /// that can only be milliseconds ([`ErrorKind::TimeInMilliseconds`]).
    pub fn new(seconds: u64) -> Result<Self, Error> {
        match seconds {
            ..Self::FIRST => Err(Error::new(
                ErrorKind::InvalidTime,
                format!(
                    "found {seconds}, which is before November 1985; wanted a point in time in seconds since 1970, not a duration"
                ),
            )),
            Self::MILLISECONDS_FROM.. => Err(Error::new(
                ErrorKind::TimeInMilliseconds,
                format!("found {seconds}; divide it by 1000: {}", seconds / 1000),
            )),
            _ => Ok(Self(seconds)),
        }
    }

    /// A time from the system's clock or a file's date; parts of a second are dropped.
    pub fn from_system_time(time: SystemTime) -> Result<Self, Error> {
        let since = time
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_err(|_| Error::new(ErrorKind::InvalidTime, "found a time before 1970"))?;
        Self::new(since.as_secs())
    }

    /// The number of seconds since 1970.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    pub(crate) fn to_i64(self) -> i64 {
        i64::try_from(self.0).expect("EpochSeconds is far below i64::MAX")
    }

    /// The time `duration` later; a part of a second counts as a whole one, so that nothing
    /// expires sooner than asked.
    pub fn after(self, duration: Duration) -> Result<Self, Error> {
        self.0
            .checked_add(whole_seconds(duration))
            .filter(|seconds| *seconds < Self::MILLISECONDS_FROM)
            .map(Self)
            .ok_or_else(too_late)
    }

    /// The next time that is a multiple of `bucket`, never earlier than this one.
    ///
    /// URLs signed for the same file in the same bucket are the same URL, so browsers and proxies
    /// keep what they have. What expires lives at least as long as asked, and less than one bucket
    /// longer.
    ///
    /// ```
    /// use std::time::Duration;
    /// use cfsign::EpochSeconds;
    ///
    /// let quarter_hour = Duration::from_secs(900);
    /// let expires = EpochSeconds::new(1_767_290_400)?.after(Duration::from_secs(3600))?;
    /// assert_eq!(expires.rounded_up_to(quarter_hour)?.get(), 1_767_294_000);
    /// # Ok::<(), cfsign::Error>(())
    /// ```
    pub fn rounded_up_to(self, bucket: Duration) -> Result<Self, Error> {
        match whole_seconds(bucket) {
            0 => Ok(self),
            seconds => {
                let rounded = self.0.checked_next_multiple_of(seconds);
                rounded
                    .filter(|seconds| *seconds < Self::MILLISECONDS_FROM)
                    .map(Self)
                    .ok_or_else(too_late)
            }
        }
    }

    /// This time, if it is later than `now`; a signature that ends now or earlier is useless
    /// ([`ErrorKind::ExpiresInThePast`]).
    pub fn later_than(self, now: Self) -> Result<Self, Error> {
        if self > now {
            return Ok(self);
        }
        Err(Error::new(
            ErrorKind::ExpiresInThePast,
            format!("{self} is {} seconds before now, {now}", now.0 - self.0),
        ))
    }
}

impl fmt::Display for EpochSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What can stand where a time is wanted: epoch seconds in any integer, [`EpochSeconds`], or a
/// [`SystemTime`].
pub trait ToEpochSeconds {
    /// The time, if CloudFront can count it.
    fn to_epoch_seconds(self) -> Result<EpochSeconds, Error>;
}

impl ToEpochSeconds for EpochSeconds {
    fn to_epoch_seconds(self) -> Result<EpochSeconds, Error> {
        Ok(self)
    }
}

impl ToEpochSeconds for SystemTime {
    fn to_epoch_seconds(self) -> Result<EpochSeconds, Error> {
        EpochSeconds::from_system_time(self)
    }
}

/// Signed and short integers too, so that a literal can stand where a time is wanted.
macro_rules! to_epoch_seconds {
    ($($integer:ty)*) => {$(
        impl ToEpochSeconds for $integer {
            fn to_epoch_seconds(self) -> Result<EpochSeconds, Error> {
                match u64::try_from(self) {
                    Ok(seconds) => EpochSeconds::new(seconds),
                    Err(_) => Err(Error::new(
                        ErrorKind::InvalidTime,
                        format!("found {self}; wanted seconds since 1970"),
                    )),
                }
            }
        }
    )*};
}
to_epoch_seconds! { i32 u32 i64 u64 }

fn too_late() -> Error {
    Error::new(
        ErrorKind::InvalidTime,
        "the duration ends after the year 9999",
    )
}

pub(crate) fn whole_seconds(duration: Duration) -> u64 {
    duration
        .as_secs()
        .saturating_add(u64::from(duration.subsec_nanos() > 0))
}
