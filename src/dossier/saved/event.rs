//! What happened in a review, as the log keeps it: the name of the deed, and the rest as JSON.

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::model::date::{Date, NotADate};
use crate::model::feature::FeatureRef;
use crate::model::review::checklist::{ChecklistAnswer, Reply};
use crate::model::review::decision::{Attachment, Comment, Decision, State};
use crate::model::review::event::{Deed, Frozen};
use crate::model::review::key::FindingKey;

use super::number::Number;
use super::words::decoded;

/// `[layer, id]`
type SavedName = [String; 2];

#[derive(Serialize, Deserialize)]
struct SavedKey {
    project: SavedName,
    rule: String,
    zone: SavedName,
}

#[derive(Serialize, Deserialize)]
struct SavedFrozen {
    run: u64,
    as_of: String,
    program: String,
    /// Name and SHA-256 of each part.
    parts: Vec<[String; 2]>,
}

#[derive(Serialize, Deserialize)]
struct SavedDecision {
    finding: SavedKey,
    state: String,
    article: Option<String>,
    reason: String,
    evidence: String,
    attachments: Vec<SavedAttachment>,
}

#[derive(Serialize, Deserialize)]
struct SavedAttachment {
    name: String,
    sha256: String,
    byte_count: u64,
}

#[derive(Serialize, Deserialize)]
struct SavedAnswer {
    project: SavedName,
    item: String,
    reply: String,
    on: Option<String>,
    note: String,
    papers: Vec<SavedAttachment>,
}

#[derive(Serialize, Deserialize)]
struct SavedComment {
    finding: Option<SavedKey>,
    text: String,
    /// East and north in the plane.
    place: Option<[Number; 2]>,
}

/// The name of a deed, and the rest as JSON. The same deed gives the same text.
pub fn written(deed: &Deed) -> (&'static str, String) {
    let text = match deed {
        Deed::Frozen(frozen) => json(&SavedFrozen::from(frozen)),
        Deed::Decided(decision) => json(&SavedDecision::from(decision)),
        Deed::Commented(comment) => json(&SavedComment::from(comment)),
        Deed::Answered(answer) => json(&SavedAnswer::from(answer)),
        Deed::DataChecked(project) | Deed::UncheckedOpened(project) | Deed::Signed(project) => {
            json(&name(project))
        }
        Deed::RefusedAccepted(layer) => json(&&**layer),
        Deed::Forced(line) => json(line),
        Deed::Undone(seq) => json(seq),
    };
    (deed.code(), text)
}

fn json(value: &impl Serialize) -> String {
    // Text keys and plain values only; those always have a JSON form.
    serde_json::to_string(value).expect("plain data has a JSON form")
}

