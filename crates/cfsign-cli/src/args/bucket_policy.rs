//! Flags of `cfsign bucket-policy`.

use clap::{ArgGroup, Args, ValueEnum};

/// Print the S3 bucket policy that lets only CloudFront read the bucket
///
/// For origin access control, name the distribution by its ARN, or by the ID of the account and its
/// own. For the older origin access identity, give the ID of the identity.
#[derive(Args)]
#[command(group(
    ArgGroup::new("who")
        .args(["distribution_arn", "distribution_id", "origin_access_identity"])
        .required(true)
))]
pub(crate) struct BucketPolicyArgs {
    /// Name of the bucket
    #[arg(long, value_name = "NAME")]
    pub(crate) bucket: String,
    /// ARN of the distribution, such as arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE
    #[arg(long, value_name = "ARN", conflicts_with = "account_id")]
    pub(crate) distribution_arn: Option<String>,
    /// ID of the distribution, such as EDFDVBD6EXAMPLE
    #[arg(long, value_name = "ID", requires = "account_id")]
    pub(crate) distribution_id: Option<String>,
    /// ID of the account that has the distribution, twelve digits
    #[arg(long, value_name = "ID", requires = "distribution_id")]
    pub(crate) account_id: Option<String>,
    /// ID of an origin access identity, such as EH1HDMB1FH2TC
    #[arg(long, value_name = "ID")]
    pub(crate) origin_access_identity: Option<String>,
    /// Partition of the bucket and the distribution
    #[arg(long, default_value = "aws")]
    pub(crate) partition: Partition,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Partition {
    /// All regions but those of China
    Aws,
    /// China
    AwsCn,
}

impl Partition {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
        }
    }
}
