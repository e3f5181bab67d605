//! Draws the panes in their places.

use eframe::egui::{
    Color32, Frame, Id, Popup, Response, RichText, Role, Sense, Stroke, Style, Ui, UiBuilder, Visuals,
    WidgetInfo, WidgetText,
};
use egui_material_icons::icons as icon;
use egui_tiles::{
    Behavior, EditAction, ResizeState, SimplificationOptions, TabState, Tabs, Tile, TileId, Tiles, UiResponse,
};

use crate::model::finding::Verdict;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::commands::Action;
use super::super::context_menu::{Asked, context_menu_ui};
use super::super::ground::grounded_ui;
use super::super::panels::attribute_table::attribute_table_ui;
use super::super::panels::bookmarks_panel::bookmarks_panel_ui;
use super::super::panels::findings_panel::findings_panel_ui;
use super::super::panels::history_panel::history_panel_ui;
use super::super::panels::inspector_panel::inspector_panel_ui;
use super::super::panels::layers_panel::layers_panel_ui;
use super::super::panels::map_panel::map_panel_ui;
use super::super::panels::numbers_panel::numbers_panel_ui;
use super::super::panels::problems_panel::problems_panel_ui;
use super::super::panels::rules_panel::rules_panel_ui;
use super::super::panels::unchecked_panel::unchecked_panel_ui;
use super::super::passing::pass_over_ground;
use super::super::review::panel::review_panel_ui;
use super::super::theme::{PANEL_MARGIN, Palette};
use super::super::view_state::ViewState;
use super::super::widgets::icon_button_ui;
use super::moving::Move;
use super::pane::Pane;
use super::walk::pane_with_keys;

/// No part of the window gets smaller, in pixels.
const LEAST_PX: f32 = 96.0;
/// Height of a row of tabs, in pixels.
const TABS_PX: f32 = 28.0;

/// What is in a pane.
fn pane_ui(pane: Pane, ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    match pane {
        Pane::Map => map_panel_ui(ui, session, view, wishes),
        Pane::Layers => layers_panel_ui(ui, session, view, wishes),
        Pane::Inspector => inspector_panel_ui(ui, session, view, wishes),
        Pane::Findings => findings_panel_ui(ui, session, view, wishes),
        Pane::Unchecked => unchecked_panel_ui(ui, session, view, wishes),
        Pane::Rules => rules_panel_ui(ui, session, view),
        Pane::Problems => problems_panel_ui(ui, session, view, wishes),
        Pane::Review => review_panel_ui(ui, session, view, wishes),
        Pane::Attributes => attribute_table_ui(ui, session, view, wishes),
        Pane::Numbers => numbers_panel_ui(ui, session, view),
        Pane::History => history_panel_ui(ui, session, view, wishes),
        Pane::Bookmarks => bookmarks_panel_ui(ui, session, view, wishes),
    }
}

/// What takes the keyboard of a pane as a whole: its rows are walked by arrows, Tab leads into its fields. The map has its
/// own.
fn keys_ui(ui: &Ui, pane: Pane, view: &ViewState) {
    if pane != Pane::Map {
        let area = ui.interact(ui.max_rect(), pane.focus_id(), Sense::focusable_noninteractive());
        area.widget_info(|| WidgetInfo::labeled(Role::Pane, true, pane.title(view.lang)));
    }
}

/// How many things are in a pane, for its tab.
fn count_of(pane: Pane, session: &Session) -> Option<usize> {
    let workspace = session.workspace();
    let screening = session.screening();
    match pane {
        Pane::Map | Pane::Inspector | Pane::Attributes | Pane::Numbers | Pane::History | Pane::Bookmarks => {
            None
        }
        Pane::Layers => workspace.map(|workspace| workspace.layers.len()),
        Pane::Findings => Some(screening.map_or(0, |screening| screening.findings.len())),
        Pane::Unchecked => Some(screening.map_or(0, |screening| {
            let rows = screening.verdicts.iter();
            rows.filter(|row| matches!(row.verdict, Verdict::NotChecked(_)))
                .count()
        })),
        Pane::Rules => workspace.map(|workspace| workspace.rules.rules.len()),
        Pane::Problems => workspace.map(|workspace| workspace.problems.len()),
        Pane::Review => {
            let board = session.dossier().and_then(|open| open.board());
            board.map(|board| board.finding_count() - board.closed_count())
        }
    }
}

/// Buttons at the right end of a pane's tabs.
fn tools_ui(pane: Pane, ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if pane == Pane::Layers {
        let add = Action::Add.entry();
        let enabled = Action::Add.enabled(session, view);
        ui.add_enabled_ui(enabled, |ui| {
            if icon_button_ui(ui, add.icon, &add.label(view.lang), false).clicked() {
                Action::Add.perform(&ui.ctx().clone(), session, view, wishes);
            }
        });
    }
}

/// All panes, in the room that is left.
pub fn desk_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let mut tree = view.dock.begin(ui.available_size());
    let mut desk = Desk {
        session,
        view,
        wishes,
        map: tree.tiles.find_pane(&Pane::Map),
        closed: None,
        moved: None,
        dropped: false,
    };
    tree.ui(&mut desk, ui);
    let (closed, moved, dropped) = (desk.closed, desk.moved, desk.dropped);
    view.dock.end(tree, dropped);
    if let Some((pane, how)) = moved {
        view.dock.move_pane(pane, how);
    }
    let is_covered = view.window.is_some() || view.command_box.is_open() || Popup::is_any_open(ui.ctx());
    if !is_covered && let Some(pane) = pane_with_keys(ui.ctx(), &view.dock.shape()) {
        view.dock.set_at(pane);
    }
    if let Some(pane) = closed {
        view.dock.close(pane);
    }
}

