//! PEM encrypted in OpenSSL's old way: `Proc-Type: 4,ENCRYPTED`.
//!
//! The cipher key is MD5 of the passphrase, which anyone can try fast: such files are read because
//! people have them, and never written. `openssl pkcs8 -topk8 -v2 aes256` makes a better one.

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use des::TdesEde3;
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

/// What marks a PEM as encrypted; its cipher follows in another header.
pub(super) const MARK: &str = "Proc-Type: 4,ENCRYPTED";

pub(super) struct Encryption {
    cipher: Cipher,
    iv: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
}

/// Reads `DEK-Info: AES-128-CBC,<hex>` at the beginning of `body`; returns it and the Base64 after.
pub(super) fn headers(body: &str) -> Result<(Encryption, &str), Error> {
    let damaged = || {
        Error::new(
            ErrorKind::InvalidKey,
            "its DEK-Info header, which names the cipher, is missing or damaged",
        )
    };
    let (_, info) = body.split_once("DEK-Info:").ok_or_else(damaged)?;
    let info = info.trim_start();
    // The header ends with its line; where line breaks were lost or escaped, with the blank or `\n`.
    let end = info
        .find(|c: char| c.is_whitespace() || c == '\\')
        .ok_or_else(damaged)?;
    let (name, iv) = info[..end].split_once(',').ok_or_else(damaged)?;
    let cipher = match name {
        "AES-128-CBC" => Cipher::Aes128,
        "AES-192-CBC" => Cipher::Aes192,
        "AES-256-CBC" => Cipher::Aes256,
        "DES-EDE3-CBC" => Cipher::TripleDes,
        _ => {
            return Err(Error::new(
                ErrorKind::UnsupportedKey,
                "it is encrypted with a cipher that is not read here; convert it with: openssl pkcs8 -topk8 -v2 aes256 -in key.pem -out key.pkcs8.pem",
            ));
        }
    };
    let iv = from_hex(iv)
        .filter(|iv| iv.len() == cipher.iv_len())
        .ok_or_else(damaged)?;
    Ok((Encryption { cipher, iv }, &info[end..]))
}

impl Encryption {
    /// Decrypts `data` with `passphrase`. A wrong one mostly shows by the padding; where it does not,
    /// what comes out is no key.
    pub(super) fn open(&self, data: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let key = self.key(passphrase);
        let mut buffer = Zeroizing::new(data.to_vec());
        let opened = match self.cipher {
            Cipher::Aes128 => Decryptor::<Aes128>::new_from_slices(&key, &self.iv)
                .map(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut buffer).map(<[u8]>::len)),
            Cipher::Aes192 => Decryptor::<Aes192>::new_from_slices(&key, &self.iv)
                .map(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut buffer).map(<[u8]>::len)),
            Cipher::Aes256 => Decryptor::<Aes256>::new_from_slices(&key, &self.iv)
                .map(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut buffer).map(<[u8]>::len)),
            Cipher::TripleDes => Decryptor::<TdesEde3>::new_from_slices(&key, &self.iv)
                .map(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut buffer).map(<[u8]>::len)),
        };
        match opened {
            Ok(Ok(length)) => Ok(Zeroizing::new(buffer[..length].to_vec())),
            _ => Err(Error::new(
                ErrorKind::WrongPassphrase,
                "what it opens is no key",
            )),
        }
    }

    /// OpenSSL's `EVP_BytesToKey` with MD5, one round, and the first eight bytes of the IV as salt.
    fn key(&self, passphrase: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(Vec::with_capacity(self.cipher.key_len() + 16));
        while key.len() < self.cipher.key_len() {
            let last = key.len().saturating_sub(16);
            let mut hash = Md5::new();
            hash.update(&key[last..]);
            hash.update(passphrase);
            hash.update(&self.iv[..8]);
            let digest = Zeroizing::new(<[u8; 16]>::from(hash.finalize()));
            key.extend_from_slice(&*digest);
        }
        key.truncate(self.cipher.key_len());
        key
    }
}

impl Cipher {
    fn key_len(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
        }
    }

    fn iv_len(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes => 8,
        }
    }
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
        .collect()
}
