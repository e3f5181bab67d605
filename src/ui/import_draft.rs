//! An import being set up in the window: what people choose about each file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::formats::guess::{By, Guess};
use crate::formats::input::FileToRead;
use crate::formats::profile::Record;
use crate::formats::raw::{EncodingEvidence, RawFeature};
use crate::formats::sample_rows::Sample;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::{FieldType, FieldTypes};
use crate::model::role::{ProjectKind, Role};
use crate::session::import::twin::earlier_twins;
use crate::session::import::{Import, ImportFile, ImportStep};

/// What people choose about the files of an import.
#[derive(Debug, Default)]
pub struct ImportDraft {
    /// The import that this is about.
    pub serial: u64,
    /// One for each file or table.
    pub items: Vec<ItemDraft>,
    /// The one that is shown.
    pub current: usize,
    /// Of each file those before it that seem to hold the same data.
    twins: Vec<Vec<usize>>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// Nobody has said it yet.
    #[default]
    Open,
    /// It is imported.
    Taken,
    /// It is left out.
    Skipped,
}

/// Where a choice is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program guesses it.
    Guess(By),
    /// It was so last time.
    Memory,
}

/// What people choose about one file.
#[derive(Debug)]
pub struct ItemDraft {
    /// What it shows.
    pub file: ImportFile,
    /// What becomes of it.
    pub fate: Fate,
    /// The name of the layer.
    pub name: String,
    /// What the layer is for.
    pub role: Option<Role>,
    /// What its projects are.
    pub kind: Option<ProjectKind>,
    /// Where role and kind are from; `None` where somebody has chosen them.
    pub role_origin: Option<Origin>,
    /// The code of the CRS as it is being typed.
    pub crs_text: String,
    /// The encoding that somebody has chosen.
    pub encoding: Option<String>,
    /// The rows, in the encoding that is chosen.
    pub sample: Sample,
    /// The names of the fields in that encoding.
    pub columns: Vec<Arc<str>>,
    /// What the values of fields are declared to be.
    pub types: FieldTypes,
    /// What fields mean, and where that is from; `None` where somebody has chosen it.
    pub meanings: BTreeMap<FieldMeaning, (Arc<str>, Option<Origin>)>,
}

impl ImportDraft {
    /// Keeps up with an import; true where it is a new one.
    pub fn follow(&mut self, import: &Import) -> bool {
        if self.serial != import.serial {
            self.serial = import.serial;
            self.items = import.files.iter().map(ItemDraft::new).collect();
            self.twins = earlier_twins(&import.files);
            self.current = 0;
            return true;
        }
        for (item, file) in self.items.iter_mut().zip(&import.files) {
            item.follow(file);
        }
        false
    }

    /// The file that is shown.
    pub fn item(&self) -> Option<&ItemDraft> {
        self.items.get(self.current)
    }

    /// The same, to be changed.
    pub fn item_mut(&mut self) -> Option<&mut ItemDraft> {
        self.items.get_mut(self.current)
    }

    /// A file before the one at a position that seems to hold the same data, and is not left out.
    pub fn twin(&self, at: usize) -> Option<&ItemDraft> {
        let mut before = self.twins.get(at)?.iter().filter_map(|at| self.items.get(*at));
        before.find(|item| item.fate != Fate::Skipped)
    }

    /// Decides about the file that is shown and goes on to the next that waits; `Some` once none does.
    pub fn decide(&mut self, fate: Fate) -> Option<ImportStep> {
        self.item_mut()?.fate = fate;
        let count = self.items.len();
        let others = (1..=count).map(|by| (self.current + by) % count.max(1));
        let next = others.into_iter().find(|at| {
            let item = self.items.get(*at);
            item.is_some_and(|item| item.fate == Fate::Open)
        });
        match next {
            Some(next) => {
                self.current = next;
                None
            }
            None => Some(self.step()),
        }
    }

    /// Takes every file that waits and is ready.
    pub fn take_all(&mut self) -> ImportStep {
        for item in &mut self.items {
            if item.fate == Fate::Open && item.is_ready() {
                item.fate = Fate::Taken;
            }
        }
        self.step()
    }

