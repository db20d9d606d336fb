//! URLs built from raw names, and what patterns cover.

use cfsign::{Error, Resource, Signer, UrlBuilder};
use cfsign_tests::{Case, key, run_cases};
use serde_json::Value;

#[test]
fn built_urls_and_covered_urls() {
    let signer = Signer::from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F").unwrap();
    let ran = run_cases("urls.json", |case| {
        let (found, wanted) = match case.text("operation") {
            "build_url" => match builder(case).and_then(UrlBuilder::build) {
                Ok(url) => {
                    signer
                        .sign_url(&url, 1_767_290_400)
                        .map_err(|error| error.to_string())?;
                    (url, case.find("url"))
                }
                Err(error) => (error.code().to_owned(), case.find("error")),
            },
            "build_below" => {
                let resource = builder(case)
                    .and_then(UrlBuilder::build_below)
                    .map_err(|error| error.to_string())?;
                (resource.as_str().to_owned(), case.find("resource"))
            }
            "covers" => {
                let resource =
                    Resource::pattern(case.text("resource")).map_err(|error| error.to_string())?;
                let covers = resource.covers(case.text("url"));
                return if covers == case.flag("covers") {
                    Ok(())
                } else {
                    Err(format!("covers: {covers}"))
                };
            }
            other => panic!("unknown operation {other}"),
        };
        if Some(&*found) == wanted {
            Ok(())
        } else {
            Err(format!("found {found}, wanted {wanted:?}"))
        }
    });
    assert!(ran >= 70, "urls.json has shrunk to {ran} cases");
}

fn builder(case: &Case) -> Result<UrlBuilder, Error> {
    let mut builder = UrlBuilder::new(case.text("origin"))?;
    if let Some(path) = case.find("path") {
        builder = builder.path(path);
    }
    for path in list(case.json("paths")) {
        builder = builder.path(path.as_str().unwrap());
    }
    for segment in list(case.json("segments")) {
        builder = builder.segment(segment.as_str().unwrap());
    }
    for pair in list(case.json("query")) {
        builder = builder.query(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    if let Some(name) = case.find("download_as") {
        builder = builder.download_as(name)?;
    }
    if let Some(name) = case.find("show_as") {
        builder = builder.show_as(name)?;
    }
    Ok(builder)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
