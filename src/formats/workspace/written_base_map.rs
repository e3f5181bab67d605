//! The base map in a workspace file. Optional, and never with a key: whoever opens the workspace gives his own.
//!
//! ```toml
//! [base_map]
//! kind = "offline"                      # a file of tiles, MBTiles or PMTiles, relative to the workspace file
//! file = "tiles/qiantang.mbtiles"
//! # kind = "tianditu"                   # 天地图
//! # map = "vector"                      # or "imagery"
//! # kind = "template"                   # another service, XYZ or WMTS
//! # url = "https://tiles.example.org/{z}/{x}/{y}.png?k={key}"
//! # attribution = "© …"
//! ```

use std::path::PathBuf;

use serde::Deserialize;

use crate::model::base_map::{BaseMapChoice, TiandituMap};
use crate::model::problem::Problem;

use super::settings::Settings;

/// Parameters of addresses that hold keys, in small letters.
const KEY_NAMES: [&str; 8] = [
    "tk",
    "key",
    "apikey",
    "api_key",
    "api-key",
    "token",
    "access_token",
    "ak",
];

/// `[base_map]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenBaseMap {
    kind: Kind,
    file: Option<String>,
    map: Option<Map>,
    url: Option<String>,
    #[serde(default)]
    attribution: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Offline,
    Tianditu,
    Template,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Map {
    #[default]
    Vector,
    Imagery,
}

impl WrittenBaseMap {
    /// The file as it is written.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// What it asks for; `path` is where its file lies, `None` where that leads out of the workspace's folder.
    ///
    /// # Errors
    /// A key that is missing, that belongs to another kind, or that means nothing.
    pub fn choice(
        &self,
        settings: &Settings<'_>,
        path: Option<PathBuf>,
    ) -> Result<BaseMapChoice, Box<Problem>> {
        let bad = |key: &str, what: &str| {
            let table = settings.text.find("[base_map]").unwrap_or_default();
            let at = settings
                .text
                .get(table..)
                .and_then(|rest| Some(table + rest.find(key)?));
            settings.bad(Some(&format!("base_map.{key}")), at.or(Some(table)), what)
        };
        let needless = [
            ("file", self.file.is_some(), Kind::Offline),
            ("map", self.map.is_some(), Kind::Tianditu),
            ("url", self.url.is_some(), Kind::Template),
            ("attribution", !self.attribution.is_empty(), Kind::Template),
        ];
        if let Some((key, ..)) = needless
            .iter()
            .find(|(_, is_there, kind)| *is_there && *kind != self.kind)
        {
            return Err(bad(key, "does not belong to this kind of base map"));
        }
        match (self.kind, &self.url) {
            (Kind::Offline, _) if self.file.is_none() => Err(bad("kind", "a file is needed")),
            (Kind::Offline, _) => {
                let out = "leads out of the workspace's folder; write an absolute path if that is meant";
                path.map(BaseMapChoice::Offline).ok_or_else(|| bad("file", out))
            }
            (Kind::Tianditu, _) => Ok(BaseMapChoice::Tianditu(match self.map.unwrap_or_default() {
                Map::Vector => TiandituMap::Vector,
                Map::Imagery => TiandituMap::Imagery,
            })),
            (Kind::Template, None) => Err(bad("kind", "a url is needed")),
            (Kind::Template, Some(url)) if holds_key(url) => Err(bad(
                "url",
                "holds a key; write {key} in its place, and give the key in the window",
            )),
            (Kind::Template, Some(url)) => Ok(BaseMapChoice::Template {
                url: url.clone(),
                attribution: self.attribution.clone(),
            }),
        }
    }
}

/// True where a parameter that is called like a key has a value other than a placeholder, or where a password stands
/// before the host.
fn holds_key(url: &str) -> bool {
    let (front, query) = url.split_once('?').unwrap_or((url, ""));
    let host = front.split_once("://").map_or(front, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    let named = query.split('&').filter_map(|pair| pair.split_once('='));
    host.contains('@')
        || named.into_iter().any(|(name, value)| {
            let is_key = KEY_NAMES.contains(&name.to_ascii_lowercase().as_str());
            is_key && !value.is_empty() && !value.starts_with('{')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Result<BaseMapChoice, Box<Problem>> {
        let text = format!("[base_map]\n{table}");
        let settings = Settings {
            label: "workspace.toml",
            text: &text,
        };
        #[derive(Deserialize)]
        struct Whole {
            base_map: WrittenBaseMap,
        }
        let whole: Whole = settings.parse()?;
        let path = whole
            .base_map
            .file()
            .filter(|file| !file.starts_with(".."))
            .map(PathBuf::from);
        whole.base_map.choice(&settings, path)
    }

    #[test]
    fn every_kind() {
        let check = |table: &str, expected| assert_eq!(read(table).unwrap(), expected);
        check(
            "kind = \"offline\"\nfile = \"a.pmtiles\"",
            BaseMapChoice::Offline("a.pmtiles".into()),
        );
        check(
            "kind = \"tianditu\"",
            BaseMapChoice::Tianditu(TiandituMap::Vector),
        );
        check(
            "kind = \"tianditu\"\nmap = \"imagery\"",
            BaseMapChoice::Tianditu(TiandituMap::Imagery),
        );
        let url = "https://a.org/{z}/{x}/{y}?tk={key}".to_owned();
        let expected = BaseMapChoice::Template {
            url,
            attribution: "© A".into(),
        };
        check(
            "kind = \"template\"\nurl = \"https://a.org/{z}/{x}/{y}?tk={key}\"\nattribution = \"© A\"",
            expected,
        );
    }

    #[test]
    fn what_means_nothing() {
        let check = |table: &str, key: &str| {
            let problem = read(table).unwrap_err();
            assert_eq!(problem.field.as_deref(), Some(key), "{problem:?}");
            assert!(!format!("{problem:?}").contains("geheim"), "{problem:?}");
        };
        check("kind = \"offline\"", "base_map.kind");
        check("kind = \"offline\"\nfile = \"../a\"", "base_map.file");
        check("kind = \"tianditu\"\nfile = \"a\"", "base_map.file");
        check("kind = \"template\"", "base_map.kind");
        check(
            "kind = \"template\"\nurl = \"https://a.org/{z}?TK=geheim\"",
            "base_map.url",
        );
        check(
            "kind = \"template\"\nurl = \"https://me:geheim@a.org/{z}\"",
            "base_map.url",
        );
        check("kind = \"paper\"", "kind");
    }
}