    /// True where every file that waits is ready, or cannot be read at all, and none may be there twice.
    pub fn all_ready(&self) -> bool {
        let taken = |item: &ItemDraft| item.fate == Fate::Taken || item.is_ready();
        let mut waiting = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.fate == Fate::Open);
        self.items.iter().any(taken)
            && waiting
                .all(|(at, item)| (item.is_ready() || item.file.seen.is_err()) && self.twin(at).is_none())
    }

    fn step(&self) -> ImportStep {
        let taken = || self.items.iter().filter(|item| item.fate == Fate::Taken);
        if taken().next().is_none() {
            return ImportStep::Close;
        }
        let settled = taken().filter_map(|item| Some((item.file.file.path.clone(), item.record()?)));
        ImportStep::Import {
            layers: taken().map(ItemDraft::plan).collect(),
            settled: settled.collect(),
        }
    }

    /// What is settled about the files that can be read, for a profile.
    pub fn records(&self) -> Vec<Record> {
        self.items.iter().filter_map(ItemDraft::record).collect()
    }
}

impl ItemDraft {
    fn new(file: &ImportFile) -> ItemDraft {
        let mut item = ItemDraft {
            name: file.name(),
            fate: Fate::Open,
            role: None,
            kind: None,
            role_origin: None,
            crs_text: String::new(),
            encoding: None,
            sample: Sample::default(),
            columns: Vec::new(),
            types: FieldTypes::new(),
            meanings: BTreeMap::new(),
            file: file.clone(),
        };
        item.begin();
        item
    }

    /// Begins with what is settled or guessed.
    fn begin(&mut self) {
        self.show_file();
        let choices = self.file.choices();
        (self.role, self.kind) = (choices.role, choices.kind);
        let guess = self.file.info().map(|info| &info.guess);
        let by_guess = guess
            .and_then(|guess| guess.role)
            .map(|role| Origin::Guess(role.by));
        let settled = self.file.settled.as_ref();
        let remembered = settled.filter(|settled| settled.choices.role == self.role);
        self.role_origin = remembered.map(|_| Origin::Memory).or(by_guess);
        self.meanings.clear();
        for meaning in FieldMeaning::ALL {
            let Some(field) = meaning.field(&choices.fields) else {
                continue;
            };
            let guessed = guess.and_then(|guess| guess.fields.iter().find(|one| one.meaning == meaning));
            let origin = match (settled, guessed) {
                (Some(_), _) => Some(Origin::Memory),
                (None, guessed) => guessed.map(|one| Origin::Guess(one.by)),
            };
            self.meanings.insert(meaning, (field.into(), origin));
        }
    }

    /// Takes over what was seen when the file was looked at again.
    fn follow(&mut self, file: &ImportFile) {
        let same = match (&self.file.seen, &file.seen) {
            (Ok(own), Ok(new)) => Arc::ptr_eq(own, new),
            (Err(own), Err(new)) => own == new,
            _ => false,
        };
        if same {
            return;
        }
        let settled_anew = self.file.settled != file.settled && file.settled.is_some();
        let forgotten = self.file.settled.is_some() && file.settled.is_none() && file.file.encoding.is_none();
        let could_not = self.file.seen.is_err();
        self.file = file.clone();
        if settled_anew || forgotten || could_not {
            self.begin();
        } else {
            self.show_file();
            let guess = self.file.info().map(|info| info.guess.clone());
            self.guess_again(guess.unwrap_or_default());
        }
    }

    /// Rows, columns, encoding and CRS as the file shows them now.
    fn show_file(&mut self) {
        self.crs_text = self.file.crs.clone().unwrap_or_default();
        self.encoding.clone_from(&self.file.file.encoding);
        self.types.clone_from(&self.file.file.types);
        let Some(info) = self.file.info() else {
            (self.sample, self.columns) = (Sample::default(), Vec::new());
            return;
        };
        self.sample = info.sample.clone();
        self.columns = info
            .fields
            .iter()
            .map(|field| field.name.as_str().into())
            .collect();
    }

