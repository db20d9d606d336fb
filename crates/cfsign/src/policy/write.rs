//! The exact bytes of a policy, as CloudFront documents them and as each existing signer writes them.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Policy;
use crate::time::EpochSeconds;

/// Whose bytes are written.
///
/// CloudFront does not mind the order of conditions or of parameters, but a signature covers the
/// bytes of the policy. So code that moves here from another signer, and caches or compares signed
/// URLs, names it and gets what it had, byte for byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// As the developer guide has it; also the order of boto 2 and of AWS' signer for Rust.
    #[default]
    CloudFront,
    /// `aws-cloudfront-sign` 3: always a custom policy, with `Expires` beside `Policy` and `~`
    /// written as `%7E`.
    AwsCloudfrontSign,
    /// The AWS SDK for Go: address, start, end.
    AwsSdkGo,
    /// The AWS SDK for Java 2 and `AWSSDK.Extensions.CloudFront.Signers` for .NET: with a blank in
    /// custom policies.
    AwsSdkJava,
    /// `@aws-sdk/cloudfront-signer`: `Key-Pair-Id` before `Signature`.
    AwsSdkJs,
    /// `CloudFront.Signer` of the AWS SDK for JavaScript 2: the same, and without any white space in
    /// a policy that the caller wrote.
    AwsSdkJsV2,
    /// The AWS SDKs for PHP and Ruby: as the guide has it, and without any white space in a policy
    /// that the caller wrote.
    AwsSdkPhp,
    /// botocore and the AWS CLI: the address before the start; other than ASCII as `\u00e9`.
    Botocore,
}

/// The fields of a policy as plain values, for drop-in replacements that must write what their
/// original writes, checked or not.
#[derive(Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs)] // CloudFront's conditions are these.
pub struct PolicyFields<'a> {
    /// `Resource`.
    pub resource: &'a str,
    /// `DateLessThan`, in epoch seconds.
    pub date_less_than: i64,
    /// `DateGreaterThan`, in epoch seconds.
    pub date_greater_than: Option<i64>,
    /// `IpAddress`, in CIDR form.
    pub ip_address: Option<&'a str>,
    /// Whether it is written as a custom policy; canned ones have the same bytes in every dialect.
    pub custom: bool,
}

#[derive(Clone, Copy)]
enum Condition {
    DateLessThan,
    DateGreaterThan,
    IpAddress,
}
use Condition::{DateGreaterThan, DateLessThan, IpAddress};

impl Dialect {
    /// Writes a policy document of this dialect.
    ///
    /// Text is escaped as JSON wants it, so no value can end its string and add conditions.
    ///
    /// ```
    /// use cfsign::{Dialect, PolicyFields};
    ///
    /// let resource = "https://d111111abcdef8.cloudfront.net/*";
    /// let fields = PolicyFields { resource, date_less_than: 1_767_290_400, ..Default::default() };
    /// assert_eq!(
    ///     Dialect::CloudFront.write_policy(&fields),
    ///     r#"{"Statement":[{"Resource":"https://d111111abcdef8.cloudfront.net/*","Condition":{"DateLessThan":{"AWS:EpochTime":1767290400}}}]}"#,
    /// );
    /// ```
    #[must_use]
    pub fn write_policy(self, fields: &PolicyFields<'_>) -> String {
        let mut text = String::with_capacity(fields.resource.len() + 200);
        let blank = if self == Self::AwsSdkJava && fields.custom {
            " "
        } else {
            ""
        };
        write!(text, "{{\"Statement\":{blank}[{{\"Resource\":").expect("a String takes any text");
        self.append_json_string(&mut text, fields.resource);
        text.push_str(",\"Condition\":{");
        let mut comma = "";
        for condition in self.order() {
            let (name, value) = match condition {
                DateLessThan => ("DateLessThan", Some(Value::Epoch(fields.date_less_than))),
                DateGreaterThan => (
                    "DateGreaterThan",
                    fields.date_greater_than.map(Value::Epoch),
                ),
                IpAddress => ("IpAddress", fields.ip_address.map(Value::Range)),
            };
            let Some(value) = value else { continue };
            match value {
                Value::Epoch(seconds) => {
                    write!(text, "{comma}\"{name}\":{{\"AWS:EpochTime\":{seconds}}}")
                        .expect("a String takes any text");
                }
                Value::Range(range) => {
                    write!(text, "{comma}\"{name}\":{{\"AWS:SourceIp\":")
                        .expect("a String takes any text");
                    self.append_json_string(&mut text, range);
                    text.push('}');
                }
            }
            comma = ",";
        }
        text.push_str("}}]}");
        text
    }

    /// A policy that the caller wrote, as this signer would sign it.
    pub(crate) fn strip_policy(self, policy: &str) -> Cow<'_, str> {
        let is_stripped: fn(char) -> bool = match self {
            Self::AwsSdkJsV2 => is_javascript_space,
            Self::AwsSdkPhp => |character| matches!(character, '\t'..='\r' | ' '),
            _ => return Cow::Borrowed(policy),
        };
        policy
            .chars()
            .filter(|character| !is_stripped(*character))
            .collect()
    }

    /// The order of conditions, as read in the source of each signer.
    fn order(self) -> [Condition; 3] {
        match self {
            Self::CloudFront | Self::AwsSdkJs | Self::AwsSdkJsV2 | Self::AwsSdkPhp => {
                [DateLessThan, DateGreaterThan, IpAddress]
            }
            Self::Botocore | Self::AwsSdkJava | Self::AwsCloudfrontSign => {
                [DateLessThan, IpAddress, DateGreaterThan]
            }
            Self::AwsSdkGo => [IpAddress, DateGreaterThan, DateLessThan],
        }
    }

    fn append_json_string(self, text: &mut String, value: &str) {
        let plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        if value.bytes().all(plain) {
            text.push('"');
            text.push_str(value);
            text.push('"');
            return;
        }
        let quoted = serde_json::to_string(value).expect("a str is always valid JSON");
        if self == Self::Botocore {
            append_ascii(text, &quoted);
        } else {
            text.push_str(&quoted);
        }
    }
}

enum Value<'a> {
    Epoch(i64),
    Range(&'a str),
}

/// What `\s` matches in JavaScript.
fn is_javascript_space(character: char) -> bool {
    let ascii = matches!(character, '\t'..='\r' | ' ');
    let other = matches!(
        character,
        '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202f}'
                | '\u{205f}'
                | '\u{3000}'
                | '\u{feff}'
    );
    ascii || other
}

/// Python's `json.dumps` writes all but printable ASCII as UTF-16 escapes.
fn append_ascii(text: &mut String, quoted: &str) {
    for character in quoted.chars() {
        if matches!(character, ' '..='~') {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(text, "\\u{unit:04x}").expect("a String takes any text");
        }
    }
}

impl Policy {
    /// The policy document, byte for byte as it is signed.
    ///
    /// It may name what is private: do not log it.
    #[must_use]
    pub fn to_json(&self, dialect: Dialect) -> String {
        let ip_address = self.ip_address.map(|range| range.to_string());
        let fields = PolicyFields {
            resource: self.resource.as_str(),
            date_less_than: self.date_less_than.to_i64(),
            date_greater_than: self.date_greater_than.map(EpochSeconds::to_i64),
            ip_address: ip_address.as_deref(),
            custom: !self.is_canned(),
        };
        dialect.write_policy(&fields)
    }
}
