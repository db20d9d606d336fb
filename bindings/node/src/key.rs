//! Keys by themselves, for code that signs messages and not URLs.

use std::sync::Arc;

use cfsign::{HashAlgorithm, KeyType, generate_key_pair as generate, hash_algorithm as named};
use napi::Env;
use napi::bindgen_prelude::{Buffer, FnArgs, Function};
use napi_derive::napi;

use crate::error::{Result, to_js};

#[napi]
pub struct PrivateKey(Arc<cfsign::PrivateKey>);

#[napi]
impl PrivateKey {
    #[napi(factory)]
    pub fn of(private_key: Buffer, passphrase: Option<Buffer>) -> Result<Self> {
        let key = match passphrase {
            Some(passphrase) => cfsign::PrivateKey::read_encrypted(&private_key, &passphrase),
            None => cfsign::PrivateKey::read(&private_key),
        };
        key.map(|key| Self(Arc::new(key))).map_err(to_js)
    }

    #[napi(getter)]
    pub fn key_type(&self) -> String {
        self.0.kind().to_string()
    }

    #[napi]
    pub fn sign(&self, message: &[u8], hash_algorithm: String) -> Result<Buffer> {
        let sign = || self.0.sign(named(&hash_algorithm)?, message);
        sign().map(Buffer::from).map_err(to_js)
    }

    /// A function of a text, and of whether to hash it with SHA-256, that gives the signature in
    /// CloudFront's Base64. A method would look for its key in the object first, which takes longer
    /// than all else around the private-key operation.
    #[napi(ts_return_type = "(text: string, sha256: boolean) => string")]
    pub fn text_signer<'env>(
        &self,
        env: &'env Env,
    ) -> napi::Result<Function<'env, FnArgs<(String, bool)>, String>> {
        let key = Arc::clone(&self.0);
        env.create_function_from_closure("signText", move |call| {
            let text: String = call.get(0)?;
            let hash = if call.get(1)? {
                HashAlgorithm::Sha256
            } else {
                HashAlgorithm::Sha1
            };
            key.sign(hash, text.as_bytes())
                .map(|signature| cfsign::base64_encode(&signature))
                .map_err(|error| napi::Error::from_reason(error.to_string()))
        })
    }

    #[napi]
    pub fn public_key(&self) -> Result<PublicKey> {
        self.0.public_key().map(PublicKey).map_err(to_js)
    }
}

#[napi]
pub struct PublicKey(cfsign::PublicKey);

#[napi]
impl PublicKey {
    #[napi(factory)]
    pub fn of(public_key: Buffer) -> Result<Self> {
        cfsign::PublicKey::read(&public_key)
            .map(Self)
            .map_err(to_js)
    }

    #[napi(getter)]
    pub fn key_type(&self) -> String {
        self.0.kind().to_string()
    }

    #[napi]
    pub fn verify(&self, message: &[u8], signature: &[u8], hash_algorithm: String) -> Result<bool> {
        let hash = named(&hash_algorithm).map_err(to_js)?;
        Ok(self.0.verify(hash, message, signature))
    }

    #[napi]
    pub fn to_pem(&self) -> String {
        self.0.to_pem()
    }

    #[napi]
    pub fn to_der(&self) -> Buffer {
        self.0.to_der().into()
    }
}

/// Private and public key in PEM.
#[napi]
pub fn generate_key_pair(rsa: bool) -> Result<Vec<String>> {
    let key_type = if rsa {
        KeyType::Rsa2048
    } else {
        KeyType::EcdsaP256
    };
    let pair = generate(key_type).map_err(to_js)?;
    Ok(vec![pair.private_pem.to_string(), pair.public_pem])
}
