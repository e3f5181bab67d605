//! A list of coordinate reference systems with a search, those that fit the coordinates and those used lately.

use eframe::egui::{ComboBox, Id, Key, PopupCloseBehavior, Response, RichText, ScrollArea, TextEdit, Ui};

use crate::lookup::systems::{KnownSystem, found, system_of};
use crate::say;
use crate::words::Lang;

use super::theme::Palette;

/// So many are remembered.
const MOST_RECENT: usize = 8;
/// So many hits are listed.
const MOST_HITS: usize = 40;
/// Offered where nothing is typed, after what fits and what was used.
const USUAL: [&str; 5] = ["EPSG:4490", "EPSG:4326", "EPSG:4549", "EPSG:4528", "EPSG:3857"];
/// Size of the list, in pixels.
const LIST_PX: (f32, f32) = (420.0, 300.0);

/// Systems that were chosen lately, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentCrs(Vec<String>);

impl RecentCrs {
    /// From what was kept.
    pub fn new(codes: Vec<String>) -> RecentCrs {
        let mut recent = RecentCrs::default();
        codes.iter().rev().for_each(|code| recent.remember(code));
        recent
    }

    /// This one was chosen.
    pub fn remember(&mut self, code: &str) {
        let code = code.trim();
        if !code.is_empty() {
            self.0.retain(|own| own != code);
            self.0.insert(0, code.to_owned());
            self.0.truncate(MOST_RECENT);
        }
    }

    /// Their codes, the last one first.
    pub fn codes(&self) -> &[String] {
        &self.0
    }
}

/// What is offered.
#[derive(Clone, Debug)]
pub struct CrsOffer<'a> {
    /// Tells pickers of a window apart.
    pub salt: &'a str,
    /// What stands on the button.
    pub shown: String,
    /// The words of the choice of no system, whose code is empty; `None` where one must be chosen.
    pub none: Option<String>,
    /// Systems that fit the coordinates, the likeliest first: code and name.
    pub fitting: Vec<(String, String)>,
}

/// The button and its list; the code that was chosen, which is remembered.
pub fn crs_picker_ui(
    ui: &mut Ui,
    offer: &CrsOffer<'_>,
    recent: &mut RecentCrs,
    lang: Lang,
) -> (Response, Option<String>) {
    let mut chosen = None;
    let list = ComboBox::from_id_salt(offer.salt)
        .selected_text(&offer.shown)
        .height(LIST_PX.1)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let response = list.show_ui(ui, |ui| {
        ui.set_min_width(LIST_PX.0);
        chosen = list_ui(ui, offer, recent, lang);
        if chosen.is_some() {
            ui.close();
        }
    });
    if response.inner.is_none() {
        ui.data_mut(|data| data.remove::<String>(query_id(offer.salt)));
    }
    if let Some(code) = &chosen {
        recent.remember(code);
    }
    (response.response, chosen)
}

fn query_id(salt: &str) -> Id {
    Id::unique(("query of systems", salt))
}

fn list_ui(ui: &mut Ui, offer: &CrsOffer<'_>, recent: &RecentCrs, lang: Lang) -> Option<String> {
    let id = query_id(offer.salt);
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let is_new = kept.is_none();
    let mut query = kept.unwrap_or_default();
    let field = TextEdit::singleline(&mut query)
        .hint_text(say!(lang, "lookup.systems.hint"))
        .desired_width(f32::INFINITY);
    let field = ui.add(field);
    if is_new {
        field.request_focus();
    }
    let hits = found(&query, MOST_HITS);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.data_mut(|data| data.insert_temp(id, query.clone()));
    let first = hits.first().filter(|_| entered).map(|system| system.code.clone());
    let clicked = ScrollArea::vertical().show(ui, |ui| match query.trim() {
        "" => offered_ui(ui, offer, recent, lang),
        _ => hits_ui(ui, &hits, lang),
    });
    first.or(clicked.inner)
}

fn hits_ui(ui: &mut Ui, hits: &[KnownSystem], lang: Lang) -> Option<String> {
    if hits.is_empty() {
        ui.label(say!(lang, "lookup.systems.none"));
    }
    let mut clicked = None;
    for system in hits {
        if row_ui(ui, &system.code, system.name.get(lang)) {
            clicked = Some(system.code.clone());
        }
    }
    clicked
}

/// What is offered before anything is typed.
fn offered_ui(ui: &mut Ui, offer: &CrsOffer<'_>, recent: &RecentCrs, lang: Lang) -> Option<String> {
    let mut clicked = None;
    if let Some(none) = &offer.none
        && ui.selectable_label(false, none).clicked()
    {
        clicked = Some(String::new());
    }
    let named = |code: &str| -> (String, String) {
        let name = system_of(code).map(|system| system.name.get(lang).to_owned());
        (code.to_owned(), name.unwrap_or_default())
    };
    let recent: Vec<_> = recent.codes().iter().map(|code| named(code)).collect();
    let usual: Vec<_> = USUAL.into_iter().map(named).collect();
    let mut seen: Vec<&str> = Vec::new();
    let parts = [
        ("fitting", &offer.fitting),
        ("recent", &recent),
        ("usual", &usual),
    ];
    for (key, systems) in parts {
        let fresh: Vec<_> = systems
            .iter()
            .filter(|(code, _)| !seen.contains(&code.as_str()))
            .collect();
        if fresh.is_empty() {
            continue;
        }
        let heading = say!(lang, &format!("lookup.systems.{key}"));
        ui.label(RichText::new(heading).small().color(Palette::here(ui).faint));
        for (code, name) in fresh {
            seen.push(code);
            if row_ui(ui, code, name) {
                clicked = Some(code.clone());
            }
        }
    }
    clicked
}

fn row_ui(ui: &mut Ui, code: &str, name: &str) -> bool {
    ui.selectable_label(false, format!("{code}  {name}")).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_last_comes_first_and_once() {
        let mut recent = RecentCrs::new(vec!["EPSG:1".into(), "EPSG:2".into(), "EPSG:1".into()]);
        assert_eq!(recent.codes(), ["EPSG:1", "EPSG:2"]);
        recent.remember(" EPSG:2 ");
        recent.remember("");
        assert_eq!(recent.codes(), ["EPSG:2", "EPSG:1"]);
        (0..20).for_each(|number| recent.remember(&format!("EPSG:{number}")));
        assert_eq!(recent.codes().len(), MOST_RECENT);
        assert_eq!(recent.codes()[0], "EPSG:19");
    }
}
