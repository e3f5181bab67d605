//! What each action does: a wish, or a change of how things are looked at.

use super::super::bars::menu_key::ask;
use super::super::dock::pane::{Home, Pane};
use super::super::dock::preset::Preset;
use super::super::dock::walk::walk;
use super::super::map::compare::comparison::Mode;
use super::super::map::measure::MeasureKind;
use super::super::map::state::Tool;
use super::super::panels::attribute_table::choice::ByExpression;
use super::super::panels::bookmarks_panel::add_here;
use super::super::panels::pick::{step_finding, step_problem, step_undecided};
use super::super::review::card::decide_by_key;
use super::super::view_state::{ViewState, Window};
use super::super::windows::help_view::{Topic, Tour};
use super::super::windows::replace_window::save;
use super::Action;
use super::topic::topic_of;
use crate::geom::extent::Extent;
use crate::geom::sketch::SketchKind;
use crate::geom::turn::Turn;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::example::open_example;
use crate::session::review::step::ReviewStep;
use eframe::egui::{Context, ViewportCommand};
use std::sync::Arc;

/// So many degrees a command turns the map.
const TURN_DEG: f64 = 15.0;

impl Action {
    /// Does it, or wishes it.
    pub fn perform(self, ctx: &Context, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
        match self {
            Action::Open => view.window = Some(Window::Open),
            Action::Add => view.window = Some(Window::Add),
            Action::AddPreview => view.window = Some(Window::AddPreview),
            Action::Example => wishes.push(open_example()),
            Action::Reload => wishes.push(Command::Reload),
            Action::SaveWorkspace => save(session, view, wishes),
            Action::SaveDossier => view.window = Some(Window::SaveDossier),
            Action::CloseDossier => wishes.push(Command::Review(ReviewStep::Close)),
            Action::Report => {
                view.window = Some(Window::Report);
                let lang = view.review.report.lang.unwrap_or(view.lang);
                wishes.push(Command::Review(ReviewStep::Preview(lang)));
            }
            Action::NextUndecided => step_undecided(session, view, wishes),
            Action::Pin => view.review.placing = !view.review.placing,
            Action::Export => view.window = Some(Window::Export),
            Action::ExportMap => view.window = Some(Window::ExportMap),
            Action::ExportLayer => view.window = Some(Window::ExportLayer),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Undo => wishes.push(Command::Undo),
            Action::Redo => wishes.push(Command::Redo),
            Action::Deselect => wishes.push(Command::Select {
                features: Vec::new(),
                finding: None,
            }),
            Action::Screen => wishes.push(Command::Screen),
            Action::NextFinding if steps_problems(view) => step_problem(session, view, 1, wishes),
            Action::PreviousFinding if steps_problems(view) => step_problem(session, view, -1, wishes),
            Action::NextFinding => step_finding(session, view, 1, wishes),
            Action::PreviousFinding => step_finding(session, view, -1, wishes),
            Action::Language => view.lang = view.lang.other(),
            Action::Shortcuts => open_help(view, Topic::Keys),
            Action::About => view.window = Some(Window::About),
            Action::ProblemDots => view.hide_problems = !view.hide_problems,
            Action::WhollyInside => view.wholly_inside = !view.wholly_inside,
            Action::CommandBox => view.command_box.show(),
            Action::ClearPins => view.map.pins.clear(),
            Action::Help => {
                let topic = topic_of(view, session.workspace().is_some());
                open_help(view, topic);
            }
            Action::Deed(deed) => deed.perform(ctx, session, view, wishes),
            Action::Tour => view.help.tour = Some(Tour::default()),
            _ => {
                if let Some(state) = self.decides() {
                    decide_by_key(session, view, state, wishes);
                }
                self.lead(ctx, view);
                self.pick(ctx, session, view);
                self.arrange(view);
                if let (Action::Bookmark, Some(workspace)) = (self, session.workspace()) {
                    wishes.extend(add_here(view, workspace));
                    view.dock.show(Pane::Bookmarks);
                }
                self.move_map(session, view);
            }
        }
    }

    /// Leads the keyboard elsewhere, or the pane that has it.
    fn lead(self, ctx: &Context, view: &mut ViewState) {
        match self {
            Action::NextPane => walk(ctx, &view.dock.shape(), 1),
            Action::PreviousPane => walk(ctx, &view.dock.shape(), -1),
            Action::Menus => ask(ctx),
            Action::ClosePane => {
                if let Some(pane) = view.dock.at() {
                    view.dock.close(pane);
                    give_keys(ctx, Pane::Map);
                }
            }
            Action::MovePane(how) => {
                if let Some(pane) = view.dock.at() {
                    view.dock.move_pane(pane, how);
                    give_keys(ctx, pane);
                }
            }
            _ => {}
        }
    }

