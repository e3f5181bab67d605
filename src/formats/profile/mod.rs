//! What a user has settled about tables, to be used again: remembered for a folder, or as a file that can be given away.

mod key;
mod record;
mod written;

use std::path::{Path, PathBuf};

use crate::model::problem::{Problem, ProblemKind};

use crate::sha256::sha256_of;

use super::workspace::settings::{Settings, read_text};

pub use key::TableKey;
pub use record::{Choices, Record};

/// The ending of a profile that is given away.
pub const ENDING: &str = "profile.toml";
/// Letters of the hash of a folder.
const HASH_LETTERS: usize = 24;
/// Tables that are remembered of one folder; the oldest go first.
const MOST_RECORDS: usize = 200;

/// How well a record suits a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suits {
    /// Same fields, and the file is called alike but for numbers.
    Wholly,
    /// Same fields under another name: what they mean is the same, what the layer is for may not be.
    ByFields,
}

/// Records by table, the newest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// At most one for each key.
    pub records: Vec<Record>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The file cannot be read, or says something that means nothing: file, line and key are named.
    pub fn read(path: &Path) -> Result<Profile, Box<Problem>> {
        let label = path.display().to_string();
        Profile::parse(&read_text(path, &label)?, &label)
    }

    /// Reads the text of a profile.
    ///
    /// # Errors
    /// [`ProblemKind::BadSetting`].
    pub fn parse(text: &str, label: &str) -> Result<Profile, Box<Problem>> {
        let records = written::read(&Settings { label, text })?;
        Ok(Profile { records })
    }

    /// As text, for [`Profile::parse`].
    pub fn text(&self) -> String {
        written::write(&self.records)
    }

    /// What is remembered of a table; of records that suit alike the newest.
    pub fn find(&self, key: &TableKey) -> Option<(Suits, &Choices)> {
        let newest = || self.records.iter().rev();
        let same = newest().find(|record| record.key == *key);
        let alike = || newest().find(|record| record.key.has_fields_of(key));
        let wholly = same.map(|record| (Suits::Wholly, &record.choices));
        wholly.or_else(|| alike().map(|record| (Suits::ByFields, &record.choices)))
    }

    /// Takes a record; an older one of the same tables goes.
    pub fn remember(&mut self, record: Record) {
        self.forget(&record.key);
        self.records.push(record);
        let too_many = self.records.len().saturating_sub(MOST_RECORDS);
        self.records.drain(..too_many);
    }

    /// Forgets what is remembered of tables of that sort, whatever they are called.
    pub fn forget(&mut self, key: &TableKey) {
        self.records.retain(|record| record.key != *key);
    }
}

/// Profiles of folders, below a folder of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderProfiles {
    root: PathBuf,
}

impl FolderProfiles {
    /// Below a folder, which is made once there is something to remember.
    pub fn within(root: &Path) -> FolderProfiles {
        FolderProfiles {
            root: root.to_owned(),
        }
    }

    /// Where the profile of the folder of a data file lies.
    pub fn path(&self, file: &Path) -> PathBuf {
        let folder = file.parent().unwrap_or(Path::new(""));
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let mut name = sha256_of(&[folder.as_os_str().as_encoded_bytes()]);
        name.truncate(HASH_LETTERS);
        self.root.join(format!("{name}.toml"))
    }

