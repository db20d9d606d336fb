//! Follows data through the general registers of a function.
//!
//! Arguments are public: they are addresses. All that is read from memory, and all that is in vector
//! and mask registers, is data, except what the function itself has put on its stack while it was
//! public. What is computed from data is data. Data may be stored, moved and computed with, but no
//! branch and no address may come of it, nor a division, whose time depends on its operands.

use std::collections::{BTreeMap, BTreeSet};

use crate::disassembly::{Function, Instruction};

/// What is known before an instruction.
#[derive(Clone, Default, PartialEq)]
struct State {
    /// The registers that hold data, by the name of the full register; and the flags, as `flags`.
    data: BTreeSet<&'static str>,
    /// The places on the stack that something public was stored to: base register and offset.
    public: BTreeSet<Place>,
}

type Place = (&'static str, i64);

impl State {
    /// Adds what is known on another way to the same instruction.
    fn join(&mut self, other: &Self) {
        self.data.extend(&other.data);
        self.public.retain(|place| other.public.contains(place));
    }

    fn has(&self, register: &'static str) -> bool {
        self.data.contains(register)
    }

    fn has_any(&self, registers: &[&'static str]) -> bool {
        registers.iter().any(|register| self.has(register))
    }

    fn set(&mut self, register: &'static str, data: bool) {
        if data {
            self.data.insert(register);
        } else {
            self.data.remove(register);
        }
    }

    /// Something of at most 64 bytes is stored on the stack.
    fn store(&mut self, (base, offset): Place, data: bool) {
        let size = if data { 64 } else { 8 };
        let written = offset - 7..offset + size;
        self.public
            .retain(|(other, at)| *other != base || !written.contains(at));
        if !data {
            self.public.insert((base, offset));
        }
    }
}

const REGISTERS: [[&str; 4]; 16] = [
    ["rax", "eax", "ax", "al"],
    ["rbx", "ebx", "bx", "bl"],
    ["rcx", "ecx", "cx", "cl"],
    ["rdx", "edx", "dx", "dl"],
    ["rsi", "esi", "si", "sil"],
    ["rdi", "edi", "di", "dil"],
    ["rbp", "ebp", "bp", "bpl"],
    ["rsp", "esp", "sp", "spl"],
    ["r8", "r8d", "r8w", "r8b"],
    ["r9", "r9d", "r9w", "r9b"],
    ["r10", "r10d", "r10w", "r10b"],
    ["r11", "r11d", "r11w", "r11b"],
    ["r12", "r12d", "r12w", "r12b"],
    ["r13", "r13d", "r13w", "r13b"],
    ["r14", "r14d", "r14w", "r14b"],
    ["r15", "r15d", "r15w", "r15b"],
];
const FLAGS: &str = "flags";
/// What a called function may leave data in; it returns nothing but addresses, in `rax`.
const SCRATCH: [&str; 8] = ["rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"];

/// Says what is wrong with a function. `may_call` has the names of those it may call.
pub fn check(function: &Function, may_call: impl Fn(&str) -> bool) -> Vec<String> {
    let mut analysis = Analysis {
        function,
        findings: BTreeMap::new(),
    };
    analysis.flow(&may_call);
    analysis.findings.into_values().collect()
}

struct Analysis<'a> {
    function: &'a Function,
    findings: BTreeMap<u64, String>,
}

impl Analysis<'_> {
    /// Goes through the function along all branches, until nothing new is known anywhere.
    fn flow(&mut self, may_call: &impl Fn(&str) -> bool) {
        let code = &self.function.instructions;
        let at_address: BTreeMap<u64, usize> = code
            .iter()
            .enumerate()
            .map(|(at, one)| (one.address, at))
            .collect();
        let mut states: Vec<Option<State>> = vec![None; code.len()];
        let mut work = vec![(0, State::default())];
        while let Some((at, incoming)) = work.pop() {
            let Some(one) = code.get(at) else { continue };
            let mut joined = incoming;
            if let Some(known) = &states[at] {
                joined.join(known);
                if joined == *known {
                    continue;
                }
            }
            states[at] = Some(joined.clone());
            let mut state = joined;
            self.step(one, &mut state, may_call);
            let jumps = one.mnemonic.starts_with('j');
            let target = one.operands.first().map(|target| hexadecimal(target));
            let target = target.and_then(|target| at_address.get(&target));
            if let Some(next) = target.filter(|_| jumps) {
                work.push((*next, state.clone()));
            }
            if !["jmp", "ret", "ud2"].contains(&one.mnemonic.as_str()) {
                work.push((at + 1, state));
            }
        }
    }

    fn found(&mut self, one: &Instruction, what: &str) {
        let text = format!(
            "{:x}: {what}: {} {}",
            one.address,
            one.mnemonic,
            one.operands.join(",")
        );
        self.findings.insert(one.address, text);
    }

    fn step(&mut self, one: &Instruction, state: &mut State, may_call: &impl Fn(&str) -> bool) {
        let mnemonic = one.mnemonic.as_str();
        for memory in one.operands.iter().filter_map(|operand| inside(operand)) {
            if ["xmm", "ymm", "zmm"]
                .iter()
                .any(|vector| memory.contains(vector))
            {
                self.found(one, "gather or scatter");
            }
            if mnemonic != "nop" && state.has_any(&registers(memory)) {
                self.found(one, "address from data");
            }
        }
        match mnemonic {
            "call" | "jmp" => self.go(one, state, may_call),
            _ if mnemonic.starts_with('j') => {
                if state.has(FLAGS) {
                    self.found(one, "branch on data");
                }
            }
            "div" | "idiv" => {
                let of = state.has_any(&["rax", "rdx"]);
                if of || one.operands.iter().any(|operand| is_data(operand, state)) {
                    self.found(one, "division of data");
                }
            }
            "rep" | "repz" | "repnz" => {
                if state.has_any(&["rcx", "rsi", "rdi"]) {
                    self.found(one, "address from data");
                }
            }
            "push" | "pop" | "ret" | "ud2" | "leave" | "endbr64" | "int3" => {}
            _ if mnemonic.starts_with("nop") || mnemonic.starts_with("vzero") => {}
            _ => compute(one, state),
        }
    }

    fn go(&mut self, one: &Instruction, state: &mut State, may_call: &impl Fn(&str) -> bool) {
        // A jump within the function has a target with its own name.
        let target = one.target.as_deref().unwrap_or("what a register says");
        let within = one.mnemonic == "jmp" && target == self.function.name;
        if !within && !may_call(target) {
            self.found(one, &format!("call of {target}"));
        }
        if within {
            return;
        }
        if state.has_any(&["rdi", "rsi", "rdx"]) && target.starts_with("mem") {
            self.found(one, "address from data");
        }
        state.data.extend(SCRATCH);
        state.set("rax", false);
        state.set(FLAGS, true);
    }
}