    /// Looks for what is to be selected.
    fn pick(self, ctx: &Context, session: &Session, view: &mut ViewState) {
        match self {
            Action::AttributeTable => open_attributes(session, view),
            Action::SelectExpression => {
                open_attributes(session, view);
                view.attributes.by_expression = ByExpression::Asked;
            }
            Action::InvertSelection => {
                view.inverse_asked = true;
                ctx.request_repaint();
            }
            _ => {}
        }
    }

    fn arrange(self, view: &mut ViewState) {
        match self {
            Action::Layers => view.dock.toggle(Pane::Layers),
            Action::Inspector => view.dock.toggle(Pane::Inspector),
            Action::Tables => view.dock.toggle_home(Home::Below),
            Action::Graticule => view.graticule = !view.graticule,
            Action::Legend => view.legend = !view.legend,
            Action::NumbersPanel => view.dock.show(Pane::Numbers),
            Action::SelectLocation => view.window = Some(Window::SelectByLocation),
            Action::SaveWorkspaceAs => view.window = Some(Window::SaveWorkspace),
            Action::LayoutLoad => view.dock.arrange(Preset::Load),
            Action::LayoutScreen | Action::ResetLayout => view.dock.arrange(Preset::Screen),
            Action::LayoutReview => view.dock.arrange(Preset::Review),
            Action::LayoutPrint => view.dock.arrange(Preset::Print),
            Action::Areas(areas) => view.areas = areas,
            Action::Theme(theme) => view.theme = theme,
            Action::Show(pane) => view.dock.show(pane),
            Action::ScaleUp => view.scale.step(1),
            Action::ScaleDown => view.scale.step(-1),
            Action::ScaleReset => view.scale.reset(),
            _ => {}
        }
    }

    fn move_map(self, session: &Session, view: &mut ViewState) {
        match self {
            Action::FullExtent => {
                let extent = session.workspace().map(|workspace| workspace.extent());
                view.map.fit(extent.unwrap_or(Extent::EMPTY));
            }
            Action::ZoomSelection => {
                let workspace = session.workspace();
                let selection =
                    workspace.map(|workspace| session.selection().extent(workspace, session.screening()));
                view.zoom_to(selection.unwrap_or(Extent::EMPTY));
            }
            Action::ZoomIn => view.map.zoom_by(2.0),
            Action::ZoomOut => view.map.zoom_by(0.5),
            Action::TurnLeft => view.map.turn_by(Turn::of_degrees(-TURN_DEG)),
            Action::TurnRight => view.map.turn_by(Turn::of_degrees(TURN_DEG)),
            Action::NorthUp => view.map.set_turn(Turn::NONE),
            Action::ViewBack => view.map.back(),
            Action::ViewForward => view.map.forward(),
            Action::SelectTool => view.map.set_tool(Tool::Select),
            Action::SelectBox => view.map.set_tool(Tool::SelectBox),
            Action::SelectPolygon => view.map.set_tool(Tool::SelectPolygon),
            Action::IdentifyTool => view.map.set_tool(Tool::Identify),
            Action::PinTool => view.map.set_tool(Tool::Pin),
            Action::MeasureLength => view.map.set_tool(Tool::Measure(MeasureKind::Length)),
            Action::MeasureArea => view.map.set_tool(Tool::Measure(MeasureKind::Area)),
            Action::DrawPoint => view.map.set_tool(Tool::Draw(SketchKind::Points)),
            Action::DrawLine => view.map.set_tool(Tool::Draw(SketchKind::Lines)),
            Action::DrawArea => view.map.set_tool(Tool::Draw(SketchKind::Areas)),
            Action::Reshape => view.map.set_tool(Tool::Reshape),
            Action::Swipe => view.compare_by(Mode::Swipe, &session.looks()),
            Action::Flicker => view.compare_by(Mode::Flicker, &session.looks()),
            Action::Beside => view.compare_by(Mode::Beside, &session.looks()),
            Action::Compare => view.window = Some(Window::Compare),
            Action::Uncompare => view.map.compare.close(),
            _ => {}
        }
    }
}

fn give_keys(ctx: &Context, pane: Pane) {
    ctx.memory_mut(|memory| memory.request_focus(pane.focus_id()));
}

/// True where stepping means the problems: their table is seen, and that of the findings is not.
fn steps_problems(view: &ViewState) -> bool {
    view.dock.is_front(Pane::Problems) && !view.dock.is_front(Pane::Findings)
}

/// The table of the layer whose details are open, else of the first selected feature, else of the one that was open last.
fn open_attributes(session: &Session, view: &mut ViewState) {
    let picked = session
        .selection()
        .features
        .first()
        .map(|name| Arc::clone(&name.layer));
    view.attributes.layer = view
        .open_layer
        .clone()
        .or(picked)
        .or(view.attributes.layer.take());
    view.dock.show(Pane::Attributes);
}

fn open_help(view: &mut ViewState, topic: Topic) {
    view.help.open_at(topic);
    view.window = Some(Window::Help);
}
