//! What is done, step by step, and what there is to say about it.

use std::time::Duration;

use cfsign::{Dialect, HashAlgorithm, Policy, Resource};

use super::super::sign_cookies::NamesAndValues;
use super::edge::{self, Fetch};
use super::openssl::Openssl;
use super::proof::{Proof, parameter, prove};
use super::screen::Screen;
use super::speed::{self, Speed};
use super::workshop::{Pair, Workshop};
use crate::args::DemoArgs;
use crate::failure::Failure;
use crate::output;
use crate::time;

pub(super) const HOST: &str = "https://d111111abcdef8.cloudfront.net";
pub(super) const FILE: &str = "https://d111111abcdef8.cloudfront.net/report.pdf?version=2";
const VIDEOS: &str = "https://d111111abcdef8.cloudfront.net/videos/*";
pub(super) const VIDEO: &str = "https://d111111abcdef8.cloudfront.net/videos/1.m3u8";

/// What came of it.
pub(super) struct Told {
    pub(super) proofs: Vec<Proof>,
    pub(super) speed: Vec<Speed>,
    pub(super) fetches: Vec<Fetch>,
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
) -> Result<Told, Failure> {
    let expires = time::now(None)?.after(Duration::from_hours(1))?.get();
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
    let videos = teller.videos()?;
    let speed = speed::tell(teller.screen, workshop, &videos)?;
    let fetches = edge::tell(teller.screen, workshop)?;
    teller.end(args)?;
    let proofs = teller.proofs;
    Ok(Told {
        proofs,
        speed,
        fetches,
    })
}

impl Teller<'_> {
    fn keys(&mut self) -> Result<(), Failure> {
        self.screen.heading("1. Two key pairs")?;
        for pair in self.workshop.pairs() {
            self.screen
                .command(&format!("cfsign keygen --type {0} --out {0}", pair.name))?;
            self.screen.line(format_args!(
                "    {0}.private.pem and {0}.public.pem, made in {1}",
                pair.name,
                milliseconds(pair.made_in)
            ))?;
        }
        self.screen.line(format_args!(""))?;
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
            if pair.is_shown() {
                self.screen.command(&format!(
                    "cfsign sign '{FILE}'\n--date-less-than {}{}",
                    self.expires,
                    who(pair)
                ))?;
                self.screen.output(&url)?;
            }
            let policy = Policy::canned(FILE, self.expires)?.to_json(Dialect::CloudFront);
            let signature = parameter(&url, "Signature");
            self.prove(pair, ("canned", HashAlgorithm::Sha1), policy, signature)?;
        }
        self.screen.line(format_args!(""))?;
        let policy = &self.proofs[0].policy;
        self.screen.policy("What was signed", policy)?;
        self.screen.paragraph(
            "The policy is not in the URL. CloudFront writes it again from the URL that the viewer asks for\n\
             and from Expires, byte for byte like this, and checks Signature with the public key that\n\
             Key-Pair-Id names. The .sig files here hold the decoded Signature, and the .policy files\n\
             what was signed. The RSA key signs the same with --private-key rsa.private.pem.",
        )
    }

    fn custom(&mut self) -> Result<(), Failure> {
        self.screen
            .heading("3. Many files: a URL with a custom policy")?;
        let policy = self.videos()?;
        let document = policy.to_json(Dialect::CloudFront);
        for pair in self.workshop.pairs() {
            let url = pair
                .signer(HashAlgorithm::Sha1)?
                .sign_url_with(VIDEO, &policy)?;
            if pair.is_shown() {
                self.screen.command(&format!(
                    "cfsign sign {VIDEO}\n--policy-resource '{VIDEOS}'\n--ip-address 192.0.2.0/24 --date-less-than {}{}",
                    self.expires,
                    who(pair)
                ))?;
                self.screen.output(&url)?;
            }
            let signature = parameter(&url, "Signature");
            let what = ("custom", HashAlgorithm::Sha1);
            self.prove(pair, what, document.clone(), signature)?;
        }
        self.screen.line(format_args!(""))?;
        self.screen.policy("What was signed", &document)?;
        self.screen.paragraph(
            "A canned policy knows no wildcards, no start and no addresses, so this one is custom, and it\n\
             travels in the URL: Policy is this text in Base64, with - ~ _ for + / =. The same parameters\n\
             open every file that fits the resource, for viewers in 192.0.2.0/24.",
        )
    }

    fn cookies(&mut self) -> Result<(), Failure> {
        self.screen
            .heading("4. Many files, and URLs stay as they are: signed cookies")?;
        let policy = self.videos()?;
        for pair in self.workshop.pairs() {
            let cookies = pair.signer(HashAlgorithm::Sha1)?.sign_cookies(&policy)?;
            if pair.is_shown() {
                self.screen.command(&format!(
                    "cfsign sign-cookies --resource '{VIDEOS}'\n--ip-address 192.0.2.0/24 --date-less-than {}{}",
                    self.expires,
                    who(pair)
                ))?;
                self.screen
                    .output(&output::to_json(&NamesAndValues(&cookies)))?;
            }
            let signature = cookies.get("CloudFront-Signature").unwrap_or_default();
            let document = policy.to_json(Dialect::CloudFront);
            self.prove(pair, ("cookies", HashAlgorithm::Sha1), document, signature)?;
        }
        self.screen.line(format_args!(""))?;
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
            "cfsign sign '{FILE}'\n--hash-algorithm SHA256 --date-less-than {}{}",
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
        self.screen.line(format_args!(""))?;
        self.screen.paragraph(
            "Without Hash-Algorithm in the URL, CloudFront verifies with SHA-1; with it, with SHA-256. The\n\
             policy is the same.",
        )
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

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}
