//! What is done, step by step, and what there is to say about it.

use std::time::{Duration, Instant};

use cfsign::{Dialect, HashAlgorithm, Policy, Resource, Signer};
use serde::Serialize;

use super::super::sign_cookies::NamesAndValues;
use super::openssl::Openssl;
use super::proof::{Proof, parameter, prove};
use super::screen::Screen;
use super::workshop::{Pair, Workshop};
use crate::args::DemoArgs;
use crate::failure::Failure;
use crate::output;
use crate::time;

const HOST: &str = "https://d111111abcdef8.cloudfront.net";
const FILE: &str = "https://d111111abcdef8.cloudfront.net/report.pdf?version=2";
const VIDEOS: &str = "https://d111111abcdef8.cloudfront.net/videos/*";
const VIDEO: &str = "https://d111111abcdef8.cloudfront.net/videos/1.m3u8";

/// How large and how fast the signatures of one key are.
#[derive(Serialize)]
pub(super) struct Speed {
    key: &'static str,
    canned_url_bytes: usize,
    custom_url_bytes: usize,
    microseconds_per_signature: f64,
}

/// What every step needs.
struct Teller<'a> {
    screen: &'a mut Screen,
    workshop: &'a Workshop,
    openssl: Option<&'a Openssl>,
    expires: u64,
    proofs: Vec<Proof>,
}

pub(super) fn tell(
    screen: &mut Screen,
    workshop: &Workshop,
    openssl: Option<&Openssl>,
    args: &DemoArgs,
) -> Result<(Vec<Proof>, Vec<Speed>), Failure> {
    let expires = time::now(None)?.after(Duration::from_secs(3600))?.get();
    let mut teller = Teller {
        screen,
        workshop,
        openssl,
        expires,
        proofs: Vec::new(),
    };
    teller.keys()?;
    teller.canned()?;
    teller.custom()?;
    teller.cookies()?;
    teller.sha256()?;
    let speed = teller.speed()?;
    teller.end(args)?;
    Ok((teller.proofs, speed))
}

