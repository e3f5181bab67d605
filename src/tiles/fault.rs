//! Why there is no tile, in words.

use crate::say;
use crate::words::Lang;

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
    /// The file contradicts itself or its format; what is wrong.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// Something that the format allows and this program does not read: `version`, `packing` or `picture`.
    #[error("not supported: {0}")]
    Unsupported(&'static str),
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
            TileFault::TooLarge => "too_large",
            TileFault::NoPicture => "no_picture",
            TileFault::BadTemplate(_) => "bad_template",
            TileFault::NoKey => "no_key",
            TileFault::NoAnswer(_) => "no_answer",
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
            TileFault::Damaged(what) => (*what).to_owned(),
            TileFault::Unsupported(what) => say!(lang, &format!("tiles.unsupported.{what}")),
            TileFault::NoAnswer(how) => say!(lang, &format!("tiles.no_answer.{how}")),
            TileFault::BadTemplate(what) => say!(lang, &format!("tiles.template.{what}")),
            TileFault::Status(code) => code.to_string(),
            _ => String::new(),
        };
        say!(lang, &format!("tiles.fault.{}", self.code()), detail = detail)
    }
}
