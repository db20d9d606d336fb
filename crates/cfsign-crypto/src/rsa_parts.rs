//! Reading RSA keys, and the bounds that hold whichever engine is used.

use crate::{Error, der::Reader};

/// The sizes of a modulus, in bits.
pub(crate) const RSA_BITS: std::ops::RangeInclusive<u32> = 1024..=8192;

/// The numbers of an RSA public key, big-endian without leading zeros.
#[derive(Clone, Copy)]
pub(crate) struct RsaPublicParts<'a> {
    pub(crate) n: &'a [u8],
    pub(crate) e: &'a [u8],
}

impl<'a> RsaPublicParts<'a> {
    /// Reads an `RSAPublicKey` and checks its bounds.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let malformed = Error::InvalidKey("not the DER of an RSAPublicKey");
        let mut reader = Reader::sequence(der).ok_or(malformed)?;
        let mut next = || reader.unsigned().ok_or(malformed);
        let parts = Self {
            n: next()?,
            e: next()?,
        };
        if !reader.is_empty() {
            return Err(malformed);
        }
        parts.check()?;
        Ok(parts)
    }

    /// The length of the modulus in bits.
    pub(crate) fn bits(&self) -> u32 {
        bits(self.n)
    }

    fn check(&self) -> Result<(), Error> {
        if self.bits() < *RSA_BITS.start() {
            return Err(Error::UnsupportedKey(
                "the RSA modulus is shorter than 1024 bits",
            ));
        }
        if self.bits() > *RSA_BITS.end() {
            return Err(Error::UnsupportedKey(
                "the RSA modulus is longer than 8192 bits",
            ));
        }
        if !is_odd(self.n) {
            return Err(Error::InvalidKey("the RSA modulus is even"));
        }
        if !is_odd(self.e) || self.e == [1] {
            return Err(Error::InvalidKey(
                "the RSA public exponent is even or less than 3",
            ));
        }
        // Both engines bound the exponent here, as verifying with a huge one takes very long.
        if bits(self.e) > 33 {
            return Err(Error::UnsupportedKey(
                "the RSA public exponent is longer than 33 bits",
            ));
        }
        Ok(())
    }
}

/// The numbers of an RSA private key, big-endian without leading zeros.
pub(crate) struct RsaPrivateParts<'a> {
    pub(crate) public: RsaPublicParts<'a>,
    pub(crate) d: &'a [u8],
    pub(crate) p: &'a [u8],
    pub(crate) q: &'a [u8],
    pub(crate) dp: &'a [u8],
    pub(crate) dq: &'a [u8],
    pub(crate) qinv: &'a [u8],
}

impl<'a> RsaPrivateParts<'a> {
    /// Reads an `RSAPrivateKey` and checks its bounds. That its numbers belong together is for the
    /// engine to check.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, Error> {
        let malformed = Error::InvalidKey("not the DER of an RSAPrivateKey");
        let mut reader = Reader::sequence(der).ok_or(malformed)?;
        match reader.unsigned().ok_or(malformed)? {
            [] => {}
            [1] => return Err(Error::UnsupportedKey("an RSA key of more than two primes")),
            _ => return Err(malformed),
        }
        let mut next = || reader.unsigned().ok_or(malformed);
        let parts = Self {
            public: RsaPublicParts {
                n: next()?,
                e: next()?,
            },
            d: next()?,
            p: next()?,
            q: next()?,
            dp: next()?,
            dq: next()?,
            qinv: next()?,
        };
        if !reader.is_empty() {
            return Err(malformed);
        }
        parts.public.check()?;
        parts.check()?;
        Ok(parts)
    }

    fn check(&self) -> Result<(), Error> {
        // Engines differ on a private exponent that is not reduced; RFC 8017 wants it below n.
        if !less_than(self.d, self.public.n) {
            return Err(Error::InvalidKey(
                "the RSA private exponent is not less than the modulus",
            ));
        }
        // Primes of other sizes would send each engine down a slow path of its own.
        let half = self.public.bits().div_ceil(2);
        if bits(self.p) > half || bits(self.q) > half {
            return Err(Error::UnsupportedKey(
                "an RSA key whose primes differ much in length",
            ));
        }
        let numbers = [self.d, self.p, self.q, self.dp, self.dq, self.qinv];
        if numbers.iter().any(|number| number.is_empty()) {
            return Err(Error::InvalidKey("a number of the RSA key is zero"));
        }
        Ok(())
    }
}

/// The length of a number without leading zero bytes.
fn bits(number: &[u8]) -> u32 {
    let Some(first) = number.first() else {
        return 0;
    };
    // A number too long for 32 bits of length is far beyond every bound checked here.
    u32::try_from(number.len())
        .unwrap_or(u32::MAX)
        .saturating_mul(8)
        .saturating_sub(first.leading_zeros())
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|byte| byte & 1 == 1)
}

/// `a < b` for numbers without leading zeros; how long it takes depends on their lengths only.
fn less_than(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return a.len() < b.len();
    }
    let borrow = a.iter().zip(b).rev().fold(0u16, |borrow, (&a, &b)| {
        u16::from(a).wrapping_sub(u16::from(b)).wrapping_sub(borrow) >> 15
    });
    borrow == 1
}

#[cfg(test)]
mod tests {
    use super::{bits, less_than};

    #[test]
    fn numbers_are_measured_and_compared() {
        assert_eq!(
            [bits(&[]), bits(&[1]), bits(&[0x80]), bits(&[1, 0])],
            [0, 1, 8, 9]
        );
        for a in 0..=600u16 {
            for b in [0, 1, 255, 256, 257, 511, 512, 600] {
                let [x, y] = [a, b].map(u16::to_be_bytes);
                let trim = |bytes: [u8; 2]| {
                    bytes
                        .into_iter()
                        .skip_while(|&byte| byte == 0)
                        .collect::<Vec<_>>()
                };
                assert_eq!(less_than(&trim(x), &trim(y)), a < b, "{a} < {b}");
            }
        }
    }
}
