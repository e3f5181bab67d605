//! The panes: what each is called and where it stands when nobody has moved it.

use eframe::egui::Id;
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons as icon;

use crate::say;
use crate::words::Lang;

/// A part of the window that can stand where the user wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The map; always there.
    Map,
    /// The layers with their symbols.
    Layers,
    /// What is picked, in words and numbers.
    Inspector,
    /// What was found.
    Findings,
    /// What was not checked.
    Unchecked,
    /// All rules.
    Rules,
    /// What could not be taken as it was.
    Problems,
    /// What people say, and what is left to be done.
    Review,
    /// The features of a layer, row by row.
    Attributes,
    /// Totals, rates, closure.
    Numbers,
    /// What was changed, step by step.
    History,
    /// Places with names.
    Bookmarks,
}

/// Where a pane opens that has no place yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Where the map is.
    Middle,
    /// Left of the map.
    Left,
    /// Right of the map.
    Right,
    /// Below everything.
    Below,
}

/// A row of the table.
struct Row {
    pane: Pane,
    code: &'static str,
    home: Home,
    icon: MaterialIcon,
}

const fn row(pane: Pane, code: &'static str, home: Home, icon: MaterialIcon) -> Row {
    Row {
        pane,
        code,
        home,
        icon,
    }
}

/// All panes. The code names a pane in saved layouts and its title: `desk.pane.CODE`.
const TABLE: [Row; 12] = [
    row(Pane::Map, "map", Home::Middle, icon::ICON_MAP),
    row(Pane::Layers, "layers", Home::Left, icon::ICON_LAYERS),
    row(Pane::Inspector, "inspector", Home::Right, icon::ICON_INFO),
    row(Pane::Findings, "findings", Home::Below, icon::ICON_FACT_CHECK),
    row(Pane::Unchecked, "unchecked", Home::Below, icon::ICON_HELP),
    row(Pane::Rules, "rules", Home::Below, icon::ICON_GAVEL),
    row(Pane::Problems, "problems", Home::Below, icon::ICON_REPORT_PROBLEM),
    row(Pane::Review, "review", Home::Below, icon::ICON_RATE_REVIEW),
    row(Pane::Attributes, "attributes", Home::Below, icon::ICON_TABLE),
    row(Pane::Numbers, "numbers", Home::Below, icon::ICON_BAR_CHART),
    row(Pane::History, "history", Home::Right, icon::ICON_HISTORY),
    row(Pane::Bookmarks, "bookmarks", Home::Left, icon::ICON_BOOKMARK),
];

impl Pane {
    /// All panes, in the order of the menu.
    pub const ALL: [Pane; TABLE.len()] = {
        let mut all = [Pane::Map; TABLE.len()];
        let mut place = 0;
        while place < TABLE.len() {
            all[place] = TABLE[place].pane;
            place += 1;
        }
        all
    };

    fn row(self) -> &'static Row {
        // Every pane has a row (tested); the first one stands in so that nothing can fail here.
        TABLE.iter().find(|row| row.pane == self).unwrap_or(&TABLE[0])
    }

    /// Its name in saved layouts.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The pane of that name.
    pub fn from_code(code: &str) -> Option<Pane> {
        TABLE.iter().find(|row| row.code == code).map(|row| row.pane)
    }

    /// What takes the keyboard in it, where it holds a table, a list or the map.
    pub fn focus_id(self) -> Id {
        Id::unique(("pane keys", self.code()))
    }

    /// Where it opens when it has no place yet.
    pub fn home(self) -> Home {
        self.row().home
    }

    /// For menus.
    pub fn icon(self) -> MaterialIcon {
        self.row().icon
    }

    /// The title for people.
    pub fn title(self, lang: Lang) -> String {
        say!(lang, &format!("desk.pane.{}", self.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pane_has_one_row_with_a_title_in_both_languages() {
        for (place, row) in TABLE.iter().enumerate() {
            // The enum counts from 0 in the order of the table, so none is missing.
            assert_eq!(row.pane as usize, place);
            assert_eq!(Pane::from_code(row.code), Some(row.pane));
            for lang in Lang::ALL {
                assert!(!row.pane.title(lang).contains("desk.pane"), "{}", row.code);
            }
        }
    }
}
