//! What a repair did to a picked feature: areas before and after, and a yes to it.

use eframe::egui::{Label, RichText, Ui};

use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;
use crate::report::units::AreaUnit;
use crate::say;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::theme::Palette;
use super::super::widgets::{pairs_ui, section_ui};
use super::problem_detail::accept_ui;

/// The repair of a feature; nothing where none changed it.
pub fn repair_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    name: &FeatureRef,
    lang: Lang,
    wishes: &mut Vec<Command>,
) {
    let found = workspace.feature(name);
    let Some(repair) = found.and_then(|(layer, feature)| layer.repair_of(feature)) else {
        return;
    };
    let change = repair.change;
    section_ui(ui, &say!(lang, "ui.inspector.repair"));
    let areas = Areas::here(ui.ctx());
    let area = |m2: f64| areas.text_or(m2, AreaUnit::M2, lang);
    let pairs = [
        ("repair_before", area(change.before_m2)),
        ("repair_after", area(change.after_m2)),
        ("repair_change", change.percent()),
    ];
    let pairs = pairs.map(|(key, text)| (say!(lang, &format!("ui.inspector.{key}")), text));
    pairs_ui(ui, "repair", &pairs);
    let how = RichText::new(say!(lang, "ui.inspector.repair_how"));
    ui.add(Label::new(how.small().color(Palette::here(ui).faint)).wrap());
    if repair.needs_yes() {
        accept_ui(ui, workspace, (name, repair), lang, wishes);
    }
}
