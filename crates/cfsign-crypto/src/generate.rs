//! Making new private keys.

use zeroize::Zeroizing;

#[cfg(feature = "aws-lc")]
use crate::aws_lc;
#[cfg(feature = "rustcrypto")]
use crate::rustcrypto;
use crate::{Engine, Error, PrivateKey, rsa_parts::RSA_BITS};

/// Makes an RSA key with the public exponent 65537 and returns the DER of its `RSAPrivateKey`.
///
/// The sizes are the multiples of 128 from 1024 to 8192 bits. 8192 bits can take minutes. The
/// `RustCrypto` engine takes its random numbers from the operating system, AWS-LC from its own
/// generator, which the operating system [seeds](crate#what-seeds-blinding).
pub fn rsa_pkcs1_der(engine: Engine, bits: u32) -> Result<Zeroizing<Vec<u8>>, Error> {
    // AWS-LC would quietly round any other size down.
    if !RSA_BITS.contains(&bits) || !bits.is_multiple_of(128) {
        return Err(Error::UnsupportedKey(
            "an RSA size that is no multiple of 128 from 1024 to 8192",
        ));
    }
    match engine {
        #[cfg(feature = "aws-lc")]
        Engine::AwsLc => aws_lc::generate_rsa(bits),
        #[cfg(feature = "rustcrypto")]
        Engine::RustCrypto => rustcrypto::generate_rsa(bits),
        #[allow(
            unreachable_patterns,
            reason = "reached where an engine is not compiled in"
        )]
        other => other.unavailable(),
    }
}

/// Makes the secret number of a P-256 key, from the random numbers of the operating system.
pub fn p256_scalar(engine: Engine) -> Result<Zeroizing<[u8; 32]>, Error> {
    loop {
        let mut scalar = Zeroizing::new([0; 32]);
        getrandom::fill(scalar.as_mut_slice()).map_err(|_| Error::RandomFailed)?;
        // Drawing again when the number is out of range, as happens once in 2^32, keeps the
        // choice uniform; reducing would not.
        match PrivateKey::p256_from_scalar(engine, &scalar) {
            Ok(_) => return Ok(scalar),
            Err(Error::InvalidKey(_)) => {}
            Err(error) => return Err(error),
        }
    }
}
