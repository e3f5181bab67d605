//! Why there is no tile, in words.

use crate::say;
use crate::words::Lang;

use super::grid::TileId;

/// What went wrong with a set of tiles or with one of them. Holds no address and no key, so it may be shown anywhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileFault {
    /// The file cannot be opened or read; the system's reason.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// Neither MBTiles nor PMTiles.
    #[error("no file of tiles")]
    NotTiles,
    /// Another program is writing into the file, or broke off while doing so.
    #[error("the file has unfinished writes")]
    Unfinished,
    /// The file contradicts itself or its format. The first word says what is wrong: `header`, `directory`, `place`,
    /// `end`, `gzip`, `query`, `empty`, `sqlite` or `program`; what stands behind it is for finding faults.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// Something that the format allows and this program does not read: `version`, `packing`, `picture` or `mlt`.
    #[error("not supported: {0}")]
    Unsupported(&'static str),
    /// A vector tile that cannot be read or drawn: `wire`, `cut`, `commands`, `layer`, `attributes`, `text`, `gzip`, `size` or
    /// `edges`.
    #[error("vector tile {tile:?} is no good: {what}", tile = .0, what = .1)]
    BadVector(TileId, &'static str),
    /// Larger than a tile or a list of tiles may be.
    #[error("too large")]
    TooLarge,
    /// Not a picture in a format that is read.
    #[error("no picture")]
    NoPicture,
    /// The address is no good: `letters`, `scheme`, `host`, `numbers` or `placeholder`.
    #[error("the address is no good: {0}")]
    BadTemplate(&'static str),
    /// The address asks for a key and there is none.
    #[error("a key is needed")]
    NoKey,
    /// The service did not answer: `timeout`, `host`, `connection`, `tls` or `http`.
    #[error("no answer: {0}")]
    NoAnswer(&'static str),
    /// The system has no list of certificates, so that no service can be known over HTTPS.
    #[error("no certificates")]
    NoRoots,
    /// The service refused; its status code.
    #[error("status {0}")]
    Status(u16),
    /// The service sent on to a place where it must not send.
    #[error("sent elsewhere")]
    Redirected,
    /// The workspace's plane stands on a datum whose shift nobody knows.
    #[error("no datum shift to the workspace's plane")]
    NoShift,
    /// Nobody wants it any more.
    #[error("cancelled")]
    Cancelled,
}

impl TileFault {
    /// The key of its texts.
    pub fn code(&self) -> &'static str {
        match self {
            TileFault::Unreadable(_) => "unreadable",
            TileFault::NotTiles => "not_tiles",
            TileFault::Unfinished => "unfinished",
            TileFault::Damaged(_) => "damaged",
            TileFault::Unsupported(_) => "unsupported",
            TileFault::BadVector(..) => "bad_vector",
            TileFault::TooLarge => "too_large",
            TileFault::NoPicture => "no_picture",
            TileFault::BadTemplate(_) => "bad_template",
            TileFault::NoKey => "no_key",
            TileFault::NoAnswer(_) => "no_answer",
            TileFault::NoRoots => "no_roots",
            TileFault::Status(_) => "status",
            TileFault::Redirected => "redirected",
            TileFault::NoShift => "no_shift",
            TileFault::Cancelled => "cancelled",
        }
    }

    /// What is wrong and what to do, for people.
    pub fn text(&self, lang: Lang) -> String {
        let detail = match self {
            TileFault::Unreadable(reason) => reason.clone(),
            TileFault::Damaged(what) => {
                let what = what.split(':').next().unwrap_or_default();
                say!(lang, &format!("tiles.damaged.{what}"))
            }
            TileFault::Unsupported(what) => say!(lang, &format!("tiles.unsupported.{what}")),
            TileFault::BadVector(tile, what) => {
                let what = say!(lang, &format!("tiles.bad_vector.{what}"));
                format!("{}/{}/{}, {what}", tile.zoom, tile.column, tile.row)
            }
            TileFault::NoAnswer(how) => say!(lang, &format!("tiles.no_answer.{how}")),
            TileFault::BadTemplate(what) => say!(lang, &format!("tiles.template.{what}")),
            TileFault::Status(code) => code.to_string(),
            _ => String::new(),
        };
        say!(lang, &format!("tiles.fault.{}", self.code()), detail = detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_words_in_both_languages() {
        let tile = TileId {
            zoom: 14,
            column: 13_679,
            row: 6_751,
        };
        let faults = [
            ["header: end", "directory: count", "place: tile", "end", "gzip"]
                .map(TileFault::Damaged)
                .to_vec(),
            ["query", "empty", "sqlite", "program"]
                .map(TileFault::Damaged)
                .to_vec(),
            ["version", "packing", "picture", "mlt"]
                .map(TileFault::Unsupported)
                .to_vec(),
            ["letters", "scheme", "host", "numbers", "placeholder"]
                .map(TileFault::BadTemplate)
                .to_vec(),
            [
                "wire",
                "cut",
                "commands",
                "layer",
                "attributes",
                "text",
                "gzip",
                "size",
                "edges",
            ]
            .map(|what| TileFault::BadVector(tile, what))
            .to_vec(),
            ["timeout", "host", "connection", "tls", "http"]
                .map(TileFault::NoAnswer)
                .to_vec(),
            vec![
                TileFault::Unreadable("reason".into()),
                TileFault::NotTiles,
                TileFault::Unfinished,
                TileFault::TooLarge,
                TileFault::NoPicture,
                TileFault::NoKey,
                TileFault::NoRoots,
                TileFault::Status(503),
                TileFault::Redirected,
                TileFault::NoShift,
                TileFault::Cancelled,
            ],
        ];
        for fault in faults.concat() {
            let (zh, en) = (fault.text(Lang::Zh), fault.text(Lang::En));
            // What is not found comes back as its own key.
            assert!(!zh.contains("tiles.") && !en.contains("tiles."), "{zh} {en}");
            assert!(!zh.is_ascii() && en.is_ascii(), "{zh} {en}");
            if let TileFault::BadVector(..) = fault {
                assert!(
                    zh.contains("14/13679/6751") && en.contains("14/13679/6751"),
                    "{zh} {en}"
                );
            }
        }
    }
}
