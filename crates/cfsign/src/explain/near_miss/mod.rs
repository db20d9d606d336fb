//! The search for what was signed instead: candidates, each of which a right signature proves.

pub(super) mod encoding;
mod places;
mod queries;
mod tails;
mod texts;

use std::ops::ControlFlow;

use cfsign_crypto::HashAlgorithm;

use super::finding::{Finding, FindingKind};
use crate::key::PublicKey;
use crate::url::sections::UrlSections;
use crate::verify::TrustedKeyGroup;
use crate::verify::checks;
use crate::verify::presented::Presented;
use tails::Tails;
use texts::Text;

/// The most public-key operations of one search: some ten milliseconds.
pub(super) const MOST: usize = 500;
/// How many keys of the group are tried.
const MOST_KEYS: usize = 16;
/// How many ways to check the text that was sent.
const MOST_TRIALS: usize = 100;
/// Longer policies are not rewritten; CloudFront would not read them.
const LONGEST_POLICY: usize = 8192;

/// What is known of the request.
pub(super) struct Question<'a> {
    pub(super) key_group: &'a TrustedKeyGroup,
    pub(super) presented: &'a Presented<'a>,
    /// The URL that should have been signed.
    pub(super) url: &'a str,
    /// The custom policy, however it came.
    pub(super) policy: Option<Vec<u8>>,
    pub(super) hosts: &'a [String],
    pub(super) fragment: Option<&'a str>,
}

/// What was proven, and what it took.
pub(super) struct Answer {
    /// What is wrong with what was signed; nothing where no candidate was right.
    pub(super) proof: Option<Vec<Finding>>,
    pub(super) candidates: usize,
}

pub(super) fn search(question: &Question<'_>) -> Answer {
    let signature = question.presented.signature.as_deref().unwrap_or_default();
    let trials = trials(question, signature);
    let mut search = Search {
        trials,
        left: MOST,
        proof: None,
    };
    let there = !signature.is_empty()
        && (question.policy.is_some() || question.presented.expires.is_some());
    if !there || search.trials.is_empty() {
        return Answer {
            proof: None,
            candidates: 0,
        };
    }
    let url = UrlSections::split(question.url).expect("the request was split before");
    let _ = match (&question.policy, question.presented.expires.as_deref()) {
        (Some(policy), _) => search.custom(policy, question.url),
        (None, Some(expires)) => search.canned(question, &url, expires),
        (None, None) => Flow::Continue(()),
    };
    let candidates = MOST - search.left;
    Answer {
        proof: search.proof,
        candidates,
    }
}

/// One way to check a text: a key, a hash, a reading of the signature; and what is wrong with the
/// request if it is the right one.
struct Trial<'a> {
    key: &'a PublicKey,
    hash: HashAlgorithm,
    signature: Vec<u8>,
    findings: Vec<Finding>,
}

struct Search<'a> {
    /// The fewer mistakes, the earlier.
    trials: Vec<Trial<'a>>,
    left: usize,
    proof: Option<Vec<Finding>>,
}

/// Breaks off once something is proven, or enough has been tried.
type Flow = ControlFlow<()>;

fn trials<'a>(question: &Question<'a>, signature: &str) -> Vec<Trial<'a>> {
    let sent_id = question
        .presented
        .key_pair_id
        .as_deref()
        .unwrap_or_default();
    let sent_hash = checks::hash_algorithm(question.presented).ok();
    let mut forms = encoding::forms("Signature", signature);
    for at in 0..forms.len() {
        if let Some(der) = encoding::der_of_raw(&forms[at].0) {
            forms.push((der, Some(Finding::new(FindingKind::RawEcdsa, ""))));
        }
    }
    let mut keys: Vec<_> = question.key_group.iter().collect();
    keys.sort_by_key(|(id, _)| *id != sent_id);
    let mut trials = Vec::new();
    for (id, key) in keys.into_iter().take(MOST_KEYS) {
        for hash in [HashAlgorithm::Sha1, HashAlgorithm::Sha256] {
            for (bytes, wrong) in &forms {
                let mut findings: Vec<Finding> = wrong.iter().cloned().collect();
                if sent_hash.is_some_and(|sent| sent != hash) {
                    let detail = format!("signed was {hash}");
                    findings.push(Finding::new(FindingKind::OtherHash, detail));
                }
                if id != sent_id {
                    let sent = if sent_id.is_empty() {
                        "none".to_owned()
                    } else {
                        super::words::shorten(sent_id)
                    };
                    let detail = format!("it is by {id}, and the request names {sent}");
                    findings.push(Finding::new(FindingKind::OtherKey, detail));
                }
                let signature = bytes.clone();
                trials.push(Trial {
                    key,
                    hash,
                    signature,
                    findings,
                });
            }
        }
    }
    trials.sort_by_key(|trial| trial.findings.len());
    trials.truncate(MOST_TRIALS);
    trials
}