/// The deed of that name.
///
/// # Errors
/// A name or a text that means nothing, in words.
pub fn read(code: &str, text: &str) -> Result<Deed, String> {
    Ok(match code {
        "frozen" => Deed::Frozen(parsed::<SavedFrozen>(text)?.frozen()?),
        "decided" => Deed::Decided(parsed::<SavedDecision>(text)?.decision()?),
        "commented" => Deed::Commented(parsed::<SavedComment>(text)?.into()),
        "answered" => Deed::Answered(parsed::<SavedAnswer>(text)?.answer()?),
        "data_checked" => Deed::DataChecked(reference(parsed(text)?)),
        "unchecked_opened" => Deed::UncheckedOpened(reference(parsed(text)?)),
        "signed" => Deed::Signed(reference(parsed(text)?)),
        "refused_accepted" => Deed::RefusedAccepted(parsed::<String>(text)?.into()),
        "forced" => Deed::Forced(parsed(text)?),
        "undone" => Deed::Undone(parsed(text)?),
        other => return Err(format!("{other:?} is no deed")),
    })
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn name(name: &FeatureRef) -> SavedName {
    [name.layer.to_string(), name.id.to_string()]
}

fn reference([layer, id]: SavedName) -> FeatureRef {
    FeatureRef {
        layer: layer.into(),
        id: id.into(),
    }
}

impl From<&FindingKey> for SavedKey {
    fn from(key: &FindingKey) -> SavedKey {
        SavedKey {
            project: name(&key.project),
            rule: key.rule.to_string(),
            zone: name(&key.zone),
        }
    }
}

impl From<SavedKey> for FindingKey {
    fn from(saved: SavedKey) -> FindingKey {
        FindingKey {
            project: reference(saved.project),
            rule: saved.rule.into(),
            zone: reference(saved.zone),
        }
    }
}

impl From<&Frozen> for SavedFrozen {
    fn from(frozen: &Frozen) -> SavedFrozen {
        let parts = frozen.parts.iter();
        SavedFrozen {
            run: frozen.run,
            as_of: frozen.as_of.to_string(),
            program: frozen.program.clone(),
            parts: parts
                .map(|(name, sha256)| [name.clone(), sha256.clone()])
                .collect(),
        }
    }
}

impl SavedFrozen {
    fn frozen(self) -> Result<Frozen, String> {
        let as_of = self.as_of.parse();
        Ok(Frozen {
            run: self.run,
            as_of: as_of.map_err(|error: NotADate| error.to_string())?,
            program: self.program,
            parts: self
                .parts
                .into_iter()
                .map(|[name, sha256]| (name, sha256))
                .collect(),
        })
    }
}

impl From<&Decision> for SavedDecision {
    fn from(decision: &Decision) -> SavedDecision {
        SavedDecision {
            finding: SavedKey::from(&decision.finding),
            state: decision.state.code().to_owned(),
            article: decision.article.clone(),
            reason: decision.reason.clone(),
            evidence: decision.evidence.clone(),
            attachments: decision.attachments.iter().map(SavedAttachment::from).collect(),
        }
    }
}

impl SavedDecision {
    fn decision(self) -> Result<Decision, String> {
        Ok(Decision {
            finding: self.finding.into(),
            state: decoded(&self.state, State::from_code(&self.state))?,
            article: self.article,
            reason: self.reason,
            evidence: self.evidence,
            attachments: self.attachments.into_iter().map(Attachment::from).collect(),
        })
    }
}

impl From<&Attachment> for SavedAttachment {
    fn from(own: &Attachment) -> SavedAttachment {
        SavedAttachment {
            name: own.name.clone(),
            sha256: own.sha256.clone(),
            byte_count: own.byte_count,
        }
    }
}

impl From<SavedAttachment> for Attachment {
    fn from(saved: SavedAttachment) -> Attachment {
        Attachment {
            name: saved.name,
            sha256: saved.sha256,
            byte_count: saved.byte_count,
        }
    }
}

impl From<&ChecklistAnswer> for SavedAnswer {
    fn from(answer: &ChecklistAnswer) -> SavedAnswer {
        SavedAnswer {
            project: name(&answer.project),
            item: answer.item.to_string(),
            reply: answer.reply.code().to_owned(),
            on: answer.on.map(|day| day.to_string()),
            note: answer.note.clone(),
            papers: answer.papers.iter().map(SavedAttachment::from).collect(),
        }
    }
}

impl SavedAnswer {
    fn answer(self) -> Result<ChecklistAnswer, String> {
        let on: Option<Result<Date, NotADate>> = self.on.map(|day| day.parse());
        Ok(ChecklistAnswer {
            project: reference(self.project),
            item: self.item.into(),
            reply: decoded(&self.reply, Reply::from_code(&self.reply))?,
            on: on.transpose().map_err(|error| error.to_string())?,
            note: self.note,
            papers: self.papers.into_iter().map(Attachment::from).collect(),
        })
    }
}

impl From<&Comment> for SavedComment {
    fn from(comment: &Comment) -> SavedComment {
        SavedComment {
            finding: comment.finding.as_ref().map(SavedKey::from),
            text: comment.text.clone(),
            place: comment.place.map(|place| [place.x, place.y].map(Number)),
        }
    }
}

impl From<SavedComment> for Comment {
    fn from(saved: SavedComment) -> Comment {
        Comment {
            finding: saved.finding.map(FindingKey::from),
            text: saved.text,
            place: saved.place.map(|[x, y]| Coord { x: x.0, y: y.0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_comes_back() {
        let name = |layer: &str| FeatureRef {
            layer: layer.into(),
            id: "W/07 \"a\"".into(),
        };
        let key = FindingKey {
            project: name("wind"),
            rule: "law-19".into(),
            zone: name("core"),
        };
        let decision = |state| {
            Deed::Decided(Decision {
                finding: key.clone(),
                state,
                article: Some("第十九条".into()),
                reason: "让开\n两行".into(),
                evidence: "e".into(),
                attachments: vec![Attachment {
                    name: "批文.pdf".into(),
                    sha256: "00".into(),
                    byte_count: u64::MAX,
                }],
            })
        };
        let mut deeds: Vec<Deed> = State::ALL.into_iter().map(decision).collect();
        deeds.extend([
            Deed::Frozen(Frozen {
                run: 2,
                as_of: "2026-11-23".parse().unwrap(),
                program: "redshank 0.1.0".into(),
                parts: vec![("layer:a".into(), "00".into())],
            }),
            Deed::Commented(Comment {
                finding: Some(key),
                text: "here".into(),
                place: Some(Coord { x: 548_097.7, y: 0.1 }),
            }),
            Deed::Answered(ChecklistAnswer {
                project: name("wind"),
                item: "temporary/begins".into(),
                reply: Reply::Yes,
                on: "2026-11-23".parse().ok(),
                note: "批准\n之日".into(),
                papers: vec![Attachment {
                    name: "批文.pdf".into(),
                    sha256: "00".into(),
                    byte_count: 1,
                }],
            }),
            Deed::DataChecked(name("wind")),
            Deed::UncheckedOpened(name("wind")),
            Deed::Signed(name("wind")),
            Deed::RefusedAccepted("core".into()),
            Deed::Forced("the minister asked".into()),
            Deed::Undone(7),
        ]);
        for deed in deeds {
            let (code, text) = written(&deed);
            assert_eq!(read(code, &text).unwrap(), deed, "{text}");
        }
        assert!(read("signed", "7").is_err() && read("sung", "7").is_err());
    }
}
