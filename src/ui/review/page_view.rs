//! The pages of a report that is not written yet: one small page in the window of the report, or one as large as there is
//! room for.

use std::fmt;
use std::sync::Arc;

use eframe::egui::{
    ColorImage, Image, Key, Modifiers, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2,
    vec2,
};
use egui_material_icons::icons::{
    ICON_CHEVRON_LEFT, ICON_CHEVRON_RIGHT, ICON_CLOSE_FULLSCREEN, ICON_OPEN_IN_FULL,
};

use crate::report::page_image::PageImage;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::review::step::ReviewStep;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::widgets::icon_button_ui;

/// Height of a page by its width while nobody knows: A4 lying.
const ASPECT: f32 = 210.0 / 297.0;
/// Room for the buttons below a page, in pixels.
const BUTTONS_PX: f32 = 44.0;

/// What is looked at.
#[derive(Default)]
pub struct PageView {
    /// The page, from 0.
    page: usize,
    /// It fills the window.
    is_whole: bool,
    /// The page that was drawn last.
    texture: Option<(Arc<PageImage>, TextureHandle)>,
}

/// Without the texture, which nobody reads.
impl fmt::Debug for PageView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = f.debug_struct("PageView");
        told.field("page", &self.page);
        told.field("is_whole", &self.is_whole);
        told.finish_non_exhaustive()
    }
}

impl PageView {
    /// True while a page fills the window.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Begins at the first page of another report.
    pub fn begin(&mut self) {
        *self = PageView::default();
    }
}

/// A page as wide as it may be, with the buttons to the others.
pub fn page_ui(
    ui: &mut Ui,
    session: &Session,
    (view, lang): (&mut PageView, Lang),
    wishes: &mut Vec<Command>,
) {
    let most = match view.is_whole {
        true => ui.ctx().content_rect().size() - Vec2::splat(80.0) - vec2(0.0, BUTTONS_PX),
        false => vec2(ui.available_width(), f32::INFINITY),
    };
    let width = most.x.min(most.y / ASPECT).max(1.0).floor();
    let size = vec2(width, (width * ASPECT).round());
    let preview = session.preview();
    let count = preview.page_count().unwrap_or_default();
    view.page = view.page.min(count.saturating_sub(1));
    match preview.image() {
        Some(image) => take(ui, view, image),
        None => view.texture = None,
    }
    let wanted = (view.page, (width * ui.pixels_per_point()).round() as u32);
    if count > 0 && preview.asked() != Some(wanted) {
        wishes.push(Command::Review(ReviewStep::PreviewPage(wanted.0, wanted.1)));
    }
    sheet_ui(ui, session, (view, size), lang);
    turning_ui(ui, view, count, lang);
}

/// Makes a texture of a page that was drawn, once.
fn take(ui: &Ui, view: &mut PageView, image: &Arc<PageImage>) {
    let is_known = |(own, _): &(Arc<PageImage>, TextureHandle)| Arc::ptr_eq(own, image);
    if !view.texture.as_ref().is_some_and(is_known) {
        // The pixels of a page are opaque, so that nothing is to be multiplied.
        let pixels = ColorImage::from_rgba_premultiplied(image.size_px, &image.rgba);
        let handle = ui.ctx().load_texture("page", pixels, TextureOptions::LINEAR);
        view.texture = Some((Arc::clone(image), handle));
    }
}

/// The page itself; what is worked at, or why there is none.
fn sheet_ui(ui: &mut Ui, session: &Session, (view, size): (&mut PageView, Vec2), lang: Lang) {
    let texture = view.texture.as_ref().filter(|(own, _)| own.page == view.page);
    let Some((_, texture)) = texture else {
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            ui.centered_and_justified(|ui| match session.preview().fault() {
                Some(fault) => ui.label(say!(lang, "pages.none", reason = fault)),
                None => ui.label(JobKind::Typesetting.name(lang)),
            });
        });
        return;
    };
    let words = say!(lang, "pages.page", number = view.page + 1);
    let image = Image::new((texture.id(), size))
        .alt_text(words)
        .sense(Sense::click());
    let response = ui.add(image);
    let edge = Stroke::new(1.0, Palette::here(ui).line);
    ui.painter()
        .rect_stroke(response.rect, 0.0, edge, StrokeKind::Outside);
    let tip = if view.is_whole {
        "pages.small"
    } else {
        "pages.whole"
    };
    if response.on_hover_text(say!(lang, tip)).clicked() {
        view.is_whole = !view.is_whole;
    }
}

fn turning_ui(ui: &mut Ui, view: &mut PageView, count: usize, lang: Lang) {
    ui.horizontal(|ui| {
        let (is_first, is_last) = (view.page == 0, view.page + 1 >= count);
        let button =
            |ui: &mut Ui, icon, key: &str| icon_button_ui(ui, icon, &say!(lang, key), false).clicked();
        ui.add_enabled_ui(!is_first, |ui| {
            view.page -= usize::from(button(ui, ICON_CHEVRON_LEFT, "pages.before") && !is_first);
        });
        let words = match count {
            0 => String::new(),
            count => say!(lang, "pages.number", number = view.page + 1, count = count),
        };
        ui.label(words);
        ui.add_enabled_ui(!is_last, |ui| {
            view.page += usize::from(button(ui, ICON_CHEVRON_RIGHT, "pages.next") && !is_last);
        });
        let (icon, key) = match view.is_whole {
            true => (ICON_CLOSE_FULLSCREEN, "pages.small"),
            false => (ICON_OPEN_IN_FULL, "pages.whole"),
        };
        ui.add_enabled_ui(count > 0, |ui| {
            if button(ui, icon, key) {
                view.is_whole = !view.is_whole;
            }
        });
        if view.is_whole {
            keys(ui, view, count);
        }
    });
}

/// A page that fills the window is turned by keys, and made small by one.
fn keys(ui: &Ui, view: &mut PageView, count: usize) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Escape) {
        view.is_whole = false;
    }
    if pressed(Key::PageDown) || pressed(Key::ArrowRight) {
        view.page = (view.page + 1).min(count.saturating_sub(1));
    }
    if pressed(Key::PageUp) || pressed(Key::ArrowLeft) {
        view.page = view.page.saturating_sub(1);
    }
}
