//! Selecting by an expression: a command leads to the field of the filter, and Enter there selects the rows that it leaves.

use std::sync::Arc;

use eframe::egui::{Key, Response, Ui};

use crate::model::feature::FeatureRef;

use super::choice::ByExpression;
use super::state::AttributesView;
use super::work::PickWhat;

/// Gives the field the keyboard, and hears Enter in it.
pub(super) fn follow_field(ui: &Ui, field: &Response, attributes: &mut AttributesView) {
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let is_faulty = attributes.fault().is_some();
    attributes.by_expression = match attributes.by_expression {
        ByExpression::Asked => {
            field.request_focus();
            ByExpression::Typed
        }
        // What is no condition yet is to be mended.
        ByExpression::Typed if enter && is_faulty => ByExpression::Asked,
        ByExpression::Typed if enter => ByExpression::Entered,
        ByExpression::Typed if field.lost_focus() => ByExpression::Not,
        same => same,
    };
    if attributes.by_expression == ByExpression::Asked {
        ui.ctx().request_repaint();
    }
}

/// Selects the rows of the expression once they are there.
pub(super) fn pick_once_there(attributes: &mut AttributesView, before: &Arc<[FeatureRef]>) {
    if attributes.by_expression != ByExpression::Entered {
        return;
    }
    let typed = attributes.choice_mut().map(|choice| choice.expression.clone());
    let shown = attributes.shown.as_ref();
    let Some(shown) =
        shown.filter(|own| Some(own.key.expression.as_str()) == typed.as_deref().map(str::trim))
    else {
        return;
    };
    let count = shown.rows.len();
    attributes.by_expression = ByExpression::Not;
    attributes.pick(PickWhat::Places(0..count), before);
}