impl Teller<'_> {
    fn keys(&mut self) -> Result<(), Failure> {
        self.screen.heading("1. Two key pairs")?;
        for pair in self.workshop.pairs() {
            self.screen
                .command(&format!("cfsign keygen --type {0} --out {0}", pair.name))?;
            self.screen.output(&format!(
                "{0}.private.pem and {0}.public.pem, made in {1}",
                pair.name,
                milliseconds(pair.made_in)
            ))?;
        }
        self.screen.paragraph(
            "The private key signs, and stays with you. The public key is uploaded to CloudFront, which\n\
             gives it an ID and puts it into a key group that a distribution trusts. Here the IDs are made\n\
             up: KEXAMPLERSA and KEXAMPLEECDSA. CloudFront takes RSA 2048 and ECDSA P-256.",
        )
    }

    fn canned(&mut self) -> Result<(), Failure> {
        self.screen
            .heading("2. One file: a URL with a canned policy")?;
        for pair in self.workshop.pairs() {
            let url = pair
                .signer(HashAlgorithm::Sha1)?
                .sign_url(FILE, self.expires)?;
            let policy = Policy::canned(FILE, self.expires)?.to_json(Dialect::CloudFront);
            self.screen.command(&format!(
                "cfsign sign '{FILE}'\n--date-less-than {}{}",
                self.expires,
                who(pair)
            ))?;
            self.screen.output(&url)?;
            self.prove(
                pair,
                ("canned", HashAlgorithm::Sha1),
                policy,
                parameter(&url, "Signature"),
            )?;
        }
        let policy = &self.proofs[0].policy;
        self.screen.policy("What was signed", policy)?;
        self.screen.paragraph(
            "The policy is not in the URL. CloudFront writes it again from the URL that the viewer asks for\n\
             and from Expires, byte for byte like this, and checks Signature with the public key that\n\
             Key-Pair-Id names. If a byte of the URL differs, or the time is over, the answer is 403. The\n\
             .sig files here hold Signature out of its Base64, and the .policy files what was signed.",
        )
    }

    fn custom(&mut self) -> Result<(), Failure> {
        self.screen
            .heading("3. Many files: a URL with a custom policy")?;
        let policy = self.videos()?;
        for pair in self.workshop.pairs() {
            let url = pair
                .signer(HashAlgorithm::Sha1)?
                .sign_url_with(VIDEO, &policy)?;
            self.screen.command(&format!(
                "cfsign sign {VIDEO}\n--policy-resource '{VIDEOS}'\n--ip-address 192.0.2.0/24\n--date-less-than {}{}",
                self.expires,
                who(pair)
            ))?;
            self.screen.output(&url)?;
            let document = policy.to_json(Dialect::CloudFront);
            self.prove(
                pair,
                ("custom", HashAlgorithm::Sha1),
                document,
                parameter(&url, "Signature"),
            )?;
        }
        self.screen
            .policy("What was signed", &policy.to_json(Dialect::CloudFront))?;
        self.screen.paragraph(
            "A canned policy knows no wildcards, no start and no addresses, so this one is custom, and it\n\
             travels in the URL: Policy is this text in Base64, with - ~ _ for + / =. The same parameters\n\
             open every file that fits the resource, for viewers in 192.0.2.0/24. To read it:",
        )?;
        self.screen
            .command("echo \"$POLICY\" | tr -- '-~_' '+/=' | openssl base64 -A -d")?;
        self.screen.line(format_args!(""))
    }

    fn cookies(&mut self) -> Result<(), Failure> {
        self.screen
            .heading("4. Many files, and URLs stay as they are: signed cookies")?;
        let policy = self.videos()?;
        for pair in self.workshop.pairs() {
            let cookies = pair.signer(HashAlgorithm::Sha1)?.sign_cookies(&policy)?;
            self.screen.command(&format!(
                "cfsign sign-cookies --resource '{VIDEOS}'\n--ip-address 192.0.2.0/24\n--date-less-than {}{}",
                self.expires,
                who(pair)
            ))?;
            self.screen
                .output(&output::to_json(&NamesAndValues(&cookies)))?;
            let signature = cookies.get("CloudFront-Signature").unwrap_or_default();
            self.prove(
                pair,
                ("cookies", HashAlgorithm::Sha1),
                policy.to_json(Dialect::CloudFront),
                signature,
            )?;
        }
        self.screen.paragraph(
            "The policy and the signature are those of step 3: cookies are another way to carry them. A\n\
             browser sends them with every request, so players and pages need no signed URLs. The app and\n\
             the distribution must share a domain: --format set-cookie --app-host www.example.com.",
        )
    }

    fn sha256(&mut self) -> Result<(), Failure> {
        self.screen.heading("5. SHA-256")?;
        let pair = &self.workshop.ecdsa;
        let url = pair
            .signer(HashAlgorithm::Sha256)?
            .sign_url(FILE, self.expires)?;
        let policy = Policy::canned(FILE, self.expires)?.to_json(Dialect::CloudFront);
        self.screen.command(&format!(
            "cfsign sign '{FILE}'\n--hash-algorithm SHA256\n--date-less-than {}{}",
            self.expires,
            who(pair)
        ))?;
        self.screen.output(&url)?;
        self.prove(
            pair,
            ("sha256", HashAlgorithm::Sha256),
            policy,
            parameter(&url, "Signature"),
        )?;
        self.screen.paragraph(
            "SHA-1 is what CloudFront takes a signature for that names no hash. With Hash-Algorithm in the\n\
             URL it is SHA-256. The policy is the same.",
        )
    }

    fn speed(&mut self) -> Result<Vec<Speed>, Failure> {
        self.screen.heading("6. RSA or ECDSA?")?;
        self.screen.line(format_args!(
            "  key        canned URL    custom URL    time per signature"
        ))?;
        let policy = self.videos()?;
        let mut speeds = Vec::new();
        for pair in self.workshop.pairs() {
            let signer = pair.signer(HashAlgorithm::Sha1)?;
            let each = time_per_signature(&signer, self.expires)?;
            let speed = Speed {
                key: pair.name,
                canned_url_bytes: signer.sign_url(FILE, self.expires)?.len(),
                custom_url_bytes: signer.sign_url_with(VIDEO, &policy)?.len(),
                microseconds_per_signature: each.as_secs_f64() * 1e6,
            };
            self.screen.line(format_args!(
                "  {:<10} {:>4} bytes    {:>4} bytes    {:>8.1} µs",
                speed.key,
                speed.canned_url_bytes,
                speed.custom_url_bytes,
                speed.microseconds_per_signature
            ))?;
            speeds.push(speed);
        }
        self.screen.line(format_args!(""))?;
        self.screen.paragraph(
            "ECDSA signs faster and makes shorter URLs; cfsign signs the same URL the same way every time\n\
             with both, so that browsers and proxies can cache. RSA is for tools that know nothing else.",
        )?;
        Ok(speeds)
    }

    fn end(&mut self, args: &DemoArgs) -> Result<(), Failure> {
        let good = self
            .proofs
            .iter()
            .filter(|proof| proof.verdict == super::Verdict::Good)
            .count();
        let checked = match self.openssl {
            Some(openssl) => {
                format!(
                    "{} verified {good} of {} signatures.",
                    openssl.version(),
                    self.proofs.len()
                )
            }
            None => "No signature was checked: there is no openssl command here.".to_owned(),
        };
        let files = match &args.keep {
            Some(folder) => format!("The files are in {}: run the commands there.", folder.display()),
            None => "The keys are gone now. cfsign demo --keep DIR keeps them, to run the commands by hand.".to_owned(),
        };
        self.screen.paragraph(&format!("{checked}\n{files}"))
    }

    fn videos(&self) -> Result<Policy, Failure> {
        let policy = Policy::new(Resource::pattern(VIDEOS)?, self.expires)?;
        Ok(policy.ip_address("192.0.2.0/24".parse()?))
    }

    fn prove(
        &mut self,
        pair: &Pair,
        what: (&'static str, HashAlgorithm),
        policy: String,
        signature: &str,
    ) -> Result<(), Failure> {
        let proof = prove(self.workshop, self.openssl, pair, what, policy, signature)?;
        self.screen.proof(&proof)?;
        self.proofs.push(proof);
        Ok(())
    }
}

fn who(pair: &Pair) -> String {
    format!(
        "\n--key-pair-id {} --private-key {}.private.pem",
        pair.id, pair.name
    )
}

/// The mean over different URLs, after one that warms things up.
fn time_per_signature(signer: &Signer, expires: u64) -> Result<Duration, Failure> {
    const COUNT: u32 = 50;
    let urls: Vec<String> = (0..COUNT)
        .map(|number| format!("{HOST}/{number}.jpg"))
        .collect();
    signer.sign_url(FILE, expires)?;
    let started = Instant::now();
    for url in &urls {
        signer.sign_url(url, expires)?;
    }
    Ok(started.elapsed() / COUNT)
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}