/// Whether an operand is data where it is read.
fn is_data(operand: &str, state: &State) -> bool {
    if let Some(memory) = inside(operand) {
        let public = stack(memory).is_some_and(|place| state.public.contains(&place));
        return !public && !memory.starts_with("rip");
    }
    match full_register(operand) {
        Some(register) => state.has(register),
        // Vectors and masks are data, numbers are not.
        None => is_vector(operand),
    }
}

fn compute(one: &Instruction, state: &mut State) {
    let mnemonic = one.mnemonic.as_str();
    let (to, from) = one.operands.split_first().unwrap_or((&one.mnemonic, &[]));
    let is_lea = mnemonic == "lea";
    let mut data = from.iter().any(|operand| {
        if is_lea {
            let memory = inside(operand).unwrap_or_default();
            state.has_any(&registers(memory))
        } else {
            is_data(operand, state)
        }
    });
    let moves = mnemonic.starts_with("mov") || mnemonic.starts_with("vmov");
    let conditional = ["cmov", "set", "adc", "sbb"];
    if conditional
        .iter()
        .any(|prefix| mnemonic.starts_with(prefix))
    {
        data |= state.has(FLAGS);
    }
    let same = ["xor", "sub"].contains(&mnemonic) && from == [to.clone()];
    let keeps = ["set", "kmov", "mulx", "rorx", "andn", "bextr"];
    let overwrites = moves || is_lea || keeps.iter().any(|prefix| mnemonic.starts_with(prefix));
    if !overwrites && from.len() < 2 {
        data |= is_data(to, state);
    }
    data &= !same;

    let leave_flags = [
        "mov", "lea", "cmov", "set", "kmov", "mulx", "rorx", "shlx", "shrx", "sarx", "not",
        "bswap", "xchg",
    ];
    let tests = ["ktest", "kortest", "vptest", "vucomis", "vcomis"];
    let is_vector_code = mnemonic.starts_with(['v', 'k']) || is_vector(to);
    if tests.iter().any(|prefix| mnemonic.starts_with(prefix)) {
        state.set(FLAGS, true);
        return;
    }
    if !is_vector_code
        && !leave_flags
            .iter()
            .any(|prefix| mnemonic.starts_with(prefix))
    {
        state.set(FLAGS, data);
    }
    if ["cmp", "test", "bt"].contains(&mnemonic) {
        return;
    }
    if let Some(memory) = inside(to) {
        if let Some(place) = stack(memory) {
            state.store(place, data);
        }
    } else if let Some(register) = full_register(to) {
        state.set(register, data);
    }
    // Two registers are written.
    if ["mulx", "xchg", "mul", "imul", "cqo", "cdq"].contains(&mnemonic) && from.len() != 1 {
        let written = one
            .operands
            .iter()
            .take(2)
            .filter_map(|operand| full_register(operand));
        for register in written.chain(["rax", "rdx"]) {
            state.set(register, true);
        }
    }
}

/// A place on the stack, from `rsp+0x4c0`.
fn stack(memory: &str) -> Option<Place> {
    let (base, rest) = memory.split_at_checked(3)?;
    let base = full_register(base).filter(|base| ["rsp", "rbp"].contains(base))?;
    let offset = |text: &str| i64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    let offset = match rest.split_at_checked(1) {
        None => 0,
        Some(("+", digits)) => offset(digits)?,
        Some(("-", digits)) => -offset(digits)?,
        Some(_) => return None,
    };
    Some((base, offset))
}

/// What is between the brackets of a memory operand.
fn inside(operand: &str) -> Option<&str> {
    Some(operand.split_once('[')?.1.split_once(']')?.0)
}

fn registers(memory: &str) -> Vec<&'static str> {
    memory
        .split(['+', '-', '*'])
        .filter_map(full_register)
        .collect()
}

fn full_register(operand: &str) -> Option<&'static str> {
    let name = operand.trim();
    let names = REGISTERS.iter().find(|names| names.contains(&name))?;
    Some(names[0])
}

fn is_vector(operand: &str) -> bool {
    let mask = operand.starts_with('k') && operand.len() == 2;
    mask || ["xmm", "ymm", "zmm"]
        .iter()
        .any(|prefix| operand.starts_with(prefix))
}

fn hexadecimal(text: &str) -> u64 {
    u64::from_str_radix(text.trim_start_matches("0x"), 16).unwrap_or_default()
}