    /// Another encoding: at once where the rows are kept as bytes, else by looking at the file again.
    pub fn set_encoding(&mut self, name: &str, at: usize) -> Option<ImportStep> {
        let shown = self.file.info()?.sample.in_encoding(name);
        let Some(sample) = shown else {
            return Some(self.again(at, Some(name.to_owned()), self.file.crs.clone()));
        };
        self.encoding = Some(name.to_owned());
        let columns = sample.names();
        for (field, _) in self.meanings.values_mut() {
            let position = self.columns.iter().position(|own| own == field);
            if let Some(new) = position.and_then(|position| columns.get(position)) {
                *field = Arc::clone(new);
            }
        }
        let types = std::mem::take(&mut self.types).into_iter();
        let renamed = types.map(|(field, own)| {
            let position = self.columns.iter().position(|known| **known == *field);
            let new = position.and_then(|position| columns.get(position));
            (new.map_or(field, |new| new.to_string()), own)
        });
        self.types = renamed.collect();
        (self.sample, self.columns) = (sample, columns);
        let rows = self.sample.rows.iter().map(|row| RawFeature {
            properties: row.properties.clone(),
            ..RawFeature::default()
        });
        let rows: Vec<RawFeature> = rows.collect();
        self.guess_again(Guess::of(&rows, &[self.name.as_str()]));
        None
    }

    /// Another CRS, which is tried on the file; the file's own word where nothing is typed.
    pub fn set_crs(&mut self, code: &str, at: usize) -> ImportStep {
        let code = Some(code.trim().to_owned()).filter(|code| !code.is_empty());
        self.again(at, self.encoding.clone(), code)
    }

    /// What the values of a field are, as the file has them where nothing is declared; the file is looked at again.
    pub fn set_type(&mut self, field: &str, declared: Option<FieldType>, at: usize) -> ImportStep {
        match declared {
            Some(declared) => self.types.insert(field.to_owned(), declared),
            None => self.types.remove(field),
        };
        self.again(at, self.encoding.clone(), self.file.crs.clone())
    }

    fn again(&self, at: usize, encoding: Option<String>, crs: Option<String>) -> ImportStep {
        let file = FileToRead {
            encoding,
            types: self.types.clone(),
            ..self.file.file.clone()
        };
        ImportStep::Again {
            at,
            file: Box::new(file),
            crs,
        }
    }

    /// Guesses what fields mean by the texts as they are shown now; what somebody has chosen stays.
    fn guess_again(&mut self, guess: Guess) {
        let columns = &self.columns;
        self.meanings.retain(|_, (field, origin)| {
            !matches!(origin, Some(Origin::Guess(_))) && columns.contains(field)
        });
        for one in guess.fields {
            let field: Arc<str> = one.field.as_str().into();
            let taken = self.meanings.values().any(|(own, _)| *own == field);
            if !taken && !self.meanings.contains_key(&one.meaning) {
                let origin = Some(Origin::Guess(one.by));
                self.meanings.insert(one.meaning, (field, origin));
            }
        }
    }

    /// What a field means, and where that is from.
    pub fn meaning_of(&self, field: &str) -> Option<(FieldMeaning, Option<Origin>)> {
        let mut all = self.meanings.iter();
        let found = all.find(|(_, (own, _))| **own == *field);
        found.map(|(meaning, (_, origin))| (*meaning, *origin))
    }

    /// Says what a field means; whatever had that meaning before has none now.
    pub fn set_meaning(&mut self, field: &Arc<str>, meaning: Option<FieldMeaning>) {
        self.meanings.retain(|_, (own, _)| own != field);
        if let Some(meaning) = meaning {
            self.meanings.insert(meaning, (Arc::clone(field), None));
        }
    }

    /// The name of the encoding that the rows are shown in; `None` where the format leaves no choice.
    pub fn shown_encoding(&self) -> Option<&str> {
        let found = self.file.info().and_then(|info| info.encoding);
        self.encoding
            .as_deref()
            .or_else(|| found.map(|encoding| encoding.name))
    }

