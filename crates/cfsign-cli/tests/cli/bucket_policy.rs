//! `cfsign bucket-policy`.

use crate::support::cfsign;

const ARN: &str = "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE";

#[test]
fn origin_access_control() {
    let by_arn = cfsign([
        "bucket-policy",
        "--bucket",
        "amzn-s3-demo-bucket",
        "--distribution-arn",
        ARN,
    ])
    .run();
    insta::assert_snapshot!("bucket-policy-oac", by_arn.stdout);
    insta::assert_snapshot!("bucket-policy-note", by_arn.stderr);
    let by_ids = cfsign([
        "bucket-policy",
        "--bucket",
        "amzn-s3-demo-bucket",
        "--account-id",
        "111122223333",
        "--distribution-id",
        "EDFDVBD6EXAMPLE",
        "--quiet",
    ]);
    let by_ids = by_ids.run();
    assert_eq!(
        (by_ids.stdout, by_ids.stderr),
        (by_arn.stdout, String::new())
    );
}

#[test]
fn origin_access_identity() {
    let printed = cfsign([
        "bucket-policy",
        "--bucket",
        "b.1",
        "--origin-access-identity",
        "EH1HDMB1FH2TC",
        "--partition",
        "aws-cn",
    ]);
    assert!(printed.ok().contains(
        "arn:aws-cn:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"
    ));
}

#[test]
fn china() {
    let arn = "arn:aws-cn:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE";
    let all = [
        "bucket-policy",
        "--bucket",
        "bucket",
        "--distribution-arn",
        arn,
    ];
    let printed = cfsign(all.iter().chain(&["--partition", "aws-cn"])).ok();
    assert!(
        printed.contains(arn) && printed.contains("arn:aws-cn:s3:::bucket/*"),
        "{printed}"
    );
    assert_eq!(cfsign(all).error(), ("invalid-name".to_owned(), 2));
}

#[test]
fn refused() {
    let cases: &[(&[&str], &str)] = &[
        (&["--bucket", "b"], "usage"),
        (
            &["--bucket", "bucket", "--distribution-id", "EDFDVBD6EXAMPLE"],
            "usage",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--distribution-arn",
                ARN,
                "--origin-access-identity",
                "EH1HDMB1FH2TC",
            ],
            "usage",
        ),
        (
            &["--bucket", "My-Bucket", "--distribution-arn", ARN],
            "invalid-name",
        ),
        (
            &["--bucket", "s3://bucket/path", "--distribution-arn", ARN],
            "invalid-name",
        ),
        (
            &["--bucket", "ab", "--distribution-arn", ARN],
            "invalid-name",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--distribution-arn",
                "EDFDVBD6EXAMPLE",
            ],
            "invalid-name",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--distribution-arn",
                "arn:aws:cloudfront::1:distribution/E1",
            ],
            "invalid-name",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--account-id",
                "1111-2222-3333",
                "--distribution-id",
                "EDFDVBD6EXAMPLE",
            ],
            "invalid-name",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--account-id",
                "111122223333",
                "--distribution-id",
                "K2JCJMDEHXQW5F",
            ],
            "invalid-name",
        ),
        (
            &[
                "--bucket",
                "bucket",
                "--origin-access-identity",
                "origin-access-identity/cloudfront/E1",
            ],
            "invalid-name",
        ),
    ];
    let mut ran = 0;
    for (flags, code) in cases {
        assert_eq!(
            cfsign(["bucket-policy"].iter().chain(*flags)).error(),
            ((*code).to_owned(), 2),
            "{flags:?}"
        );
        ran += 1;
    }
    assert_eq!(ran, 11);
}