struct Desk<'a> {
    session: &'a Session,
    view: &'a mut ViewState,
    wishes: &'a mut Vec<Command>,
    map: Option<TileId>,
    closed: Option<Pane>,
    moved: Option<(Pane, Move)>,
    dropped: bool,
}

impl Behavior<Pane> for Desk<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        let pane = *pane;
        // By the pane and not by its place, so that what is open or scrolled in it stays so when it is moved.
        let builder = UiBuilder::new().scope_id(Id::unique(("pane", pane.code())));
        let ground = Palette::here(ui).panel;
        ui.scope_builder(builder, |ui| {
            keys_ui(ui, pane, self.view);
            let mut content = |ui: &mut Ui| {
                pane_ui(pane, ui, self.session, self.view, self.wishes);
                ui.take_available_space();
            };
            match pane {
                Pane::Map => content(ui),
                _ => grounded_ui(ui, ground, PANEL_MARGIN, content),
            }
        });
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        let title = pane.title(self.view.lang);
        match count_of(*pane, self.session) {
            Some(count) => format!("{title}  {count}").into(),
            None => title.into(),
        }
    }

    fn on_tab_button(&mut self, tiles: &mut Tiles<Pane>, tile: TileId, button: Response) -> Response {
        let Some(pane) = tiles.get_pane(&tile).copied() else {
            return button;
        };
        pass_over_ground(&button);
        let lang = self.view.lang;
        let menu = Id::unique(("menu of a tab", pane.code()));
        let asked = Asked::of(&button.ctx, &button);
        context_menu_ui((&button.ctx, button.layer_id), menu, asked, |ui| {
            if ui.button(say!(lang, "ui.close_panel")).clicked() {
                self.closed = Some(pane);
                ui.close();
            }
            for how in Move::ALL {
                if ui.button(Action::MovePane(how).entry().label(lang)).clicked() {
                    self.moved = Some((pane, how));
                    ui.close();
                }
            }
            let reset = Action::ResetLayout;
            if ui.button(reset.entry().label(lang)).clicked() {
                reset.perform(&ui.ctx().clone(), self.session, self.view, self.wishes);
                ui.close();
            }
        });
        if button.middle_clicked() {
            self.closed = Some(pane);
        }
        button.on_hover_text(say!(lang, "desk.tab_tip"))
    }

    fn top_bar_right_ui(
        &mut self,
        tiles: &Tiles<Pane>,
        ui: &mut Ui,
        _tile: TileId,
        tabs: &Tabs,
        _offset: &mut f32,
    ) {
        let Some(pane) = tabs.active.and_then(|tile| tiles.get_pane(&tile)).copied() else {
            return;
        };
        // Tabs come after this, and have no ground of their own.
        let bar = Palette::here(ui).bar;
        ui.painter().rect_filled(ui.max_rect(), 0.0, bar);
        ui.add_space(4.0);
        let label = say!(self.view.lang, "ui.close_panel");
        if icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked() {
            self.closed = Some(pane);
        }
        tools_ui(pane, ui, self.session, self.view, self.wishes);
    }

    fn tab_bar_height(&self, _style: &Style) -> f32 {
        TABS_PX
    }

    fn is_tab_bar_visible(&self, _tile: TileId, tabs: &Tabs) -> bool {
        // The map stands by itself, and needs no title.
        tabs.active != self.map
    }

    fn gap_width(&self, _style: &Style) -> f32 {
        3.0
    }

    fn min_size(&self) -> f32 {
        LEAST_PX
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions {
            all_panes_must_have_tabs: true,
            flatten_tabs_in_tabs: true,
            ..SimplificationOptions::default()
        }
    }

    fn resize_stroke(&self, style: &Style, state: ResizeState) -> Stroke {
        let palette = Palette::of(style.visuals.dark_mode);
        match state {
            ResizeState::Idle => Stroke::new(1.0, palette.line),
            ResizeState::Hovering | ResizeState::Dragging => Stroke::new(2.0, palette.accent),
        }
    }

    fn tab_bar_color(&self, _: &Visuals) -> Color32 {
        Color32::TRANSPARENT
    }

    fn tab_outline_stroke(&self, _: &Visuals, _: &Tiles<Pane>, _: TileId, _: &TabState) -> Stroke {
        Stroke::NONE
    }

    fn tab_bar_hline_stroke(&self, visuals: &Visuals) -> Stroke {
        Stroke::new(1.0, Palette::of(visuals.dark_mode).line)
    }

    fn tab_text_color(
        &self,
        visuals: &Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        state: &TabState,
    ) -> Color32 {
        let palette = Palette::of(visuals.dark_mode);
        if state.active {
            palette.accent
        } else {
            palette.faint
        }
    }

    fn is_tile_draggable(&self, tiles: &Tiles<Pane>, tile: TileId) -> bool {
        match tiles.get(tile) {
            Some(Tile::Pane(pane)) => *pane != Pane::Map,
            _ => true,
        }
    }

    fn drag_ui(&mut self, tiles: &Tiles<Pane>, ui: &mut Ui, tile: TileId) {
        let text = self.tab_title_for_tile(tiles, tile);
        Frame::popup(ui.style()).show(ui, |ui| ui.label(RichText::new(text.text()).strong()));
    }

    fn on_edit(&mut self, action: EditAction) {
        self.dropped |= action == EditAction::TileDropped;
    }
}
