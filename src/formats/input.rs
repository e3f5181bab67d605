//! A file opened for reading: refused by its kind before a byte is read, hashed while it is read, decoded to UTF-8.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::model::field_type::FieldTypes;
use crate::model::problem::ProblemKind;
use crate::progress::Progress;
use crate::sha256::{Sha256, sha256_of};

use super::archive::names_in;
use super::decoded::Decoded;
use super::gzip::{self, PackedFault};
use super::held::Held;
use super::members;
use super::memory_limit::MemoryLimit;
use super::raw::Unread;
use super::read_archive::SharedArchive;
use super::sniff::{Content, HEAD_BYTES, content_of};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToRead {
    /// Where it is.
    pub path: PathBuf,
    /// As the user or the workspace names it, for messages and reports.
    pub label: String,
    /// Its encoding, where somebody says it: `GBK`, `UTF-8`…
    pub encoding: Option<String>,
    /// What the values of fields are declared to be.
    pub types: FieldTypes,
    /// Which of several tables (layers, sheets, entries of an archive) is meant; needed where a file has several.
    pub table: Option<String>,
    /// Only so many of the first bytes are read, for a first look; `None` for all.
    pub most_bytes: Option<u64>,
    /// How much memory reading it may take.
    pub memory: MemoryLimit,
    /// What was unpacked for it from the archive at `path`, and is read instead; `None` for the file that lies there.
    pub held: Option<Held>,
    /// Where the archive at `path` is kept once it was read, for other files of it; `None` where it is read for this one alone.
    pub archive: Option<SharedArchive>,
}

impl FileToRead {
    /// A file that is named by its path.
    pub fn at(path: &Path) -> FileToRead {
        FileToRead {
            path: path.to_owned(),
            label: path.display().to_string(),
            encoding: None,
            types: FieldTypes::new(),
            table: None,
            most_bytes: None,
            memory: MemoryLimit::System,
            held: None,
            archive: None,
        }
    }

