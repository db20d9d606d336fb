//! Keys and IDs from the environment and from standard input.

use cfsign::Signer;

use crate::support::{Call, HOST, ID, NOW, cfsign, key, read_key};

fn call<const N: usize>(flags: [&str; N]) -> Call {
    let (url, now) = (format!("{HOST}/a.jpg"), NOW.to_string());
    let all = ["sign", &url, "--expires", "1h", "--now", &now];
    cfsign(all.iter().chain(&flags))
}

fn expected() -> String {
    let signer = Signer::from_pem(read_key("rsa-2048.pkcs1.pem"), ID).unwrap();
    signer
        .sign_url(&format!("{HOST}/a.jpg"), NOW + 3600)
        .unwrap()
}

#[test]
fn everything_from_the_environment() {
    let file = call([])
        .env("CFSIGN_KEY_PAIR_ID", ID)
        .env("CFSIGN_PRIVATE_KEY_FILE", &key("rsa-2048.pkcs8.pem"));
    assert_eq!(file.ok(), expected());

    let text = String::from_utf8(read_key("rsa-2048.pkcs1.pem")).unwrap();
    let wrapped = [
        text.clone(),
        text.replace('\n', "\\n"),
        text.replace('\n', "\r\n"),
        format!("\"{text}\""),
        serde_json::json!({ "private_key": text }).to_string(),
    ];
    let mut ran = 0;
    for text in &wrapped {
        assert_eq!(
            call(["--key-pair-id", ID])
                .env("CFSIGN_PRIVATE_KEY", text)
                .ok(),
            expected()
        );
        ran += 1;
    }
    assert_eq!(ran, 5);
}

#[test]
fn arguments_come_first() {
    let call = call([
        "--key-pair-id",
        ID,
        "--private-key",
        &key("rsa-2048.pkcs8.pem"),
    ])
    .env("CFSIGN_KEY_PAIR_ID", "KOTHER")
    .env("CFSIGN_PRIVATE_KEY_FILE", "/does/not/exist");
    assert_eq!(call.ok(), expected());
}

#[test]
fn empty_variables_are_not_set() {
    let outcome = call(["--key-pair-id", ID])
        .env("CFSIGN_PRIVATE_KEY", "")
        .env("CFSIGN_PRIVATE_KEY_FILE", "")
        .run();
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("no private key"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn two_keys_are_one_too_many() {
    let both = call(["--key-pair-id", ID])
        .env("CFSIGN_PRIVATE_KEY", "x")
        .env("CFSIGN_PRIVATE_KEY_FILE", "y");
    assert_eq!(both.error(), ("usage".to_owned(), 2));
}

#[test]
fn the_name_of_a_file_where_the_key_is_wanted() {
    let outcome = call(["--key-pair-id", ID])
        .env("CFSIGN_PRIVATE_KEY", "/etc/keys/key.pem")
        .run();
    assert_eq!(outcome.code, 3);
    assert!(
        outcome.stderr.contains("CFSIGN_PRIVATE_KEY_FILE"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_key_where_the_name_of_its_file_is_wanted() {
    let text = String::from_utf8(read_key("p256.sec1.pem")).unwrap();
    let outcome = call(["--key-pair-id", ID])
        .env("CFSIGN_PRIVATE_KEY_FILE", &text)
        .run();
    assert_eq!(outcome.code, 3);
    assert!(!outcome.stderr.contains("BEGIN"), "{}", outcome.stderr);
}

#[test]
fn key_from_standard_input() {
    let call = call(["--key-pair-id", ID, "--private-key", "-"]);
    assert_eq!(call.input(read_key("rsa-2048.pkcs8.der")).ok(), expected());
}

/// A variable does not take the URLs of a stream away.
#[test]
fn a_variable_cannot_name_standard_input() {
    let call = call(["--key-pair-id", ID]).env("CFSIGN_PRIVATE_KEY_FILE", "-");
    assert_eq!(
        call.input(read_key("rsa-2048.pkcs8.pem")).error(),
        ("usage".to_owned(), 2)
    );
}
