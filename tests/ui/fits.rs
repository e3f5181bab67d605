//! Every word has room: all panels, windows, menus and pages of the help, in both languages, on a small and a large screen,
//! at 100 % and at 150 %.
//!
//! A word of the program must not be cut off, with or without dots; names of the user's data may end in dots where the whole
//! is shown on hovering. Cells of tables and the tabs of panels are let pass: their columns can be made wider, and they
//! scroll. A key that was not translated must not be seen at all.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Galley, Rect, Shape};
use redshank::session::review::step::ReviewStep;
use redshank::ui::dock::preset::Preset;
use redshank::ui::windows::help_view::{Topic, Tour};

use redshank::words::with_number;

use super::*;

/// The words of the program in a language: what stands between the places that are filled in.
struct Words {
    whole: BTreeSet<String>,
    parts: Vec<Vec<String>>,
    rooms: BTreeSet<String>,
    titles: Vec<String>,
}

impl Words {
    fn new(lang: Lang) -> Words {
        let texts = redshank::texts(lang);
        let rooms = texts.keys().filter_map(|key| key.split_once('.'));
        let mut words = Words {
            whole: BTreeSet::new(),
            parts: Vec::new(),
            rooms: rooms.map(|(room, _)| room.to_owned()).collect(),
            titles: Pane::ALL.map(|pane| pane.title(lang)).into(),
        };
        for (key, text) in &texts {
            if key.starts_with(DOTTED) {
                continue;
            }
            if !text.contains("%{") {
                words.whole.insert(text.trim().to_owned());
                continue;
            }
            for is_one in [true, false] {
                let parts = between(text, is_one);
                let letters = parts.concat().chars().filter(|c| c.is_alphabetic()).count();
                if letters >= 3 && words.parts.last() != Some(&parts) {
                    words.parts.push(parts);
                }
            }
        }
        words
    }

    /// True for what the program says itself, however its places are filled in.
    fn has(&self, text: &str) -> bool {
        let plain = text.trim_end_matches([' ', '▼', '▲']).trim();
        let filled = |parts: &Vec<String>| {
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                return false;
            };
            let ends = plain.starts_with(first.as_str()) && plain.ends_with(last.as_str());
            let mut rest = plain;
            ends && parts.iter().all(|part| match rest.find(part.as_str()) {
                Some(at) => {
                    rest = &rest[at + part.len()..];
                    true
                }
                None => false,
            })
        };
        self.whole.contains(plain) || self.parts.iter().any(filled)
    }

    /// True for the title on a tab, with a number or without; tabs scroll.
    fn is_tab(&self, text: &str) -> bool {
        let mut rest = self
            .titles
            .iter()
            .filter_map(|title| text.strip_prefix(title.as_str()));
        rest.any(|rest| {
            rest.chars()
                .all(|sign| sign.is_ascii_digit() || sign.is_whitespace())
        })
    }

    /// True for a key that nobody has translated: `ui.panel.word`.
    fn is_key(&self, text: &str) -> bool {
        let text = text.trim();
        let plain = text
            .strip_prefix("zh.")
            .or(text.strip_prefix("en."))
            .unwrap_or(text);
        let is_code = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        let is_file = Path::new(plain)
            .extension()
            .is_some_and(|end| FILES.iter().any(|own| end == *own));
        if is_file {
            return false;
        }
        let mut parts = plain.split('.');
        let known = parts.next().is_some_and(|room| self.rooms.contains(room));
        known && plain.contains('.') && parts.all(is_code)
    }
}

/// What stands between the places that are filled in, with the words that go with one or with many.
fn between(text: &str, is_one: bool) -> Vec<String> {
    let text = with_number(text, |_| is_one);
    let pieces = text.split("%{").enumerate();
    let literal = |(place, piece): (usize, &str)| match piece.split_once('}') {
        Some((_, rest)) if place > 0 => rest.to_owned(),
        _ => piece.to_owned(),
    };
    pieces.map(literal).collect()
}

/// Windows that an item of a menu opens.
pub const OF_MENUS: [Window; 12] = [
    Window::Open,
    Window::Add,
    Window::AddPreview,
    Window::Compare,
    Window::Export,
    Window::ExportMap,
    Window::ExportLayer,
    Window::ExportProblems,
    Window::SelectByLocation,
    Window::SaveDossier,
    Window::Report,
    Window::SaveWorkspace,
];
/// Endings of files that windows propose: `report.pdf` is no key.
const FILES: [&str; 8] = ["csv", "docx", "geojson", "html", "json", "kml", "pdf", "xlsx"];
/// What is seen of a line of a table, or of the tabs, is not higher than this; words elsewhere have a panel around them.
const LINE_PX: f32 = 34.0;
/// Steps of a review in a narrow inspector end in dots, and say the whole on hovering.
const DOTTED: &str = "review.step.";