    /// True if nothing is missing: the file can be read, its CRS is known, and somebody or something says what it is for.
    pub fn is_ready(&self) -> bool {
        let known_place = self.file.info().is_some_and(|info| info.crs.is_some());
        // A code that is still being typed has not been tried on the coordinates.
        let is_tried = self.crs_text.trim() == self.file.crs.as_deref().unwrap_or_default();
        known_place && is_tried && self.role.is_some() && !self.name.trim().is_empty()
    }

    /// The layer that comes of it.
    pub fn plan(&self) -> LayerPlan {
        self.file.plan(&self.choices(), self.name.trim())
    }

    fn choices(&self) -> crate::formats::profile::Choices {
        let mut fields = crate::model::layer::Fields::default();
        for (meaning, (field, _)) in &self.meanings {
            *meaning.field_mut(&mut fields) = Some(field.to_string());
        }
        // Who has seen the rows and imports them says yes to the encoding that they were shown in.
        let found = self.file.info().and_then(|info| info.encoding);
        let guessed = found.filter(|encoding| encoding.by == EncodingEvidence::Guess);
        let confirmed = guessed
            .map(|encoding| encoding.name)
            .filter(|name| *name != encoding_rs::UTF_8.name());
        crate::formats::profile::Choices {
            role: self.role,
            kind: self.kind.filter(|_| self.role == Some(Role::Project)),
            crs: self.file.crs.clone(),
            encoding: self.encoding.clone().or_else(|| confirmed.map(str::to_owned)),
            types: self.types.clone(),
            fields,
        }
    }

    /// What is settled about it, for memory and profiles.
    pub fn record(&self) -> Option<Record> {
        Some(Record {
            key: self.file.key()?,
            choices: self.choices(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::import::Surroundings;

    /// A table of Chinese names in GBK, read as what it is not.
    fn draft() -> (tempfile::TempDir, ItemDraft) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("风机.csv");
        let text = "编号,名称,lon,lat,备注\n1,一号机位,120.5,30.3,甲\n2,二号机位,120.6,30.4,乙\n";
        let (bytes, _, _) = encoding_rs::GBK.encode(text);
        std::fs::write(&path, bytes).unwrap();
        let wrong = FileToRead {
            encoding: Some("windows-1252".into()),
            ..FileToRead::at(&path)
        };
        let looked = Surroundings::default().look(&wrong, None, &Default::default());
        let item = ItemDraft::new(&looked.unwrap()[0]);
        (folder, item)
    }

    #[test]
    fn another_encoding_shows_at_once_and_is_guessed_from_anew() {
        let (_folder, mut item) = draft();
        assert!(item.meanings.is_empty(), "{:?}", item.meanings);
        let note = Arc::clone(&item.columns[4]);
        item.set_meaning(&note, Some(FieldMeaning::Purpose));
        assert_eq!(item.set_encoding("GBK", 0), None);
        assert_eq!(&*item.columns[1], "名称");
        let meanings: Vec<_> = item
            .meanings
            .iter()
            .map(|(meaning, (field, origin))| (meaning.code(), &**field, origin.is_some()))
            .collect();
        let expected = [
            ("id", "编号", true),
            ("name", "名称", true),
            ("purpose", "备注", false),
        ];
        assert_eq!(meanings, expected);
        let plan = item.plan();
        assert_eq!(plan.file.encoding.as_deref(), Some("GBK"));
        assert_eq!(plan.about.fields.name.as_deref(), Some("名称"));
    }

    #[test]
    fn a_meaning_belongs_to_one_field_and_a_field_has_one() {
        let (_folder, mut item) = draft();
        let (first, second) = (Arc::clone(&item.columns[0]), Arc::clone(&item.columns[1]));
        item.set_meaning(&first, Some(FieldMeaning::Id));
        item.set_meaning(&second, Some(FieldMeaning::Id));
        assert_eq!(item.meaning_of(&first), None);
        item.set_meaning(&second, Some(FieldMeaning::Name));
        assert_eq!(item.meanings.len(), 1);
        item.set_meaning(&second, None);
        assert!(item.meanings.is_empty());
    }

    #[test]
    fn without_a_role_nothing_is_imported() {
        let (_folder, mut item) = draft();
        item.role = None;
        assert!(!item.is_ready());
        item.role = Some(Role::Context);
        assert!(item.is_ready());
    }
}
