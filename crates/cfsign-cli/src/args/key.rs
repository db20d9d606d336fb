//! Flags about keys: which one signs, what a file holds, new ones.

use cfsign::{Dialect, HashAlgorithm, KeyType};
use clap::{Args, ValueEnum, ValueHint};

/// Who signs, and how.
#[derive(Args)]
#[command(next_help_heading = "Key")]
pub(crate) struct SignerArgs {
    /// ID that CloudFront gave the public key, such as K2JCJMDEHXQW5F
    #[arg(
        long,
        value_name = "ID",
        env = "CFSIGN_KEY_PAIR_ID",
        hide_env_values = true
    )]
    pub(crate) key_pair_id: String,
    /// File with the private key, also as file://FILE or fileb://FILE; - reads standard input
    ///
    /// RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8, as PEM or DER, encrypted or not, and
    /// wrapped as secret stores have it (Base64, JSON, \n for line breaks). The key itself is never
    /// an argument, since arguments stand in the shell's history and the list of processes: use
    /// standard input, or set CFSIGN_PRIVATE_KEY. Without this flag, CFSIGN_PRIVATE_KEY_FILE or
    /// CFSIGN_PRIVATE_KEY is read.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) private_key: Option<String>,
    /// File with the passphrase of an encrypted key; without it the command asks, on a terminal
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) passphrase_file: Option<String>,
    /// Hash that is signed; SHA256 adds Hash-Algorithm to the URL or the cookies
    ///
    /// CloudFront takes both with both kinds of key. The AWS CLI signs SHA256 where the key is ECDSA.
    #[arg(long, value_name = "HASH", default_value = "SHA1", ignore_case = true)]
    pub(crate) hash_algorithm: Hash,
    /// Whose field order and spacing policies and URLs have
    ///
    /// CloudFront takes all of them. Name the signer you come from to get its bytes again, where
    /// signed URLs are cached or compared; the AWS CLI's are botocore.
    #[arg(
        long,
        value_name = "SIGNER",
        default_value = "cloudfront",
        hide_short_help = true
    )]
    pub(crate) dialect: DialectName,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Hash {
    #[value(name = "SHA1")]
    Sha1,
    #[value(name = "SHA256")]
    Sha256,
}

impl From<Hash> for HashAlgorithm {
    fn from(hash: Hash) -> Self {
        match hash {
            Hash::Sha1 => Self::Sha1,
            Hash::Sha256 => Self::Sha256,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(crate) enum DialectName {
    AwsCloudfrontSign,
    AwsSdkGo,
    AwsSdkJava,
    AwsSdkJs,
    AwsSdkJsV2,
    AwsSdkPhp,
    Botocore,
    Cloudfront,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Self {
        match name {
            DialectName::AwsCloudfrontSign => Self::AwsCloudfrontSign,
            DialectName::AwsSdkGo => Self::AwsSdkGo,
            DialectName::AwsSdkJava => Self::AwsSdkJava,
            DialectName::AwsSdkJs => Self::AwsSdkJs,
            DialectName::AwsSdkJsV2 => Self::AwsSdkJsV2,
            DialectName::AwsSdkPhp => Self::AwsSdkPhp,
            DialectName::Botocore => Self::Botocore,
            DialectName::Cloudfront => Self::CloudFront,
        }
    }
}

/// Make a key pair, and say where its public half goes
///
/// Writes NAME.private.pem, readable by you alone, and NAME.public.pem. Files that exist are never
/// written over.
#[derive(Args)]
pub(crate) struct KeygenArgs {
    /// Kind of key: ecdsa signs faster and makes shorter URLs, older tools can sign with rsa only
    #[arg(long = "type", value_name = "TYPE", default_value = "ecdsa")]
    pub(crate) key_type: Type,
    /// Beginning of the names of both files
    #[arg(long, value_name = "NAME", default_value = "cloudfront")]
    pub(crate) out: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Type {
    /// ECDSA P-256
    Ecdsa,
    /// RSA 2048
    Rsa,
}

impl From<Type> for KeyType {
    fn from(key_type: Type) -> Self {
        match key_type {
            Type::Ecdsa => Self::EcdsaP256,
            Type::Rsa => Self::Rsa2048,
        }
    }
}

/// Say what a key file holds, and whether CloudFront takes it
#[derive(Args)]
pub(crate) struct KeyArgs {
    /// File with a private or public key, also as file://FILE; - reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: String,
    /// Print the public half alone, in PEM, as it is uploaded to CloudFront
    #[arg(long)]
    pub(crate) public: bool,
    /// ID to look at as well: is it that of a public key?
    #[arg(long, value_name = "ID")]
    pub(crate) key_pair_id: Option<String>,
    /// File with the passphrase of an encrypted key; without it the command asks, on a terminal
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) passphrase_file: Option<String>,
}
