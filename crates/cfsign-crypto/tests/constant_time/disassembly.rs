//! The functions of this program, as `nm` and `objdump` see them.

use std::collections::BTreeMap;
use std::process::Command;

pub struct Function {
    /// Its path, without the types that it is made for.
    pub name: String,
    pub instructions: Vec<Instruction>,
}

pub struct Instruction {
    pub address: u64,
    pub mnemonic: String,
    pub operands: Vec<String>,
    /// The name of what a branch or call goes to.
    pub target: Option<String>,
    /// The address of an operand that is given relative to the instruction.
    slot: Option<u64>,
}

/// The functions whose names `wanted` takes.
pub fn functions(wanted: impl Fn(&str) -> bool) -> Vec<Function> {
    let program = std::env::current_exe().unwrap();
    let program = program.to_str().unwrap();
    let symbols = run("nm", &["-C", "-S", "--defined-only", program]);
    let slots = slots(program, &symbols);
    let mut functions = Vec::new();
    for line in symbols.lines() {
        // 00000000000a1b30 0000000000000123 t path::of::function
        let mut fields = line.splitn(4, ' ');
        let (Some(start), Some(size), Some(_), Some(name)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let name = without_types(name);
        if !wanted(&name) {
            continue;
        }
        let (start, size) = (hexadecimal(start), hexadecimal(size));
        let range = [
            format!("--start-address={start}"),
            format!("--stop-address={}", start + size),
        ];
        let flags = ["-d", "-C", "-M", "intel", "--no-show-raw-insn"];
        let arguments = flags.into_iter().chain(range.iter().map(String::as_str));
        let arguments: Vec<&str> = arguments.chain([program]).collect();
        let text = run("objdump", &arguments);
        let mut instructions: Vec<Instruction> = text.lines().filter_map(instruction).collect();
        name_calls(&mut instructions, &slots);
        functions.push(Function { name, instructions });
    }
    functions
}

/// Where the addresses of functions stand that are called by them: those of the system's libraries,
/// and some of this program.
fn slots(program: &str, symbols: &str) -> BTreeMap<u64, String> {
    let symbol = |line: &str| {
        let mut fields = line.splitn(4, ' ');
        Some((hexadecimal(fields.next()?), fields.nth(2)?.to_owned()))
    };
    let own: BTreeMap<u64, String> = symbols.lines().filter_map(symbol).collect();
    // 00000000001cb0d0 R_X86_64_GLOB_DAT  memcpy@GLIBC_2.14
    // 00000000001fe6c8 R_X86_64_RELATIVE  *ABS*+0x0000000000045960
    let slot = |line: &str| {
        let mut fields = line.split_whitespace();
        let (address, name) = (fields.next()?, fields.nth(1)?);
        let name = match name.strip_prefix("*ABS*+") {
            Some(function) => own.get(&hexadecimal(function))?,
            None => name,
        };
        Some((u64::from_str_radix(address, 16).ok()?, name.to_owned()))
    };
    run("objdump", &["-R", program])
        .lines()
        .filter_map(slot)
        .collect()
}

/// Names what is called by its slot, at once or by way of registers and the stack.
fn name_calls(instructions: &mut [Instruction], slots: &BTreeMap<u64, String>) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for one in instructions {
        let of_slot = one.slot.and_then(|slot| slots.get(&slot)).cloned();
        match (one.mnemonic.as_str(), &one.operands[..]) {
            ("mov", [to, from]) => match of_slot.or_else(|| known.get(from).cloned()) {
                Some(name) => drop(known.insert(to.clone(), name)),
                None => drop(known.remove(to)),
            },
            ("call" | "jmp", [operand]) => {
                let found = of_slot.or_else(|| known.get(operand).cloned());
                one.target = found.or(one.target.take());
            }
            ("cmp" | "test", _) | (_, []) => {}
            (_, [written, ..]) => drop(known.remove(written)),
        }
    }
}

fn run(tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{tool}, of the binutils, cannot be run: {error}"));
    assert!(output.status.success(), "{tool} {arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn hexadecimal(text: &str) -> u64 {
    u64::from_str_radix(text.trim_start_matches("0x"), 16).unwrap_or_default()
}

/// `path::function` of `path::function::<u64>`, `<path::Type>::function` or `path::function::h1234…`.
fn without_types(name: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    let inherent = name
        .strip_prefix('<')
        .and_then(|name| name.split_once(">::"));
    let name = inherent.map_or(name.to_owned(), |(of, function)| {
        format!("{of}::{function}")
    });
    for part in name.chars() {
        match part {
            '<' => depth += 1,
            // Also in the arrow of a function type.
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(part),
            _ => {}
        }
    }
    let out = out.trim_end_matches("::").to_owned();
    match out.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 => path.to_owned(),
        _ => out,
    }
}

/// `4a1b30: vpmadd52luq zmm0,zmm1,QWORD PTR [rdi+0x8]{1to8}`
fn instruction(line: &str) -> Option<Instruction> {
    let (address, text) = line.trim_start().split_once(":\t")?;
    let (text, comment) = text.split_once('#').unwrap_or((text, ""));
    let target = [comment, text]
        .iter()
        .find_map(|text| Some(text.split_once('<')?.1.rsplit_once('>')?.0))
        .map(|target| without_types(target.split("+0x").next().unwrap_or(target)));
    let text = text.split('<').next()?.trim();
    let (mnemonic, rest) = text.split_once(' ').unwrap_or((text, ""));
    // Prefixes that say nothing here.
    if ["bnd", "notrack", "data16", "cs"].contains(&mnemonic) {
        return instruction(&format!("{address}:\t{}", rest.trim()));
    }
    Some(Instruction {
        address: hexadecimal(address),
        mnemonic: mnemonic.to_owned(),
        operands: operands(rest.trim()),
        target,
        slot: comment.split_whitespace().next().map(hexadecimal),
    })
}

fn operands(text: &str) -> Vec<String> {
    let mut operands = vec![String::new()];
    let mut depth = 0_usize;
    for part in text.chars() {
        match part {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        if part == ',' && depth == 0 {
            operands.push(String::new());
        } else if let Some(last) = operands.last_mut() {
            last.push(part);
        }
    }
    operands.retain(|operand| !operand.is_empty());
    operands
}
