//! The `IpAddress` condition: one IPv4 address or one range.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// An IPv4 range in CIDR form, as `AWS:SourceIp` takes it.
///
/// A single address becomes `/32`, as every existing signer writes it. Address bits beyond the
/// prefix are refused: people who write `192.0.2.7/24` mean either the address or the range, and
/// what they get should be what they meant.
///
/// ```
/// use cfsign::IpRange;
///
/// let office: IpRange = "192.0.2.0/24".parse()?;
/// assert!(office.contains([192, 0, 2, 77].into()));
/// assert_eq!("192.0.2.7".parse::<IpRange>()?.to_string(), "192.0.2.7/32");
/// # Ok::<(), cfsign::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IpRange {
    address: Ipv4Addr,
    prefix_len: u8,
}

impl IpRange {
    /// The range of all addresses that share the first `prefix_len` bits of `address`.
    pub fn new(address: Ipv4Addr, prefix_len: u8) -> Result<Self, Error> {
        if prefix_len > 32 {
            return Err(invalid(format!(
                "the prefix length is {prefix_len}, and 32 is the longest"
            )));
        }
        let range = Self {
            address,
            prefix_len,
        };
        let first = Ipv4Addr::from_bits(address.to_bits() & mask(range.prefix_len));
        if first != address {
            return Err(invalid(format!(
                "{address}/{prefix_len} has address bits beyond its prefix; \
                 write {first}/{prefix_len} for the range or {address}/32 for the address"
            )));
        }
        Ok(range)
    }

    /// The first address of the range.
    #[must_use]
    pub fn address(self) -> Ipv4Addr {
        self.address
    }

    /// How many leading bits all addresses of the range share.
    #[must_use]
    pub fn prefix_len(self) -> u8 {
        self.prefix_len
    }

    /// Whether `address` lies in the range.
    #[must_use]
    pub fn contains(self, address: Ipv4Addr) -> bool {
        address.to_bits() & mask(self.prefix_len) == self.address.to_bits()
    }
}

impl FromStr for IpRange {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (address, prefix_len) = match text.split_once('/') {
            Some((address, prefix_len)) => (address, Some(prefix_len)),
            None => (text, None),
        };
        if address.contains(':') {
            return Err(Error::new(
                ErrorKind::Ipv6Range,
                "found an IPv6 address; leave the condition out, or give IPv4 and turn IPv6 off for the distribution",
            ));
        }
        let address = address.parse().map_err(|_| {
            invalid("wanted four numbers from 0 to 255 without leading zeros, as in 192.0.2.7")
        })?;
        let prefix_len = match prefix_len {
            None => 32,
            Some(digits) if is_plain_number(digits) => digits
                .parse()
                .map_err(|_| invalid("the prefix length must be 0 to 32"))?,
            Some(_) => {
                return Err(invalid(
                    "wanted a prefix length from 0 to 32 after the slash",
                ));
            }
        };
        Self::new(address, prefix_len)
    }
}

impl fmt::Display for IpRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_len)
    }
}

impl From<Ipv4Addr> for IpRange {
    fn from(address: Ipv4Addr) -> Self {
        Self {
            address,
            prefix_len: 32,
        }
    }
}

/// The bits that all addresses of a range with this prefix length share.
pub(crate) fn mask(prefix_len: u8) -> u32 {
    u32::MAX
        .checked_shl(32 - u32::from(prefix_len))
        .unwrap_or(0)
}

/// Digits only, and no leading zero: `u8::from_str` alone would take `+8` and `008`.
pub(crate) fn is_plain_number(digits: &str) -> bool {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits && (digits.len() == 1 || !digits.starts_with('0'))
}

fn invalid(detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidIpRange, detail)
}