/// Every text that is drawn, where, and what of it can be seen.
pub(super) fn texts(harness: &Harness<'_, Stage>) -> Vec<(Rect, Rect, Arc<Galley>)> {
    fn collect(shape: &Shape, clip: Rect, found: &mut Vec<(Rect, Rect, Arc<Galley>)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, found)),
            Shape::Text(text) if text.angle == 0.0 => {
                let rect = text.galley.rect.translate(text.pos.to_vec2());
                found.push((rect, clip, Arc::clone(&text.galley)));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for clipped in &harness.output().shapes {
        collect(&clipped.shape, clipped.clip_rect, &mut found);
    }
    found
}

/// What cannot be read as it is drawn now. Inside `scrolled` the rest of a line is a scroll away.
fn faults(harness: &Harness<'_, Stage>, words: &Words, scrolled: &[Rect]) -> BTreeSet<String> {
    let screen = harness.ctx.content_rect();
    let canvas = harness.query_by_role_and_label(Role::Canvas, "Map");
    let canvas = canvas.or_else(|| harness.query_by_role_and_label(Role::Canvas, "地图"));
    let canvas = canvas.map_or(Rect::NOTHING, |node| node.rect());
    let mut faults = BTreeSet::new();
    for (rect, clip, galley) in texts(harness) {
        let text = galley.job.text.as_str();
        let seen = clip.intersect(screen);
        let passes = |inside: &Rect| inside.expand(1.0).contains_rect(clip);
        if rect.intersect(seen).area() <= 0.0 || text.trim().is_empty() {
            continue;
        }
        if words.is_key(text) {
            faults.insert(format!("a key: {text}"));
        }
        let is_line = clip.height() <= LINE_PX;
        // Notes on the map end in dots where they have no room, and a click unfolds them.
        if galley.elided && !is_line && !passes(&canvas) && words.has(text) {
            faults.insert(format!("dots in: {text}"));
        }
        let is_cut = rect.left() < seen.left() - 1.5 || rect.right() > seen.right() + 1.5;
        let scrolls = is_line || words.is_tab(text);
        if is_cut && !scrolls && !passes(&canvas) && !scrolled.iter().any(passes) {
            faults.insert(format!(
                "cut off: {text} ({:.0?} in {:.0?})",
                rect.x_range(),
                seen.x_range()
            ));
        }
    }
    faults
}

/// One window on one screen, and what was found in it so far.
struct Walk {
    harness: Harness<'static, Stage>,
    words: Words,
    name: String,
    found: BTreeSet<String>,
}

impl Walk {
    fn new(session: Session, lang: Lang, screen_px: (f32, f32), percent: f32) -> Walk {
        let stage = Stage {
            parts: Some((session, ViewState::new(lang))),
            app: None,
        };
        let zoom = percent / 100.0;
        let builder = Harness::builder()
            .with_size(vec2(screen_px.0, screen_px.1) / zoom)
            .with_pixels_per_point(zoom)
            .with_step_dt(0.05);
        let mut harness = builder.build_ui_state(frame, stage);
        harness.run_steps(30);
        Walk {
            harness,
            words: Words::new(lang),
            name: format!("{} {}×{} {percent} %", lang.code(), screen_px.0, screen_px.1),
            found: BTreeSet::new(),
        }
    }

    fn view(&mut self) -> &mut ViewState {
        self.harness.state_mut().app().view_mut()
    }

    /// Looks at what is shown after some frames.
    fn look(&mut self, what: &str) {
        self.harness.run_steps(4);
        // Their tables are wider than any screen, and scroll.
        let dock = &self.harness.state_mut().app().view_mut().dock;
        let scrolls = dock.is_front(Pane::Attributes) || dock.is_front(Pane::Numbers);
        let scrolled = scrolls.then(|| self.harness.ctx.content_rect());
        let faults = faults(&self.harness, &self.words, scrolled.as_slice());
        let told = faults
            .into_iter()
            .map(|fault| format!("{}, {what}: {fault}", self.name));
        self.found.extend(told);
    }

    fn panes(&mut self) {
        for preset in [Preset::Load, Preset::Review, Preset::Print, Preset::Screen] {
            self.view().dock.arrange(preset);
            self.look(&format!("{preset:?}"));
        }
        for pane in Pane::ALL {
            self.view().dock.show(pane);
            self.look(&format!("{pane:?}"));
            self.view().dock.arrange(Preset::Screen);
        }
    }

    fn windows(&mut self) {
        let others = [Window::Comment, Window::About, Window::Leave, Window::Recover];
        for window in OF_MENUS.into_iter().chain(others) {
            self.view().window = Some(window);
            self.look(&format!("{window:?}"));
        }
        for topic in Topic::ALL {
            self.view().help.topic = topic;
            self.view().window = Some(Window::Help);
            self.look(&format!("help {topic:?}"));
        }
        self.view().window = None;
        for card in 0..8 {
            self.view().help.tour = Some(Tour {
                card,
                asked: true,
                ..Tour::default()
            });
            self.look(&format!("tour {card}"));
        }
        self.view().help.tour = None;
        self.view().command_box.show();
        self.look("command box");
        self.view().command_box.close();
    }

