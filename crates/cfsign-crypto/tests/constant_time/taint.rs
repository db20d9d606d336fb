//! Follows data through the general registers of a function.
//!
//! Arguments are public: they are addresses. All that is read from memory, and all that is in vector
//! and mask registers, is data, except what the function itself has put on its stack while it was
//! public. What is computed from data is data. Data may be stored, moved and computed with, but no
//! branch and no address may come of it, nor a division, whose time depends on its operands.

use std::collections::{BTreeMap, BTreeSet};

use crate::disassembly::{Function, Instruction};

/// Which registers hold data, by the name of the full register; and the flags, as `flags`.
type State = BTreeSet<&'static str>;

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
        stored_data: BTreeSet::new(),
        stored_public: BTreeSet::new(),
        findings: BTreeMap::new(),
    };
    // What is on the stack depends on what was stored in any order: until nothing changes.
    loop {
        let before = (analysis.stored_data.len(), analysis.stored_public.len());
        analysis.findings.clear();
        analysis.flow(&may_call);
        if before == (analysis.stored_data.len(), analysis.stored_public.len()) {
            return analysis.findings.into_values().collect();
        }
    }
}

struct Analysis<'a> {
    function: &'a Function,
    /// Places on the stack, as written, that data was stored to, and that something public was.
    stored_data: BTreeSet<String>,
    stored_public: BTreeSet<String>,
    findings: BTreeMap<u64, String>,
}

impl Analysis<'_> {
    /// Goes through the function along all branches.
    fn flow(&mut self, may_call: &impl Fn(&str) -> bool) {
        let code = &self.function.instructions;
        let place: BTreeMap<u64, usize> = code
            .iter()
            .enumerate()
            .map(|(at, one)| (one.address, at))
            .collect();
        let mut states: Vec<Option<State>> = vec![None; code.len()];
        let mut work = vec![(0, State::new())];
        while let Some((at, incoming)) = work.pop() {
            let Some(one) = code.get(at) else { continue };
            let state = states[at].get_or_insert_with(|| {
                // Differs from everything, so that the first visit goes on.
                State::from(["new"])
            });
            let before = state.clone();
            state.remove("new");
            state.extend(&incoming);
            if *state == before {
                continue;
            }
            let mut state = state.clone();
            self.step(one, &mut state, may_call);
            let jumps = one.mnemonic.starts_with('j');
            let target = one.operands.first().map(|target| hexadecimal(target));
            if let Some(next) = target
                .filter(|_| jumps)
                .and_then(|target| place.get(&target))
            {
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
            if mnemonic != "nop"
                && registers(memory)
                    .iter()
                    .any(|register| state.contains(register))
            {
                self.found(one, "address from data");
            }
        }
        match mnemonic {
            "call" | "jmp" => self.go(one, state, may_call),
            _ if mnemonic.starts_with('j') => {
                if state.contains(FLAGS) {
                    self.found(one, "branch on data");
                }
            }
            "div" | "idiv" => {
                let of = ["rax", "rdx"]
                    .iter()
                    .any(|register| state.contains(register));
                if of
                    || one
                        .operands
                        .iter()
                        .any(|operand| self.is_data(operand, state))
                {
                    self.found(one, "division of data");
                }
            }
            "rep" | "repz" | "repnz" => {
                if ["rcx", "rsi", "rdi"]
                    .iter()
                    .any(|register| state.contains(register))
                {
                    self.found(one, "address from data");
                }
            }
            "push" | "pop" | "ret" | "ud2" | "leave" | "endbr64" | "int3" => {}
            _ if mnemonic.starts_with("nop") || mnemonic.starts_with("vzero") => {}
            _ => self.compute(one, state),
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
        if ["rdi", "rsi", "rdx"]
            .iter()
            .any(|register| state.contains(register))
            && target.starts_with("mem")
        {
            self.found(one, "address from data");
        }
        state.extend(SCRATCH);
        state.remove("rax");
        state.insert(FLAGS);
    }

    /// Whether an operand is data where it is read.
    fn is_data(&self, operand: &str, state: &State) -> bool {
        if let Some(memory) = inside(operand) {
            let public = self.stored_public.contains(memory) && !self.stored_data.contains(memory);
            return !public && !memory.starts_with("rip");
        }
        match full_register(operand) {
            Some(register) => state.contains(register),
            // Vectors and masks are data, numbers are not.
            None => is_vector(operand),
        }
    }

    fn compute(&mut self, one: &Instruction, state: &mut State) {
        let mnemonic = one.mnemonic.as_str();
        let (to, from) = one.operands.split_first().unwrap_or((&one.mnemonic, &[]));
        let is_lea = mnemonic == "lea";
        let mut data = from.iter().any(|operand| {
            if is_lea {
                let memory = inside(operand).unwrap_or_default();
                registers(memory)
                    .iter()
                    .any(|register| state.contains(register))
            } else {
                self.is_data(operand, state)
            }
        });
        let moves = mnemonic.starts_with("mov") || mnemonic.starts_with("vmov");
        let conditional = ["cmov", "set", "adc", "sbb"];
        if conditional
            .iter()
            .any(|prefix| mnemonic.starts_with(prefix))
        {
            data |= state.contains(FLAGS);
        }
        let same = ["xor", "sub"].contains(&mnemonic) && from == [to.clone()];
        let keeps = ["set", "kmov", "mulx", "rorx", "andn", "bextr"];
        let overwrites = moves || is_lea || keeps.iter().any(|prefix| mnemonic.starts_with(prefix));
        if !overwrites && from.len() < 2 {
            data |= self.is_data(to, state);
        }
        data &= !same;

        let leave_flags = [
            "mov", "lea", "cmov", "set", "kmov", "mulx", "rorx", "shlx", "shrx", "sarx", "not",
            "bswap", "xchg",
        ];
        let tests = ["ktest", "kortest", "vptest", "vucomis", "vcomis"];
        let is_vector_code = mnemonic.starts_with(['v', 'k']) || is_vector(to);
        if tests.iter().any(|prefix| mnemonic.starts_with(prefix)) {
            state.insert(FLAGS);
            return;
        }
        if !is_vector_code
            && !leave_flags
                .iter()
                .any(|prefix| mnemonic.starts_with(prefix))
        {
            set(state, FLAGS, data);
        }
        if ["cmp", "test", "bt"].contains(&mnemonic) {
            return;
        }
        if let Some(memory) = inside(to) {
            if memory.starts_with("rsp") || memory.starts_with("rbp") {
                let stored = if data {
                    &mut self.stored_data
                } else {
                    &mut self.stored_public
                };
                stored.insert(memory.to_owned());
            }
        } else if let Some(register) = full_register(to) {
            set(state, register, data);
        }
        // Two registers are written.
        if ["mulx", "xchg", "mul", "imul", "cqo", "cdq"].contains(&mnemonic) && from.len() != 1 {
            let written = one
                .operands
                .iter()
                .take(2)
                .filter_map(|operand| full_register(operand));
            for register in written.chain(["rax", "rdx"]) {
                state.insert(register);
            }
        }
    }
}

fn set(state: &mut State, register: &'static str, data: bool) {
    if data {
        state.insert(register);
    } else {
        state.remove(register);
    }
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
