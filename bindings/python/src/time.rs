//! Times as Python has them: aware datetimes, durations from now, epoch seconds.

use std::time::{Duration, SystemTime};

use cfsign::{EpochSeconds, ErrorKind, ToEpochSeconds as _};
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyInt};

use crate::error::{invalid, to_python};

/// A point in time, from any of the three.
#[derive(Clone, Copy)]
pub(crate) struct Time(pub(crate) EpochSeconds);

impl FromPyObject<'_, '_> for Time {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyBool>() {
            return Err(wrong_type("bool"));
        }
        // A datetime is not asked for its number, since to be refused takes as long as all else here;
        // nor is Python asked about datetimes for a number, since it loads a module for the answer.
        if !value.is_instance_of::<PyInt>() && value.cast::<PyDateTime>().is_ok() {
            return from_datetime(&value);
        }
        let seconds = match value.extract::<i64>() {
            Ok(seconds) => seconds,
            Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
                return Err(invalid(
                    ErrorKind::InvalidTime,
                    "found a number that is beyond any time; wanted seconds since 1970",
                ));
            }
            Err(_) => return from_other(&value),
        };
        seconds
            .to_epoch_seconds()
            .map(Self)
            .map_err(|error| to_python(&error))
    }
}

fn from_other(value: &Bound<'_, PyAny>) -> PyResult<Time> {
    if let Ok(delta) = value.cast::<PyDelta>() {
        let duration = duration(delta)?;
        return now()?
            .after(duration)
            .map(Time)
            .map_err(|error| to_python(&error));
    }
    let name = value.get_type().name()?;
    Err(wrong_type(&name.to_string_lossy()))
}

/// Whole seconds; what is beyond them is dropped, so that nothing is valid longer than was said.
fn from_datetime(value: &Bound<'_, PyAny>) -> PyResult<Time> {
    if value.call_method0("utcoffset")?.is_none() {
        return Err(invalid(
            ErrorKind::InvalidTime,
            "found a datetime without a time zone, which can mean many times; \
             write datetime.now(timezone.utc), or say what it is with .replace(tzinfo=timezone.utc)",
        ));
    }
    let microsecond: u32 = value.getattr("microsecond")?.extract()?;
    let timestamp: f64 = value.call_method0("timestamp")?.extract()?;
    let whole = (timestamp - f64::from(microsecond) / 1e6).round();
    // Python's years end at 9999, far inside of i64.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = whole as i64;
    seconds
        .to_epoch_seconds()
        .map(Time)
        .map_err(|error| to_python(&error))
}

/// A duration that is not over before it begins.
pub(crate) fn duration(delta: &Bound<'_, PyDelta>) -> PyResult<Duration> {
    let days: i64 = delta.getattr("days")?.extract()?;
    let seconds: u64 = delta.getattr("seconds")?.extract()?;
    let microseconds: u64 = delta.getattr("microseconds")?.extract()?;
    let Ok(days) = u64::try_from(days) else {
        return Err(invalid(
            ErrorKind::InvalidTime,
            "found a negative timedelta; wanted how long from now",
        ));
    };
    Ok(Duration::from_secs(days * 86400 + seconds) + Duration::from_micros(microseconds))
}

/// A duration as a timedelta or in seconds.
pub(crate) struct Length(pub(crate) Duration);

impl FromPyObject<'_, '_> for Length {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(delta) = value.cast::<PyDelta>() {
            return duration(&delta).map(Self);
        }
        if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
            let seconds = value.extract::<u64>().map_err(|_| {
                invalid(
                    ErrorKind::InvalidTime,
                    "found a number of seconds that is no duration",
                )
            })?;
            return Ok(Self(Duration::from_secs(seconds)));
        }
        let name = value.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "wanted a timedelta or an int of seconds, and found {name}"
        )))
    }
}

pub(crate) fn now() -> PyResult<EpochSeconds> {
    SystemTime::now()
        .to_epoch_seconds()
        .map_err(|error| to_python(&error))
}

fn wrong_type(found: &str) -> PyErr {
    let fix = match found {
        "float" => "; for time.time() + 3600 write int(time.time()) + 3600, or timedelta(hours=1)",
        "bool" => "; True would count as the second 1 of 1970",
        "str" => "; read it with datetime.fromisoformat, with its time zone",
        "date" => "; a date has no time of day: write a datetime with a time zone",
        _ => "",
    };
    PyTypeError::new_err(format!(
        "wanted an aware datetime, a timedelta from now, or an int of epoch seconds, and found {found}{fix}"
    ))
}
