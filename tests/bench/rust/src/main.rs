//! The worker of the bench for Rust: it measures when it is asked to, so that all workers take turns on a machine
//! whose speed wanders.
//!
//! Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one
//! repetition, by the clock and of processor time. `print CASE` answers what the case makes, a list with spaces
//! between, so that the driver can compare it with the others. `--first CASE` measures the first call of a process instead.

mod aws_lc;
mod first;
mod ours;
mod peers;
mod timing;

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, BufRead as _, Write as _};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a case makes each time, and frees: callers would, too.
pub(crate) enum Made {
    Text(String),
    Texts(Vec<String>),
    Bytes(Vec<u8>),
    Nothing,
}

/// A piece of work, with all that is set up once.
pub(crate) type Case = Box<dyn FnMut() -> Made>;

pub(crate) const ID: &str = "K2JCJMDEHXQW5F";
pub(crate) const URL: &str = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg";
pub(crate) const EXPIRES: i64 = 2_051_222_400;

/// The canned policy of `URL`.
pub(crate) fn policy() -> String {
    format!(
        r#"{{"Statement":[{{"Resource":"{URL}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}"#
    )
}

/// A test key, as it is on disk.
pub(crate) fn key(name: &str) -> Vec<u8> {
    let path = format!("{}/../../keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn case(name: &str) -> Outcome<Case> {
    let found = match ours::case(name)? {
        Some(case) => Some(case),
        None => peers::case(name)?,
    };
    found.ok_or_else(|| format!("unknown case {name}").into())
}

fn show(made: Made) -> String {
    use base64::Engine as _;
    match made {
        Made::Text(text) => text,
        Made::Texts(texts) => texts.join(" "),
        Made::Bytes(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
        Made::Nothing => String::new(),
    }
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, name] = arguments.as_slice() {
        assert_eq!(flag, "--first");
        return first::measure(name);
    }
    let mut cases = HashMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (first, second) = line.split_once(' ').ok_or("wanted two words")?;
        let name = if first == "print" { second } else { first };
        if !cases.contains_key(name) {
            cases.insert(name.to_owned(), case(name)?);
        }
        let work = cases.get_mut(name).ok_or("just inserted")?;
        if first == "print" {
            println!("{}", show(work()));
        } else {
            let (wall, cpu) = timing::block(work, second.parse()?);
            println!("{wall} {cpu}");
        }
        io::stdout().flush()?;
    }
    Ok(())
}