    /// How long it is in bytes; 0 where nobody knows.
    pub fn byte_count(&self) -> u64 {
        match &self.held {
            Some(held) => held.as_ref().len() as u64,
            None => std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len()),
        }
    }

    /// True where the file is longer than what is to be read of it. What is packed is read as a whole.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable.
    pub fn is_cut(&self) -> Result<bool, Unread> {
        let (_, byte_count) = self.opened()?;
        Ok(self.most_bytes.is_some_and(|most| byte_count > most) && !self.is_packed()?)
    }

    /// What the first bytes say, and of an archive the list of its contents.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable.
    pub fn content(&self) -> Result<Content, Unread> {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        self.beginning(HEAD_BYTES as u64, &mut head)?;
        let content = content_of(&head);
        if !matches!(content, Content::Zip | Content::Kmz | Content::Xlsx) {
            return Ok(content);
        }
        // The first bytes of an archive may be those of another one that is packed in it.
        let names = self.entry_names();
        Ok(names.map_or(content, |names| members::content(&names)))
    }

    /// The names of the entries of an archive; `None` where it is none, or damaged.
    pub fn entry_names(&self) -> Option<Vec<String>> {
        match &self.held {
            Some(held) => names_in(io::Cursor::new(held)).ok(),
            None => names_in(io::BufReader::new(File::open(&self.path).ok()?)).ok(),
        }
    }

    /// Reads the first `most` bytes, unpacked, into a list; fewer where there are fewer.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable.
    pub fn beginning(&self, most: u64, into: &mut Vec<u8>) -> Result<(), Unread> {
        let (file, _) = self.unpacked()?;
        let read = file.take(most).read_to_end(into);
        read.map(drop).map_err(|e| self.failure(&e))
    }

    /// Reads the whole file. `progress` is advanced by the bytes read; the caller starts it.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable, longer than `limit` bytes; stopped.
    pub fn bytes(&self, limit: u64, progress: &Progress) -> Result<Bytes, Unread> {
        let (mut file, byte_count) = self.unpacked()?;
        let too_large = || {
            let limit_mib = limit >> 20;
            Unread::file(&self.label, ProblemKind::TooLarge { limit_mib })
        };
        if byte_count > limit {
            return Err(too_large());
        }
        let mut data = Vec::new();
        let capacity = usize::try_from(byte_count).map_err(|_| too_large())?;
        data.try_reserve_exact(capacity).map_err(|_| too_large())?;
        loop {
            progress.check()?;
            // One byte past the limit tells a file that has grown since its length was asked.
            let rest = (limit + 1).saturating_sub(data.len() as u64);
            let read = file.by_ref().take(rest.min(READ_BYTES)).read_to_end(&mut data);
            match read.map_err(|e| self.failure(&e))? {
                0 => break,
                count => progress.advance(count as u64),
            }
        }
        if data.len() as u64 > limit {
            return Err(too_large());
        }
        Ok(Bytes { data })
    }

    /// SHA-256 in hexadecimal of the file as it lies there, for one that is not read as a whole. Starts `progress` anew.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable; stopped.
    pub fn sha256(&self, progress: &Progress) -> Result<String, Unread> {
        self.sha256_of_parts(&[&self.path], progress)
    }

    /// The same of several files one after another, of which this is one. Starts `progress` anew.
    ///
    /// # Errors
    /// As [`FileToRead::sha256`].
    pub fn sha256_of_parts(&self, paths: &[&Path], progress: &Progress) -> Result<String, Unread> {
        let at = |path: &&Path| FileToRead {
            path: path.to_path_buf(),
            ..self.clone()
        };
        let opened = paths.iter().map(|path| at(path).opened());
        let opened = opened.collect::<Result<Vec<_>, _>>()?;
        progress.start(opened.iter().map(|(_, byte_count)| byte_count).sum());
        let mut hash = Sha256::new();
        let mut buffer = vec![0; HEAD_BYTES];
        for (mut file, _) in opened {
            loop {
                progress.check()?;
                let count = file.read(&mut buffer).map_err(|e| self.failure(&e))?;
                if count == 0 {
                    break;
                }
                hash.update(buffer.get(..count).unwrap_or_default());
                progress.advance(count as u64);
            }
        }
        Ok(hash.hexadecimal())
    }

    /// True where it is packed with gzip; it is unpacked while it is read.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable.
    pub fn is_packed(&self) -> Result<bool, Unread> {
        let (file, _) = self.opened()?;
        let mut start = Vec::new();
        let read = file.take(gzip::SIGNATURE.len() as u64).read_to_end(&mut start);
        read.map_err(|e| self.failure(&e))?;
        Ok(start == gzip::SIGNATURE)
    }

    /// The bytes that are meant, and how many there are; 0 where that is not known.
    fn unpacked(&self) -> Result<(Box<dyn Read + Send>, u64), Unread> {
        let is_packed = self.is_packed()?;
        let (file, byte_count) = self.opened()?;
        if is_packed {
            return Ok((Box::new(gzip::Unpacked::new(file)), 0));
        }
        match self.most_bytes {
            Some(most) => Ok((Box::new(file.take(most)), byte_count.min(most))),
            None => Ok((file, byte_count)),
        }
    }

    fn opened(&self) -> Result<(Box<dyn Read + Send>, u64), Unread> {
        if let Some(held) = &self.held {
            return Ok((Box::new(io::Cursor::new(held.clone())), self.byte_count()));
        }
        let metadata = std::fs::metadata(&self.path).map_err(|e| self.failure(&e))?;
        if !metadata.is_file() {
            let what = if metadata.is_dir() {
                "a folder"
            } else {
                "no plain file"
            };
            return Err(Unread::file(
                &self.label,
                ProblemKind::FileUnreadable(what.to_owned()),
            ));
        }
        let file = File::open(&self.path).map_err(|e| self.failure(&e))?;
        Ok((Box::new(file), metadata.len()))
    }

    fn failure(&self, error: &io::Error) -> Unread {
        Unread::file(&self.label, io_problem(error))
    }
}

/// How much is read between two looks at whether to stop.
const READ_BYTES: u64 = 4 << 20;

/// A file read as a whole.
#[derive(Clone, Debug, Default)]
pub struct Bytes {
    /// All its bytes.
    pub data: Vec<u8>,
}

