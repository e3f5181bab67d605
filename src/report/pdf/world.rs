//! All that the typesetter may see: one template, one font, the data and the pictures of one document. No disk, no network,
//! no clock.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::progress::Progress;
use crate::report::font;

const TEMPLATE: &str = include_str!("template.typ");

/// The world of one document.
pub struct PaperWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    files: HashMap<FileId, Bytes>,
    progress: Progress,
}

impl PaperWorld {
    /// With these files beside the template; `None` if a name is none or the program's own font cannot be read. Typesetting
    /// itself cannot be stopped, what comes before and after it can.
    pub fn new(files: Vec<(String, Vec<u8>)>, progress: &Progress) -> Option<PaperWorld> {
        let fonts: Vec<Font> = Font::iter(Bytes::new(font::BYTES)).collect();
        let with_id = |(name, bytes): (String, Vec<u8>)| Some((id(&name)?, Bytes::new(bytes)));
        (!fonts.is_empty()).then_some(())?;
        Some(PaperWorld {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id("main.typ")?, TEMPLATE.to_owned()),
            files: files.into_iter().map(with_id).collect::<Option<_>>()?,
            progress: progress.clone(),
        })
    }

    /// The pages.
    ///
    /// # Errors
    /// The typesetter's words: a fault of the template, since data is never markup; that somebody has asked to stop.
    pub fn typeset(&self) -> Result<PagedDocument, String> {
        self.progress.check().map_err(|cancelled| cancelled.to_string())?;
        let document = typst::compile::<PagedDocument>(self).output;
        document.map_err(|faults| words(&faults))
    }

    /// The PDF, tagged, with the fonts in it.
    ///
    /// # Errors
    /// As [`PaperWorld::typeset`].
    pub fn pdf(&self) -> Result<Vec<u8>, String> {
        let file = self.typeset().and_then(|document| self.file_of(&document));
        forget();
        file
    }

    fn file_of(&self, document: &PagedDocument) -> Result<Vec<u8>, String> {
        self.progress.check().map_err(|cancelled| cancelled.to_string())?;
        let options = PdfOptions {
            creator: Smart::Custom(Some(concat!("redshank ", env!("CARGO_PKG_VERSION")).to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|faults| words(&faults))
    }

    /// The characters of a text that the font does not have, each once.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let known = |c: char| {
            let infos = self.fonts.iter().map(Font::info);
            infos.into_iter().any(|info| info.coverage.contains(u32::from(c)))
        };
        let mut missing: Vec<char> = text.chars().filter(|&c| !c.is_control() && !known(c)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}

fn words(faults: &[SourceDiagnostic]) -> String {
    let texts: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    texts.join("; ")
}

/// Lets go of what the typesetter remembers for a next, similar document, which is not worth its memory.
pub fn forget() {
    typst::comemo::evict(0);
}

fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.main.id() {
            true => Ok(self.main.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use typst::layout::{Frame, FrameItem};

    /// All that is printed, page by page.
    pub fn printed(world: &PaperWorld) -> Vec<String> {
        let document = typst::compile::<PagedDocument>(world).output.unwrap();
        let pages = document.pages().iter();
        pages
            .map(|page| {
                let mut text = String::new();
                take(&page.frame, &mut text);
                text
            })
            .collect()
    }

    fn take(frame: &Frame, text: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => take(&group.frame, text),
                FrameItem::Text(own) => {
                    text.push_str(&own.text);
                    text.push('\n');
                }
                _ => {}
            }
        }
    }
}
