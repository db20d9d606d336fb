//! Keys held elsewhere: KMS, an HSM, an agent.

use cfsign_crypto::{HashAlgorithm, KeyKind};

use super::PublicKey;
use crate::error::{Error, ErrorKind};

/// A private key that this process cannot see, and that signs what it is given.
///
/// The message goes out whole, not hashed: AWS KMS wants it so with `MessageType: RAW`, up to 4096
/// bytes. The signature comes back as PKCS#1 v1.5 for RSA and ASN.1 DER for ECDSA, as KMS gives it.
/// Every signature is checked before it is used: with the public key where there is one, by its form
/// otherwise.
pub trait ExternalSigner: Send + Sync {
    /// The kind of the key.
    fn kind(&self) -> KeyKind;

    /// Signs `message`.
    fn sign(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>>;

    /// The public half, so that no wrong signature ever leaves. The default is none, and then only
    /// the length or the form of a signature can be checked.
    fn public_key(&self) -> Option<&PublicKey> {
        None
    }
}

impl<T: ExternalSigner + ?Sized> ExternalSigner for std::sync::Arc<T> {
    fn kind(&self) -> KeyKind {
        (**self).kind()
    }

    fn sign(
        &self,
        hash: HashAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        (**self).sign(hash, message)
    }

    fn public_key(&self) -> Option<&PublicKey> {
        (**self).public_key()
    }
}

/// Asks `signer` for a signature and lets through only what can be one.
pub(crate) fn sign(
    signer: &dyn ExternalSigner,
    hash: HashAlgorithm,
    message: &[u8],
) -> Result<Vec<u8>, Error> {
    let signature = signer.sign(hash, message).map_err(|source| {
        Error::new(ErrorKind::ExternalSignerFailed, "it returned an error").with_source(source)
    })?;
    let fits = match (signer.public_key(), signer.kind()) {
        (Some(key), _) => key.verify(hash, message, &signature),
        (None, KeyKind::Rsa { bits }) => signature.len() == bits.div_ceil(8) as usize,
        (None, _) => is_der_signature(&signature),
    };
    if fits {
        return Ok(signature);
    }
    Err(Error::new(
        ErrorKind::WrongSignature,
        format!(
            "the external signer returned {} bytes that are no {hash} signature of its {} key over the message",
            signature.len(),
            signer.kind(),
        ),
    ))
}

/// The longest signature `kind` can give.
pub(crate) fn max_signature_len(kind: KeyKind) -> usize {
    match kind {
        KeyKind::Rsa { bits } => bits.div_ceil(8) as usize,
        _ => 72,
    }
}

/// Whether `bytes` are a sequence of two integers of P-256's size, not the bare `r‖s` of some APIs.
fn is_der_signature(bytes: &[u8]) -> bool {
    let integers = |mut rest: &[u8]| {
        let mut count = 0;
        while let [2, length @ 1..=33, value @ ..] = rest {
            let Some(after) = value.get(usize::from(*length)..) else {
                return false;
            };
            (rest, count) = (after, count + 1);
        }
        rest.is_empty() && count == 2
    };
    matches!(bytes, [0x30, length @ 6..=70, rest @ ..] if usize::from(*length) == rest.len() && integers(rest))
}
