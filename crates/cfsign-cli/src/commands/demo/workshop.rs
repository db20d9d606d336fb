//! The folder the demonstration works in, and the two key pairs in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cfsign::{HashAlgorithm, KeyType, Signer, generate_key_pair};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::super::new_file::{Readers, write_new};
use crate::failure::Failure;

pub(super) struct Workshop {
    pub(super) rsa: Pair,
    pub(super) ecdsa: Pair,
    folder: PathBuf,
    /// Removes the folder at the end, unless it is kept.
    _temporary: Option<TempDir>,
}

/// A key pair, its files, and the ID that CloudFront would have given it.
pub(super) struct Pair {
    /// `rsa` or `ecdsa`: the beginning of the names of its files.
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) made_in: Duration,
    pub(super) public_pem: String,
    private_pem: Zeroizing<String>,
}

impl Workshop {
    pub(super) fn open(keep: Option<&Path>) -> Result<Self, Failure> {
        let (folder, temporary) = if let Some(folder) = keep {
            fs::create_dir(folder)
                .map_err(|error| Failure::io(&folder.display().to_string(), &error))?;
            (folder.to_owned(), None)
        } else {
            let folder = tempfile::Builder::new().prefix("cfsign-demo-").tempdir();
            let folder = folder.map_err(|error| Failure::io("a temporary folder", &error))?;
            (folder.path().to_owned(), Some(folder))
        };
        let rsa = Pair::make(&folder, KeyType::Rsa2048, "rsa", "KEXAMPLERSA")?;
        let ecdsa = Pair::make(&folder, KeyType::EcdsaP256, "ecdsa", "KEXAMPLEECDSA")?;
        Ok(Self {
            rsa,
            ecdsa,
            folder,
            _temporary: temporary,
        })
    }

    pub(super) fn pairs(&self) -> [&Pair; 2] {
        [&self.ecdsa, &self.rsa]
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn write(&self, name: &str, contents: &[u8]) -> Result<(), Failure> {
        write_new(&self.folder.join(name), contents, Readers::All)
    }
}

impl Pair {
    fn make(
        folder: &Path,
        key_type: KeyType,
        name: &'static str,
        id: &'static str,
    ) -> Result<Self, Failure> {
        let started = Instant::now();
        let pair = generate_key_pair(key_type)?;
        let made_in = started.elapsed();
        write_new(
            &folder.join(format!("{name}.private.pem")),
            &*pair.private_pem,
            Readers::Me,
        )?;
        write_new(
            &folder.join(format!("{name}.public.pem")),
            &pair.public_pem,
            Readers::All,
        )?;
        Ok(Self {
            name,
            id,
            made_in,
            public_pem: pair.public_pem,
            private_pem: pair.private_pem,
        })
    }

    /// Whether its commands are shown; those of the other key are the same but for its name.
    pub(super) fn is_shown(&self) -> bool {
        self.name == "ecdsa"
    }

    pub(super) fn signer(&self, hash: HashAlgorithm) -> Result<Signer, Failure> {
        let builder = Signer::builder(self.id).private_key(&*self.private_pem);
        Ok(builder.hash_algorithm(hash).build()?)
    }
}
