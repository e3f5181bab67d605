//! Notes on the map: what the reader must know before he believes it. One line each, so that they cover little of it; a
//! click unfolds what has no room, and folds it again.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{CursorIcon, FontId, Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::say;

use super::scene::Scene;

/// From the upper left corner of the map, in pixels.
const MARGIN_PX: f32 = 14.0;
/// Room that is left for the north arrow, in pixels.
const REST_PX: f32 = 120.0;
const FONT_PX: f32 = 12.0;

/// The notes, and whether they are unfolded.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    unfolded: bool,
    shown: Vec<Note>,
}

/// A note as it was drawn.
#[derive(Clone, Debug)]
struct Note {
    text: String,
    rect: Rect,
    /// There was no room for all of it.
    is_cut: bool,
}

impl Notes {
    /// The next frame begins.
    pub fn begin_frame(&mut self) {
        self.shown.clear();
    }

    /// Draws the notes of a map below each other; gives their boxes.
    pub fn paint(&mut self, scene: &Scene<'_>, capped: bool, base_map: Option<String>) -> Vec<Rect> {
        let mut at = scene.pane.rect.left_top() + vec2(MARGIN_PX + 6.0, MARGIN_PX);
        let width = (scene.pane.rect.width() - REST_PX).max(80.0);
        let mut rects = Vec::new();
        for text in texts(scene, capped, base_map) {
            let mut job = LayoutJob::simple(
                text.clone(),
                FontId::proportional(FONT_PX),
                scene.style.ink,
                width,
            );
            if !self.unfolded {
                job.wrap = TextWrapping::truncate_at_width(width);
            }
            let galley = scene.painter.layout_job(job);
            let is_cut = galley.elided;
            let rect = Rect::from_min_size(at, galley.size()).expand2(vec2(8.0, 4.0));
            scene.painter.rect_filled(rect, 4.0, scene.style.chip);
            let mark = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            scene.painter.rect_filled(mark, 1.0, scene.style.selection);
            scene.painter.galley(at, galley, scene.style.ink);
            at.y = rect.bottom() + 8.0;
            rects.push(rect);
            self.shown.push(Note { text, rect, is_cut });
        }
        rects
    }

    /// The lower edge of the last note on the screen.
    pub fn bottom(&self) -> Option<f32> {
        let edges = self.shown.iter().map(|note| note.rect.bottom());
        edges.max_by(f32::total_cmp)
    }
}

/// Notes that have no room are buttons that unfold them; unfolded ones fold them again. To be called once they are drawn.
pub fn notes_ui(ui: &Ui, notes: &mut Notes) {
    let mut is_turned = false;
    for (number, note) in notes.shown.iter().enumerate() {
        if !note.is_cut && !notes.unfolded {
            continue;
        }
        let id = Id::unique(("note on the map", number));
        let button = ui.interact(note.rect.intersect(ui.clip_rect()), id, Sense::click());
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &note.text));
        if button.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        is_turned |= button.clicked();
        if note.is_cut {
            button.on_hover_text(&note.text);
        }
    }
    if is_turned {
        notes.unfolded = !notes.unfolded;
        ui.ctx().request_repaint();
    }
}

/// What is to be said, in the language of the map.
fn texts(scene: &Scene<'_>, capped: bool, base_map: Option<String>) -> Vec<String> {
    let lang = scene.input.lang;
    let synthetic: Vec<&str> = scene
        .input
        .visible_layers()
        .filter(|layer| layer.about.synthetic)
        .map(|layer| layer.about.name.get(lang))
        .collect();
    let mut texts = Vec::new();
    if synthetic.len() > 1 && synthetic.len() == scene.input.visible_layers().count() {
        texts.push(say!(lang, "map.all_synthetic"));
    } else if !synthetic.is_empty() {
        let names = synthetic.join(&say!(lang, "map.list_separator"));
        texts.push(say!(lang, "map.synthetic", layers = names));
    }
    if scene.input.outdated && scene.input.screening.is_some() {
        texts.push(say!(lang, "map.outdated"));
    }
    if capped {
        texts.push(say!(lang, "map.capped"));
    }
    texts.extend(base_map);
    texts
}
