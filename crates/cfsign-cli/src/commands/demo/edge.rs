//! The other half of the story: an edge answers as CloudFront does, and explain says why.

use std::net::IpAddr;

use cfsign::{
    EpochSeconds, Explainer, Finding, HashAlgorithm, Policy, Resource, Signer, TrustedKeyGroup,
    Verifier,
};
use cfsign_edge::{BlockingEdge, Edge};
use serde::Serialize;

use super::super::edge::failure;
use super::fetch::{self, Answer};
use super::screen::Screen;
use super::site;
use super::workshop::{Pair, Workshop};
use crate::failure::{Class, Failure};
use crate::time;

/// A request, what came back, and what explain says.
#[derive(Serialize)]
pub(super) struct Fetch {
    request: String,
    path: String,
    pub(super) status: u16,
    /// CloudFront's code, where it refused.
    code: Option<String>,
    findings: Vec<&'static str>,
    #[serde(skip)]
    wanted: u16,
}

/// An edge, who signs for it, and who explains.
struct Stage<'a> {
    screen: &'a mut Screen,
    edge: BlockingEdge,
    signer: Signer,
    verifier: Verifier,
    now: EpochSeconds,
    fetches: Vec<Fetch>,
}

pub(super) fn tell(screen: &mut Screen, workshop: &Workshop) -> Result<Vec<Fetch>, Failure> {
    let pair = &workshop.ecdsa;
    screen.heading("7. The other half: an edge that answers as CloudFront does")?;
    let site = site::write(workshop.folder())?;
    let edge = Edge::builder(verifier(pair)?)
        .directory(&site)
        .and_then(|edge| edge.start_blocking("127.0.0.1:0"))
        .map_err(|error| failure(&error))?;
    let (id, name) = (pair.id, pair.name);
    screen.command(&format!(
        "cfsign edge --origin site --public-key {id}={name}.public.pem"
    ))?;
    screen.output(&format!("Listening on {}", edge.url()))?;
    let mut stage = Stage {
        screen,
        edge,
        signer: pair.signer(HashAlgorithm::Sha1)?,
        verifier: verifier(pair)?,
        now: time::now(None)?,
        fetches: Vec::new(),
    };
    stage.urls()?;
    stage.cookies()?;
    stage.screen.line(format_args!(""))?;
    stage.screen.paragraph(
        "A viewer is told no more than the word after 403. The lines below it are those of cfsign explain,\n\
         which has the public key and looks for what was signed instead.",
    )?;
    Ok(stage.fetches)
}

fn verifier(pair: &Pair) -> Result<Verifier, Failure> {
    let group = TrustedKeyGroup::new().with_pem(pair.id, &pair.public_pem)?;
    Ok(Verifier::new(group))
}

impl Stage<'_> {
    /// One URL that is good, and three that are not.
    fn urls(&mut self) -> Result<(), Failure> {
        let image = format!("{}/image.png", self.edge.url());
        let (later, before) = (self.now.get() + 3600, self.now.get() - 3600);
        let good = self.signer.sign_url(&image, later)?;
        self.fetch("a signed URL", &good, "", 200)?;
        let changed = good.replacen('?', "?width=640&", 1);
        self.fetch("one parameter added", &changed, "", 403)?;
        let expired = self.signer.sign_url(&image, before)?;
        self.fetch("an expired one", &expired, "", 403)?;
        let office = Policy::new(Resource::exact(&image)?, later)?;
        let office = office.ip_address("192.0.2.0/24".parse()?);
        let elsewhere = self.signer.sign_url_with(&image, &office)?;
        self.fetch("signed for 192.0.2.*", &elsewhere, "", 403)?;
        Ok(())
    }

    /// What a player does: the list, then every segment it names, all with the same cookies.
    fn cookies(&mut self) -> Result<(), Failure> {
        let folder = format!("{}/hls/", self.edge.url());
        let policy = Policy::new(Resource::below(&folder)?, self.now.get() + 3600)?;
        let cookies = self.signer.sign_cookies(&policy)?.cookie_header();
        let playlist = format!("{folder}playlist.m3u8");
        self.fetch("no cookies yet", &playlist, "", 403)?;
        let list = self.fetch("cookies for /hls/*", &playlist, &cookies, 200)?;
        let list = String::from_utf8_lossy(&list.body);
        for segment in list.lines().filter(|line| !line.starts_with('#')) {
            let segment = format!("{folder}{segment}");
            self.fetch("the same cookies", &segment, &cookies, 200)?;
        }
        let image = format!("{}/image.png", self.edge.url());
        self.fetch("the same cookies", &image, &cookies, 403)?;
        Ok(())
    }

    fn fetch(
        &mut self,
        request: &str,
        url: &str,
        cookies: &str,
        wanted: u16,
    ) -> Result<Answer, Failure> {
        let address = self.edge.address();
        let answer = fetch::get(address, url, cookies)?;
        let path = url.strip_prefix(&self.edge.url()).unwrap_or(url);
        let path = path.split('?').next().unwrap_or(path);
        let what = match answer.code() {
            Some(code) => code.to_owned(),
            None => format!("{}, {} bytes", answer.content_type, answer.body.len()),
        };
        self.screen.answer(answer.status, path, request, &what)?;
        let findings = if answer.status < 400 {
            Vec::new()
        } else {
            self.explain(url, cookies)?
        };
        self.fetches.push(Fetch {
            request: request.to_owned(),
            path: path.to_owned(),
            status: answer.status,
            code: answer.code().map(str::to_owned),
            findings,
            wanted,
        });
        Ok(answer)
    }

    /// Shows the cause, or where none is known the reason, and returns all causes.
    fn explain(&mut self, url: &str, cookies: &str) -> Result<Vec<&'static str>, Failure> {
        let viewer = Some(IpAddr::from([127, 0, 0, 1]));
        let cookies = Some(cookies).filter(|cookies| !cookies.is_empty());
        let explainer = Explainer::new(&self.verifier);
        let explanation = explainer.explain_url(url, cookies, viewer, self.now);
        if let Some(found) = explanation.findings.first() {
            self.screen.reason(&found.to_string(), found.advice())?;
        } else if let Some(reason) = explanation.verdict.err() {
            let mut advice = explanation.checks.iter().map(|check| check.advice);
            let advice = advice.find(|advice| !advice.is_empty());
            self.screen
                .reason(reason.sentence(), advice.unwrap_or_default())?;
        }
        Ok(explanation.findings.iter().map(Finding::code).collect())
    }
}

/// An answer that is not the one that was to be shown is a bug.
pub(super) fn judge(fetches: &[Fetch]) -> Result<(), Failure> {
    let Some(wrong) = fetches.iter().find(|fetch| fetch.status != fetch.wanted) else {
        return Ok(());
    };
    let (path, status, wanted) = (&wrong.path, wrong.status, wrong.wanted);
    let message = format!("the edge answered {status} for {path}, and {wanted} was wanted");
    Err(Failure::new(Class::Internal, "wrong-answer", message))
}
