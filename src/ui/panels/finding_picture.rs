//! The place of a finding as a small picture: project, zone and what they share, north up, with a scale bar.

use std::sync::Arc;

use eframe::egui::{CursorIcon, Role as AccessRole, Sense, Ui, WidgetInfo, vec2};

use crate::report::rows::title;
use crate::say;
use crate::session::Session;

use super::super::map::style::CanvasStyle;
use super::super::view_state::ViewState;
use super::picture_view::PictureQuery;

/// How high it is, and how wide at most, in points.
const HEIGHT_PX: f32 = 168.0;
const MOST_WIDTH_PX: f32 = 460.0;
/// The width goes in such steps, so that a pane that is drawn wider asks for few pictures.
const STEP_PX: f32 = 16.0;

/// Shows the picture of the picked finding; a click shows the place on the map.
pub fn finding_picture_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let picked = session.selection().finding;
    let (Some(workspace), Some(screening), Some(number)) = (session.workspace(), session.screening(), picked)
    else {
        return;
    };
    let Some(finding) = screening.findings.get(number) else {
        return;
    };
    let width = (ui.available_width().clamp(STEP_PX, MOST_WIDTH_PX) / STEP_PX).floor() * STEP_PX;
    view.picture.ask(PictureQuery {
        workspace: Arc::clone(workspace),
        screening: Arc::clone(screening),
        finding: number,
        size: vec2(width, HEIGHT_PX),
    });
    let lang = view.lang;
    let picture = match view.picture.picture() {
        Some(None) => return,
        Some(Some(picture)) => Some(picture),
        None => None,
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT_PX), Sense::click());
    let words = say!(
        lang,
        "ui.inspector.picture",
        project = title(workspace, &finding.matter.project),
        zone = title(workspace, &finding.zone)
    );
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Image, true, &words));
    match picture {
        Some(picture) => {
            let style = CanvasStyle::of(ui.visuals().dark_mode);
            let painter = ui.painter_at(rect);
            picture.paint(&painter, rect.min, &style, &say!(lang, "map.north"));
        }
        None => {
            ui.painter()
                .rect_filled(rect, 4.0, CanvasStyle::of(ui.visuals().dark_mode).ground);
            ui.ctx().request_repaint();
        }
    }
    let extent = finding.evidence.extent;
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let tip = format!("{words}\n{}", say!(lang, "ui.inspector.picture_tip"));
    if response.on_hover_text(tip).clicked() {
        view.zoom_to(extent);
    }
}
