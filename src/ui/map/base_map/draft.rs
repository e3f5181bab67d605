//! A base map being chosen in the panel.

use std::path::PathBuf;

use crate::model::base_map::{BaseMapChoice, TiandituMap};
use crate::say;
use crate::tiles::fault::TileFault;
use crate::tiles::grid::Grid;
use crate::tiles::source::Service;
use crate::tiles::template::{Key, Template};
use crate::words::Lang;

/// Kinds of base map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BaseMapKind {
    /// None.
    #[default]
    Off,
    /// A file of tiles.
    Offline,
    /// A map of Tianditu.
    Tianditu(TiandituMap),
    /// Any other service.
    Template,
}

impl BaseMapKind {
    /// All kinds.
    pub const ALL: [BaseMapKind; 5] = [
        BaseMapKind::Off,
        BaseMapKind::Offline,
        BaseMapKind::Tianditu(TiandituMap::Vector),
        BaseMapKind::Tianditu(TiandituMap::Imagery),
        BaseMapKind::Template,
    ];

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        let key = match self {
            BaseMapKind::Off => "off",
            BaseMapKind::Offline => "offline",
            BaseMapKind::Tianditu(TiandituMap::Vector) => "tianditu_vector",
            BaseMapKind::Tianditu(TiandituMap::Imagery) => "tianditu_imagery",
            BaseMapKind::Template => "template",
        };
        say!(lang, &format!("ui.base_map.{key}"))
    }
}

/// What is typed and picked. The key lives here only, until the program ends.
#[derive(Clone, Default)]
pub struct Draft {
    /// The kind.
    pub kind: BaseMapKind,
    /// Of a file of tiles.
    pub path: String,
    /// Address of another service.
    pub template: String,
    /// How that service cuts its tiles.
    pub grid: Grid,
    /// Who made that map.
    pub attribution: String,
    /// The user's key for Tianditu.
    pub tianditu_key: String,
    /// The user's key for another service.
    pub template_key: String,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither the keys nor an address that may hold one.
        f.debug_struct("Draft")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A base map to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A file of tiles.
    File(PathBuf),
    /// A service.
    Service(Service),
}

impl Wish {
    /// The file or the host, for people.
    pub fn name(&self) -> String {
        match self {
            Wish::File(path) => path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            Wish::Service(service) => service.template.host(),
        }
    }
}

impl Draft {
    /// As a workspace asks for it; keys that were typed stay.
    pub fn take(&mut self, choice: Option<&BaseMapChoice>) {
        self.kind = match choice {
            None => BaseMapKind::Off,
            Some(BaseMapChoice::Offline(path)) => {
                self.path = path.display().to_string();
                BaseMapKind::Offline
            }
            Some(BaseMapChoice::Tianditu(map)) => BaseMapKind::Tianditu(*map),
            Some(BaseMapChoice::Template { url, attribution }) => {
                // A key that was given to one service is not for the next one.
                if self.template != *url {
                    self.template_key.clear();
                }
                self.template.clone_from(url);
                self.attribution.clone_from(attribution);
                BaseMapKind::Template
            }
        };
    }

    /// What it asks for; `None` for no base map.
    ///
    /// # Errors
    /// A missing key or an address that is none.
    pub fn wish(&self, lang: Lang) -> Result<Option<Wish>, TileFault> {
        let service = |template: &str, grid, attribution: String, key: &str| {
            let template = Template::parse(template)?;
            let key = Key::new(key);
            if template.needs_key() && key.is_empty() {
                return Err(TileFault::NoKey);
            }
            Ok(Some(Wish::Service(Service {
                template,
                grid,
                attribution,
                key,
            })))
        };
        match self.kind {
            BaseMapKind::Off => Ok(None),
            BaseMapKind::Offline => {
                let path = self.path.trim().trim_matches('"');
                Ok((!path.is_empty()).then(|| Wish::File(PathBuf::from(path))))
            }
            BaseMapKind::Tianditu(map) => service(
                &Template::tianditu(map),
                Grid::WebMercator,
                say!(lang, "ui.base_map.tianditu_source"),
                &self.tianditu_key,
            ),
            BaseMapKind::Template => service(
                &self.template,
                self.grid,
                self.attribution.trim().to_owned(),
                &self.template_key,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes() {
        let mut draft = Draft::default();
        assert_eq!(draft.wish(Lang::En), Ok(None));
        draft.take(Some(&BaseMapChoice::Offline("a b.mbtiles".into())));
        assert_eq!(draft.wish(Lang::En), Ok(Some(Wish::File("a b.mbtiles".into()))));
        draft.take(Some(&BaseMapChoice::Tianditu(TiandituMap::Imagery)));
        assert_eq!(draft.wish(Lang::En), Err(TileFault::NoKey));
        draft.tianditu_key = " geheim ".into();
        let wish = draft.wish(Lang::Zh).unwrap().unwrap();
        assert!(matches!(&wish, Wish::Service(service) if service.attribution.contains("天地图")));
        assert!(!format!("{draft:?} {wish:?}").contains("geheim"));
        draft.kind = BaseMapKind::Template;
        assert!(matches!(draft.wish(Lang::En), Err(TileFault::BadTemplate(_))));
    }

    #[test]
    fn a_key_does_not_pass_to_the_address_of_the_next_workspace() {
        let url = |host: &str| format!("https://{host}/{{z}}/{{x}}/{{y}}?k={{key}}");
        let choice = |host: &str| BaseMapChoice::Template {
            url: url(host),
            attribution: String::new(),
        };
        let mut draft = Draft {
            template_key: "geheim".into(),
            template: url("a.org"),
            ..Draft::default()
        };
        draft.take(Some(&choice("a.org")));
        assert_eq!(draft.template_key, "geheim");
        draft.take(Some(&choice("evil.org")));
        assert_eq!(draft.wish(Lang::En), Err(TileFault::NoKey));
    }
}
