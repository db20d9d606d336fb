//! Looks at the compiled kernels: no branch and no address may depend on data.
//!
//! `cargo test -p cfsign-crypto --test constant_time`; `make test` runs it once more, built as packages are.
//! The program disassembles itself with `objdump`, which comes with every C compiler on Linux.
#![cfg(all(feature = "aws-lc", target_arch = "x86_64", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "test code")]

mod disassembly;
mod samples;
mod taint;

use std::collections::BTreeMap;

use cfsign_crypto::{BatchPath, Engine, HashAlgorithm, PrivateKey};
use disassembly::{Function, functions};

/// What secrets pass through, and in how many versions the compiler makes it: for one modulus in all
/// lanes or one for each, for 20 or 40 digits, with and without the table.
const KERNELS: [(&str, usize); 20] = [
    ("kernel::square::square", 2),
    ("kernel::multiply::multiply", 4),
    ("kernel::wide::mul_add", 1),
    ("kernel::wide::reduce", 1),
    ("kernel::carry::add_digits", 1),
    ("kernel::carry::subtract_digits", 1),
    ("kernel::carry::double_digits", 1),
    ("kernel::carry::repeat_low_lanes", 1),
    ("kernel::carry::exchange_lanes", 1),
    ("kernel::carry::mask_digits", 1),
    ("kernel::carry::normalise", 2),
    ("kernel::carry::subtract_if_ge", 2),
    ("kernel::carry::reduce_fully", 1),
    ("power::power", 2),
    ("public::Public::mul", 1),
    ("public::Public::square", 1),
    ("public::Public::finish", 1),
    ("recombine::Crt::recombine", 1),
    ("blinding::Blinding::advance", 1),
    ("pass::private_operation", 1),
];

/// Some compilers make the others a part of what calls them, and they are looked at there.
const ALWAYS: [&str; 8] = [
    "kernel::square::square",
    "kernel::multiply::multiply",
    "kernel::wide::mul_add",
    "kernel::wide::reduce",
    "power::power",
    "public::Public::mul",
    "public::Public::square",
    "pass::private_operation",
];

/// May be called with public addresses and lengths.
const LIBRARY: [&str; 3] = ["memcpy", "memmove", "memset"];

fn is_kernel(name: &str) -> bool {
    KERNELS
        .iter()
        .any(|(kernel, _)| name.ends_with(&format!("multibuffer::{kernel}")))
}

fn findings(function: &Function) -> Vec<String> {
    taint::check(function, |called| {
        is_kernel(called) || LIBRARY.contains(&called.split('@').next().unwrap())
    })
}

#[test]
fn kernels_branch_and_address_by_nothing_secret() {
    // They are in this program because it signs, as far as the processor lets it.
    let der = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/keys/rsa-2048.der"
    ));
    let key = PrivateKey::rsa_from_pkcs1_der(Engine::AwsLc, &der.unwrap()).unwrap();
    let signed = key.sign_many(BatchPath::Auto, HashAlgorithm::Sha1, &["a", "b"]);
    assert!(signed.iter().all(Result::is_ok));

    let kernels = functions(is_kernel);
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut instructions = 0;
    let mut wrong = Vec::new();
    for function in &kernels {
        let found = findings(function).into_iter();
        wrong.extend(found.map(|finding| format!("{}: {finding}", function.name)));
        let (_, name) = function.name.split_once("multibuffer::").unwrap();
        *versions.entry(name).or_default() += 1;
        instructions += function.instructions.len();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (name, most) in KERNELS {
        let found = versions.remove(name).unwrap_or_default();
        let least = if ALWAYS.contains(&name) { most } else { 0 };
        assert!(
            (least..=most).contains(&found),
            "{name} is there {found} times"
        );
    }
    assert!(versions.is_empty(), "{versions:?}");
    println!("{} functions, {instructions} instructions", kernels.len());
    // The squaring alone has 1200 multiplications, straight-line.
    assert!(instructions > 5000);
}

/// Squaring is where the time goes: it is straight-line, and all columns stay in registers.
#[test]
fn the_squaring_is_straight_line() {
    for function in functions(|name| name.ends_with("kernel::square::square")) {
        let named = |prefix: &str| {
            let all = function.instructions.iter();
            all.filter(|instruction| instruction.mnemonic.starts_with(prefix))
                .count()
        };
        assert_eq!(named("j") + named("call"), 0);
        assert_eq!(named("vpmadd52"), 1220);
    }
}

/// The check finds what it is for.
#[test]
fn bad_functions_are_found() {
    samples::keep();
    let mut seen = 0;
    for (name, wanted) in samples::BAD {
        let found = functions(|symbol| symbol.ends_with(&format!("samples::{name}")));
        let [function] = &found[..] else {
            panic!("{name} is there {} times", found.len());
        };
        let found = findings(function).join("\n");
        assert!(found.contains(wanted), "{name}: {wanted} not in: {found}");
        seen += 1;
    }
    assert_eq!(seen, 8);
    for name in samples::GOOD {
        let found = functions(|symbol| symbol.ends_with(&format!("samples::{name}")));
        assert_eq!(findings(&found[0]), Vec::<String>::new(), "{name}");
    }
}