    /// What is remembered of the folder of a data file; nothing where nothing is.
    ///
    /// # Errors
    /// As [`Profile::read`], but for a profile that is not there.
    pub fn read(&self, file: &Path) -> Result<Profile, Box<Problem>> {
        match Profile::read(&self.path(file)) {
            Err(problem) if problem.kind == ProblemKind::FileMissing => Ok(Profile::default()),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field_type::FieldType;
    use crate::model::layer::Fields;
    use crate::model::role::{ProjectKind, Role};

    fn key(file: &str, fields: &[&str]) -> TableKey {
        TableKey::of(Path::new(file), None, fields.iter().map(|field| field.as_bytes()))
    }

    fn record(file: &str, fields: &[&str], role: Role) -> Record {
        Record {
            key: key(file, fields),
            choices: Choices {
                role: Some(role),
                kind: (role == Role::Project).then_some(ProjectKind::Wind),
                crs: Some("EPSG:4549".into()),
                encoding: Some("GBK".into()),
                types: [("编号".to_owned(), FieldType::Text)].into(),
                fields: Fields {
                    id: Some("编号".into()),
                    capacity_mw: Some("MW \"net\"".into()),
                    ..Fields::default()
                },
            },
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut profile = Profile::default();
        profile.remember(record("a/wind_2024.shp", &["编号", "MW \"net\""], Role::Project));
        profile.remember(record("a/core.shp", &["ID"], Role::Core));
        profile.remember(Record {
            choices: Choices::default(),
            ..record("b.csv", &[], Role::Core)
        });
        assert_eq!(Profile::parse(&profile.text(), "p"), Ok(profile));
    }

    #[test]
    fn the_same_table_next_year_is_known_again() {
        let mut profile = Profile::default();
        profile.remember(record("a/wind_2024.shp", &["A", "B"], Role::Project));
        let suits = |file: &str, fields: &[&str]| profile.find(&key(file, fields)).map(|(suits, _)| suits);
        assert_eq!(suits("c/wind_2025.SHP", &["B", "A"]), Some(Suits::Wholly));
        assert_eq!(suits("c/core.shp", &["A", "B"]), Some(Suits::ByFields));
        assert_eq!(suits("a/wind_2024.shp", &["A"]), None);
        profile.forget(&key("wind_1.shp", &["A", "B"]));
        assert!(profile.records.is_empty());
    }

    #[test]
    fn the_newest_goes_before_and_the_oldest_goes() {
        let mut profile = Profile::default();
        for number in 0..=MOST_RECORDS {
            let field = number.to_string();
            profile.remember(record("a.shp", &[field.as_str()], Role::Core));
        }
        assert_eq!(profile.records.len(), MOST_RECORDS);
        assert_eq!(profile.find(&key("a.shp", &["0"])), None);
        profile.remember(record("a.shp", &["7"], Role::Buffer));
        let found = profile.find(&key("a.shp", &["7"]));
        assert_eq!(found.and_then(|(_, choices)| choices.role), Some(Role::Buffer));
    }

    /// Tables without a field would all suit each other.
    #[test]
    fn a_table_without_fields_is_known_by_its_name_only() {
        let mut profile = Profile::default();
        profile.remember(record("a.shp", &[], Role::Core));
        assert_eq!(profile.find(&key("b.shp", &[])), None);
        assert!(profile.find(&key("a.shp", &[])).is_some());
    }

    #[test]
    fn a_bad_profile_says_where() {
        let check = |text: &str, expected: &str| {
            let problem = Profile::parse(text, "p.toml").unwrap_err();
            let ProblemKind::BadSetting { detail } = &problem.kind else {
                panic!("{problem:?}");
            };
            assert!(detail.contains(expected), "{detail}");
        };
        check("version = 2", "version 2");
        let table = "version = 1\n[[table]]\nname = \"a\"\nfields = \"x\"\n";
        check(&format!("{table}colour = 1"), "line 5");
        check(&format!("{table}meaning = {{ size_of = \"A\" }}"), "size_of");
        check(&format!("{table}types = {{ A = \"colour\" }}"), "line 5");
        check(&format!("{table}role = \"swamp\""), "swamp");
    }

    #[test]
    fn folders_have_profiles_of_their_own() {
        let home = tempfile::tempdir().unwrap();
        let profiles = FolderProfiles::within(home.path());
        assert_eq!(profiles.read(Path::new("a/x.shp")), Ok(Profile::default()));
        let (a, b) = (
            profiles.path(Path::new("a/x.shp")),
            profiles.path(Path::new("b/x.shp")),
        );
        assert!(a != b && a == profiles.path(Path::new("a/y.csv")));
        std::fs::write(&a, "version = 3").unwrap();
        assert!(profiles.read(Path::new("a/x.shp")).is_err());
    }
}
