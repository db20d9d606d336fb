//! What is computed of a key once, with the constant-time arithmetic of `crypto-bigint`.
//!
//! That the numbers belong together has been checked when the key was loaded.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, Uint};
use zeroize::{Zeroize, Zeroizing};

use super::digits::{BITS, Digit, LANES, MASK, N, Num, WIDE, from_be_bytes, from_words, splat};
use super::erase::erase_all;
use super::kernel::{Cell, Modulus};
use super::numbers::{BYTES, Block, Numbers};
use super::power::{Exponentiation, WINDOWS};
use super::public::Public;
use super::recombine::Crt;

pub(super) const WORDS_OF_N: usize = BYTES / 8;
const WORDS_OF_PRIME: usize = WORDS_OF_N / 2;
/// n, and what `crypto-bigint` needs to know of it.
pub(super) type ModulusN = FixedMontyParams<WORDS_OF_N>;
type ModuloPrime = FixedMontyForm<WORDS_OF_PRIME>;

/// The constants of one prime, in digits.
struct Prime {
    m: [u64; N],
    /// R, R^2 and R^3 mod m, with R = 2^1040
    one: [u64; N],
    r2: [u64; N],
    r3: [u64; N],
    /// 2^-52 mod m
    shift: [u64; N],
    windows: [u8; WINDOWS],
    /// R again, for more arithmetic.
    r: ModuloPrime,
}

impl Prime {
    #[cold]
    #[inline(never)]
    fn new(m: &[u8; BYTES / 2], exponent: &[u8; BYTES / 2]) -> Option<Self> {
        let m = Zeroizing::new(Uint::from_be_slice(m));
        let params = Zeroizing::new(FixedMontyParams::new(Odd::new(*m).into_option()?));
        let r = Zeroizing::new(power_of_two(&params, BITS * N));
        let r2 = Zeroizing::new(r.square());
        let r3 = Zeroizing::new(r2.mul(&r));
        let mut shift = Zeroizing::new(ModuloPrime::one(&params));
        for _ in 0..BITS {
            *shift = shift.div_by_2();
        }
        Some(Self {
            m: from_words(m.as_words()),
            one: digits(&r),
            r2: digits(&r2),
            r3: digits(&r3),
            shift: digits(&shift),
            windows: std::array::from_fn(|i| exponent[i / 2] >> (4 - 4 * (i % 2)) & 15),
            r: *r,
        })
    }
}

impl Drop for Prime {
    fn drop(&mut self) {
        for digits in [
            &mut self.m,
            &mut self.one,
            &mut self.r2,
            &mut self.r3,
            &mut self.shift,
        ] {
            erase_all(digits);
        }
        erase_all(&mut self.windows);
        self.r.zeroize();
    }
}

/// Everything of a key that passes use.
#[cfg_attr(feature = "timing-test", derive(Clone))]
pub(super) struct Constants {
    pub(super) p: Exponentiation<u64>,
    pub(super) q: Exponentiation<u64>,
    /// p in lanes 0 to 3, q in lanes 4 to 7.
    pub(super) both: Exponentiation<Digit>,
    pub(super) crt: Crt,
    pub(super) public: Public,
    pub(super) n: ModulusN,
}

impl Constants {
    /// `None` for sizes that the lanes are not made for.
    #[cold]
    pub(super) fn new(numbers: &Numbers) -> Option<Box<Self>> {
        if !numbers.have_the_right_sizes() {
            return None;
        }
        let n = FixedMontyParams::new(Odd::new(Uint::from_be_slice(&numbers.n)).into_option()?);
        // Filled in place: on the way through the stack it would need much of it.
        let mut key = Box::new(Self {
            p: Exponentiation::ZERO,
            q: Exponentiation::ZERO,
            both: Exponentiation::ZERO,
            crt: Crt::ZERO,
            public: Public::ZERO,
            n,
        });
        let p = Prime::new(&numbers.p, &numbers.dp)?;
        let q = Prime::new(&numbers.q, &numbers.dq)?;
        set_exponentiation(&mut key.p, &p, &p);
        set_exponentiation(&mut key.q, &q, &q);
        set_exponentiation(&mut key.both, &p, &q);
        set_crt(&mut key.crt, &p, &q, &numbers.qinv);
        set_public(&mut key.public, &numbers.n, &key.n);
        Some(key)
    }
}

impl Constants {
    pub(super) fn erase(&mut self) {
        self.p.zeroize();
        self.q.zeroize();
        self.both.zeroize();
        self.crt.zeroize();
        self.public.zeroize();
    }
}

