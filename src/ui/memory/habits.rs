//! What a user has chosen for the whole program: language, theme, unit of areas.

use eframe::egui::ThemePreference;
use serde::{Deserialize, Serialize};

use crate::words::Lang;

use super::super::areas::Areas;
use super::super::crs_picker::RecentCrs;
use super::super::view_state::ViewState;

/// What a user has chosen; `None` where nothing is known, and the system decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Language of all words.
    pub lang: Option<Lang>,
    /// Light, dark, or as the system has it.
    pub theme: Option<ThemePreference>,
    /// The unit of areas.
    pub areas: Areas,
    /// Whose name stands on map sheets.
    pub map_maker: String,
    /// Coordinate reference systems that were chosen lately.
    pub recent_crs: RecentCrs,
}

/// As it stands in the file: words, so that what a later program chooses can be passed over.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenHabits {
    language: String,
    theme: String,
    area_unit: String,
    map_maker: String,
    recent_crs: Vec<String>,
}

const THEMES: [(ThemePreference, &str); 3] = [
    (ThemePreference::System, "system"),
    (ThemePreference::Light, "light"),
    (ThemePreference::Dark, "dark"),
];

impl Habits {
    /// As the window is seen now.
    pub fn of(view: &ViewState) -> Habits {
        Habits {
            lang: Some(view.lang),
            theme: Some(view.theme),
            areas: view.areas,
            map_maker: view.map_draft.imprint.maker.clone(),
            recent_crs: view.recent_crs.clone(),
        }
    }

    /// Has the window seen so.
    pub fn apply(self, view: &mut ViewState) {
        view.lang = self.lang.unwrap_or(view.lang);
        view.theme = self.theme.unwrap_or(view.theme);
        view.areas = self.areas;
        view.map_draft.imprint.maker = self.map_maker;
        view.recent_crs = self.recent_crs;
    }

    /// As it is written.
    pub fn written(self) -> WrittenHabits {
        let theme = THEMES.into_iter().find(|(own, _)| Some(*own) == self.theme);
        WrittenHabits {
            language: self.lang.map(Lang::code).unwrap_or_default().to_owned(),
            theme: theme.map(|(_, code)| code).unwrap_or_default().to_owned(),
            area_unit: self.areas.code().to_owned(),
            map_maker: self.map_maker,
            recent_crs: self.recent_crs.codes().to_vec(),
        }
    }

    /// From what is written; what means nothing is passed over.
    pub fn read(written: &WrittenHabits) -> Habits {
        let theme = THEMES.into_iter().find(|(_, code)| *code == written.theme);
        Habits {
            lang: Lang::ALL.into_iter().find(|lang| lang.code() == written.language),
            theme: theme.map(|(theme, _)| theme),
            areas: Areas::from_code(&written.area_unit).unwrap_or_default(),
            map_maker: written.map_maker.clone(),
            recent_crs: RecentCrs::new(written.recent_crs.clone()),
        }
    }
}