impl Bytes {
    /// SHA-256 in hexadecimal.
    pub fn sha256(&self) -> String {
        sha256_of(&[&self.data])
    }
}

/// What the system says, as a problem.
pub fn io_problem(error: &io::Error) -> ProblemKind {
    let packed = error.get_ref().and_then(|own| own.downcast_ref());
    if let Some(PackedFault(fault)) = packed {
        return ProblemKind::File(fault.clone());
    }
    match error.kind() {
        io::ErrorKind::NotFound => ProblemKind::FileMissing,
        _ => ProblemKind::FileUnreadable(error.to_string()),
    }
}

/// JSON text in UTF-8 without a byte-order mark, ready to be scanned.
pub struct Input {
    source: Source,
    /// Bytes of the file; 0 where the system does not tell.
    pub byte_count: u64,
    /// What the text was decoded from, where it was not UTF-8.
    pub decoded_from: Option<&'static str>,
}

impl Input {
    /// Opens a file and looks at its first bytes.
    ///
    /// # Errors
    /// Missing, no plain file, unreadable, empty, or not JSON by its content.
    pub fn open(file: &FileToRead) -> Result<Input, Unread> {
        let (opened, byte_count) = file.unpacked()?;
        let mut hashed = Hashed {
            file: opened,
            hash: Sha256::new(),
        };
        let mut head = Vec::with_capacity(HEAD_BYTES);
        hashed
            .by_ref()
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(|e| file.failure(&e))?;
        let (encoding, mark_bytes) = encoding_of(file, &head)?;
        let head = io::Cursor::new(head.split_off(mark_bytes.min(head.len())));
        let raw = Raw { head, rest: hashed };
        let source = match encoding {
            Some(encoding) => Source::Decoded(Box::new(Decoded::new(raw, encoding))),
            None => Source::Plain(Box::new(raw)),
        };
        Ok(Input {
            source,
            byte_count,
            decoded_from: encoding.map(Encoding::name),
        })
    }

    /// SHA-256 in hexadecimal of all bytes that were read from the file.
    pub fn sha256(self) -> String {
        let raw = match self.source {
            Source::Plain(raw) => *raw,
            Source::Decoded(decoded) => decoded.into_raw(),
        };
        raw.rest.hash.hexadecimal()
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.source {
            Source::Plain(raw) => raw.read(into),
            Source::Decoded(decoded) => decoded.read(into),
        }
    }
}

/// The encoding to decode from (`None` for UTF-8) and the length of the byte-order mark.
fn encoding_of(file: &FileToRead, head: &[u8]) -> Result<(Option<&'static Encoding>, usize), Unread> {
    let refused = |kind| Unread::file(&file.label, kind);
    let declared = match &file.encoding {
        None => None,
        Some(label) => Some(Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            refused(ProblemKind::BadSetting {
                detail: format!("encoding = {label:?}"),
            })
        })?),
    };
    let declared = declared.filter(|encoding| *encoding != encoding_rs::UTF_8);
    match content_of(head) {
        Content::Utf16 if head.starts_with(&[0xff, 0xfe]) => Ok((Some(UTF_16LE), 2)),
        Content::Utf16 => Ok((Some(UTF_16BE), 2)),
        Content::Gbk if declared.is_none() => Err(refused(Content::Gbk.refusal())),
        Content::Gbk => Ok((declared, 0)),
        Content::Json { mark_bytes } => Ok((declared.filter(|_| mark_bytes == 0), mark_bytes)),
        other => Err(refused(other.refusal())),
    }
}

enum Source {
    Plain(Box<Raw>),
    Decoded(Box<Decoded<Raw>>),
}

/// The first bytes, which were read already, and the rest.
struct Raw {
    head: io::Cursor<Vec<u8>>,
    rest: Hashed,
}

impl Read for Raw {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.head.read(into)? {
            0 => self.rest.read(into),
            count => Ok(count),
        }
    }
}

struct Hashed {
    file: Box<dyn Read + Send>,
    hash: Sha256,
}

impl Read for Hashed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.hash.update(into.get(..count).unwrap_or_default());
        Ok(count)
    }
}
