//! Which base map is on, and how it gets there: wished, opened in the background, shown.

use std::sync::Arc;

use crate::model::base_map::BaseMapChoice;
use crate::say;
use crate::tiles::fault::TileFault;
use crate::tiles::source::Source;
use crate::words::Lang;

use super::draft::{Draft, Wish};
use super::loaded::Loaded;

/// The base map of the canvas. Off until it is switched on.
#[derive(Debug)]
pub struct BaseMap {
    /// What is typed in the panel.
    pub draft: Draft,
    /// 0 to 1.
    pub opacity: f32,
    wish: Option<Wish>,
    /// The wish is still to be opened.
    asked: bool,
    fault: Option<TileFault>,
    /// The name of what could not be opened.
    failed: Option<String>,
    loaded: Option<Loaded>,
    /// Counts what was shown: late answers for an older one are dropped.
    generation: u64,
}

impl Default for BaseMap {
    fn default() -> BaseMap {
        BaseMap {
            draft: Draft::default(),
            opacity: 1.0,
            wish: None,
            asked: false,
            fault: None,
            failed: None,
            loaded: None,
            generation: 0,
        }
    }
}

impl BaseMap {
    /// Begins with another workspace: what it asks for is put into the panel, and shown where that needs no network.
    pub fn begin(&mut self, choice: Option<&BaseMapChoice>, lang: Lang) {
        self.switch_off();
        self.draft.take(choice);
        if matches!(choice, Some(BaseMapChoice::Offline(_))) {
            self.apply(lang);
        }
    }

    /// Shows what the draft asks for.
    pub fn apply(&mut self, lang: Lang) {
        self.switch_off();
        match self.draft.wish(lang) {
            Ok(wish) => {
                self.asked = wish.is_some();
                self.wish = wish;
            }
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// Shows none; the draft stays.
    pub fn switch_off(&mut self) {
        self.generation += 1;
        self.wish = None;
        self.asked = false;
        self.fault = None;
        self.failed = None;
        self.loaded = None;
    }

    /// Opens the same one again, for another plane.
    pub fn reopen(&mut self) {
        self.generation += 1;
        self.loaded = None;
        self.asked = self.wish.is_some();
    }

    /// True from the moment it is wished, until it is switched off.
    pub fn is_on(&self) -> bool {
        self.wish.is_some()
    }

    /// What is to be opened, once.
    pub fn take_request(&mut self) -> Option<Wish> {
        std::mem::take(&mut self.asked)
            .then(|| self.wish.clone())
            .flatten()
    }

    /// Takes what was opened.
    pub fn opened(&mut self, generation: u64, source: Result<Source, TileFault>) {
        if generation != self.generation {
            return;
        }
        match source {
            Ok(source) => self.loaded = Some(Loaded::new(Arc::new(source))),
            Err(fault) => {
                self.failed = self.wish.take().map(|wish| wish.name());
                self.fault = Some(fault);
            }
        }
    }

    /// Which one it is.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Its tiles, once it is open.
    pub fn loaded_mut(&mut self) -> Option<&mut Loaded> {
        self.loaded.as_mut()
    }

    /// Its tiles, once it is open.
    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.as_ref()
    }

    /// What did not work last, for a note in the panel.
    pub fn fault(&self) -> Option<TileFault> {
        let last = || self.loaded.as_ref().and_then(Loaded::fault);
        self.fault.clone().or_else(last)
    }

    /// What the map itself must say: what does not work and why, or that there is nothing here. While something is
    /// merely on its way, nothing.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let name = match (&self.loaded, &self.failed) {
            (Some(loaded), _) => &loaded.source.name,
            (None, Some(name)) => name,
            (None, None) => return None,
        };
        if let Some(fault) = self.fault() {
            return Some(say!(
                lang,
                "map.base_map.fault",
                name = name,
                fault = fault.text(lang)
            ));
        }
        let is_empty = self.is_seen() && self.loaded.as_ref().is_some_and(Loaded::is_empty_here);
        is_empty.then(|| say!(lang, "map.base_map.empty", name = name))
    }

    /// What the panel says of vector tiles: that they are some, and what of them no schema knows. Nothing for pictures.
    pub fn about_vectors(&self, lang: Lang) -> Vec<String> {
        let Some(vectors) = self.loaded.as_ref().map(|loaded| loaded.source.vectors()) else {
            return Vec::new();
        };
        if !vectors.is_vector() {
            return Vec::new();
        }
        let mut texts = vec![say!(lang, "ui.base_map.vector")];
        let layers = vectors.foreign_layers().join(&say!(lang, "map.list_separator"));
        if !layers.is_empty() {
            texts.push(match vectors.has_known_layers() {
                true => say!(lang, "ui.base_map.foreign", layers = layers),
                false => say!(lang, "ui.base_map.no_schema", layers = layers),
            });
        }
        texts
    }

    /// True where there is a base map and it is not quite transparent.
    pub fn is_seen(&self) -> bool {
        self.loaded.is_some() && self.opacity > 0.0
    }

    /// Who made what is seen: to be told wherever the map is; `None` while there is none.
    pub fn attribution(&self) -> Option<&str> {
        let source = self.loaded.as_ref().filter(|_| self.is_seen());
        source.map(|loaded| loaded.source.attribution.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_shows_files_at_once_and_asks_no_service_by_itself() {
        let mut map = BaseMap::default();
        assert!(!map.is_on());
        let url = "https://a.org/{z}/{x}/{y}".to_owned();
        map.begin(
            Some(&BaseMapChoice::Template {
                url,
                attribution: String::new(),
            }),
            Lang::En,
        );
        assert!(!map.is_on() && map.take_request().is_none());
        map.apply(Lang::En);
        assert!(map.is_on() && map.take_request().is_some() && map.take_request().is_none());
        map.begin(Some(&BaseMapChoice::Offline("a.mbtiles".into())), Lang::En);
        assert_eq!(map.take_request(), Some(Wish::File("a.mbtiles".into())));
        map.begin(None, Lang::En);
        assert!(!map.is_on());
    }

    #[test]
    fn late_and_failed_openings() {
        let mut map = BaseMap::default();
        map.begin(Some(&BaseMapChoice::Offline("a.mbtiles".into())), Lang::En);
        let first = map.generation();
        map.apply(Lang::En);
        map.opened(first, Err(TileFault::NotTiles));
        assert!(map.fault().is_none() && map.is_on(), "the older one is dropped");
        map.opened(map.generation(), Err(TileFault::NotTiles));
        assert!(map.fault() == Some(TileFault::NotTiles) && !map.is_on());
        for lang in [Lang::Zh, Lang::En] {
            let note = map.note(lang).unwrap();
            assert!(
                note.contains("a.mbtiles") && note.contains(&TileFault::NotTiles.text(lang)),
                "{note}"
            );
        }
        map.switch_off();
        assert_eq!(map.note(Lang::En), None);
    }
}