impl Search<'_> {
    fn custom(&mut self, policy: &[u8], url: &str) -> Flow {
        self.every_trial(&(policy.to_vec(), Vec::new()))?;
        let mut texts = Vec::new();
        if let Ok(policy) = str::from_utf8(policy)
            && policy.len() <= LONGEST_POLICY
        {
            texts.extend(texts::formats(policy));
            if let Some(end) = date_less_than(policy) {
                let wrong = Finding::new(FindingKind::CannedAsCustom, "");
                texts.push((texts::canned(url, &end).into_bytes(), vec![wrong]));
            }
        }
        texts.extend(texts::not_the_policy(policy, url));
        self.fewest_mistakes(&texts)?;
        self.one_more_mistake(&texts)
    }

    fn canned(&mut self, question: &Question<'_>, url: &UrlSections<'_>, expires: &str) -> Flow {
        // Something that is no number would make JSON of its own.
        let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        if expires.is_empty() || expires.len() > 20 || !expires.bytes().all(plain) {
            return Flow::Continue(());
        }
        let policy = texts::canned(question.url, expires);
        self.every_trial(&(policy.clone().into_bytes(), Vec::new()))?;
        let places = places::places(url, question.hosts);
        let tails = Tails::of(url, question.fragment).list;
        let texts = one_mistake(question, &policy, expires, &places, &tails);
        self.fewest_mistakes(&texts)?;
        self.one_more_mistake(&texts)?;
        self.fewest_mistakes(&two_mistakes(expires, &places, &tails))
    }

    /// Tries `text` with every key, hash and reading of the signature.
    fn every_trial(&mut self, text: &Text) -> Flow {
        self.trials_of(text, 0, usize::MAX)
    }

    /// Tries `texts` where nothing else is wrong, or as little as can be.
    fn fewest_mistakes(&mut self, texts: &[Text]) -> Flow {
        let fewest = self.trials[0].findings.len();
        texts
            .iter()
            .try_for_each(|text| self.trials_of(text, fewest, fewest))
    }

    fn one_more_mistake(&mut self, texts: &[Text]) -> Flow {
        let more = self.trials[0].findings.len() + 1;
        texts
            .iter()
            .try_for_each(|text| self.trials_of(text, more, more))
    }

    fn trials_of(&mut self, (text, wrong): &Text, from: usize, to: usize) -> Flow {
        let fitting = |trial: &&Trial<'_>| (from..=to).contains(&trial.findings.len());
        for trial in self.trials.iter().filter(fitting) {
            if self.left == 0 {
                return Flow::Break(());
            }
            self.left -= 1;
            if trial.key.verify(trial.hash, text, &trial.signature) {
                self.proof = Some([wrong.as_slice(), &trial.findings].concat());
                return Flow::Break(());
            }
        }
        Flow::Continue(())
    }
}

type Places = [(String, Vec<Finding>)];

/// Everything that may be wrong with a canned policy, the likely first.
fn one_mistake(
    question: &Question<'_>,
    policy: &str,
    expires: &str,
    places: &Places,
    tails: &Places,
) -> Vec<Text> {
    let (here, as_sent) = (&places[0].0, &tails[0].0);
    let path = as_sent.split('?').next().unwrap_or(as_sent);
    let mut texts: Vec<Text> = Vec::new();
    for (place, wrong) in &places[1..] {
        let text = texts::canned(&format!("{place}{as_sent}"), expires);
        texts.push((text.into_bytes(), wrong.clone()));
    }
    texts.extend(texts::formats(policy));
    texts.extend(texts::canned_mistakes(question.url, expires));
    texts.extend(texts::not_the_policy(policy.as_bytes(), question.url));
    for (resource, kind) in [
        (path, FindingKind::RelativeResource),
        (&path[1..], FindingKind::RelativeResource),
        ("*", FindingKind::WildcardAsCanned),
    ] {
        let wrong = Finding::new(
            kind,
            format!("signed was {}", super::words::shorten(resource)),
        );
        texts.push((texts::canned(resource, expires).into_bytes(), vec![wrong]));
    }
    for (tail, wrong) in &tails[1..] {
        let resource = format!("{here}{tail}");
        texts.push((
            texts::canned(&resource, expires).into_bytes(),
            wrong.clone(),
        ));
        let ascii = texts::canned_ascii(&resource, expires);
        texts.extend(ascii.map(|text| (text.into_bytes(), wrong.clone())));
    }
    texts
}

/// Two mistakes at once: another place, and something else.
fn two_mistakes(expires: &str, places: &Places, tails: &Places) -> Vec<Text> {
    let mut pairs: Vec<Text> = Vec::new();
    for (place, wrong) in &places[1..] {
        let policy = texts::canned(&format!("{place}{}", tails[0].0), expires);
        for (text, also) in texts::formats(&policy).into_iter().take(6) {
            pairs.push((text, [wrong.as_slice(), &also].concat()));
        }
    }
    for (tail, also) in &tails[1..] {
        for (place, wrong) in &places[1..] {
            let text = texts::canned(&format!("{place}{tail}"), expires);
            pairs.push((text.into_bytes(), [wrong.as_slice(), also].concat()));
        }
        if pairs.len() >= MOST {
            break;
        }
    }
    pairs
}

/// The time of a policy, as the digits that stand there.
fn date_less_than(policy: &str) -> Option<String> {
    let policy: serde_json::Value = serde_json::from_str(policy).ok()?;
    let time = &policy["Statement"][0]["Condition"]["DateLessThan"]["AWS:EpochTime"];
    time.as_i64().map(|time| time.to_string())
}