    fn menus(&mut self, lang: Lang) {
        let texts = redshank::texts(lang);
        for key in ["file", "edit", "view", "tools", "help"] {
            let menu = &texts[&format!("ui.menu.{key}")];
            self.harness.get_by_role_and_label(Role::Button, menu).click();
            self.look(&format!("menu {key}"));
            self.harness.key_press(Key::Escape);
            self.harness.run_steps(3);
        }
    }
}

fn walk(lang: Lang, screen_px: (f32, f32), percent: f32) -> BTreeSet<String> {
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut open = session();
    open.dispatch(Command::Open(vec![maps]));
    let mut walk = Walk::new(open, lang, screen_px, percent);
    walk.look("start");
    walk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    walk.view().open_layer = Some("wetland".into());
    walk.view().problems.picked = Some(0);
    walk.panes();
    walk.menus(lang);
    walk.windows();
    walk.view()
        .map
        .set_tool(Tool::Measure(redshank::ui::map::measure::MeasureKind::Area));
    walk.look("measuring");
    walk.harness.key_press_modifiers(Modifiers::ALT, Key::Num1);
    walk.look("comparing");
    let missing = Command::Open(vec!["no/such/workspace.toml".into()]);
    walk.harness.state_mut().app().dispatch(missing);
    walk.look("notices");
    let mut found = walk.found;

    let folder = tempfile::tempdir().unwrap();
    let case = super::review::stored(folder.path());
    let mut review = session();
    review.dispatch(Command::Review(ReviewStep::Open(case)));
    let mut walk = Walk::new(review, lang, screen_px, percent);
    walk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    walk.look("dossier");
    for pane in [Pane::Review, Pane::Inspector, Pane::Findings] {
        walk.view().dock.show(pane);
        walk.look(&format!("dossier {pane:?}"));
    }
    found.extend(walk.found);

    let mut walk = Walk::new(session(), lang, screen_px, percent);
    walk.look("welcome");
    found.extend(walk.found);
    found
}

fn check(lang: Lang, screen_px: (f32, f32), percent: f32) {
    let found = walk(lang, screen_px, percent);
    let lines: Vec<&str> = found.iter().map(String::as_str).collect();
    assert!(found.is_empty(), "{} places:\n{}", lines.len(), lines.join("\n"));
}

const SMALL_PX: (f32, f32) = (1280.0, 800.0);
const LARGE_PX: (f32, f32) = (1600.0, 1000.0);
const WIDE_PX: (f32, f32) = (1920.0, 1080.0);

#[test]
fn chinese_has_room() {
    check(Lang::Zh, SMALL_PX, 100.0);
    check(Lang::Zh, LARGE_PX, 100.0);
}

#[test]
fn english_has_room() {
    check(Lang::En, SMALL_PX, 100.0);
    check(Lang::En, LARGE_PX, 100.0);
}

#[test]
fn large_chinese_has_room() {
    check(Lang::Zh, SMALL_PX, 150.0);
    check(Lang::Zh, LARGE_PX, 150.0);
}

#[test]
fn large_english_has_room() {
    check(Lang::En, SMALL_PX, 150.0);
    check(Lang::En, LARGE_PX, 150.0);
}

#[test]
fn larger_chinese_has_room() {
    check(Lang::Zh, LARGE_PX, 200.0);
    check(Lang::Zh, WIDE_PX, 250.0);
}

#[test]
fn larger_english_has_room() {
    check(Lang::En, LARGE_PX, 200.0);
    check(Lang::En, WIDE_PX, 250.0);
}

#[test]
fn small_words_have_room() {
    check(Lang::Zh, SMALL_PX, 75.0);
    check(Lang::En, SMALL_PX, 75.0);
}

/// The check itself: what it must find, and what it must let pass.
#[test]
fn what_is_cut_and_what_is_not_translated_is_found() {
    use eframe::egui::{Label, UiBuilder, pos2};
    let words = Words::new(Lang::En);
    let draw = |ui: &mut eframe::egui::Ui, _: &mut Stage| {
        let narrow = Rect::from_min_size(pos2(10.0, 10.0), vec2(60.0, 200.0));
        ui.scope_builder(UiBuilder::new().max_rect(narrow), |ui| {
            ui.add(Label::new("Save workspace as…").truncate());
            ui.add(Label::new("the marsh behind the old sea wall").truncate());
            ui.label("ui.menu.nothing");
            ui.set_clip_rect(narrow);
            ui.add(Label::new("Leave without saving").extend());
            ui.label("Stay");
        });
    };
    let stage = Stage {
        parts: None,
        app: None,
    };
    let mut harness = Harness::builder()
        .with_size(vec2(400.0, 300.0))
        .build_ui_state(draw, stage);
    harness.run_steps(2);
    let found: Vec<String> = faults(&harness, &words, &[]).into_iter().collect();
    let [key, cut, dots] = &found[..] else {
        panic!("{found:#?}")
    };
    assert_eq!(key, "a key: ui.menu.nothing");
    assert!(cut.starts_with("cut off: Leave without saving"), "{cut}");
    assert_eq!(dots, "dots in: Save workspace as…");
    assert!(words.has("3 selected") && !words.has("the marsh"));
}
