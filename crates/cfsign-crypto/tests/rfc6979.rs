//! The vectors of RFC 6979, appendix A.2.5.

mod common;

use cfsign_crypto::{Engine, HashAlgorithm, PrivateKey};
use common::{hex, integer, sequence};

const SCALAR: &str = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
const POINT: &str = "04
    60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6
    7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

const VECTORS: [(HashAlgorithm, &str, &str, &str); 4] = [
    (
        HashAlgorithm::Sha1,
        "sample",
        "61340C88C3AAEBEB4F6D667F672CA9759A6CCAA9FA8811313039EE4A35471D32",
        "6D7F147DAC089441BB2E2FE8F7A3FA264B9C475098FDCF6E00D7C996E1B8B7EB",
    ),
    (
        HashAlgorithm::Sha256,
        "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    ),
    (
        HashAlgorithm::Sha1,
        "test",
        "0CBCC86FD6ABD1D99E703E1EC50069EE5C0B4BA4B9AC60E409E8EC5910D81A89",
        "01B9D7B73DFAA60D5651EC4591A0136F87653E0FD780C3B1BC872FFDEAE479B1",
    ),
    (
        HashAlgorithm::Sha256,
        "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
        "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
    ),
];

#[test]
fn signatures_are_those_of_the_rfc() {
    let scalar = hex(SCALAR).try_into().unwrap();
    for &engine in Engine::available() {
        let key = PrivateKey::p256_from_scalar(engine, &scalar).unwrap();
        assert_eq!(key.public_key().unwrap().encoded(), hex(POINT));
        for (hash, message, r, s) in VECTORS {
            let signature = sequence(&[integer(&hex(r)), integer(&hex(s))]);
            assert_eq!(
                key.sign(hash, message.as_bytes()).unwrap(),
                signature,
                "{engine} {hash}"
            );
            let public = key.public_key().unwrap();
            assert!(public.verify(hash, message.as_bytes(), &signature));
        }
    }
}
