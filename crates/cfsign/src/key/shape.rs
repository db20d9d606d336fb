//! What a DER value is, by its structure. PEM labels are not believed: people relabel by hand.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    EncryptedPkcs8,
    Other,
    Pkcs1Private,
    Pkcs1Public,
    Pkcs12,
    Pkcs8,
    Sec1,
    Spki,
}

impl Shape {
    pub(super) fn of(der: &[u8]) -> Self {
        use Tag::{BitString, Integer, ObjectIdentifier as Oid, OctetString, Sequence};
        let Some(tags) = children(der) else {
            return Self::Other;
        };
        match tags.as_slice() {
            [(Integer, _), (Integer, _)] => Self::Pkcs1Public,
            [(Integer, _), (Integer, _), (Integer, _), (Integer, _), ..] => Self::Pkcs1Private,
            [(Integer, _), (OctetString, _), ..] => Self::Sec1,
            [(Integer, _), (Sequence, Some(Oid)), (OctetString, _), ..] => Self::Pkcs8,
            [(Integer, _), (Sequence, Some(Oid))]
            | [(Integer, _), (Sequence, Some(Oid)), (Sequence, _)] => Self::Pkcs12,
            [(Sequence, Some(Oid)), (OctetString, _)] => Self::EncryptedPkcs8,
            [(Sequence, Some(Oid)), (BitString, _)] => Self::Spki,
            [(Sequence, _), (Sequence, Some(Oid)), (BitString, _)] => Self::Certificate,
            _ => Self::Other,
        }
    }
}

/// The tags of the first values in a sequence, each with the tag of the first value inside it.
fn children(der: &[u8]) -> Option<Vec<(Tag, Option<Tag>)>> {
    let outer = AnyRef::from_der(der)
        .ok()
        .filter(|outer| outer.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut tags = Vec::new();
    while !reader.is_finished() && tags.len() < 5 {
        let child: AnyRef<'_> = reader.decode().ok()?;
        let first = SliceReader::new(child.value())
            .ok()
            .and_then(|inside| Tag::peek(&inside).ok());
        tags.push((child.tag(), first));
    }
    Some(tags)
}

pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(super) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(super) const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// The name people know an algorithm or a curve by.
pub(super) fn algorithm_name(oid: ObjectIdentifier) -> &'static str {
    match oid.to_string().as_str() {
        "1.2.840.113549.1.1.10" => {
            "an RSA key that is restricted to PSS, which CloudFront does not verify"
        }
        "1.2.840.10040.4.1" => "a DSA key",
        "1.3.132.0.34" => "an ECDSA key on the curve P-384",
        "1.3.132.0.35" => "an ECDSA key on the curve P-521",
        "1.3.132.0.10" => "an ECDSA key on the curve secp256k1",
        "1.3.132.0.33" => "an ECDSA key on the curve P-224",
        "1.3.101.112" => "an Ed25519 key",
        "1.3.101.113" => "an Ed448 key",
        "1.3.101.110" => "an X25519 key",
        "1.3.101.111" => "an X448 key",
        _ => "a key of another algorithm or curve",
    }
}
