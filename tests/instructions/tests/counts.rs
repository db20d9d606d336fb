//! Counts the instructions of everything around the private-key operation, and compares them with
//! those in `counts.json`, so that what it costs cannot grow unseen. The part of a batch that hands
//! texts to a local key and takes its signatures back is not among them.
//!
//! Time cannot be compared on a shared machine; the number of instructions is the same each time.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Other versions of the C library and of the compiler differ by a part of this.
const PERCENT: u64 = 2;

const OPERATIONS: [&str; 8] = [
    "grant",
    "grant-sign-url",
    "policy",
    "sign-cookies",
    "sign-eight-urls",
    "sign-url",
    "sign-url-with",
    "verify",
];

/// Instructions of one operation, by processor architecture and name.
type Counts = BTreeMap<String, BTreeMap<String, u64>>;

#[test]
fn operations_take_as_many_instructions_as_before() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed_path = here.join("counts.json");
    let text = fs::read_to_string(&committed_path).unwrap_or_else(|_| "{}".to_owned());
    let mut committed: Counts = serde_json::from_str(&text).expect("counts.json has counts");
    let program = build(here);
    let found: BTreeMap<String, u64> = OPERATIONS
        .into_iter()
        .map(|operation| (operation.to_owned(), count(&program, here, operation)))
        .collect();

    let wanted = committed.entry(env::consts::ARCH.to_owned()).or_default();
    let mut different = String::new();
    for (operation, found) in &found {
        let wanted = wanted.get(operation).copied().unwrap_or_default();
        if found.abs_diff(wanted) * 100 > wanted * PERCENT {
            writeln!(
                different,
                "  {operation}: found {found}, committed {wanted}"
            )
            .expect("a String takes any text");
        }
    }
    let is_complete = wanted.keys().eq(found.keys());
    if different.is_empty() && is_complete {
        return;
    }
    if env::var_os("CFSIGN_BLESS").is_some() {
        *wanted = found;
        let mut text = serde_json::to_string_pretty(&committed).expect("counts are JSON");
        text.push('\n');
        fs::write(&committed_path, text).expect("counts.json can be written");
        return;
    }
    panic!(
        "instructions of one operation on {} that differ by more than {PERCENT} %:\n{different}\
         If that is meant, or another compiler is the cause, CFSIGN_BLESS=1 \
         cargo test -p cfsign-instructions --test counts writes tests/instructions/counts.json.",
        env::consts::ARCH
    );
}

/// The program as it is released.
fn build(here: &Path) -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--release", "--locked", "--quiet"])
        .args(["--package", "cfsign-instructions", "--message-format=json"])
        .current_dir(here)
        .output()
        .expect("cargo can be run");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let executable = |line: &str| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    };
    told.lines()
        .find_map(executable)
        .expect("cargo tells where it put the program")
}

/// How many instructions one operation takes, once it has run before.
fn count(program: &Path, here: &Path, operation: &str) -> u64 {
    let (few, many) = (10, 110);
    let counted = |times| of_run(program, here, operation, times);
    (counted(many) - counted(few)) / (many - few)
}

fn of_run(program: &Path, here: &Path, operation: &str, times: u64) -> u64 {
    let folder = tempfile::tempdir().expect("a folder for a while");
    let keys = here.join("../keys");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=counted"])
        .arg(program)
        .args([operation, &times.to_string()])
        .args([keys.join("p256.public.pem"), keys.join("p256.pkcs8.pem")])
        .current_dir(folder.path())
        .output()
        .expect("valgrind can be run; `tests/setup.sh valgrind` installs it");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{operation}: {told}");
    told.lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, count)| count.trim().parse().ok())
        .unwrap_or_else(|| panic!("valgrind told no count: {told}"))
}