impl Drop for Constants {
    fn drop(&mut self) {
        self.erase();
    }
}

#[cold]
#[inline(never)]
fn set_crt(crt: &mut Crt, p: &Prime, q: &Prime, qinv: &[u8; BYTES / 2]) {
    let qinv = Zeroizing::new(Uint::from_be_slice(qinv));
    let qinv = Zeroizing::new(ModuloPrime::new(&qinv, p.r.params()).mul(&p.r));
    crt.p_digits = splat(&p.m);
    set_modulus(&mut crt.p, &crt.p_digits, &splat(&p.shift));
    for (twice, digit) in crt.p_twice.iter_mut().zip(&p.m) {
        *twice = Digit([digit << 1; LANES]);
    }
    crt.q = splat(&q.m);
    crt.qinv = splat(&digits(&qinv));
}

#[cold]
#[inline(never)]
fn set_public(public: &mut Public, n: &Block, params: &ModulusN) {
    public.n = splat(&from_be_bytes(n));
    let (low, high) = super::public::halves(&public.n);
    // The 2048-bit kernels do not use the shift.
    set_modulus(&mut public.n_low, low, &super::digits::ZERO);
    public.n_high = *high;
    let r2 = power_of_two(params, 2 * BITS * WIDE).retrieve();
    public.r2 = splat(&from_words(r2.as_words()));
}

/// `p` in lanes 0 to 3 and `q` in lanes 4 to 7; with cells of `u64` both must be the same.
#[cold]
#[inline(never)]
fn set_exponentiation<C: FromLanes>(e: &mut Exponentiation<C>, p: &Prime, q: &Prime) {
    e.m = halves(&p.m, &q.m);
    set_modulus(&mut e.modulus, &e.m, &halves(&p.shift, &q.shift));
    e.one = halves(&p.one, &q.one);
    e.r2 = halves(&p.r2, &q.r2);
    e.r3 = halves(&p.r3, &q.r3);
    for (windows, (p, q)) in e.windows.iter_mut().zip(p.windows.iter().zip(&q.windows)) {
        *windows = std::array::from_fn(|lane| if lane < LANES / 2 { *p } else { *q });
    }
}

#[inline(never)]
fn halves(p: &[u64; N], q: &[u64; N]) -> Num {
    std::array::from_fn(|i| {
        Digit(std::array::from_fn(|lane| {
            if lane < LANES / 2 { p[i] } else { q[i] }
        }))
    })
}

/// A cell made of the lanes of a digit.
pub(super) trait FromLanes: Cell {
    fn from_lanes(digit: &Digit) -> Self;
}

impl FromLanes for u64 {
    fn from_lanes(digit: &Digit) -> Self {
        digit.0[0]
    }
}

impl FromLanes for Digit {
    fn from_lanes(digit: &Digit) -> Self {
        *digit
    }
}

fn set_modulus<C: FromLanes>(modulus: &mut Modulus<C>, m: &Num, shift: &Num) {
    modulus.m = m.each_ref().map(C::from_lanes);
    modulus.shift = shift.each_ref().map(C::from_lanes);
    modulus.k0 = C::from_lanes(&Digit(m[0].0.map(negative_inverse)));
}

/// -1/m mod 2^52
fn negative_inverse(m0: u64) -> u64 {
    // Newton: an odd number is its own inverse to three bits, and each step doubles them.
    let mut x = m0;
    for _ in 0..5 {
        x = x.wrapping_mul(2_u64.wrapping_sub(m0.wrapping_mul(x)));
    }
    x.wrapping_neg() & MASK
}

/// `2^exponent` modulo what may be secret; the exponent is not, and a little above a multiple of the
/// length of the modulus.
#[inline(never)]
fn power_of_two<const L: usize>(
    params: &FixedMontyParams<L>,
    exponent: usize,
) -> FixedMontyForm<L> {
    // Montgomery's R of `crypto-bigint`: 2^1024 or 2^2048, the length of the modulus.
    let r = Zeroizing::new(FixedMontyForm::new(params.one(), params));
    let length = Uint::<L>::BITS as usize;
    let mut power = FixedMontyForm::one(params);
    for _ in 0..exponent / length {
        power = power.mul(&r);
    }
    for _ in 0..exponent % length {
        power = power.double();
    }
    power
}

#[inline(never)]
fn digits(number: &ModuloPrime) -> [u64; N] {
    from_words(Zeroizing::new(number.retrieve()).as_words())
}
